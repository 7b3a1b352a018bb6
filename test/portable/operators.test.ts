/**
 * Every operator, over generated expressions and values with unknown in any place: the formulas say what the interpreter
 * says. `LAW_RUNS` runs longer, `LAW_SEED` repeats a run.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { compile } from "../../src/eval/compile.ts";
import type { Type } from "../../src/model/type.ts";
import type { Plan, PlanAction, PlanExpr } from "../../src/plan/plan.ts";
import { blurred, expression, frameOf, givens, INPUTS, type Kind, type Pick, PLAN } from "../eval/generate.ts";
import { compared, exportedOf, newTally } from "./agree.ts";

const SCALARS = ["bool", "text", "money", "time", "date", "duration"] as const;
const of = (kind: Kind): Type => {
  const scalar = SCALARS.find((one) => one === kind);
  if (scalar !== undefined) return { kind: scalar };
  if (kind.endsWith("?")) return { kind: "optional", of: of(kind.slice(0, -1) as Kind) };
  if (kind === "row") return { kind: "record", id: "row" };
  if (kind === "map") return { kind: "map", of: { kind: "decimal" } };
  if (kind === "number") return { kind: "decimal" };
  return { kind: "list", of: of(kind.slice(0, -1) as Kind) };
};
const field = (name: string, kind: Kind) => ({ name, type: of(kind), doc: null });

const row = [field("n", "number"), field("t", "text?"), field("b", "bool"), field("at", "time")];
const action = {
  id: "p.Act",
  inputs: Object.entries(INPUTS).map(([name, kind]) => field(name, kind)),
  facts: [],
  lets: [],
  clauses: [],
} as unknown as PlanAction;
const plan: Plan = {
  ...PLAN,
  records: {
    row: { id: "row", doc: null, fields: row },
    "$history:p.Act": { id: "$history:p.Act", doc: null, fields: row },
  },
  actions: { "p.Act": action },
};
const evaluator = compile(plan, { backend: "interpreter" });

const runs = Number(process.env["LAW_RUNS"] ?? 3_000);
const seed = process.env["LAW_SEED"] === undefined ? {} : { seed: Number(process.env["LAW_SEED"]) };

const picker =
  (g: fc.GeneratorValue): Pick =>
  (n) =>
    g(fc.nat, { max: n - 1 });

test("generated conditions agree with the interpreter under both implementations", () => {
  const tally = newTally();
  const operators = new Map<string, number>();
  fc.assert(
    fc.property(fc.gen(), (g) => {
      const pick = picker(g);
      const expr = expression("bool", pick, 1 + pick(3));
      const { condition } = exportedOf(evaluator, action, expr);
      if ("unsupported" in condition) return;
      for (const name of namesIn(expr)) operators.set(name, (operators.get(name) ?? 0) + 1);
      const sharp = givens(pick);
      const score = pick(2) === 0 ? ([10, 10] as const) : ([10, 20] as const);
      for (const given of [sharp, blurred(sharp, pick), blurred(sharp, pick)]) {
        const frame = frameOf(given, score);
        compared(evaluator, action, expr, frame, evaluator.evaluate(expr, frame, 8), tally);
        expect(tally.disagreements).toEqual([]);
      }
    }),
    { numRuns: runs, ...seed },
  );
  console.info(
    `${tally.through} conditions, ${tally.unknown} of them unknown, ${tally.inexact} past what doubles hold`,
  );
  // The property says nothing when little is decided, or when few operators have a form.
  expect(tally.through).toBeGreaterThan(runs);
  expect(tally.unknown).toBeLessThan(tally.through / 2);
  expect(FORMS.filter((name) => !operators.has(name))).toEqual([]);
});

/** What is sure to come up; a longer run meets the others. */
const FORMS = (
  "and or not equal compare in like present arith_+ arith_- arith_* negate default if match any all none list items field " +
  "call builtin_sum builtin_max_of builtin_distinct builtin_contains_all builtin_length builtin_weekday"
)
  .split(" ")
  .map((name) => name.replace("_", " "));

/** The operators and builtins of an expression. */
function namesIn(expr: PlanExpr): ReadonlySet<string> {
  const found = new Set<string>();
  JSON.stringify(expr, (_, value: unknown) => {
    if (typeof value === "object" && value !== null && "op" in value) {
      const { op, name, fn } = value as { op: string; name?: string; fn?: string };
      found.add(op === "builtin" ? `builtin ${name}` : op === "arith" ? `arith ${fn}` : op);
    }
    return value;
  });
  return found;
}
