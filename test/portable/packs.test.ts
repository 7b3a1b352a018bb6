/** The shipped rules, and every written or recorded case, decided by JSON Logic. */
import { readdirSync, readFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { toQuestion } from "../../scripts/retail/change-set.ts";
import { readCalls } from "../../scripts/retail/recording.ts";
import { decide } from "../../src/decision/decide.ts";
import type { Context, Decision } from "../../src/decision/documents.ts";
import type { Evaluator } from "../../src/eval/evaluator.ts";
import { PortableRules } from "../../src/eval/portable/documents.ts";
import { exportJsonLogic } from "../../src/eval/portable/export.ts";
import { loadPolicySet } from "../../src/policy-set.ts";
import { cases, evaluatorOf, examples } from "../decision/fixtures.ts";
import { evaluatorBy, newTally } from "./agree.ts";

const ROOT = new URL("../../rules/", import.meta.url);
const PACKS = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

function load(folders: readonly string[]): Evaluator {
  const files = folders.flatMap((folder) =>
    readdirSync(new URL(`${folder}/`, ROOT))
      .filter((name) => name.endsWith(".bylaw"))
      .map((name) => ({ name: `${folder}/${name}`, text: readFileSync(new URL(`${folder}/${name}`, ROOT), "utf8") })),
  );
  const { evaluator, diagnostics } = loadPolicySet(files, { today: "2026-11-17" });
  if (evaluator === null) throw new Error(diagnostics[0]?.what);
  return evaluator;
}

const shared = load(PACKS.filter((name) => name !== "retail"));
const retail = load(["retail"]);
const exports = [shared, retail].map(({ plan }) => exportJsonLogic(plan));

/** What is understood alike by both implementations, and by others: see docs/reference/json-logic.md. */
const OPERATORS = [
  "var",
  "if",
  "and",
  "or",
  "!",
  "===",
  "<",
  "+",
  "-",
  "*",
  "in",
  "substr",
  "merge",
  "some",
  "filter",
  "reduce",
];

describe("the export", () => {
  test("has a form for more than nine in ten conditions, and a reason for every other", () => {
    const conditions = exports.flatMap(({ actions }) =>
      Object.values(actions).flatMap((action) => Object.entries(action.conditions)),
    );
    const lines = new Map<string, { all: number; said: number }>();
    for (const { evaluator, rules } of [
      { evaluator: shared, rules: exports[0]! },
      { evaluator: retail, rules: exports[1]! },
    ])
      for (const action of Object.values(evaluator.plan.actions)) {
        const pack = action.at.file.split("/")[0]!;
        const line = lines.get(pack) ?? { all: 0, said: 0 };
        for (const condition of Object.values(rules.actions[action.id]!.conditions)) {
          line.all++;
          if (!("unsupported" in condition)) line.said++;
        }
        lines.set(pack, line);
      }
    console.info(
      [...lines].map(([pack, { said, all }]) => `${pack}: ${said} of ${all} conditions as JSON Logic`).join("\n"),
    );
    const without = conditions.flatMap(([id, condition]) =>
      "unsupported" in condition ? [`${id}: ${condition.unsupported}`] : [],
    );
    expect(conditions.length).toBeGreaterThan(300);
    expect(without.length / conditions.length, without.join("\n")).toBeLessThan(0.1);
    for (const line of without) expect(line).toMatch(/: .{10,}/);
  });

  test("is what its schema says, and uses the operators that the reference lists", () => {
    for (const rules of exports) {
      expect(PortableRules.safeParse(JSON.parse(JSON.stringify(rules))).error).toBeUndefined();
      const used = new Set<string>();
      for (const action of Object.values(rules.actions))
        for (const condition of Object.values(action.conditions))
          if (!("unsupported" in condition)) {
            operatorsIn(condition.certainly_true, used);
            operatorsIn(condition.certainly_false, used);
          }
      expect([...used].filter((name) => !OPERATORS.includes(name))).toEqual([]);
      expect(used.size).toBeGreaterThan(8);
    }
  });

  test("is the same bytes each time", () => {
    expect(JSON.stringify(exportJsonLogic(shared.plan))).toBe(JSON.stringify(exports[0]));
  });
});

function operatorsIn(formula: unknown, found: Set<string>): void {
  if (typeof formula !== "object" || formula === null) return;
  if (!Array.isArray(formula)) for (const name of Object.keys(formula)) found.add(name);
  for (const part of Object.values(formula)) operatorsIn(part, found);
}

const all = newTally();

const same = (evaluator: Evaluator, changeSet: unknown, context: Context): void => {
  const tally = newTally();
  const byFormulas = told(decide(evaluatorBy(evaluator, tally), changeSet, context));
  expect(tally.disagreements).toEqual([]);
  expect(byFormulas).toEqual(told(decide(evaluator, changeSet, context)));
  for (const key of ["through", "unknown", "unsupported", "inexact"] as const) all[key] += tally[key];
};

/** Without remedies, which are found by deciding hundreds of times again. */
function told(decision: Decision): unknown {
  const names = Object.keys(decision).filter((name) => name !== "remedies") as (keyof Decision)[];
  return Object.fromEntries(names.map((name) => [name, decision[name]]));
}

describe("decisions by json-logic-js and json-logic-engine are the same", () => {
  afterAll(() => {
    console.info(
      `${all.through} conditions by JSON Logic, ${all.unknown} of them unknown; ${all.unsupported} without a form, ${all.inexact} past what doubles hold`,
    );
  });

  test.each(cases)("$name: $says", ({ policies, change_set, document, context }) => {
    same(evaluatorOf(policies), document ?? change_set, context as Context);
  });

  test.each(examples())("$name", ({ change_set, context }) => {
    same(shared, change_set, context as Context);
  });

  const calls = readCalls("../shared/data/retail");
  const every = Number(process.env["RETAIL_EVERY"] ?? 20);
  // One in twenty, in order and as recorded, where much is unknown. `RETAIL_EVERY=1` takes all.
  const readings = (["in_order", "recorded"] as const).flatMap((reading) =>
    (calls ?? []).filter((_, place) => place % every === 0).map((call) => ({ call, reading })),
  );
  test.skipIf(calls === null)("on the recorded retail calls", { timeout: 300_000 }, () => {
    for (const { call, reading } of readings) {
      const { changeSet, context } = toQuestion(call, reading);
      same(retail, changeSet, context as Context);
    }
    expect(readings.length).toBeGreaterThan(100);
  });

  test("most conditions went through the formulas", () => {
    // Without the recording fewer.
    expect(all.through).toBeGreaterThan(calls === null ? 300 : 1_000);
    expect(all.unsupported / all.through).toBeLessThan(0.1);
    expect(all.unknown).toBeGreaterThan(calls === null ? 10 : 100);
  });
});
