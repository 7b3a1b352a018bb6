/** The stand-in really goes through JSON Logic, and is loud when the formulas and the interpreter differ. */
import { expect, test } from "vitest";
import { decide } from "../../src/decision/decide.ts";
import type { Context } from "../../src/decision/documents.ts";
import { compile as reference } from "../../src/eval/compile.ts";
import type { Evaluator } from "../../src/eval/evaluator.ts";
import { cases, evaluatorOf } from "../decision/fixtures.ts";
import { evaluatorBy, newTally } from "../portable/agree.ts";
import { compile, tally } from "./json-logic.ts";

const one = cases.find(({ name }) => name === "deny-names-all")!;
const plan = evaluatorOf(one.policies).plan;
const ask = (evaluator: Evaluator): string => decide(evaluator, one.change_set, one.context as Context).outcome;

test("conditions go through JSON Logic", () => {
  const before = tally.through;
  expect(ask(compile(plan))).toBe("deny");
  expect(tally.through).toBeGreaterThan(before);
  expect(tally.disagreements).toEqual([]);
});

test("an evaluator that says the opposite is found out", () => {
  const honest = reference(plan, { backend: "interpreter" });
  const lying: Evaluator = {
    ...honest,
    plan,
    evaluate: (expr, frame, slots) => {
      const value = honest.evaluate(expr, frame, slots);
      return typeof value === "boolean" ? !value : value;
    },
  };
  const own = newTally();
  ask(evaluatorBy(lying, own, ["json-logic-js"]));
  expect(own.disagreements[0]).toContain("differs from the interpreter");
});
