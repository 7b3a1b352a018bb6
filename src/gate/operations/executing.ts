/** An order is handed to its executor, once; and what came of it is written down. */
import type { ChangeSet } from "../../decision/documents.ts";
import { readData } from "../../decision/json/data.ts";
import { isRecord } from "../../decision/json/json.ts";
import { plain } from "../../decision/json/plain.ts";
import type { Answer, Committed, ProposalView } from "../api.ts";
import { theStored, viewOf } from "../checks.ts";
import { type Code, isOfStore } from "../codes.ts";
import { answering, type Stored, storedOf, type Unattended, unattended } from "../desk.ts";
import type { EventType, Proposal, Receipt } from "../documents.ts";
import type { Env } from "../env.ts";
import type { Records } from "../facts.ts";
import { instantText } from "../instants.ts";
import { limited } from "../limited.ts";
import { type Known, wordsOf } from "../people.ts";
import type { Caller, Data, Execution, Order } from "../ports.ts";
import { refusal } from "../refusals.ts";
import { posted, released } from "../reservations.ts";
import type { AnswerKey } from "../store.ts";
import { keep, type More, type Said } from "../writing.ts";
import { answerRow } from "./replaying.ts";

export interface Claimed {
  readonly order: Order;
  readonly known: Known;
}

export function orderOf(proposal: Proposal, records: Records | null): Order {
  return {
    idempotency_key: proposal.id,
    tenant: proposal.tenant,
    proposal: proposal.id,
    revision: proposal.revision,
    digest: proposal.digest,
    change_set: proposal.change_set as ChangeSet,
    decision: proposal.decision,
    versions: records?.versions ?? {},
  };
}

export type Outcome = Execution | { readonly status: "unknown"; readonly reason: string };

/** Whatever is no clear answer is none. */
export async function executed(env: Env, order: Order): Promise<Outcome> {
  const executor = env.options.executors[order.change_set.action]!;
  const limit = executor.time_limit_ms ?? env.lifetimes.execution_ms;
  try {
    // What becomes of its order in the executor's hands is nothing to the gate, which goes by its own.
    const own = { ...order };
    return soundExecution(await limited(env.options.clock, limit, async (signal) => executor.execute(own, signal)));
  } catch (fault) {
    return { status: "unknown", reason: wordsOf(fault) };
  }
}

/** Read once, member by member: what an executor hands over is not its answer before it has been looked at. */
export function soundExecution(answer: unknown): Outcome {
  const said = (answer ?? {}) as { readonly [member: string]: unknown };
  const status = said["status"];
  if (status === "done") return { status, receipt: receiptOf(said["receipt"]), used: usedOf(said["used"]) };
  if (status === "failed") {
    const reason = wordsOf(said["reason"] ?? "no reason given");
    return { status, reason, compensated: said["compensated"] === true };
  }
  return { status: "unknown", reason: "the executor gave something else than an answer" };
}

/** Tries to write an outcome down this often; until then only the executor knows it. */
const ATTEMPTS = 4;
const PAUSE_MS = 250;

export async function concluded(
  env: Env,
  caller: Caller,
  { order, known }: Claimed,
  outcome: Outcome,
  answer: AnswerKey | undefined,
  payload: string,
): Promise<Answer<Committed>> {
  const write = (): Promise<Answer<Committed>> =>
    answering(() =>
      unattended<Committed>(env, caller, known, { proposal: order.proposal, about: "commit" }, async (desk) => {
        const stored = theStored(desk);
        const { status } = stored.proposal;
        // Written off before the answer came: the executor's word settles it, as it does where it is asked.
        const late = status === "in_doubt" && outcome.status !== "unknown";
        if (status !== "committing" && !late) return settledMeanwhile(desk, stored);
        const { after, changes, others } = await ended(desk, stored, outcome);
        const result = resultOf(viewOf(env, after, known, desk.at), outcome);
        const answers = answer === undefined ? [] : [answerRow(desk, answer, payload, result)];
        const said: Said = late
          ? { event: "reconciled", data: { ...saidOf(after), told_by: "executor" } }
          : { event: EVENTS[outcome.status], why: after.execution!.reason, data: saidOf(after) };
        await keep(desk, stored, after, said, { changes: { ...changes, answers }, others });
        return result;
      }),
    );
  let written = await write();
  for (let attempt = 1; attempt < ATTEMPTS && !written.ok && wasNotKept(written.code); attempt++) {
    await env.options.clock.after(PAUSE_MS * attempt, new AbortController().signal);
    written = await write();
  }
  if (written.ok || !wasNotKept(written.code)) return written;
  // Whoever looks finds it `committing`, and after its deadline in doubt: which is what it is.
  return refusal(
    "in_doubt",
    `The executor said \`${outcome.status}\`, and the store could not keep that: ${written.message}`,
  );
}

