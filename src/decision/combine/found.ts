/** What all clauses together found, for one asker. Collected in any order; put in order when the decision is written. */
import type { Decimal } from "../../eval/decimal.ts";
import type { Cause, Value } from "../../eval/value.ts";
import { LEVELS as WORDS } from "../../model/words.ts";
import type { AutonomyLevel } from "../../syntax/tree.ts";
import type { Decision, Quota, Reason } from "../documents.ts";
import type { ResolvedRequirement } from "../reviewers/algebra.ts";
import type { Effect } from "./finding.ts";

export interface Found {
  denied: boolean;
  held: boolean;
  score: { certain: number; assumed: number };
  /** Ranks of tiers. */
  tier: { certain: number; assumed: number };
  /** Null: the asker is a person. */
  autonomy: AutonomyLevel | null;
  /**
   * Was the level guided at some point on its way down? Then a person approves, even where it ended lower: a clause that
   * limits further must not take the reviewer away that another one brought.
   */
  guided: boolean;
  readonly requirements: ResolvedRequirement[];
  readonly excluding: Set<string>;
  /** Kind to what is wrong with it; the worse of several clauses. */
  readonly evidence: Map<string, "attached" | "missing" | "stale">;
  readonly quotas: Quota[];
  readonly reasons: Told[];
  readonly shadow: Reason[];
  readonly waived: Decision["waived"][number][];
  readonly warnings: string[];
  readonly causes: Cause[];
  readonly impact: ReadonlyMap<string, Value>;
  rate: Decimal | null;
  readonly routes: { readonly clause: string; readonly queue: string }[];
  readonly escalations: { readonly role: string; readonly after_ms: number }[];
}

/** A reason, with what it speaks for: some effects count only under some outcomes. */
export interface Told {
  readonly kind: Effect["kind"];
  readonly reason: Reason;
}

/** Lowest first. */
export const LEVELS = WORDS as readonly AutonomyLevel[];

export const lowerLevel = (a: AutonomyLevel, b: AutonomyLevel): AutonomyLevel =>
  LEVELS.indexOf(a) <= LEVELS.indexOf(b) ? a : b;
