/** Runs `fixtures/portable`: what formulas a condition becomes, or why it has none; and that they say what the interpreter says. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import type { Evaluator } from "../../src/eval/evaluator.ts";
import { PortableRules } from "../../src/eval/portable/documents.ts";
import { exportJsonLogic } from "../../src/eval/portable/export.ts";
import type { Type } from "../../src/model/type.ts";
import { loadPolicySet } from "../../src/policy-set.ts";
import { compared, newTally } from "./agree.ts";
import { drawnFrame } from "./draw.ts";
import { readable } from "./readable.ts";

interface Case {
  readonly condition: string;
  readonly certainly_true?: string;
  readonly certainly_false?: string;
  /** Of both formulas, where they are too long to be written out: operators and operands. */
  readonly size?: number;
  readonly exact?: false;
  readonly no_form?: string;
}

interface Table {
  readonly about: string;
  readonly timezone?: string;
  readonly declare?: string;
  readonly action: string;
  /** What the document holds for these conditions, by path, each with its type. */
  readonly reads?: Readonly<Record<string, string>>;
  readonly cases: readonly Case[];
}

const FRAMES = 40;

const folder = new URL("../../fixtures/portable/", import.meta.url);
const tables = readdirSync(folder)
  .filter((name) => name.endsWith(".yaml"))
  .sort()
  .map((name) => ({ name, table: parseYaml(readFileSync(new URL(name, folder), "utf8")) as Table }));

/** Each condition as a clause of one action: `c0`, `c1`, …. */
function load({ timezone = "UTC", declare = "", action, cases }: Table): Evaluator {
  const clauses = cases.map(({ condition }, i) => `forbid c${i}: ${condition}`).join("\n");
  const text = `policy p
tiers low < medium < high
environments prod, sandbox
timezone "${timezone}"
${declare}
action Act {
autonomy guided
${action}
${clauses}
irreversible
}
`;
  const { evaluator, diagnostics } = loadPolicySet([{ name: "p.bylaw", text }], { today: "2026-11-22" });
  if (evaluator === null) throw new Error(diagnostics.map(({ what, help }) => `${what} ${help}`).join("\n"));
  return evaluator;
}

function sizeOf(formula: unknown): number {
  if (typeof formula !== "object" || formula === null) return 1;
  return Object.values(formula).reduce<number>((size, part) => size + sizeOf(part), 1);
}

function typeText(type: Type): string {
  switch (type.kind) {
    case "optional":
      return `${typeText(type.of)}?`;
    case "list":
    case "map":
      return `${type.kind} of ${typeText(type.of)}`;
    case "record":
      return type.id;
    default:
      return type.kind;
  }
}

// Each test exports anew: against a change to the export only tests that reach it are run.
test.each(tables)("$table.about: as formulas", ({ table }) => {
  const rules = exportJsonLogic(load(table).plan);
  expect(PortableRules.parse(JSON.parse(JSON.stringify(rules)))).toEqual(rules);
  const { conditions, reads } = rules.actions["p.Act"]!;
  if (table.reads !== undefined)
    expect(Object.fromEntries(reads.map(({ path, type }) => [path, typeText(type)]))).toEqual(table.reads);
  const found = table.cases.map((wanted, i): Case => {
    const { condition } = wanted;
    const made = conditions[`p.Act.c${i}`]!;
    if ("unsupported" in made) return { condition, no_form: made.unsupported };
    return {
      condition,
      ...(wanted.certainly_true === undefined
        ? { size: sizeOf(made.certainly_true) + sizeOf(made.certainly_false) }
        : { certainly_true: readable(made.certainly_true), certainly_false: readable(made.certainly_false) }),
      ...(made.exact ? {} : { exact: false }),
    };
  });
  expect(found).toEqual(table.cases);
});

test.each(tables)("$table.about: by value", ({ table }) => {
  const evaluator = load(table);
  const action = evaluator.plan.actions["p.Act"]!;
  const tally = newTally();
  for (let seed = 0; seed < FRAMES; seed++) {
    const frame = drawnFrame(evaluator.plan, action, seed);
    for (const { fires, slots } of action.clauses)
      compared(evaluator, action, fires, frame, evaluator.evaluate(fires, frame, slots), tally, ["json-logic-js"]);
    expect(tally.disagreements).toEqual([]);
  }
  // It says nothing when little is decided.
  expect(tally.through - tally.unknown).toBeGreaterThan(tally.through / 2);
});
