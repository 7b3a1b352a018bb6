/** What `reviewersSatisfied` is asked and what it answers. Plain data both ways. */
import type { ChangeSet, Directory, PreparedDirectory, SeatSet } from "../documents.ts";
import type { SeatSets } from "./algebra.ts";
import { EXCLUSION_CODES } from "./exclusion.ts";
import type { Bottleneck } from "./pool.ts";

/** One approval that stands: not withdrawn, and given for this very content. The gate sees to both. */
export interface Approval {
  /** Principal id, as authenticated. */
  readonly by: string;
  /** The role they approved in. Left out: any role they hold, and the seating chooses. */
  readonly role?: string | undefined;
  /** ISO 8601 with offset. Needed to take a seat by escalation, which is never retroactive. */
  readonly at?: string | undefined;
}

export interface ReviewersQuestion {
  /** `reviewers` of a decision; `sets` is enough. */
  readonly reviewers: {
    readonly sets: SeatSets;
    readonly excluded?: readonly string[] | undefined;
    readonly escalations?: readonly { readonly role: string; readonly at: string }[] | undefined;
  };
  /** As it stands now. Whoever is not listed does not count. */
  readonly directory: Directory | PreparedDirectory;
  readonly approvals: readonly Approval[];
  /** ISO 8601 with offset. Left out: the time of the latest approval. Only escalations look at it. */
  readonly now?: string | undefined;
  /** With the requester, exclusions are found afresh in this directory, and each is answered with its own reason. */
  readonly requester?: Pick<ChangeSet["requester"], "id" | "owner" | "on_behalf_of"> | undefined;
  readonly editors?: readonly string[] | undefined;
}

/** Why an approval fills no seat. Where several hold, the first of this list is given. */
export const UNCOUNTED_CODES = [
  ...EXCLUSION_CODES,
  "unknown_principal",
  "non_human",
  "inactive",
  "after_now",
  "role_not_held",
  "escalation_not_due",
  "not_in_pool",
  "duplicate_person",
  "other_alternative",
  "not_needed",
] as const;
export type UncountedCode = (typeof UNCOUNTED_CODES)[number];

export interface UncountedApproval {
  /** Index into `approvals`. */
  readonly approval: number;
  readonly by: string;
  readonly role: string | null;
  readonly code: UncountedCode;
  readonly message: string;
}

export interface Seated {
  /** The role the seat asks for; `person`: anybody. */
  readonly seat: string;
  readonly by: string;
  /** The natural person, where it is another id than the account. */
  readonly person: string;
  /** The hat: the role they act in. Differs from `seat` where they sit by escalation, or on a seat for anybody. */
  readonly role: string | null;
  readonly escalated: boolean;
  readonly approval: number;
}

export interface OpenSeat {
  readonly seat: string;
  readonly count: number;
  /** One account for each person who may take it and does not sit yet; by escalation last. */
  readonly eligible: readonly string[];
}

/** Somebody to ask. */
export interface Ask {
  readonly by: string;
  /** The role to approve in; null: any. */
  readonly role: string | null;
  /** The seat that this would fill. */
  readonly seat: string;
  readonly escalated: boolean;
  /** They have approved already, but it takes them in this other role. */
  readonly again: boolean;
}

export interface AlternativeProgress {
  readonly set: SeatSet;
  readonly seated: number;
  readonly people: number;
  /** Roles still short, with how many. */
  readonly missing: SeatSet;
  /** Can it still be filled by those who may review now? */
  readonly fillable: boolean;
  readonly bottleneck: Bottleneck | null;
}

export interface ReviewersAnswer {
  /** `unsatisfiable`: not even if everybody who may review now approved. */
  readonly status: "satisfied" | "pending" | "unsatisfiable";
  readonly satisfied: boolean;
  /** The alternative shown in `seats` and `open`: the first that is met, or else the one nearest to it. Null: there is none. */
  readonly alternative: number | null;
  readonly seats: readonly Seated[];
  readonly open: readonly OpenSeat[];
  readonly uncounted: readonly UncountedApproval[];
  /** The fewest people whose approval would complete some alternative, given those that count. Null: satisfied, or nobody can. */
  readonly next: { readonly alternative: number; readonly ask: readonly Ask[] } | null;
  /** In the order of `sets`. */
  readonly alternatives: readonly AlternativeProgress[];
  readonly fillable: boolean;
  /** Bottlenecks in words, where no alternative can be filled. */
  readonly lacking: readonly string[];
  /** When not fillable now: the escalation from which it is, if any. */
  readonly fillable_from: string | null;
}
