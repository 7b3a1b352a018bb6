/**
 * How the reviews of a proposal stand: a pure function of its acts, the directory as it is now, and the time. Whoever asks
 * changes nothing.
 */

import type { Account, People } from "../decision/reviewers/directory.ts";
import { excludedPrincipals } from "../decision/reviewers/exclusion.ts";
import type { ReviewersAnswer } from "../decision/reviewers/question.ts";
import { reviewersSatisfied } from "../decision/reviewers/satisfied.ts";
import type { ReviewState, Standing } from "./api.ts";
import type { Act, Proposal, Required } from "./documents.ts";
import { holdsUnknown } from "./facts.ts";
import { instantOf, instantText } from "./instants.ts";
import type { Known } from "./people.ts";
import { isOpen } from "./states.ts";

/** Any eligible person may take this seat. */
export const ANYONE = "person";

/** `strength`: the least with which an approval must have been given. `permitted`: who may review at all. */
export interface Terms {
  readonly approval_ms: number;
  readonly strength: number;
  readonly permitted: (account: Account) => boolean;
}

export function reviewOf(proposal: Proposal, known: Known, now: number, terms: Terms): ReviewState {
  if (!isOpen(proposal.status)) return closedReview(proposal);
  const { acts } = proposal;
  const latest = latestOf(acts, known.people);
  const vetoes = [...latest].filter(
    (place) => acts[place]!.act === "reject" && blocks(acts[place]!, proposal, terms, known.people),
  );
  const questions = openQuestions(acts, latest).filter((place) => blocks(acts[place]!, proposal, terms, known.people));
  const counted: number[] = [];
  const uncounted: ReviewState["uncounted"][number][] = [];
  acts.forEach((act, place) => {
    if (act.act !== "approve") return;
    const fault = notStanding(act, place, latest, proposal, now, terms, known.people);
    if (fault === null) counted.push(place);
    else uncounted.push({ act: place, by: act.by, ...fault });
  });
  const answer = answerOf(proposal, known, counted, now);
  for (const { approval, by, code, message } of answer.uncounted)
    uncounted.push({ act: counted[approval]!, by, code: code === "role_not_held" ? "role_lost" : code, message });
  return {
    standing: standingOf(proposal, now, { vetoes, questions, status: answer.status }),
    seats: answer.seats.map(({ seat, by, role }) => ({ seat, by, role })),
    open: answer.open,
    next: (answer.next?.ask ?? []).map(({ by, role, seat }) => ({ by, role, seat })),
    uncounted: uncounted.sort((a, b) => a.act - b.act),
    vetoes,
    questions,
    lacking: answer.lacking,
    alternatives: answer.alternatives.map(({ set, seated, people, missing }) => ({ set, seated, people, missing })),
  };
}

/** What has ended is not looked at again with the people of today: its receipt says who sat. */
const closedReview = ({ execution }: Proposal): ReviewState => ({
  standing: "closed",
  seats: execution?.seats ?? [],
  open: [],
  next: [],
  uncounted: [],
  vetoes: [],
  questions: [],
  lacking: [],
  alternatives: [],
});

/** What says itself that some of it is not known is not carried out, whether or not a rule reads that. */
export const isWhole = ({ change_set: { inputs, changes } }: Proposal): boolean =>
  !holdsUnknown(inputs ?? null) && !holdsUnknown(changes ?? null);

interface Remembered {
  readonly proposal: Pick<Proposal, "required" | "change_set" | "editors" | "revision">;
  readonly known: Known;
  readonly now: number;
  /** Which acts, as a text. */
  readonly counted: string;
  readonly answer: ReviewersAnswer;
}

/** By its acts: one call asks twice, before and after its status is known. */
const remembered = new WeakMap<readonly Act[], Remembered>();

function answerOf(proposal: Proposal, known: Known, counted: readonly number[], now: number): ReviewersAnswer {
  const { acts, required, change_set, editors, revision } = proposal;
  const before = remembered.get(acts);
  const same =
    before !== undefined &&
    before.known === known &&
    before.now === now &&
    before.counted === counted.join() &&
    before.proposal.required === required &&
    before.proposal.change_set === change_set &&
    before.proposal.editors === editors &&
    before.proposal.revision === revision;
  if (same) return before.answer;
  const answer = askedAnew(proposal, known, counted, now);
  remembered.set(acts, {
    proposal: { required, change_set, editors, revision },
    known,
    now,
    counted: counted.join(),
    answer,
  });
  return answer;
}

function askedAnew(proposal: Proposal, known: Known, counted: readonly number[], now: number): ReviewersAnswer {
  const { acts, required, change_set, editors } = proposal;
  return reviewersSatisfied({
    reviewers: required,
    directory: known.directory,
    approvals: counted.map((place) => {
      const { by, role, at } = acts[place]!;
      return role === null ? { by, at } : { by, role, at };
    }),
    now: instantText(now),
    requester: change_set.requester,
    editors,
  });
}

