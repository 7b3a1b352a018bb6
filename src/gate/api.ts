/** What the gate offers, and what it answers. Every answer is data; nothing here throws for what a caller says. */
import type { ChangeSet, Decision } from "../decision/documents.ts";
import type { UncountedCode } from "../decision/reviewers/question.ts";
import type { Evaluator } from "../eval/evaluator.ts";
import type { Code } from "./codes.ts";
import type { Drift, GateEvent, Proposal, Receipt } from "./documents.ts";
import type { Measures, MeasuresQuery } from "./measures/measures.ts";
import type { Caller, Clock, Data, DirectorySource, Executor, FactSource, Ids, RecordSource } from "./ports.ts";
import type { Store } from "./store.ts";

export interface GateOptions {
  /** The rules in force. A function is asked for every decision: so rules can change while the gate runs. */
  readonly evaluator: Evaluator | (() => Evaluator);
  readonly store: Store;
  /** Default: `default`. At most 100 characters of `A-Z a-z 0-9 . _ -`. */
  readonly tenant?: string | undefined;
  readonly directory: DirectorySource;
  /** By the name that `fact … = NAME(…)` gives. A fact whose source is not here is unknown. */
  readonly sources: { readonly [source: string]: FactSource };
  /** By record; `null` where old values cannot be read again, which every receipt then says. */
  readonly records: { readonly [record: string]: RecordSource } | null;
  /** By action id. What has none cannot be committed. */
  readonly executors: { readonly [action: string]: Executor };
  readonly clock: Clock;
  readonly ids: Ids;
  readonly permissions?: Permissions | undefined;
  readonly lifetimes?: Partial<Lifetimes> | undefined;
  /** Least `auth_strength` of whoever reviews or overrides, by tier; a tier that is not here asks for none. */
  readonly auth_strength?: { readonly [tier: string]: number } | undefined;
  /** Secret of the sampling hash; see `Context.sample_key`. */
  readonly sample_key?: string | undefined;
  readonly mask?: Mask | undefined;
}

/**
 * Members of change sets, facts and decisions whose values the audit log must not hold, as paths: `inputs.note`,
 * `changes[].new`, `facts.order.customer.email`, `comment`. Each value is replaced by an HMAC-SHA256 of it under `key`, so
 * that equal values can still be told equal by whoever has the key.
 */
export interface Mask {
  readonly paths: readonly string[];
  readonly key: string;
}

/** Who may: everybody whom the directory lists as active, nobody, or whoever has one of the roles or is named. */
export type Grant =
  | "everybody"
  | "nobody"
  | { readonly roles?: readonly string[]; readonly principals?: readonly string[] };

export interface Permissions {
  /** Default: everybody. What they may propose, the rules say. */
  readonly propose?: Grant;
  /** Default: everybody; whether an act counts, the rules and the directory say. */
  readonly review?: Grant;
  /** Default: nobody. Break-glass. */
  readonly override?: Grant;
  /** Who may commit what others have proposed. Default: nobody. The requester, its owner and whom it acts for always may. */
  readonly commit?: Grant;
  /** Withdraw what others proposed, reconcile, record incidents, read all. Default: nobody. */
  readonly administer?: Grant;
  /** See proposals and their history. Default: everybody. */
  readonly read?: Grant;
}

/** In milliseconds. Half-open: the instant of the end is over. */
export interface Lifetimes {
  /** Of a proposal that waits. Default: 7 days. */
  readonly proposal_ms: number;
  /** Of a proposal that nobody has to approve. Default: 15 minutes. */
  readonly allowed_ms: number;
  /** Of an approval. Default: 3 days. */
  readonly approval_ms: number;
  /** Of a reservation; at most that of its proposal. Default: that of its proposal. */
  readonly reservation_ms: number;
  /** For all facts of one decision together. Default: 10 seconds. */
  readonly facts_ms: number;
  /** Of an execution, after which its outcome is in doubt. Default: 60 seconds. */
  readonly execution_ms: number;
}

