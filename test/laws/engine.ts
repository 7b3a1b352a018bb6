/** What the laws are about, as one object: so that they can be held against the engine, and against one with a fault. */
import { decide } from "../../src/decision/decide.ts";
import * as algebra from "../../src/decision/reviewers/algebra.ts";
import { implies } from "../../src/decision/reviewers/algebra.ts";
import type { Backend } from "../../src/eval/backend.ts";
import { compile } from "../../src/eval/compile.ts";
import type { Evaluator } from "../../src/eval/evaluator.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { loadPolicySet } from "../../src/policy-set.ts";

export interface Engine {
  readonly load: typeof loadPolicySet;
  readonly compile: (plan: Plan, options: { readonly backend: Backend }) => Evaluator;
  readonly decide: typeof decide;
  readonly algebra: Pick<typeof algebra, "add" | "either" | "fromRequirement" | "join">;
}

export const ENGINE: Engine = { load: loadPolicySet, compile, decide, algebra };

/** How the laws compare requirements; never part of what is tested. */
export const asStrict = implies;
