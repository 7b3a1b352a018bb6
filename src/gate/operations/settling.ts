/** What happens after a commit: doubt is settled, harm recorded, and what was done undone. */
import type { ChangeSet } from "../../decision/documents.ts";
import type { Gate, ProposalView } from "../api.ts";
import { eventsAfter } from "../audit/log.ts";
import { commentOf, isInvolved, theSeen, theStored, viewOf } from "../checks.ts";
import { answering, atDesk, type Desk, storedOf, unattended } from "../desk.ts";
import type { Proposal, Status } from "../documents.ts";
import type { Env } from "../env.ts";
import { instantOf } from "../instants.ts";
import { limited } from "../limited.ts";
import { may, wordsOf } from "../people.ts";
import { refusal, refuse } from "../refusals.ts";
import { isOpen } from "../states.ts";
import type { ProposalRow } from "../store.ts";
import { keep, type More } from "../writing.ts";
import { ended, type Outcome, orderOf, saidOf, soundExecution } from "./executing.ts";
import { checkedKey, type Given, type Proposed, proposed, readChangeSet } from "./proposing.ts";

type Seen = { readonly proposal: ProposalView };

export const reconcile =
  (env: Env): Gate["reconcile"] =>
  (caller, call) =>
    answering(async () => {
      const reason = commentOf(call.reason, call.found !== undefined);
      const seen = await atDesk<{ readonly doubted: Proposal }>(
        env,
        caller,
        { proposal: call.proposal, about: "reconcile" },
        async (desk) => {
          const { proposal } = theSeen(desk);
          const admin = may("administer", desk.account, env.options.permissions);
          // The word of a person settles it only where they answer for the gate; asking the executor hurts nobody.
          if (!admin && (call.found !== undefined || !isInvolved(proposal, desk.account.id, desk.known)))
            return refuse("not_permitted");
          if (!isDoubted(proposal, desk.at)) return refuse("not_in_doubt", `It is ${proposal.status}.`);
          return { ok: true, doubted: proposal };
        },
      );
      if (!seen.ok) return seen;
      const outcome = call.found === undefined ? await askedFor(env, seen.doubted) : toldOutcome(call.found, reason);
      if (outcome.status === "unknown") return refusal("in_doubt", `It is still in doubt: ${outcome.reason}.`);
      const known = await env.known();
      return unattended<Seen>(env, caller, known, { proposal: call.proposal, about: "reconcile" }, async (desk) => {
        const stored = theStored(desk);
        if (!isDoubted(stored.proposal, desk.at))
          return refuse("not_in_doubt", `It is ${stored.proposal.status} by now.`);
        const { after, changes, others } = await ended(desk, stored, outcome);
        const told = call.found === undefined ? "executor" : "administrator";
        const data = { ...saidOf(after), told_by: told };
        const why = reason === "" ? null : reason;
        await keep(desk, stored, after, { event: "reconciled", why, data }, { changes, others });
        return { ok: true, proposal: viewOf(env, after, known, desk.at) };
      });
    });

/** In doubt, or still `committing` after its deadline where nobody has written that down. */
const isDoubted = ({ status, execution }: Proposal, at: number): boolean =>
  status === "in_doubt" || (status === "committing" && at >= instantOf(execution!.deadline));

function toldOutcome(found: "done" | "not_applied", reason: string): Outcome {
  return found === "done" ? { status: "done" } : { status: "failed", reason: `not applied: ${reason}` };
}

async function askedFor(env: Env, proposal: Proposal): Promise<Outcome> {
  const executor = Object.hasOwn(env.options.executors, proposal.change_set.action)
    ? env.options.executors[proposal.change_set.action]!
    : null;
  if (executor?.lookup === undefined)
    return { status: "unknown", reason: "the executor cannot be asked; an administrator can tell" };
  const { lookup } = executor;
  try {
    const limit = executor.time_limit_ms ?? env.lifetimes.execution_ms;
    const answer = await limited(env.options.clock, limit, async (signal) => lookup(orderOf(proposal, null), signal));
    if (answer === null) return { status: "unknown", reason: "the executor cannot tell" };
    return answer === "not_applied"
      ? { status: "failed", reason: "not applied, says the executor" }
      : soundExecution(answer);
  } catch (fault) {
    return { status: "unknown", reason: wordsOf(fault) };
  }
}

export const incident =
  (env: Env): Gate["incident"] =>
  (caller, call) =>
    atDesk<Seen>(env, caller, { proposal: call.proposal, about: "incident" }, async (desk) => {
      const reason = commentOf(call.reason, true);
      const stored = theSeen(desk);
      if (!may("administer", desk.account, env.options.permissions)) return refuse("not_permitted");
      if (!["low", "medium", "high"].includes(call.severity))
        return refuse("malformed", "A severity is low, medium or high.");
      if (stored.proposal.status !== "committed" && stored.proposal.status !== "reverted")
        return refuse("not_committed");
      await keep(desk, stored, stored.proposal, { event: "incident", why: reason, data: { severity: call.severity } });
      return { ok: true, proposal: viewOf(env, stored.proposal, desk.known, desk.at) };
    });

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
  const { proposal: row } = await desk.tx.load({ proposal: id });
  const first = row === null ? refuse("not_found") : storedOf(row).proposal;
  const details = { proposal: viewOf(desk.env, first, desk.known, desk.at) };
  if (first.status === "reverted") refuse("closed", "It has been reverted already.", details);
  if (first.status !== "committed") refuse("not_committed", `It is ${first.status}.`, details);
  const { rollback } = first.decision;
  if (rollback === null || rollback === "irreversible") refuse("irreversible", undefined, details);
  else if (rollback.until !== null && desk.at >= instantOf(rollback.until))
    refuse("rollback_expired", `It could be reverted until ${rollback.until}.`, details);
  if (first.reverted_by === null) return;
  const { proposal: other } = await desk.tx.load({ proposal: first.reverted_by });
  if (other !== null && isPending(other, desk.at)) refuse("revert_pending", `That is ${other.id}.`, details);
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
