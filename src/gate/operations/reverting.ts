/** The way back: a change set of the recorded old values, which is proposed, reviewed and committed like any other. */
import type { ChangeSet } from "../../decision/documents.ts";
import type { Gate } from "../api.ts";
import { eventsAfter } from "../audit/log.ts";
import { commentOf, theSeen, viewOf } from "../checks.ts";
import { answering, atDesk, type Desk, storedOf } from "../desk.ts";
import type { Proposal, Status } from "../documents.ts";
import type { Env } from "../env.ts";
import { instantOf } from "../instants.ts";
import { type Details, refuse } from "../refusals.ts";
import { isOpen } from "../states.ts";
import type { ProposalRow } from "../store.ts";
import type { More } from "../writing.ts";
import { proposed } from "./proposing.ts";
import { checkedKey, type Proposed } from "./replaying.ts";
import { type Given, readChangeSet } from "./taking.ts";

/** A change set from the recorded old values, proposed like any other by whoever calls. */
export const revert =
  (env: Env): Gate["revert"] =>
  (caller, call) =>
    answering(async () => {
      const reason = commentOf(call.reason, true);
      if (call.idempotency_key !== undefined) checkedKey(call.idempotency_key);
      const seen = await atDesk<{ readonly first: Proposal; readonly earlier: number }>(
        env,
        caller,
        { proposal: call.proposal, about: "revert" },
        async (desk) => {
          const { proposal } = theSeen(desk);
          return { ok: true, first: proposal, earlier: await earlierOnes(desk, proposal) };
        },
      );
      if (!seen.ok) return seen;
      const { first, earlier } = seen;
      const { rollback } = first.decision;
      if (first.execution === null)
        return atDesk<Proposed>(env, caller, { proposal: call.proposal, about: "revert" }, async () =>
          refuse("not_committed"),
        );
      if (rollback === null || rollback === "irreversible")
        return atDesk<Proposed>(env, caller, { proposal: call.proposal, about: "revert" }, async () =>
          refuse("irreversible"),
        );
      const given = revertingChangeSet(env, first, rollback.action, call, reason);
      return proposed(env, caller, await env.known(), {
        given,
        idempotency_key: call.idempotency_key ?? `revert:${first.id}:${earlier}:${given.digest}`,
        reverts: first.id,
        operation: "revert",
        first: (desk) => mayRevert(desk, first.id),
        also: (desk, made) => linked(desk, first.id, made),
      });
    });

/** How many came to nothing before: after these, the same words ask for another one. */
async function earlierOnes({ tx, at }: Desk, { id, reverted_by }: Proposal): Promise<number> {
  if (reverted_by === null) return 0;
  let proposed = 0;
  for await (const page of eventsAfter(tx, 0, id))
    proposed += page.filter(({ type }) => type === "revert_proposed").length;
  const { proposal: last } = await tx.load({ proposal: reverted_by });
  return last !== null && (last.status === "committed" || isPending(last, at)) ? proposed - 1 : proposed;
}

async function mayRevert(desk: Desk, id: string): Promise<void> {
  const first = await firstOf(desk, id);
  const details = { proposal: viewOf(desk.env, first, desk.known, desk.at) };
  undoable(first, desk.at, details);
  if (first.reverted_by === null) return;
  const { proposal: other } = await desk.tx.load({ proposal: first.reverted_by });
  if (other !== null && isPending(other, desk.at)) refuse("revert_pending", `That is ${other.id}.`, details);
}

/** When a revert is committed: what it undoes can still be undone. */
export async function stillReverts(desk: Desk, reverting: Proposal): Promise<void> {
  if (reverting.reverts === null) return;
  const details = { proposal: viewOf(desk.env, reverting, desk.known, desk.at) };
  undoable(await firstOf(desk, reverting.reverts), desk.at, details);
}

async function firstOf({ tx }: Desk, id: string): Promise<Proposal> {
  const { proposal: row } = await tx.load({ proposal: id });
  return row === null ? refuse("not_found") : storedOf(row).proposal;
}

function undoable({ status, decision: { rollback } }: Proposal, at: number, details: Details): void {
  if (status === "reverted") refuse("closed", "It has been reverted already.", details);
  if (status !== "committed") refuse("not_committed", `It is ${status}.`, details);
  if (rollback === null || rollback === "irreversible") refuse("irreversible", undefined, details);
  else if (rollback.until !== null && at >= instantOf(rollback.until))
    refuse("rollback_expired", `It could be reverted until ${rollback.until}.`, details);
}

/** What has expired is over, also where nobody has written that down yet. */
const isPending = ({ status, expires_at }: ProposalRow, at: number): boolean =>
  PENDING.includes(status) && !(isOpen(status as Status) && at >= expires_at);

const PENDING: readonly string[] = ["held", "in_review", "approved", "overridden", "committing", "in_doubt"];

/** The first proposal learns which one undoes it. A denied one undoes nothing. */
async function linked(desk: Desk, id: string, made: Proposal): Promise<More["others"]> {
  if (made.status === "denied") return undefined;
  const { proposal: row } = await desk.tx.load({ proposal: id });
  if (row === null) return undefined;
  const before = storedOf(row);
  const after: Proposal = { ...before.proposal, reverted_by: made.id };
  return [{ before, after, said: { event: "revert_proposed", data: { by: made.id } } }];
}

type Call = Parameters<Gate["revert"]>[1];

function revertingChangeSet(env: Env, first: Proposal, action: string, call: Call, reason: string): Given {
  const { plan } = env.evaluator();
  const inputs = Object.hasOwn(plan.actions, action) ? plan.actions[action]!.inputs : [];
  const own = first.change_set.inputs ?? {};
  const carried = inputs.flatMap(({ name }) => (Object.hasOwn(own, name) ? [[name, own[name]] as const] : []));
  const evidence = call.evidence ?? [];
  const changeSet: Partial<ChangeSet> = {
    id: `revert-${first.id}`,
    action,
    environment: first.change_set.environment,
    inputs: { ...Object.fromEntries(carried), ...call.inputs },
    changes: (first.change_set.changes ?? []).map(({ target, field, old, new: made }) => ({
      target,
      field,
      old: made ?? null,
      new: old ?? null,
      reason,
      ...(evidence.length === 0 ? {} : { evidence: evidence.map(({ id }) => id) }),
    })),
    ...(evidence.length === 0 ? {} : { evidence }),
  };
  return readChangeSet(changeSet);
}