const EVENTS = { done: "committed", failed: "failed", unknown: "in_doubt" } as const satisfies Record<
  Outcome["status"],
  EventType
>;

/** A fault of the gate while it writes is as good as one of the store: only a later attempt can tell. */
const wasNotKept = (code: Code): boolean => isOfStore(code) || code === "internal";

/** Where somebody has settled it meanwhile, or a lost connection had kept what was written. */
function settledMeanwhile({ env, known, at }: Unattended, { proposal }: Stored): Answer<Committed> {
  const view = viewOf(env, proposal, known, at);
  if (proposal.status === "committed" || proposal.status === "reverted")
    return { ok: true, proposal: view, receipt: proposal.execution! };
  const code = proposal.status === "failed" ? "execution_failed" : "in_doubt";
  return refusal(code, `It is ${proposal.status} by now: ${proposal.execution?.reason ?? "its deadline had passed"}.`, {
    proposal: view,
  });
}

function resultOf(view: ProposalView, outcome: Outcome): Answer<Committed> {
  if (outcome.status === "done") return { ok: true, proposal: view, receipt: view.execution! };
  const code = outcome.status === "failed" ? "execution_failed" : "in_doubt";
  return refusal(code, `The executor: ${outcome.reason}.`, { proposal: view });
}

export const saidOf = (after: Proposal): NonNullable<Said["data"]> => ({
  receipt: after.execution,
  reservations: after.reservations,
});

/** The proposal after its execution, with its quotas settled; and the one that it reverts, if it does. */
export async function ended(
  desk: Unattended,
  { proposal }: Stored,
  outcome: Outcome,
): Promise<{
  readonly after: Proposal;
  readonly changes: NonNullable<More["changes"]>;
  readonly others: NonNullable<More["others"]>;
}> {
  const at = instantText(desk.at);
  const execution: Receipt = {
    ...proposal.execution!,
    ended_at: outcome.status === "unknown" ? null : at,
    outcome: outcome.status,
    reason: outcome.status === "done" ? null : outcome.reason,
    compensated: outcome.status === "failed" && outcome.compensated === true,
    receipt: outcome.status === "done" ? (outcome.receipt ?? null) : null,
  };
  if (outcome.status === "unknown")
    return { after: { ...proposal, status: "in_doubt", execution }, changes: {}, others: [] };
  if (outcome.status === "failed") {
    const { reservations, release } = released(proposal, "void");
    const after: Proposal = { ...proposal, status: "failed", closed_at: at, execution, reservations };
    return { after, changes: { release }, others: [] };
  }
  const { reservations, changes } = await posted(desk.tx, proposal, desk.at, outcome.used);
  const after: Proposal = { ...proposal, status: "committed", closed_at: at, execution, reservations };
  return { after, changes, others: await revertedBy(desk, after) };
}

/** Kept only where it is JSON of a sensible size. */
function receiptOf(receipt: unknown): Data {
  if (receipt === undefined) return null;
  const { json, faults } = readData(receipt);
  if (json === undefined || faults.length > 0) return { $unreadable: true };
  const kept = plain(json) as Data;
  return JSON.stringify(kept).length > 100_000 ? { $too_long: true } : kept;
}

/** What is no amount by clause says nothing, and then all that was reserved is posted. */
function usedOf(used: unknown): { readonly [clause: string]: string } | undefined {
  const { json } = readData(used ?? null);
  return isRecord(json) ? (plain(json) as { readonly [clause: string]: string }) : undefined;
}

async function revertedBy(desk: Unattended, reverting: Proposal): Promise<NonNullable<More["others"]>> {
  if (reverting.reverts === null) return [];
  const { proposal: row } = await desk.tx.load({ proposal: reverting.reverts });
  if (row === null) return [];
  const stored = storedOf(row);
  if (stored.proposal.status !== "committed") return [];
  const after: Proposal = { ...stored.proposal, status: "reverted", reverted_by: reverting.id };
  return [{ before: stored, after, said: { event: "reverted", data: { by: reverting.id } } }];
}
