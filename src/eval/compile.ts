/** The door: a plan becomes an evaluator. */
import type { Plan } from "../plan/plan.ts";
import { type Backend, DEFAULT_BACKEND } from "./backend.ts";
import { closuresOf } from "./closures/closures.ts";
import { planDigest } from "./digest.ts";
import type { Evaluator } from "./evaluator.ts";
import { interpreterOf } from "./interpreter/interpreter.ts";

export interface CompileOptions {
  /** Left out: the fastest that the surroundings allow. All give the same decisions. */
  readonly backend?: Backend;
}

/** Makes a plan ready to run. */
export function compile(plan: Plan, options: CompileOptions = {}): Evaluator {
  const backend = options.backend ?? DEFAULT_BACKEND;
  const { evaluate, resolve } = backend === "interpreter" ? interpreterOf(plan) : closuresOf(plan);
  let digest: string | null = null;
  return {
    plan,
    backend,
    // Made on demand: who only evaluates does not pay for it.
    get digest() {
      digest ??= planDigest(plan);
      return digest;
    },
    evaluate,
    resolve,
  };
}
