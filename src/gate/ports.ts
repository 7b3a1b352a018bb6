/**
 * What the gate needs of its surroundings, each an interface: who calls, what time it is, where facts and people come from,
 * what carries a change set out. Nothing here reads a clock, a network or a file; `bylaw/adapters` does.
 */
import type { ChangeSet, Decision, Directory, PreparedDirectory } from "../decision/documents.ts";

/** Who calls, as the surroundings have authenticated them. Never taken from a payload. */
export interface Caller {
  /** Id of the principal in the directory. */
  readonly principal: string;
  /** Where the caller's own token says that it acts for somebody. A change set may name nobody else. */
  readonly on_behalf_of?: string | undefined;
  /** How strongly they were authenticated: whole numbers, what each means is the surroundings' affair. Left out: 0. */
  readonly auth_strength?: number | undefined;
  /** Through what they came (`cli`, `http`, a session id): recorded, never decided by. */
  readonly via?: string | undefined;
}

/** The one clock. */
export interface Clock {
  /** Milliseconds since the epoch, whole. */
  readonly now: () => number;
  /** Resolves after so many milliseconds; at once when the signal aborts. Time limits are kept with it. */
  readonly after: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Fresh ids, unique over all gates that share a store. At most 100 characters of `A-Z a-z 0-9 _ -`. */
export interface Ids {
  readonly next: (kind: "proposal") => string;
}

/** JSON as data. */
export type Data = null | boolean | number | string | readonly Data[] | { readonly [member: string]: Data };

// ---------------------------------------------------------------------------------------------------------- sources

/** `fact order: Order = orders(order_id)` asks the source `orders` with one argument. */
export interface FactQuery {
  readonly source: string;
  /** In the order of the rule, in the form that change sets have: text, plain decimals, ISO 8601, `{ amount, currency }`. */
  readonly args: readonly Data[];
  /** Whose proposal asks, for sources that log. */
  readonly proposal: string;
}

/** `found`: what there is, in the form of the fact's type. `none`: there is none, which is not the same as not known. */
export type FactAnswer =
  | { readonly status: "found"; readonly value: Data; readonly version?: string | undefined }
  | { readonly status: "none"; readonly version?: string | undefined };

/** A system of record. What it throws, and what it does not answer in time, is unknown to the decision: never an absence. */
export interface FactSource {
  readonly read: (query: FactQuery, signal: AbortSignal) => Promise<FactAnswer>;
  /** How long it may take, all attempts together. Left out: the gate's. */
  readonly time_limit_ms?: number | undefined;
}

export interface Target {
  readonly type: string;
  readonly id: string;
}

/** What a record shows now. `fields` holds the fields that were asked for; one that is left out is absent (null). */
export type RecordAnswer =
  | {
      readonly status: "found";
      readonly fields: { readonly [field: string]: Data };
      readonly version?: string | undefined;
    }
  | { readonly status: "none" };

/** Reads `old` values again, so that drift is found. A record that changed and changed back is found only by `version`. */
export interface RecordSource {
  readonly read: (target: Target, fields: readonly string[], signal: AbortSignal) => Promise<RecordAnswer>;
  readonly time_limit_ms?: number | undefined;
}

/** People, roles, groups, accounts. Asked for every act: give the same prepared directory until it changes. */
export interface DirectorySource {
  readonly current: (signal: AbortSignal) => Promise<Directory | PreparedDirectory>;
}

// --------------------------------------------------------------------------------------------------------- executors

/** What is to be carried out: exactly what was approved. */
export interface Order {
  /** The id of the proposal. The same key always means the same order: whoever has seen it must not act on it again. */
  readonly idempotency_key: string;
  readonly tenant: string;
  readonly proposal: string;
  readonly revision: number;
  /** SHA-256 over the canonical form of the change set. */
  readonly digest: string;
  readonly change_set: ChangeSet;
  readonly decision: Decision;
  /** Versions of the records as they were when drift was looked for, by `Type/id`; for conditional writes. */
  readonly versions: { readonly [target: string]: string };
}

/**
 * `done`: carried out. `failed`: surely nothing of it is in effect (also where it was undone again: `compensated`).
 * Whatever else happens (it throws, it takes too long, its answer is lost) leaves the outcome in doubt.
 */
export type Execution =
  | {
      readonly status: "done";
      /** Kept in the receipt. */
      readonly receipt?: Data | undefined;
      /** Less than was reserved, by quota clause: only that is posted. Plain decimals, in the unit of the quota. */
      readonly used?: { readonly [clause: string]: string } | undefined;
    }
  | { readonly status: "failed"; readonly reason: string; readonly compensated?: boolean | undefined };

export interface Executor {
  readonly execute: (order: Order, signal: AbortSignal) => Promise<Execution>;
  /** What became of an order whose outcome is in doubt; null: it cannot be told. Left out: only a person can tell. */
  readonly lookup?: ((order: Order, signal: AbortSignal) => Promise<Execution | "not_applied" | null>) | undefined;
  readonly time_limit_ms?: number | undefined;
}
