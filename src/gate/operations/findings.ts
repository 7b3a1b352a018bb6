/** What becomes of a proposal where a commit finds that it may not go on: each finding has one consequence (record 0019). */
import type { Decision } from "../../decision/documents.ts";
import { implies } from "../../decision/reviewers/algebra.ts";
import type { Answer } from "../api.ts";
import { viewOf } from "../checks.ts";
import type { Desk, Stored } from "../desk.ts";
import type { Drift, Proposal } from "../documents.ts";
import type { Looked, Records } from "../facts.ts";
import { instantText } from "../instants.ts";
import { refusal, refuse } from "../refusals.ts";
import { holdsOf, released } from "../reservations.ts";
import { keep } from "../writing.ts";
import { dataOf, decidedAnew } from "./deciding.ts";

/** A denial now always wins. A quota that is full now may have room again: then nothing ends. */
export async function denied(
  desk: Desk,
  stored: Stored,
  decision: Decision,
  { facts }: Looked,
): Promise<Answer<never>> {
  const reasons = decision.reasons.filter(({ effect }) => effect === "deny");
  const quotas = new Set(decision.quotas.filter(({ fits }) => !fits).map(({ clause }) => clause));
  const full = reasons.length > 0 && decision.misfits.length === 0 && reasons.every(({ clause }) => quotas.has(clause));
  if (full) {
    const first = decision.quotas.find(({ fits }) => !fits)!;
    const when = first.frees_at === null ? "" : `, and there is room from ${first.frees_at} on`;
    return refuse("quota", `${first.clause} has ${first.used} of ${first.limit} used${when}.`);
  }
  const { reservations, release } = released(stored.proposal, "void");
  const after: Proposal = {
    ...stored.proposal,
    decision,
    facts: facts as Record<string, unknown>,
    status: "denied",
    decided_at: instantText(desk.at),
    closed_at: instantText(desk.at),
    reservations,
  };
  await keep(desk, stored, after, { event: "redecided", data: dataOf(after) }, { changes: { release } });
  const why =
    reasons.map(({ clause, because }) => because ?? clause).join("; ") || "it does not fit its contract any more";
  return refusal("denied", `The rules deny it now: ${why}.`, {
    proposal: viewOf(desk.env, after, desk.known, desk.at),
  });
}

/** Back to review, with what is different: a new revision of the same content, which nobody has approved yet. */
export async function drifted(
  desk: Desk,
  stored: Stored,
  around: { readonly looked: Looked; readonly records: Records | null },
  drift: readonly Drift[],
): Promise<Answer<never>> {
  const { proposal } = stored;
  const anew = await decidedAnew(desk, proposal, {
    ...around,
    changeSet: proposal.change_set,
    id: proposal.id,
    reverts: proposal.reverts,
    why: "drifted",
  });
  const after: Proposal = { ...anew, drift: [...drift] };
  const { release } = released(proposal, "void");
  await keep(
    desk,
    stored,
    after,
    { event: "drifted", data: { ...dataOf(after), drift } },
    { changes: { release, reserve: holdsOf(after) } },
  );
  const paths = drift.map(({ path }) => path).join(", ");
  return refusal("drift", `Changed since it was decided: ${paths}.`, {
    proposal: viewOf(desk.env, after, desk.known, desk.at),
    drift,
  });
}

/**
 * A source that does not answer now says nothing about what was approved: the commit is refused and may be tried again. Rules
 * that ask for more than they did hold it until somebody supplies it.
 */
export async function heldNow(desk: Desk, stored: Stored, decision: Decision): Promise<Answer<never>> {
  const unknown = decision.unknown.map(({ path, why }) => `${path}: ${why}`).join("; ");
  const { missing, stale } = decision.evidence;
  const evidence = [...missing.map((kind) => `${kind} is missing`), ...stale.map((kind) => `${kind} is stale`)].join(
    "; ",
  );
  const message = `The rules hold it now: ${[unknown, evidence].filter((part) => part !== "").join("; ") || "see the reasons"}.`;
  if (unknown !== "" || stored.proposal.decision.outcome === "hold") return refuse("held", message);
  const after: Proposal = {
    ...stored.proposal,
    decision,
    decided_at: instantText(desk.at),
    status: "held",
    override: null,
  };
  await keep(desk, stored, after, { event: "redecided", data: dataOf(after) });
  return refusal("held", message, { proposal: viewOf(desk.env, after, desk.known, desk.at) });
}

export async function notApproved(
  desk: Desk,
  stored: Stored,
  pinned: Proposal,
  decision: Decision,
): Promise<Answer<never>> {
  const { proposal } = stored;
  const stricter =
    !implies(proposal.required.sets, pinned.required.sets) ||
    pinned.required.excluded.length > proposal.required.excluded.length;
  const after: Proposal = stricter
    ? { ...pinned, decision, decided_at: instantText(desk.at), status: "in_review" }
    : proposal;
  const view = viewOf(desk.env, after, desk.known, desk.at);
  const open = view.review.open.map(({ seat, count }) => `${count} of ${seat}`).join(" and ");
  const message =
    open === "" ? `No set of reviewers is complete: ${view.review.lacking.join("; ")}.` : `Still open: ${open}.`;
  if (!stricter) return refuse("not_approved", message, { proposal: view });
  await keep(desk, stored, after, { event: "redecided", data: dataOf(after) });
  return refusal("stricter", `The rules have become stricter since it was approved. ${message}`, { proposal: view });
}
