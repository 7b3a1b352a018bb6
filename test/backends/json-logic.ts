/**
 * Stands in for `src/eval/compile.ts`: the suite runs with conditions decided by json-logic-js, from the exported formulas
 * over the normal form of each frame.
 */
import { type CompileOptions, compile as reference } from "../../src/eval/compile.ts";
import type { Evaluator } from "../../src/eval/evaluator.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { evaluatorBy, newTally } from "../portable/agree.ts";

export type { CompileOptions };

/** What went through JSON Logic in this process. */
export const tally = newTally();

export const compile = (plan: Plan, options: CompileOptions = {}): Evaluator =>
  evaluatorBy(reference(plan, { ...options, backend: "interpreter" }), tally, ["json-logic-js"]);
