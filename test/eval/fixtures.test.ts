/** Runs `fixtures/eval`: expressions through parser, checker, plan and interpreter. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { parseDate, zoneNamed } from "../../src/eval/calendar.ts";
import { compile } from "../../src/eval/compile.ts";
import { decimalOfNumber, parseDecimal } from "../../src/eval/decimal.ts";
import type { Frame } from "../../src/eval/evaluator.ts";
import { parseDuration, parseInstant } from "../../src/eval/iso.ts";
import { money } from "../../src/eval/money.ts";
import { show } from "../../src/eval/show.ts";
import { Unknown, unknown, type Value } from "../../src/eval/value.ts";
import { check } from "../../src/model/check.ts";
import type { Type } from "../../src/model/type.ts";
import { lower } from "../../src/plan/lower.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { parse } from "../../src/syntax/parse.ts";

interface Given {
  readonly now?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly history?: readonly Readonly<Record<string, unknown>>[];
  readonly score?: readonly [number, number];
  readonly tier?: readonly [string, string];
}

interface Table {
  readonly about: string;
  readonly timezone?: string;
  readonly declare?: string;
  readonly action?: string;
  /** The expression stands in a `forbid` clause, where score and tier may be read, instead of in a `let`. */
  readonly clause?: boolean;
  readonly given: Given;
  readonly cases: readonly { readonly expr: string; readonly gives: unknown; readonly where?: Given }[];
}

const folder = new URL("../../fixtures/eval/", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".yaml"));

function planOf(table: Table, expr: string): { readonly plan: Plan; readonly type: Type } {
  const holder = table.clause === true ? `forbid it: ${expr}` : `let it = ${expr}`;
  const text = `policy fixture\ntimezone "${table.timezone ?? "UTC"}"\n${table.declare ?? ""}\naction Act {\n${table.action ?? ""}\n${holder}\n}\n`;
  const file = { name: "fixture.bylaw", text };
  const { tree, diagnostics } = parse(file);
  const checked = check([{ file, tree }], { today: "2026-11-22" });
  const faults = [...diagnostics, ...checked.diagnostics]
    .filter((d) => d.severity === "error")
    .map((d) => `${d.code}: ${d.what} ${d.help}`);
  expect(faults).toEqual([]);
  const model = checked.model!;
  const own = model.actions[0]!.lets.find((one) => one.name === "it");
  return { plan: lower(model), type: own?.value.type ?? { kind: "bool" } };
}

/** A value from YAML, by its type. */
function read(plan: Plan, type: Type, raw: unknown, path: string): Value {
  if (raw === null || raw === undefined) return null;
  if (typeof raw === "object" && "$unknown" in raw) return unknown(path, String(raw.$unknown));
  switch (type.kind) {
    case "optional":
      return read(plan, type.of, raw, path);
    case "int":
    case "decimal":
      return typeof raw === "number" ? decimalOfNumber(raw) : parseDecimal(String(raw));
    case "money": {
      const { amount, currency } = raw as { amount: string; currency: string };
      return money(parseDecimal(amount)!, currency);
    }
    case "time": {
      const instant = parseInstant(String(raw), zoneNamed(plan.timezone));
      if (!instant.ok) throw new Error(`${path}: ${instant.fault}`);
      return instant.ms;
    }
    case "date":
      return parseDate(String(raw));
    case "duration":
      return parseDuration(String(raw));
    case "list":
      return (raw as readonly unknown[]).map((item, i) => read(plan, type.of, item, `${path}[${i}]`));
    case "map":
      return new Map(Object.entries(raw).map(([key, item]) => [key, read(plan, type.of, item, `${path}.${key}`)]));
    case "record": {
      const { fields } = plan.records[type.id]!;
      const given = raw as Readonly<Record<string, unknown>>;
      return new Map(
        fields.map((field) => [field.name, read(plan, field.type, given[field.name], `${path}.${field.name}`)]),
      );
    }
    default:
      return raw as string | boolean;
  }
}

function frameOf(plan: Plan, given: Given): Frame {
  const action = plan.actions["fixture.Act"]!;
  const now = Date.parse(given.now ?? "2026-11-22T10:15:00Z");
  const history = (given.history ?? []).map((entry, i): Value => {
    const inputs = new Map(
      action.inputs.map(({ name, type }) => [
        name,
        read(plan, type, (entry["inputs"] as Readonly<Record<string, unknown>>)[name], `history[${i}].${name}`),
      ]),
    );
    return new Map<string, Value>([
      ...inputs,
      ["inputs", inputs],
      ["at", Date.parse(String(entry["at"]))],
      ["status", String(entry["status"])],
    ]);
  });
  return {
    action: action.id,
    inputs: new Map(
      action.inputs.map(({ name, type }) => [name, read(plan, type, given.inputs?.[name], `inputs.${name}`)]),
    ),
    facts: new Map(
      action.facts.map(({ name, type }) => [name, read(plan, type, given.facts?.[name], `facts.${name}`)]),
    ),
    ambient: new Map(),
    now,
    history: () => history,
    changesTo: () => [],
    evidenceOf: () => [],
    lets: new Map(),
    ...(given.score === undefined ? {} : { score: { certain: given.score[0], assumed: given.score[1] } }),
    ...(given.tier === undefined ? {} : { tier: { certain: given.tier[0], assumed: given.tier[1] } }),
  };
}

function shown(type: Type, value: Value): string {
  if (!(value instanceof Unknown)) return show(type, value);
  return `unknown (${value.causes.map(({ path, why }) => `${path}: ${why}`).join("; ")})`;
}

describe.each(files)("%s", (name) => {
  const table = parseYaml(readFileSync(new URL(name, folder), "utf8")) as Table;
  test.each(table.cases.map((one) => [one.expr, one] as const))("%s", (_expr, one) => {
    const { plan, type } = planOf(table, one.expr);
    const given = {
      ...table.given,
      inputs: { ...table.given.inputs, ...one.where?.inputs },
      facts: { ...table.given.facts, ...one.where?.facts },
    };
    const frame = frameOf(plan, given);
    const evaluator = compile(plan);
    const clause = plan.actions["fixture.Act"]!.clauses[0];
    const value =
      table.clause === true
        ? evaluator.evaluate(clause!.fires, frame, clause!.slots)
        : evaluator.evaluate({ op: "let", name: "it" }, frame, 0);
    expect(shown(type, value)).toBe(String(one.gives));
  });
});
