/**
 * The reference interpreter behind one interface, which every other back end must equal. It is pure: no clock, no I/O;
 * all it reads comes through the frame.
 */
import type { Ambient } from "../model/expression.ts";
import type { Plan, PlanExpr, PlanRequirement } from "../plan/plan.ts";
import type { Backend } from "./backend.ts";
import type { ResolvedRequirement } from "./resolved.ts";
import type { Cause, Value } from "./value.ts";

/** What is left of the steps that one decision may take; see `interpreter/run.ts`. */
export interface Work {
  left: number;
}

/** What one evaluation reads. Lets are evaluated once a frame, on first use. */
export interface Frame {
  /** The action whose inputs, facts and lets are meant. */
  readonly action: string;
  readonly inputs: ReadonlyMap<string, Value>;
  readonly facts: ReadonlyMap<string, Value>;
  readonly ambient: ReadonlyMap<Ambient, Value>;
  /** Milliseconds since the epoch; the same instant as ambient `now`. */
  readonly now: number;
  /** Entries of an action as `$history:ACTION` records, newest first, or unknown. */
  readonly history: (action: string) => Value;
  readonly changesTo: (record: string, field: string) => Value;
  readonly evidenceOf: (kind: string) => Value;
  /** Cache of lets; starts empty; a new one when `score` or `tier` changes. */
  readonly lets: Map<string, Value>;
  /** Score and tier as ranges, where assumptions make them so; see `interpreter/ranges.ts`. */
  readonly score?: { readonly certain: number; readonly assumed: number };
  readonly tier?: { readonly certain: string; readonly assumed: string };
  /** What is unknown behind the ranges: the causes of a comparison that they leave open. */
  readonly rangeCauses?: readonly Cause[];
  /** Shared by all frames of a decision, so that the decision as a whole is bounded. Left out: a full one for each evaluation. */
  readonly work?: Work;
}

export interface Evaluator {
  readonly plan: Plan;
  readonly backend: Backend;
  /** `sha256:…` over the canonical form of the plan. */
  readonly digest: string;
  /** Never throws; total; time bounded by the size of the input. `locals` starts with `slots` empty places. */
  readonly evaluate: (expr: PlanExpr, frame: Frame, slots: number) => Value;
  /** A reviewer requirement with its tables looked up; for the rest as `evaluate`. */
  readonly resolve: (requirement: PlanRequirement, frame: Frame, slots: number) => ResolvedRequirement;
}
