/** What reviewers do: approve, reject, ask, answer, take back. One person, one hat, one revision. */
import type { Account } from "../../decision/reviewers/directory.ts";
import type { About, Answer, Gate, ProposalView, ReviewAct } from "../api.ts";
import { commentOf, isInvolved, settled, stillOpen, strengthOf, termsOf, theSeen, viewOf } from "../checks.ts";
import { atDesk, type Desk, type Stored } from "../desk.ts";
import type { Act, EventType, Proposal } from "../documents.ts";
import type { Env } from "../env.ts";
import { instantText } from "../instants.ts";
import { may, mayIn } from "../people.ts";
import type { Caller } from "../ports.ts";
import { refuse } from "../refusals.ts";
import { ANYONE, couldSit, exclusionOf, isWhole, latestOf, reviewOf } from "../review.ts";
import { keep } from "../writing.ts";

type Seen = { readonly proposal: ProposalView };

/** More acts of one person than this on one proposal are no review any more. Nobody uses up what others may do. */
export const MOST_ACTS = 100;

const EVENTS = {
  approve: "approved",
  reject: "rejected",
  question: "questioned",
  answer: "answered",
  withdraw: "act_withdrawn",
} as const satisfies Record<Act["act"], EventType>;

export const reviewAct =
  (env: Env, kind: "approve" | "reject" | "question"): ReviewAct =>
  (caller, call) =>
    atDesk<Seen>(env, caller, { proposal: call.proposal, about: kind }, async (desk) => {
      const comment = commentOf(call.comment, kind !== "approve");
      const stored = theSeen(desk);
      if (!may("review", desk.account, env.options.permissions)) return refuse("not_permitted");
      stillOpen(desk, stored);
      sameContent(stored.proposal, call);
      strongEnough(env, caller, stored.proposal);
      const role = hatOf(desk, stored, call.role);
      const could_sit = couldSit(stored.proposal.required, desk.account, role, desk.at);
      return recorded(desk, stored, { act: kind, role, comment, could_sit, question: null });
    });

/** An act is about the content that its author saw. */
export function sameContent(proposal: Proposal, about: About): void {
  if (about.revision !== proposal.revision)
    refuse("stale_revision", `The act is about revision ${about.revision}; the current one is ${proposal.revision}.`);
  if (about.digest !== undefined && about.digest !== proposal.digest)
    refuse("digest_mismatch", `The act is about ${about.digest}; revision ${proposal.revision} is ${proposal.digest}.`);
}

export function strongEnough(env: Env, caller: Caller, proposal: Proposal): void {
  const least = strengthOf(env.options.auth_strength, proposal.decision.tier);
  const own = caller.auth_strength ?? 0;
  if (own < least)
    refuse("weak_authentication", `Tier ${proposal.decision.tier} asks for strength ${least}, the caller has ${own}.`);
}

/** The one role that the caller acts in; null: as a person, without one. Whoever may not review is refused here. */
export function hatOf(desk: Desk, { proposal }: Stored, asked: string | undefined): string | null {
  const { account, known } = desk;
  if (account.kind !== "person") return refuse("non_human", `\`${account.id}\` is of kind ${account.kind}.`);
  const excluded = exclusionOf(proposal, account.id, known.people);
  if (excluded !== null) return refuse(excluded);
  if (asked !== undefined) {
    if (!account.roles.has(asked)) return refuse("role_not_held", `\`${account.id}\` does not hold \`${asked}\`.`);
    return asked;
  }
  return onlyHat(desk, proposal, account);
}

/** Without a name for it: the only role of theirs that is asked for. */
function onlyHat(desk: Desk, { required }: Proposal, account: Account): string | null {
  const seats = [...new Set(required.sets.flatMap((set) => Object.keys(set)))];
  const called = required.escalations.filter(({ at }) => at <= instantText(desk.at)).map(({ role }) => role);
  const own = [...new Set([...seats, ...called])].filter((role) => account.roles.has(role)).sort();
  if (own.length > 1) return refuse("role_missing", `\`${account.id}\` holds ${own.join(" and ")}: name the one.`);
  if (own[0] !== undefined) return own[0];
  if (seats.includes(ANYONE)) return null;
  return refuse(
    "role_missing",
    `\`${account.id}\` holds none of the roles asked for: ${seats.join(", ") || "nobody is"}.`,
  );
}

