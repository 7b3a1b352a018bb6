import fc from "fast-check";
import { expect, test } from "vitest";
import { compile } from "../../src/eval/compile.ts";
import { identical } from "../../src/eval/equality.ts";
import { Unknown, type Value } from "../../src/eval/value.ts";
import type { PlanExpr } from "../../src/plan/plan.ts";
import { blurred, expression, frameOf, givens, INPUTS, type Kind, type Pick, PLAN } from "./generate.ts";

const evaluator = compile(PLAN);
const SLOTS = 8;
const KINDS = [...new Set(Object.values(INPUTS))];
const RUNS = 3_000;

const picker =
  (g: fc.GeneratorValue): Pick =>
  (n) =>
    g(fc.nat, { max: n - 1 });

/** Whether what came of blurred givens leaves open, everywhere, what came of the full ones. */
function covers(blurry: Value, sharp: Value): boolean {
  if (blurry instanceof Unknown) return true;
  if (Array.isArray(blurry) && Array.isArray(sharp))
    return blurry.length === sharp.length && blurry.every((item, i) => covers(item, sharp[i]));
  if (blurry instanceof Map && sharp instanceof Map)
    return [...blurry].every(([key, field]) => covers(field, sharp.get(key) ?? null));
  return !(sharp instanceof Unknown) && identical(blurry, sharp);
}

function known(value: Value): boolean {
  return identical(value, value);
}

test("learning what was unknown never contradicts a result", () => {
  let [tried, decided] = [0, 0];
  fc.assert(
    fc.property(fc.gen(), (g) => {
      tried++;
      const pick = picker(g);
      const kind = KINDS[pick(KINDS.length)] as Kind;
      const expr = expression(kind, pick, 1 + pick(4));
      const sharp = givens(pick);
      const blurry = blurred(sharp, pick);
      const open = evaluator.evaluate(expr, frameOf(blurry, [10, 20]), SLOTS);
      for (const score of [10, 20]) {
        const full = evaluator.evaluate(expr, frameOf(sharp, [score, score]), SLOTS);
        if (!covers(open, full)) expect({ expr, open, full }).toBe("consistent");
      }
      if (known(open) && JSON.stringify(expr).includes('"input"')) decided++;
    }),
    { numRuns: RUNS },
  );
  // The property says nothing when everything is unknown.
  expect(decided).toBeGreaterThan(tried / 10);
});

test("causes are sorted, distinct and few, and the same each time", () => {
  fc.assert(
    fc.property(fc.gen(), (g) => {
      const pick = picker(g);
      const expr = expression("bool", pick, 1 + pick(4));
      const blurry = blurred(givens(pick), pick);
      const first = evaluator.evaluate(expr, frameOf(blurry), SLOTS);
      expect(evaluator.evaluate(expr, frameOf(blurry), SLOTS)).toEqual(first);
      if (!(first instanceof Unknown)) return;
      const lines = first.causes.map(({ path, why }) => `${path}\u0000${why}`);
      expect(lines).toEqual([...new Set(lines)].sort());
      expect(lines.length).toBeGreaterThan(0);
      expect(lines.length).toBeLessThanOrEqual(16);
    }),
    { numRuns: 1_500 },
  );
});

test("`and` and `or` do not mind the order of their parts", () => {
  fc.assert(
    fc.property(fc.gen(), (g) => {
      const pick = picker(g);
      const parts = Array.from({ length: 2 + pick(3) }, () => expression("bool", pick, 2));
      const blurry = blurred(givens(pick), pick);
      for (const op of ["and", "or"] as const) {
        const run = (own: readonly PlanExpr[]): Value => evaluator.evaluate({ op, parts: own }, frameOf(blurry), SLOTS);
        expect(run([...parts].reverse())).toEqual(run(parts));
      }
    }),
    { numRuns: 1_000 },
  );
});