function standingOf(
  proposal: Proposal,
  now: number,
  found: {
    readonly vetoes: readonly number[];
    readonly questions: readonly number[];
    readonly status: ReviewersAnswer["status"];
  },
): Standing {
  if (now >= instantOf(proposal.expires_at)) return "expired";
  if (proposal.override !== null) return "overridden";
  if (found.vetoes.length > 0) return "vetoed";
  if (proposal.decision.outcome === "hold" || found.questions.length > 0 || !isWhole(proposal)) return "held";
  return found.status;
}

/**
 * The place of each person's latest act, by who is one person now: whose accounts are joined later has one opinion, the latest.
 * Answers are no opinion; what was withdrawn leaves nothing behind.
 */
export function latestOf(acts: readonly Act[], people: People): ReadonlySet<number> {
  const byPerson = new Map<string, number>();
  acts.forEach((act, place) => {
    if (act.act !== "answer") byPerson.set(people.personOf(act.by), place);
  });
  return new Set(byPerson.values());
}

function openQuestions(acts: readonly Act[], latest: ReadonlySet<number>): readonly number[] {
  const answered = new Set(
    acts.flatMap((act) => (act.act === "answer" && act.question !== null ? [act.question] : [])),
  );
  return [...latest].filter((place) => acts[place]!.act === "question" && !answered.has(place)).sort((a, b) => a - b);
}

/**
 * Whether its author may still review: active, a person, not excluded, still in the role they acted in. Whom only the rules
 * exclude by now, for what the latest content says, blocks all the same: or a revision could name a rejection away.
 */
function blocks(act: Act, proposal: Proposal, { permitted }: Terms, people: People): boolean {
  const account = people.account(act.by);
  if (account === null || !account.active || account.kind !== "person" || !permitted(account)) return false;
  // Whoever objected while nobody of their role was asked is heard once it is: a proposal may start small and grow.
  if (!act.could_sit && !couldSit({ ...proposal.required, escalations: [] }, account, act.role, 0)) return false;
  if (act.role !== null && !account.roles.has(act.role)) return false;
  const excluded = exclusionOf(proposal, account.id, people);
  return excluded === null || excluded === "excluded";
}

/** Why somebody may not review this; null: they may. */
export function exclusionOf(
  proposal: Pick<Proposal, "change_set" | "editors" | "required">,
  id: string,
  people: People,
): "requester" | "on_behalf_of" | "owner" | "contributor" | "excluded" | null {
  const { change_set, editors, required } = proposal;
  const excluded = excludedPrincipals({
    requester: change_set.requester,
    editors: editors.filter((editor) => editor !== change_set.requester.id),
    named: required.excluded,
    people,
  });
  return excluded.find((one) => one.id === id)?.code ?? null;
}

function notStanding(
  act: Act,
  place: number,
  latest: ReadonlySet<number>,
  proposal: Proposal,
  now: number,
  { approval_ms, strength, permitted }: Terms,
  people: People,
): {
  readonly code: "superseded" | "withdrawn" | "stale_revision" | "expired" | "weak_authentication" | "not_permitted";
  readonly message: string;
} | null {
  if (!latest.has(place)) {
    const person = people.personOf(act.by);
    const later = proposal.acts.findLast((other) => people.personOf(other.by) === person && other.act !== "answer");
    return later?.act === "withdraw"
      ? { code: "withdrawn", message: `${act.by} took it back` }
      : { code: "superseded", message: `${act.by} did something else later, and only the latest act counts` };
  }
  if (act.carried_to !== proposal.revision)
    return {
      code: "stale_revision",
      message: `it was given for revision ${act.revision}, and the content has changed since`,
    };
  const ends = instantOf(act.at) + approval_ms;
  if (now >= ends) return { code: "expired", message: `it held until ${instantText(ends)}` };
  if (act.auth_strength < strength)
    return {
      code: "weak_authentication",
      message: `it was given with strength ${act.auth_strength}; the tier of now asks for ${strength}`,
    };
  const account = people.account(act.by);
  if (account !== null && !permitted(account))
    return { code: "not_permitted", message: `${act.by} may not review any more` };
  return null;
}

/** Whether somebody in a role could take a seat: of one of the sets, or one that an escalation opens. */
export function couldSit(required: Required, account: Account, role: string | null, now: number): boolean {
  const seats = required.sets.flatMap((set) => Object.keys(set));
  if (seats.includes(ANYONE)) return true;
  if (role === null || !account.roles.has(role)) return false;
  return seats.includes(role) || required.escalations.some((one) => one.role === role && instantOf(one.at) <= now);
}
