/**
 * One call on one transaction: who calls, what time it is, what is written. Every change of a proposal goes through here, so
 * that none is written without its event, against the table of states, or without its answer.
 */

import type { Account } from "../decision/reviewers/directory.ts";
import type { Answer, Refusal } from "./api.ts";
import { chained, type Draft } from "./audit/chain.ts";
import { type Known as Maskable, masked } from "./audit/mask.ts";
import type { Proposal } from "./documents.ts";
import type { Env } from "./env.ts";
import { accountOf, type Known, wordsOf } from "./people.ts";
import type { Caller } from "./ports.ts";
import { Refused, refusal } from "./refusals.ts";
import type { Head, Transaction } from "./store.ts";
import { type AnswerKey, type AnswerRow, ConflictError, type ProposalRow, StoreError } from "./store.ts";
import { actorOf } from "./writing.ts";

/** What the gate does by itself, when time has come. */
export const GATE: Caller = { principal: "gate" };

export interface Stored {
  readonly row: ProposalRow;
  readonly proposal: Proposal;
}

export interface Desk {
  readonly env: Env;
  readonly caller: Caller;
  readonly account: Account;
  readonly known: Known;
  readonly tx: Transaction;
  readonly head: Head | null;
  /** The time of this transaction: the clock's, but never before the last event. */
  readonly at: number;
  readonly stored: Stored | null;
  readonly answer: AnswerRow | null;
}

export interface Asked {
  readonly proposal?: string | undefined;
  readonly answer?: AnswerKey | undefined;
  /** The operation, for the log. */
  readonly about: string;
  /** What the call hands over: its masked values are kept out of the log where a refusal mentions them. */
  readonly said?: readonly Maskable[] | undefined;
  /** The proposal as it was read or written before: not read again where the store still has the same. */
  readonly seen?: Stored | null | undefined;
}

/** What a desk has before it is known who stands at it. */
export type Unattended = Omit<Desk, "account">;

/**
 * Runs a call in one transaction. A refusal at the desk is an event of its own, and the only thing that is written then.
 * Whatever throws becomes an answer: nothing of the call was kept, or the answer says that this is not known.
 */
export function atDesk<T>(
  env: Env,
  caller: Caller,
  asked: Asked,
  work: (desk: Desk) => Promise<Answer<T>>,
): Promise<Answer<T>> {
  return answering(async () => {
    const known = await env.known();
    return unattended(env, caller, known, asked, async (desk) =>
      work({ ...desk, account: accountOf(caller, known.people) }),
    );
  });
}

/** The same for what the gate has begun and must bring to its end, whoever the caller is by now. May throw. */
export function unattended<T>(
  env: Env,
  caller: Caller,
  known: Known,
  asked: Asked,
  work: (desk: Unattended) => Promise<Answer<T>>,
): Promise<Answer<T>> {
  return env.options.store.transact(env.tenant, async (tx): Promise<Answer<T>> => {
    const { head, proposal: row, answer } = await tx.load(asked);
    const at = timeOf(env, head);
    const stored = row === null ? null : storedOf(row, asked.seen);
    const desk: Unattended = { env, caller, known, tx, head, at, stored, answer };
    try {
      return await work(desk);
    } catch (fault) {
      if (!(fault instanceof Refused)) throw fault;
      const draft = refusedEvent(desk, asked, fault.refusal);
      const hidden = masked(env.options.mask, draft, [
        ...(stored === null ? [] : [stored.proposal]),
        ...(asked.said ?? []),
      ]);
      await tx.write({ events: chained(env.tenant, head, at, [hidden]) });
      return fault.refusal;
    }
  });
}

export const timeOf = (env: Env, head: Head | null): number => Math.max(env.options.clock.now(), head?.at ?? 0);
/** `seen`: where the row still has its document, that is not read again. */
export const storedOf = (row: ProposalRow, seen?: Stored | null): Stored => ({
  row,
  proposal: seen?.row.doc === row.doc ? seen.proposal : (JSON.parse(row.doc) as Proposal),
});

/** Turns whatever is thrown into an answer. */
export async function answering<T>(work: () => Promise<Answer<T>>): Promise<Answer<T>> {
  try {
    return await work();
  } catch (fault) {
    if (fault instanceof Refused) return fault.refusal;
    if (fault instanceof ConflictError) return refusal("conflict");
    if (fault instanceof StoreError)
      return refusal(fault.outcome === "unknown" ? "store_unknown" : "store_failed", `${wordsOf(fault)}.`);
    return refusal("internal", `A fault of the gate: ${wordsOf(fault)}.`);
  }
}

function refusedEvent(
  desk: Pick<Desk, "caller" | "stored">,
  asked: { readonly proposal?: string | undefined; readonly about: string },
  { code, message }: Refusal,
): Draft {
  const proposal = desk.stored?.proposal ?? null;
  return {
    type: "refused",
    proposal: proposal?.id ?? (asked.proposal ?? "").slice(0, 200),
    revision: proposal?.revision ?? 0,
    action: proposal?.change_set.action ?? "",
    actor: actorOf(desk.caller),
    why: null,
    status: { before: proposal?.status ?? null, after: proposal?.status ?? null },
    digest: proposal?.digest ?? null,
    policy: null,
    state: null,
    data: { operation: asked.about, code, message },
  };
}
