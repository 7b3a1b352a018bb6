/**
 * What a store keeps for the gate, and how. A store holds rows and finds them; it does no arithmetic, knows no policy and
 * reads no clock, so that three of them can be told to behave alike.
 *
 * INVARIANT (serial): transactions of one tenant take effect one after another, as if each had the store for itself.
 * INVARIANT (all or nothing): either everything of a transaction is there afterwards, or nothing.
 * INVARIANT (durable): when `transact` has answered, a kill or a power cut takes nothing of it away.
 * INVARIANT (append): events and checkpoints are only ever added.
 */

/** Where a gate's proposals live. Tenants share a store and see nothing of one another. */
export type Tenant = string;

export interface Store {
  /**
   * Runs `work` and makes what it wrote durable. `work` reads, decides, and calls `write` at most once, as its last step; it
   * waits for nothing but the transaction, and may run again from the start (where another one got in its way), so it has no
   * effect of its own. What it throws is thrown, and nothing is kept. A store may run works that wait at the same time in one
   * transaction of its own, each seeing what those before it wrote.
   */
  readonly transact: <T>(tenant: Tenant, work: (transaction: Transaction) => Promise<T>) => Promise<T>;
  /** Reads one state of the store. Never waits for writers. */
  readonly read: <T>(tenant: Tenant, work: (view: View) => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
}

/** Thrown by a store that cannot go on: full, gone, locked for too long. Nothing of the transaction was kept, unless `unknown`. */
export class StoreError extends Error {
  override readonly name = "StoreError";
  /** `unknown`: the connection was lost while the transaction was being made durable; it may or may not be there. */
  readonly outcome: "nothing_kept" | "unknown";
  constructor(message: string, outcome: "nothing_kept" | "unknown", options?: ErrorOptions) {
    super(message, options);
    this.outcome = outcome;
  }
}

/**
 * Thrown where what is to be written does not go with what is there: an id that is taken, another version, a hold that is
 * gone, a gap in the log. Nothing of the transaction was kept. Running it again gives the same; who calls has to look again.
 */
export class ConflictError extends Error {
  override readonly name = "ConflictError";
  readonly what: "proposal" | "answer" | "hold" | "posting" | "event" | "checkpoint";
  constructor(what: ConflictError["what"], message: string) {
    super(message);
    this.what = what;
  }
}

/** Times at the same instant are told apart by id, in the order of code points. Texts hold neither U+0000 nor half a character. */
export interface View {
  /** The last event of the log, or null. */
  readonly head: () => Promise<Head | null>;
  /** The head, a proposal and an earlier answer in one go; null for what there is none of. */
  readonly load: (asked: {
    readonly proposal?: string | undefined;
    readonly answer?: AnswerKey | undefined;
  }) => Promise<Loaded>;
  readonly usage: (asked: readonly UsageAsked[]) => Promise<readonly UsageFound[]>;
  /** Postings after (`exclusive`) or from an instant on, newest first, at most `limit`; at one instant by unit, then `n` downwards. */
  readonly postings: (asked: UsageAsked, limit: number) => Promise<readonly Posting[]>;
  /** Entries that count for `history of ACTION` with `counts_at` after an instant, newest first, at most `limit`. */
  readonly history: (action: string, after: number, limit: number) => Promise<readonly HistoryRow[]>;
  readonly find: (query: ProposalQuery) => Promise<readonly ProposalRow[]>;
  /** Ids of proposals whose `wake_at` is at or before an instant, earliest first. */
  readonly due: (now: number, limit: number) => Promise<readonly string[]>;
  /** Events in order, from `after` (a `seq`) on, at most `limit`; of one proposal where one is named. */
  readonly events: (after: number, limit: number, proposal?: string) => Promise<readonly EventRow[]>;
  /** In order, at most `limit`, from `after` (a `seq`) on. */
  readonly checkpoints: (after: number, limit: number) => Promise<readonly CheckpointRow[]>;
  /** The ledger of quotas as it stands: the rows of a table in the order of their keys, at most `limit`, from behind `after` on. */
  readonly ledger: <T extends keyof Ledger>(
    table: T,
    after: Ledger[T] | null,
    limit: number,
  ) => Promise<readonly Ledger[T][]>;
}

export interface Transaction extends View {
  /**
   * Everything that the transaction changes. What cannot be kept in any state of the store (a text with U+0000, a version that
   * is not `expected + 1`, numbers out of order) throws a TypeError here; a conflict with what is there may throw a
   * `ConflictError` here or out of `transact`. Nothing is read after it. Releases come before reserves.
   */
  readonly write: (changes: Changes) => Promise<void>;
}

export interface Changes {
  readonly proposals?: readonly ProposalWrite[] | undefined;
  readonly answers?: readonly AnswerRow[] | undefined;
  readonly reserve?: readonly HoldRow[] | undefined;
  /** Holds that are over: posted, void or expired. Each must be there, which is why none resolves twice. */
  readonly release?: readonly HoldKey[] | undefined;
  readonly post?: readonly PostingRow[] | undefined;
  /** In order; `seq` goes on from the head without a gap. */
  readonly events?: readonly EventRow[] | undefined;
  readonly checkpoints?: readonly CheckpointRow[] | undefined;
}

// ------------------------------------------------------------------------------------------------------------- rows

/** Instants are milliseconds since the epoch. Documents are JSON texts, which the store keeps as they are. */
export interface ProposalRow {
  readonly id: string;
  /** Goes up by one with each write. */
  readonly version: number;
  readonly status: string;
  readonly action: string;
  readonly environment: string;
  readonly requester: string;
  readonly proposed_at: number;
  readonly expires_at: number;
  /** When `tick` has to look at it next; null: never. */
  readonly wake_at: number | null;
  /** Since when it counts for `history of`; null: it does not. */
  readonly counts_at: number | null;
  /** `{ requester, inputs, status }` as `history of` shows them. */
  readonly entry: string;
  readonly doc: string;
}

/**
 * `expected`: the version that is there; 0: none is. `before`: the row of that version, as this transaction has read it; what
 * is the same in both need not be written again. Left out: all of it is.
 */
export type ProposalWrite = ProposalRow & { readonly expected: number; readonly before?: ProposalRow | undefined };

export interface HistoryRow {
  readonly id: string;
  readonly at: number;
  readonly entry: string;
}

export interface ProposalQuery {
  readonly statuses?: readonly string[] | undefined;
  readonly action?: string | undefined;
  readonly requester?: string | undefined;
  /** `deadline`: by `expires_at`, then id; `newest`: by `proposed_at` downwards, then id. */
  readonly order: "deadline" | "newest";
  /** Goes on after this proposal of the same query. */
  readonly after?: { readonly at: number; readonly id: string } | undefined;
  readonly limit: number;
}

/** The first answer to a call, so that the same call gets it again. */
export interface AnswerKey {
  readonly operation: string;
  readonly principal: string;
  readonly key: string;
}

export interface AnswerRow extends AnswerKey {
  /** SHA-256 of what was asked. */
  readonly payload: string;
  readonly answer: string;
  readonly at: number;
}

export interface Loaded {
  readonly head: Head | null;
  readonly proposal: ProposalRow | null;
  readonly answer: AnswerRow | null;
}

/** A quota and one of its keys, written as `["…", "…"]`, or as the hash of that where it is long. */
export interface QuotaKey {
  readonly clause: string;
  readonly key: string;
}

/** One reservation of one proposal. */
export interface HoldKey extends QuotaKey {
  readonly proposal: string;
}

export interface HoldRow extends HoldKey {
  /** A currency, or empty for numbers. */
  readonly unit: string;
  /** Plain decimal. */
  readonly amount: string;
  readonly expires_at: number;
}

export interface Posting extends QuotaKey {
  readonly unit: string;
  readonly amount: string;
  readonly at: number;
  readonly proposal: string;
}

/**
 * A posting with the sum of all of its quota, key and unit up to and with it: so the sum of any window is the difference of
 * two rows, however many lie between them. `n` counts them from 1. INVARIANT: `at` never goes down as `n` goes up.
 */
export interface PostingRow extends Posting {
  readonly n: number;
  readonly total: string;
}

/** The last posting of a quota, key and unit, which usage is read from. */
export type TotalRow = Omit<PostingRow, "amount" | "proposal">;

/** By quota and key, then by proposal; or by unit, `at` and `n`. */
export interface Ledger {
  readonly holds: HoldRow;
  readonly postings: PostingRow;
  readonly totals: TotalRow;
}

export interface UsageAsked extends QuotaKey {
  /** Where the window begins; null: it has no beginning. */
  readonly from: number | null;
  /** Whether what was posted at `from` itself is outside. */
  readonly exclusive: boolean;
}

/** In the order in which it was asked for. */
export interface UsageFound {
  /** For each unit: the last posting's `n`, `at` and `total`, and the total of the last one before the window ("0": none). */
  readonly totals: readonly {
    readonly unit: string;
    readonly n: number;
    readonly at: number;
    readonly total: string;
    readonly before: string;
  }[];
  /** All that are there, also those past their end. By proposal. */
  readonly holds: readonly HoldRow[];
}

export interface Head {
  readonly seq: number;
  readonly hash: string;
  readonly at: number;
}

/** An event as the log keeps it; `body` is its canonical text, and `hash` the SHA-256 of that. */
export interface EventRow {
  readonly seq: number;
  readonly at: number;
  readonly type: string;
  readonly proposal: string;
  readonly hash: string;
  readonly body: string;
}

/** A signed statement of what the log's last event was. `jws`: flattened JWS over the checkpoint's canonical text. */
export interface CheckpointRow {
  readonly seq: number;
  readonly at: number;
  readonly body: string;
  readonly jws: string;
}
