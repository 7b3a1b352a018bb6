/** The door: a plan becomes an evaluator. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import canonicalize from "canonicalize";
import type { Plan } from "../plan/plan.ts";
import { letsRead } from "../plan/reads.ts";
import { UTC, zoneNamed } from "../plan/zone.ts";
import { type Backend, DEFAULT_BACKEND } from "./backend.ts";
import type { Evaluator } from "./evaluator.ts";
import { evaluateIn } from "./interpreter/evaluate.ts";
import { resolveIn } from "./interpreter/requirement.ts";
import type { Machine, MachineLet } from "./interpreter/run.ts";

export interface CompileOptions {
  /** Left out: the fastest that the surroundings allow. All give the same decisions. */
  readonly backend?: Backend;
}

/** Makes a plan ready to run. */
export function compile(plan: Plan, options: CompileOptions = {}): Evaluator {
  const backend = options.backend ?? DEFAULT_BACKEND;
  const machine = machineOf(plan);
  let digest: string | null = null;
  return {
    plan,
    backend,
    // Made on demand: who only evaluates does not pay for it.
    get digest() {
      digest ??= planDigest(plan);
      return digest;
    },
    evaluate: (expr, frame, slots) => evaluateIn(machine, expr, frame, slots),
    resolve: (requirement, frame, slots) => resolveIn(machine, requirement, frame, slots),
  };
}

/** `sha256:` and hexadecimal digits, over the canonical form (RFC 8785). */
function planDigest(plan: Plan): string {
  return `sha256:${bytesToHex(sha256(utf8ToBytes(canonicalize(plan) ?? "")))}`;
}

function machineOf(plan: Plan): Machine {
  const lets = new Map<string, ReadonlyMap<string, MachineLet>>();
  for (const action of Object.values(plan.actions)) {
    const own = action.lets.map(({ name, value, slots }): [string, MachineLet] => [
      name,
      { value, slots, reads: letsRead(value) },
    ]);
    lets.set(action.id, new Map(own));
  }
  return {
    plan,
    zone: zoneNamed(plan.timezone) ?? UTC,
    constants: new WeakMap(),
    lets,
    tierRank: new Map(plan.tiers.map((tier, i) => [tier, i])),
  };
}