export type Answer<T> = ({ readonly ok: true } & T) | Refusal;

export interface Refusal {
  readonly ok: false;
  readonly code: Code;
  /** What happened, with the names and numbers of this case. */
  readonly message: string;
  readonly help: string;
  /** The proposal as it is now, where there is one and the caller may see it. */
  readonly proposal: ProposalView | null;
  readonly drift: readonly Drift[];
}

/** A proposal with what can be told of its reviews at the time of the answer. Looking changes nothing. */
export interface ProposalView extends Proposal {
  readonly review: ReviewState;
}

export type Standing =
  | "satisfied"
  | "pending"
  | "vetoed"
  | "held"
  | "unsatisfiable"
  | "overridden"
  | "expired"
  | "closed";

export interface ReviewState {
  readonly standing: Standing;
  /** Who sits where, of the approvals that stand. */
  readonly seats: readonly { readonly seat: string; readonly by: string; readonly role: string | null }[];
  readonly open: readonly { readonly seat: string; readonly count: number; readonly eligible: readonly string[] }[];
  /** The fewest people to ask. */
  readonly next: readonly { readonly by: string; readonly role: string | null; readonly seat: string }[];
  /** Approvals that do not count, each with one reason. */
  readonly uncounted: readonly {
    /** Place in `acts`. */
    readonly act: number;
    readonly by: string;
    readonly code:
      | UncountedCode
      | "stale_revision"
      | "expired"
      | "role_lost"
      | "superseded"
      | "withdrawn"
      | "weak_authentication"
      | "not_permitted";
    readonly message: string;
  }[];
  /** Rejections that block, as places in `acts`. */
  readonly vetoes: readonly number[];
  /** Questions that are open, as places in `acts`. */
  readonly questions: readonly number[];
  readonly lacking: readonly string[];
  readonly alternatives: readonly {
    readonly set: { readonly [role: string]: number };
    readonly seated: number;
    readonly people: number;
    readonly missing: { readonly [role: string]: number };
  }[];
}

/** Which proposal, as the caller saw it. `revision` and `digest` bind an act to the content it is about. */
export interface About {
  readonly proposal: string;
  readonly revision: number;
  readonly digest?: string | undefined;
}

export interface Committed {
  readonly proposal: ProposalView;
  readonly receipt: Receipt;
}

export interface InboxQuery {
  /** `mine`: what the caller could decide now, most urgent first. `all`: whatever the filters say. Default: `mine`. */
  readonly view?: "mine" | "all" | undefined;
  readonly statuses?: readonly string[] | undefined;
  readonly action?: string | undefined;
  readonly requester?: string | undefined;
  readonly limit?: number | undefined;
  readonly after?: string | undefined;
}

export interface Inbox {
  readonly proposals: readonly ProposalView[];
  /** Hand it back as `after` for the next page; null: there is none. */
  readonly next: string | null;
}

/** What `tick` found due and did. */
export interface Ticked {
  readonly proposal: string;
  readonly event: "expired" | "escalated" | "reservation_expired" | "approval_expired" | "in_doubt";
}

/** What was due and could not be done; it stays due. */
export interface NotTicked {
  readonly proposal: string;
  readonly code: Code;
  readonly message: string;
}

export interface Gate {
  /** Decides a change set, reserves its quotas, and keeps it. The same id (or key) with the same content answers the same. */
  readonly propose: (
    caller: Caller,
    call: { readonly change_set: unknown; readonly idempotency_key?: string | undefined },
  ) => Promise<Answer<{ readonly proposal: ProposalView; readonly decision: Decision }>>;
  /** Replaces the change set. Approvals end, unless only immaterial fields changed; rejections stay. */
  readonly revise: (
    caller: Caller,
    call: About & { readonly change_set: unknown; readonly idempotency_key?: string | undefined },
  ) => Promise<Answer<{ readonly proposal: ProposalView; readonly decision: Decision }>>;
  /** Ends a proposal before it is committed: its requester, whoever answers for it, or an administrator. */
  readonly withdraw: (
    caller: Caller,
    call: { readonly proposal: string; readonly reason?: string | undefined },
  ) => Promise<Answer<{ readonly proposal: ProposalView }>>;

