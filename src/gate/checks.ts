/** What is checked at the desk before anything changes, and what callers are shown of a proposal. */
import type { GateOptions, ProposalView } from "./api.ts";
import { CODES, type Code } from "./codes.ts";
import type { Desk, Stored, Unattended } from "./desk.ts";
import type { Proposal, Status } from "./documents.ts";
import type { Env } from "./env.ts";
import { instantOf } from "./instants.ts";
import { type Known, may } from "./people.ts";
import { refuse } from "./refusals.ts";
import { isWhole, reviewOf, type Terms } from "./review.ts";
import { isOpen } from "./states.ts";

/** The proposal that the call is about. */
export function theStored(desk: Unattended): Stored {
  if (desk.stored === null) return refuse("not_found");
  return desk.stored;
}

/** Where a proposal that can be decided on stands, by its decision and its reviews. */
export function settled(env: Env, proposal: Proposal, known: Known, at: number): Status {
  if (proposal.decision.outcome === "deny") return "denied";
  if (proposal.override !== null) return "overridden";
  const { vetoes, questions, standing } = reviewOf(
    { ...proposal, status: "in_review" },
    known,
    at,
    termsOf(env, proposal.decision.tier),
  );
  if (proposal.decision.outcome === "hold" || questions.length > 0 || !isWhole(proposal)) return "held";
  return vetoes.length === 0 && standing === "satisfied" ? "approved" : "in_review";
}

export const termsOf = ({ lifetimes, options }: Env, tier: string): Terms => ({
  approval_ms: lifetimes.approval_ms,
  strength: strengthOf(options.auth_strength, tier),
  permitted: (account) => may("review", account, options.permissions),
});

/** How strongly a reviewer must be authenticated. */
export const strengthOf = (levels: GateOptions["auth_strength"], tier: string): number =>
  levels !== undefined && Object.hasOwn(levels, tier) ? levels[tier]! : 0;

/** What callers are shown. */
export function viewOf(env: Env, proposal: Proposal, known: Known, at: number): ProposalView {
  return { ...proposal, review: reviewOf(proposal, known, at, termsOf(env, proposal.decision.tier)) };
}

/** Whether a caller may look at a proposal: whoever may read, and whoever it is about. */
export function maySee(desk: Pick<Desk, "env" | "account" | "known">, proposal: Proposal): boolean {
  const { permissions } = desk.env.options;
  return (
    may("read", desk.account, permissions) ||
    may("administer", desk.account, permissions) ||
    isInvolved(proposal, desk.account.id, desk.known)
  );
}

/** Whoever proposed it, answers for who did by now, or is acted for. */
export function isInvolved({ change_set: { requester } }: Proposal, id: string, { people }: Known): boolean {
  const account = people.account(requester.id);
  const owner = account === null ? requester.owner : account.owner;
  return requester.id === id || owner === id || requester.on_behalf_of === id;
}

/** Refuses whoever may not even see it, as if it were not there. */
export function theSeen(desk: Desk): Stored {
  const stored = theStored(desk);
  return maySee(desk, stored.proposal) ? stored : refuse("not_found");
}

/** Longest comment that is kept, in UTF-16 units. */
export const COMMENT = 10_000;

export function commentOf(given: string | undefined, needed: boolean): string {
  const comment = given ?? "";
  if (comment.length > COMMENT)
    return refuse("too_long", `The comment has ${comment.length} characters; at most ${COMMENT} are kept.`);
  if (needed && comment.trim() === "") return refuse("missing_reason");
  return comment;
}

/** Refuses what has ended; `expired` also where nobody has written it down yet. */
export function stillOpen(desk: Desk, { proposal }: Stored): void {
  const over = isOpen(proposal.status) && desk.at >= instantOf(proposal.expires_at);
  const code = over ? "expired" : ENDED[proposal.status];
  if (code === undefined) return;
  const since = over ? proposal.expires_at : (proposal.execution?.ended_at ?? proposal.closed_at);
  const message = since === null ? undefined : `${CODES[code].means} That was at ${since}.`;
  refuse(code, message, { proposal: viewOf(desk.env, proposal, desk.known, desk.at) });
}

const ENDED: { readonly [status in Status]?: Code } = {
  denied: "denied",
  expired: "expired",
  committing: "commit_in_progress",
  committed: "already_committed",
  reverted: "already_committed",
  in_doubt: "in_doubt",
  failed: "closed",
  withdrawn: "closed",
};