async function recorded(
  desk: Desk,
  stored: Stored,
  said: Pick<Act, "act" | "role" | "comment" | "could_sit" | "question">,
): Promise<Answer<Seen>> {
  const { proposal } = stored;
  const { account, known } = desk;
  const own = proposal.acts.filter(({ by }) => known.people.personOf(by) === account.person);
  if (own.length >= MOST_ACTS)
    return refuse("too_long", `\`${account.id}\` has done ${MOST_ACTS} things about it already.`);
  const act: Act = {
    ...said,
    by: desk.account.id,
    person: desk.account.person,
    at: instantText(desk.at),
    revision: proposal.revision,
    digest: proposal.digest,
    auth_strength: desk.caller.auth_strength ?? 0,
    carried_to: proposal.revision,
  };
  const acted: Proposal = { ...proposal, acts: [...proposal.acts, act] };
  const after: Proposal = { ...acted, status: settled(desk.env, acted, desk.known, desk.at) };
  const view = viewOf(desk.env, after, desk.known, desk.at);
  await keep(desk, stored, after, {
    event: EVENTS[act.act],
    why: act.comment === "" ? null : act.comment,
    data: { act: { ...act, comment: undefined }, standing: view.review.standing, seats: view.review.seats },
  });
  return { ok: true, proposal: view };
}

/** From the side of who proposed. */
export const answerQuestion =
  (env: Env): Gate["answer"] =>
  (caller, call) =>
    atDesk<Seen>(env, caller, { proposal: call.proposal, about: "answer" }, async (desk) => {
      const comment = commentOf(call.comment, true);
      const stored = theSeen(desk);
      const mine =
        isInvolved(stored.proposal, desk.account.id, desk.known) || stored.proposal.editors.includes(desk.account.id);
      if (!mine && !may("administer", desk.account, env.options.permissions)) return refuse("not_permitted");
      stillOpen(desk, stored);
      const { questions } = reviewOf(stored.proposal, desk.known, desk.at, termsOf(env, stored.proposal.decision.tier));
      const asked = stored.proposal.acts[call.question];
      const open =
        asked?.act === "question" &&
        (questions.includes(call.question) || isUnanswered(desk, stored.proposal, call.question));
      if (!open)
        return refuse(
          "no_question",
          `There is no open question ${call.question}; open are: ${questions.join(", ") || "none"}.`,
        );
      return recorded(desk, stored, { act: "answer", role: null, comment, could_sit: false, question: call.question });
    });

/** A question of somebody who could not sit holds nothing, and may be answered all the same. */
const isUnanswered = ({ known }: Desk, { acts }: Proposal, place: number): boolean =>
  latestOf(acts, known.people).has(place) && !acts.some((act) => act.act === "answer" && act.question === place);

export const withdrawAct =
  (env: Env): Gate["withdrawAct"] =>
  (caller, call) =>
    atDesk<Seen>(env, caller, { proposal: call.proposal, about: "withdraw_act" }, async (desk) => {
      const comment = commentOf(call.comment, false);
      const stored = theSeen(desk);
      stillOpen(desk, stored);
      const { acts } = stored.proposal;
      const { people } = desk.known;
      const own = [...latestOf(acts, people)].find((place) => people.personOf(acts[place]!.by) === desk.account.person);
      const latest = own === undefined ? undefined : acts[own];
      if (latest === undefined || latest.act === "withdraw") return refuse("no_act");
      // Whoever takes back what blocks opens the way; to take back an approval only closes it.
      if (latest.act !== "approve") strongEnough(env, desk.caller, stored.proposal);
      return recorded(desk, stored, { act: "withdraw", role: latest.role, comment, could_sit: false, question: null });
    });

/** Break-glass. */
export const override =
  (env: Env): Gate["override"] =>
  (caller, call) =>
    atDesk<Seen>(env, caller, { proposal: call.proposal, about: "override" }, async (desk) => {
      const reason = commentOf(call.reason, true);
      const stored = theSeen(desk);
      const { proposal } = stored;
      if (!may("override", desk.account, env.options.permissions)) return refuse("not_permitted");
      stillOpen(desk, stored);
      sameContent(proposal, call);
      strongEnough(env, caller, proposal);
      if (call.role === undefined) return refuse("role_missing", "An override names the role that it is given in.");
      const role = hatOf(desk, stored, call.role);
      if (!mayIn(call.role, "override", desk.account, env.options.permissions))
        return refuse("not_permitted", `It is not as ${call.role} that \`${desk.account.id}\` may override.`);
      if (proposal.decision.outcome === "hold" || !isWhole(proposal)) return refuse("not_held_up");
      if (proposal.status !== "held" && proposal.status !== "in_review") return refuse("not_denied");
      const at = instantText(desk.at);
      const lifted: Proposal = {
        ...proposal,
        override: {
          by: desk.account.id,
          role: role!,
          at,
          revision: proposal.revision,
          reason,
          auth_strength: caller.auth_strength ?? 0,
        },
      };
      const after: Proposal = { ...lifted, status: settled(env, lifted, desk.known, desk.at) };
      const before = viewOf(env, proposal, desk.known, desk.at).review;
      await keep(desk, stored, after, {
        event: "overridden",
        why: reason,
        data: { role, open: before.open, vetoes: before.vetoes, questions: before.questions },
      });
      return { ok: true, proposal: viewOf(env, after, desk.known, desk.at) };
    });
