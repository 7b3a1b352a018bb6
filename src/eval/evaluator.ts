/**
 * The reference interpreter behind one interface, which every other back end must equal. It is pure: no clock, no I/O;
 * all it reads comes through the frame.
 */
import type { Ambient } from "../model/expression.ts";
import type { Plan, PlanExpr } from "../plan/plan.ts";
import type { Value } from "./value.ts";

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
  /** Score and tier as ranges, where assumptions make them so; see `ranges.ts`. */
  readonly score?: { readonly certain: number; readonly assumed: number };
  readonly tier?: { readonly certain: string; readonly assumed: string };
}

export interface Evaluator {
  readonly plan: Plan;
  /** `sha256:…` over the canonical form of the plan. */
  readonly digest: string;
  /** Never throws; total; time bounded by the size of the input. `locals` starts with `slots` empty places. */
  readonly evaluate: (expr: PlanExpr, frame: Frame, slots: number) => Value;
}