  readonly approve: ReviewAct;
  /** Needs a comment. Blocks until its author withdraws it, an override lifts it, or its author may no longer review. */
  readonly reject: ReviewAct;
  /** Needs a comment. Holds the proposal, without a veto, until it is answered. */
  readonly question: ReviewAct;
  readonly answer: (
    caller: Caller,
    call: { readonly proposal: string; readonly question: number; readonly comment: string },
  ) => Promise<Answer<{ readonly proposal: ProposalView }>>;
  /** Takes back the caller's latest act. What they did before it does not come back. */
  readonly withdrawAct: (
    caller: Caller,
    call: { readonly proposal: string; readonly comment?: string | undefined },
  ) => Promise<Answer<{ readonly proposal: ProposalView }>>;
  /** Break-glass: lifts missing approvals, rejections and questions. Never a denial, never what the rules hold. */
  readonly override: (
    caller: Caller,
    call: About & { readonly role: string; readonly reason: string },
  ) => Promise<Answer<{ readonly proposal: ProposalView }>>;

  /**
   * Carries an approved proposal out, once. `digest` or `change_set`: what the caller believes it commits; either is compared
   * with what was approved. Refused with a code when anything is not as it was approved.
   */
  readonly commit: (
    caller: Caller,
    call: {
      readonly proposal: string;
      readonly digest?: string | undefined;
      readonly change_set?: unknown;
      readonly idempotency_key?: string | undefined;
    },
  ) => Promise<Answer<Committed>>;
  /** Settles what is in doubt: by the executor's `lookup`, or by the word of an administrator. */
  readonly reconcile: (
    caller: Caller,
    call: {
      readonly proposal: string;
      /** Left out: the executor is asked. */
      readonly found?: "done" | "not_applied" | undefined;
      readonly reason?: string | undefined;
    },
  ) => Promise<Answer<{ readonly proposal: ProposalView }>>;
  /** Proposes what undoes a committed proposal: a change set of its own, decided and reviewed like any other. */
  readonly revert: (
    caller: Caller,
    call: {
      readonly proposal: string;
      readonly reason: string;
      /** Inputs of the reverting action that the first one does not have, or that differ. */
      readonly inputs?: { readonly [input: string]: Data } | undefined;
      readonly evidence?: ChangeSet["evidence"] | undefined;
      readonly idempotency_key?: string | undefined;
    },
  ) => Promise<Answer<{ readonly proposal: ProposalView; readonly decision: Decision }>>;
  /** Records that a committed proposal did harm; counted by the measures. */
  readonly incident: (
    caller: Caller,
    call: { readonly proposal: string; readonly severity: "low" | "medium" | "high"; readonly reason: string },
  ) => Promise<Answer<{ readonly proposal: ProposalView }>>;

  /**
   * Does what is due: expiry, escalation, deadlines. Call it every minute or so; what it has not done yet, others see all the
   * same. What cannot be done for one proposal keeps no other from its turn; where the store has failed, the rest waits.
   */
  readonly tick: (
    limit?: number,
  ) => Promise<Answer<{ readonly done: readonly Ticked[]; readonly failed: readonly NotTicked[] }>>;

  readonly get: (caller: Caller, proposal: string) => Promise<Answer<{ readonly proposal: ProposalView }>>;
  readonly list: (caller: Caller, query?: InboxQuery) => Promise<Answer<Inbox>>;
  /** The events of one proposal, in order. */
  readonly history: (caller: Caller, proposal: string) => Promise<Answer<{ readonly events: readonly GateEvent[] }>>;
  readonly measures: (caller: Caller, query?: MeasuresQuery) => Promise<Answer<{ readonly measures: Measures }>>;
}

export type ReviewAct = (
  caller: Caller,
  call: About & { readonly role?: string | undefined; readonly comment?: string | undefined },
) => Promise<Answer<{ readonly proposal: ProposalView }>>;
