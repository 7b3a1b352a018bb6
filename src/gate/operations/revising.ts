/** A change set is replaced, or taken back by whom it belongs to. */
import type { Answer, Gate, ProposalView } from "../api.ts";
import { commentOf, isInvolved, stillOpen, theSeen, viewOf } from "../checks.ts";
import { answering, atDesk, type Desk, type Stored } from "../desk.ts";
import type { Proposal } from "../documents.ts";
import { factDrift } from "../drift.ts";
import type { Env } from "../env.ts";
import { instantText } from "../instants.ts";
import { materialDigest } from "../material.ts";
import { may } from "../people.ts";
import { refuse } from "../refusals.ts";
import { holdsOf, released } from "../reservations.ts";
import { keep } from "../writing.ts";
import {
  answerRow,
  checkedKey,
  dataOf,
  decidedAnew,
  filledIn,
  oldValues,
  type Proposed,
  readChangeSet,
  replayed,
  surroundings,
} from "./proposing.ts";
import { sameContent } from "./reviewing.ts";

export const revise =
  (env: Env): Gate["revise"] =>
  (caller, call) =>
    answering(async () => {
      const given = readChangeSet(call.change_set);
      const key = call.idempotency_key === undefined ? undefined : checkedKey(call.idempotency_key);
      const answer =
        key === undefined ? undefined : { operation: `revise ${call.proposal}`, principal: caller.principal, key };
      const before = await env.options.store.read(env.tenant, (view) => view.load({ proposal: call.proposal }));
      const known = await env.known();
      // It stays the proposal of whoever proposed it: an editor answers for the edit, and never becomes the requester.
      const owner = before.proposal === null ? caller : { ...caller, principal: before.proposal.requester };
      const requester =
        before.proposal === null ? undefined : (JSON.parse(before.proposal.doc) as Proposal).change_set.requester;
      const changeSet = filledIn(
        given.data,
        requester?.on_behalf_of === undefined
          ? { principal: owner.principal }
          : { principal: owner.principal, on_behalf_of: requester.on_behalf_of },
        known,
      );
      const { looked, records } = await surroundings(env, changeSet, call.proposal);
      return atDesk<Proposed>(
        env,
        caller,
        { proposal: call.proposal, answer, about: "revise", said: [{ change_set: given.data }] },
        async (desk) => {
          if (desk.answer !== null) return replayed(desk.answer, given.digest);
          const stored = theSeen(desk);
          mayEdit(desk, stored);
          stillOpen(desk, stored);
          sameContent(stored.proposal, call);
          if (
            changeSet.action !== stored.proposal.change_set.action ||
            changeSet.environment !== stored.proposal.change_set.environment
          )
            return refuse(
              "malformed",
              "A revision is of the same action in the same environment; propose another one anew.",
            );
          oldValues(env, changeSet, records, {});
          const { proposal } = stored;
          const evaluator = env.evaluator();
          const same = materialDigest(evaluator.plan, changeSet) === proposal.revisions.at(-1)!.material_digest;
          const known = { facts: proposal.facts as typeof looked.facts, versions: proposal.versions };
          const drifted = factDrift(evaluator, changeSet, instantText(desk.at), known, looked).length > 0;
          const after = await decidedAnew(desk, proposal, {
            changeSet,
            given,
            looked,
            records,
            id: proposal.id,
            reverts: proposal.reverts,
            carries: () => same && !drifted,
          });
          const view = viewOf(env, after, desk.known, desk.at);
          const { release } = released(proposal, "void");
          const answers = answer === undefined ? [] : [answerRow(desk, answer, given.digest, view)];
          await keep(
            desk,
            stored,
            after,
            { event: "revised", data: { ...dataOf(after), carried: same && !drifted } },
            { changes: { release, reserve: holdsOf(after), answers } },
          );
          return { ok: true, proposal: view, decision: view.decision };
        },
      );
    });

/** Whoever it belongs to, and whoever may propose; what they write makes them contributors, who do not review it. */
function mayEdit(desk: Desk, { proposal }: Stored): void {
  if (isInvolved(proposal, desk.account.id)) return;
  if (!may("propose", desk.account, desk.env.options.permissions)) refuse("not_permitted");
}

export const withdraw =
  (env: Env): Gate["withdraw"] =>
  (caller, call) =>
    atDesk<{ readonly proposal: ProposalView }>(
      env,
      caller,
      { proposal: call.proposal, about: "withdraw" },
      async (desk): Promise<Answer<{ readonly proposal: ProposalView }>> => {
        const reason = commentOf(call.reason, false);
        const stored = theSeen(desk);
        const { proposal } = stored;
        const mine = isInvolved(proposal, desk.account.id);
        if (!mine && !may("administer", desk.account, env.options.permissions)) return refuse("not_permitted");
        stillOpen(desk, stored);
        const { reservations, release } = released(proposal, "void");
        const after: Proposal = { ...proposal, status: "withdrawn", closed_at: instantText(desk.at), reservations };
        const why = reason === "" ? null : reason;
        await keep(desk, stored, after, { event: "withdrawn", why }, { changes: { release } });
        return { ok: true, proposal: viewOf(env, after, desk.known, desk.at) };
      },
    );
