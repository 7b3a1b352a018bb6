/**
 * Reads a log from its start and finds whatever in it is not as it was written. Names the first bad event: the one whose own
 * text is at odds with its hash, its number, its time or its row; where somebody made all of these fit, the next one, whose
 * link no longer does; and where somebody made every link fit up to the end, the first checkpoint that knows better.
 *
 * Memory does not grow with the log. Time: one SHA-256 and one canonical form for each event.
 */
import type { TrustedKey } from "../../bundle/signature.ts";
import { sha256 } from "../../source/sha256.ts";
import type { CheckpointRow, EventRow, Head, View } from "../store.ts";
import { CheckpointReader, inOrder } from "./checkpoints.ts";
import { eventOf, isCanonical } from "./event.ts";
import { type AuditFault, type AuditFaultCode, Faults } from "./faults.ts";
import { compareLedger } from "./ledger.ts";
import { checkpointsAfter, eventsAfter } from "./log.ts";
import { compareStates } from "./state.ts";

/** A log to be verified. What it gives may be anything. */
export interface AuditLog {
  readonly tenant: string;
  readonly events: AsyncIterable<readonly EventRow[]>;
  /** In order. Left out: there are none. */
  readonly checkpoints?: AsyncIterable<readonly CheckpointRow[]> | undefined;
}

export interface VerifyLogOptions {
  /** Of whoever signs checkpoints. Left out: signatures are not looked at. */
  readonly keys?: readonly TrustedKey[] | undefined;
  /** Checkpoints that were kept elsewhere, in any order. */
  readonly outside?: readonly CheckpointRow[] | undefined;
  /** The event before the first one. Default: the log starts at 1. */
  readonly from?: Head | null | undefined;
}

export interface Verification {
  readonly ok: boolean;
  readonly tenant: string;
  /** How many were read. */
  readonly events: number;
  readonly head: Head | null;
  readonly checkpoints: number;
  /** The last event that a checkpoint vouches for: what comes after it could be cut off unseen. 0: none. */
  readonly covered: number;
  /** Ids of the keys whose signatures were good; null: signatures were not looked at. */
  readonly signed_by: readonly string[] | null;
  /** How many stored proposals were compared with the log; null: none were. */
  readonly proposals: number | null;
  /** How many rows of the ledger of quotas were compared with the proposals; null: none were. */
  readonly ledger: number | null;
  /** The first in the order of the log, or else the first proposal that does not fit it; null: all is whole. */
  readonly first: AuditFault | null;
  /** The first hundred, in the order in which they were found. */
  readonly faults: readonly AuditFault[];
  /** All. */
  readonly fault_count: number;
}

/** The events and checkpoints of a log. Rejects only when they cannot be read. */
export async function verifyLog(log: AuditLog, options: VerifyLogOptions = {}): Promise<Verification> {
  return verified(log, options, new Faults(), null);
}

/**
 * The log of a store, the proposals beside it, each of which must be what its last event left behind, and the ledger of
 * quotas, which must be what the proposals say.
 */
export async function verifyStore(
  view: View,
  tenant: string,
  options: Omit<VerifyLogOptions, "from"> = {},
): Promise<Verification> {
  const log = { tenant, events: eventsAfter(view, 0), checkpoints: checkpointsAfter(view, 0) };
  return verified(log, options, new Faults(), view);
}

