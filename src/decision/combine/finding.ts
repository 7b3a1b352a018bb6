/** What a clause found, before it is known whether it counts (a shadow clause only reports). */

import type { Decimal } from "../../eval/decimal.ts";
import type { Evaluator, Frame } from "../../eval/evaluator.ts";
import type { Cause, Value } from "../../eval/value.ts";
import type { PlanClause, PlanEffect } from "../../plan/plan.ts";
import type { AutonomyLevel } from "../../syntax/tree.ts";
import type { Quota } from "../documents.ts";
import type { Question } from "../read/question.ts";
import type { ResolvedRequirement } from "../reviewers/algebra.ts";

/** An effect on the decision. */
export type Effect =
  | { readonly kind: "deny" }
  | { readonly kind: "hold" }
  | { readonly kind: "warn"; readonly text: string }
  | { readonly kind: "score"; readonly points: number }
  | { readonly kind: "tier"; readonly tier: string }
  | { readonly kind: "approve"; readonly requirement: ResolvedRequirement; readonly excluding: readonly string[] }
  | { readonly kind: "evidence"; readonly evidence: string; readonly state: "attached" | "missing" | "stale" }
  | { readonly kind: "limit"; readonly level: AutonomyLevel }
  | { readonly kind: "sample"; readonly rate: Decimal }
  | { readonly kind: "route"; readonly queue: string }
  | { readonly kind: "escalate"; readonly role: string; readonly after_ms: number };

/** One effect of a clause, with its words. */
export interface Finding {
  readonly effect: Effect;
  /** As `effect` of a reason says it: `tier high`. */
  readonly words: string;
  readonly assumed: boolean;
  /** What was not known, where that is why; empty: all was known. */
  readonly causes: readonly Cause[];
  /** Beside what the condition reads. */
  readonly values: Readonly<Record<string, string>>;
}

/** What all effect families are handed. */
export interface Scene<K extends PlanEffect["kind"]> {
  readonly evaluator: Evaluator;
  readonly question: Question;
  readonly clause: PlanClause;
  readonly effect: Extract<PlanEffect, { readonly kind: K }>;
  readonly frame: Frame;
  /** Is the condition unknown? Then whatever follows is assumed. */
  readonly assumed: boolean;
  readonly causes: readonly Cause[];
  readonly evaluate: (expr: Parameters<Evaluator["evaluate"]>[0]) => Value;
}

/** What a family of effects makes of a clause that fires. */
export interface Outcome {
  readonly findings: readonly Finding[];
  readonly quota?: Quota;
  readonly warnings?: readonly string[];
}

export const finding = (
  scene: { readonly assumed: boolean; readonly causes: readonly Cause[] },
  effect: Effect,
  words: string,
  more: Partial<Pick<Finding, "assumed" | "causes" | "values">> = NOTHING_MORE,
): Finding => ({
  effect,
  words,
  assumed: more.assumed ?? scene.assumed,
  causes: more.causes ?? scene.causes,
  values: more.values ?? NO_VALUES,
});

const NOTHING_MORE = {};
const NO_VALUES: Finding["values"] = {};
