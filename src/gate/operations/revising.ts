/** A change set is replaced, or taken back by whom it belongs to. */

import { digestOf } from "../../decision/digest.ts";
import type { ChangeSet } from "../../decision/documents.ts";
import { readData } from "../../decision/json/data.ts";
import type { Answer, Gate, ProposalView } from "../api.ts";
import { commentOf, isInvolved, stillOpen, theSeen, viewOf } from "../checks.ts";
import { answering, atDesk, type Desk, type Stored } from "../desk.ts";
import type { Proposal } from "../documents.ts";
import { factDrift, recordDrift } from "../drift.ts";
import type { Env } from "../env.ts";
import { instantText } from "../instants.ts";
import { materialDigest } from "../material.ts";
import { type Known, may } from "../people.ts";
import { refuse } from "../refusals.ts";
import { holdsOf, released } from "../reservations.ts";
import { couldSit, exclusionOf } from "../review.ts";
import type { AnswerRow } from "../store.ts";
import { keep } from "../writing.ts";
import { dataOf, decidedAnew, oldValues, surroundings } from "./deciding.ts";
import { answerRow, checkedKey, type Proposed, replayed } from "./replaying.ts";
import { sameContent } from "./reviewing.ts";
import { filledIn, readChangeSet } from "./taking.ts";

type Requester = ChangeSet["requester"];

export const revise =
  (env: Env): Gate["revise"] =>
  (caller, call) =>
    answering(async () => {
      const given = readChangeSet(call.change_set);
      const key = call.idempotency_key === undefined ? undefined : checkedKey(call.idempotency_key);
      const answer =
        key === undefined ? undefined : { operation: `revise ${call.proposal}`, principal: caller.principal, key };
      const payload = `${given.digest} instead of ${call.revision}`;
      const asked = { proposal: call.proposal, answer, about: "revise", said: [{ change_set: given.data }] };
      const entry = (desk: Desk): Stored => {
        const stored = theSeen(desk);
        mayEdit(desk, stored);
        stillOpen(desk, stored);
        sameContent(stored.proposal, call);
        return stored;
      };
      // Nobody learns anything, and no source is asked, before it is known that they may.
      type First = { readonly replay: AnswerRow | null; readonly stored: Stored | null; readonly known: Known };
      const first = await atDesk<First>(env, caller, asked, async (desk) => {
        const { answer: replay, known } = desk;
        return { ok: true, replay, stored: replay === null ? entry(desk) : null, known };
      });
      if (!first.ok) return first;
      if (first.stored === null) return replayed(first.replay!, payload);
      const changeSet = sameRequester(given.data, first.stored.proposal.change_set.requester, first.known);
      const { looked, records } = await surroundings(env, changeSet, call.proposal);
      return atDesk<Proposed>(env, caller, asked, async (desk) => {
        if (desk.answer !== null) return replayed(desk.answer, payload);
        const stored = entry(desk);
        if (
          changeSet.action !== stored.proposal.change_set.action ||
          changeSet.environment !== stored.proposal.change_set.environment
        )
          return refuse(
            "malformed",
            "A revision is of the same action in the same environment; propose another one anew.",
          );
        sameUndoing(stored.proposal, changeSet);
        oldValues(env, changeSet, records, {});
        const { proposal } = stored;
        const evaluator = env.evaluator();
        const same = materialDigest(evaluator.plan, changeSet) === proposal.revisions.at(-1)!.material_digest;
        const known = { facts: proposal.facts as typeof looked.facts, versions: proposal.versions };
        // Old values are true by now; a record that changed and changed back is told by its version.
        const drifted =
          factDrift(evaluator, changeSet, instantText(desk.at), known, looked).length > 0 ||
          (records !== null && recordDrift(evaluator, changeSet, proposal.versions, records).drift.length > 0);
        const after = await decidedAnew(desk, proposal, {
          changeSet,
          looked,
          records,
          id: proposal.id,
          reverts: proposal.reverts,
          carries: () => same && !drifted,
        });
        const view = viewOf(env, after, desk.known, desk.at);
        const { release } = released(proposal, "void");
        const answers = answer === undefined ? [] : [answerRow(desk, answer, payload, view)];
        await keep(
          desk,
          stored,
          after,
          { event: "revised", data: { ...dataOf(after), carried: same && !drifted } },
          { changes: { release, reserve: holdsOf(after), answers } },
        );
        return { ok: true, proposal: view, decision: view.decision };
      });
    });

/** What undoes another proposal goes on undoing that: once it is committed, the other one counts as reverted. */
function sameUndoing({ change_set, reverts }: Proposal, changeSet: ChangeSet): void {
  if (reverts === null) return;
  const undone = ({ changes = [] }: ChangeSet): string =>
    digestOf(
      readData({ changes: changes.map(({ target, field, old, new: made }) => ({ target, field, old, made })) }).json,
    );
  if (undone(change_set) !== undone(changeSet))
    refuse("malformed", `It reverts ${reverts}, so its changes stay; propose another correction anew.`);
}

/**
 * It stays the proposal of whoever proposed it, and for whom: an editor answers for the edit, and never becomes the requester;
 * and nobody is named into it, whose rejection would then not count.
 */
function sameRequester(given: ChangeSet, own: Requester, known: Known): ChangeSet {
  const { id: principal, on_behalf_of } = own;
  const claimed = (given.requester as Partial<Requester> | undefined)?.on_behalf_of;
  if (claimed !== undefined && claimed !== on_behalf_of)
    refuse("requester_mismatch", `It was proposed for ${on_behalf_of ?? "nobody else"}, and stays so.`);
  return filledIn(given, on_behalf_of === undefined ? { principal } : { principal, on_behalf_of }, known);
}

/**
 * Whoever it belongs to, administrators, and people who could take a seat: what these write makes them contributors, who do not
 * review it. Others have no say in what somebody else proposed.
 */
function mayEdit({ account, at, env, known }: Desk, { proposal }: Stored): void {
  const { permissions } = env.options;
  if (isInvolved(proposal, account.id, known) || may("administer", account, permissions)) return;
  const excluded = exclusionOf(proposal, account.id, known.people);
  const reviewer =
    account.kind === "person" &&
    may("review", account, permissions) &&
    (excluded === null || excluded === "contributor") &&
    [null, ...account.roles].some((role) => couldSit(proposal.required, account, role, at));
  if (!reviewer) refuse("not_permitted");
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
        const mine = isInvolved(proposal, desk.account.id, desk.known);
        if (!mine && !may("administer", desk.account, env.options.permissions)) return refuse("not_permitted");
        stillOpen(desk, stored);
        const { reservations, release } = released(proposal, "void");
        const after: Proposal = { ...proposal, status: "withdrawn", closed_at: instantText(desk.at), reservations };
        const why = reason === "" ? null : reason;
        await keep(desk, stored, after, { event: "withdrawn", why }, { changes: { release } });
        return { ok: true, proposal: viewOf(env, after, desk.known, desk.at) };
      },
    );