async function verified(
  log: AuditLog,
  options: VerifyLogOptions,
  faults: Faults,
  states: View | null,
): Promise<Verification> {
  const chain = new Chain(log.tenant, options.from ?? null, faults);
  const checkpoints = new CheckpointReader(log.tenant, options.keys, faults);
  const waiting = inOrder(log.checkpoints, options.outside ?? []);
  let next = await waiting.next();
  for await (const page of log.events)
    for (const row of page) {
      chain.read(row);
      for (; !next.done && next.value.seq <= row.seq; next = await waiting.next())
        await checkpoints.read(next.value, next.value.seq === row.seq ? chain.hash : null);
    }
  const last = chain.head?.seq ?? 0;
  for (; !next.done; next = await waiting.next()) {
    // Where the log was cut in the middle, that is told already.
    await checkpoints.read(next.value, null);
    if (next.value.seq > last) checkpoints.beyond(next.value, last);
  }
  // A bad log explains proposals that do not fit it; the other way round it does not.
  const { first } = faults;
  const proposals = states === null ? null : await compareStates(states, faults);
  const ledger = states === null ? null : await compareLedger(states, faults);
  return {
    ok: faults.count === 0,
    tenant: log.tenant,
    events: chain.events,
    head: chain.head,
    checkpoints: checkpoints.count,
    covered: checkpoints.covered,
    signed_by: options.keys === undefined ? null : [...checkpoints.signers].sort(),
    proposals,
    ledger,
    first: first ?? faults.first,
    faults: faults.kept,
    fault_count: faults.count,
  };
}

/** One event after the other. After a fault it goes on from what it found, so that each fault is told once. */
class Chain {
  readonly #tenant: string;
  readonly #faults: Faults;
  #seq: number;
  #prev: string;
  #at: number;
  events = 0;
  head: Head | null;
  /** Of the last event, over its text. */
  hash = "";

  constructor(tenant: string, from: Head | null, faults: Faults) {
    this.#tenant = tenant;
    this.#faults = faults;
    this.#seq = from?.seq ?? 0;
    this.#prev = from?.hash ?? "";
    this.#at = from?.at ?? 0;
    this.head = from;
  }

  read(row: EventRow): void {
    this.events++;
    const { seq, body } = row;
    this.hash = sha256(body);
    const say = (code: AuditFaultCode, message: string): void =>
      this.#faults.add(code, seq, row.proposal, `event ${seq}: ${message}`);
    const event = eventOf(body);
    const place = this.#place(seq, say);
    if (event === null) say("not_an_event", "its text is no event");
    if (this.hash !== row.hash) say("hash_mismatch", `its text hashes to ${this.hash}, and ${row.hash} is stored`);
    if (event !== null) {
      if (!isCanonical(body, event)) say("not_canonical", "its text is not in canonical form");
      if (event.tenant !== this.#tenant) say("foreign_tenant", `it belongs to ${event.tenant}, not to ${this.#tenant}`);
      const at = Date.parse(event.at);
      const wrong = (["seq", "type", "proposal"] as const).filter((name) => event[name] !== row[name]);
      if (wrong.length > 0 || at !== row.at)
        say("row_mismatch", `the store says another ${wrong[0] ?? "at"} than its text`);
      // Where something is missing in between, the link is broken by that, and nothing more can be told.
      if (place === "next" && event.prev !== this.#prev)
        say(
          "chain_broken",
          `it follows ${event.prev || "nothing"}, and the one before it has ${this.#prev || "no hash: there is none"}`,
        );
      if (place !== "before" && at < this.#at)
        say("clock_backwards", `it is of ${event.at}, before ${new Date(this.#at).toISOString()}`);
      if (place !== "before") this.#at = Math.max(this.#at, at);
    }
    if (place === "before") return;
    this.#seq = seq;
    // The link is to what the text was, which is what the stored hash says, unless that was edited.
    this.#prev = row.hash;
    this.head = { seq, hash: row.hash, at: row.at };
  }

  /** `next`: where it belongs. `later`: some are missing. `before`: its number was passed already. */
  #place(seq: number, say: (code: AuditFaultCode, message: string) => void): "next" | "later" | "before" {
    if (seq === this.#seq + 1) return "next";
    if (seq === this.#seq) {
      say("duplicate", "there are two of this number");
      return "before";
    }
    if (seq < this.#seq) {
      say("out_of_order", `it stands after event ${this.#seq}`);
      return "before";
    }
    const first = this.#seq + 1;
    this.#faults.add(
      "gap",
      first,
      null,
      first === seq - 1 ? `event ${first} is missing` : `events ${first} to ${seq - 1} are missing`,
    );
    return "later";
  }
}
