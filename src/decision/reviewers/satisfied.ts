/**
 * Do these approvals fill the seats? Any alternative will do, every seat is taken by another natural person in one role,
 * and the assignment is searched for, so it never matters who approved first.
 */
import type { SeatSet } from "../documents.ts";
import { sortedTexts } from "../read/members.ts";
import { ANYONE, peopleOf } from "./algebra.ts";
import type { Asking } from "./asking.ts";
import { cheapestCompletion } from "./asking.ts";
import type { Counting } from "./counting.ts";
import { countApprovals, dueAt, exclusionsOf, timeOf } from "./counting.ts";
import type { Bottleneck, Candidate } from "./pool.ts";
import { bottleneckInWords, bottleneckOf, groupsWithout, poolOf } from "./pool.ts";
import type {
  AlternativeProgress,
  OpenSeat,
  ReviewersAnswer,
  ReviewersQuestion,
  Seated,
  UncountedApproval,
} from "./question.ts";
import { type SaneQuestion, saneQuestion } from "./sane.ts";
import type { Chair } from "./seating.ts";
import { openSeats, seatVoters } from "./seating.ts";

export type * from "./question.ts";

/** More bottlenecks than this say nothing new. */
const BOTTLENECKS = 10;

/** Pure, deterministic and total; polynomial in people and seats for each alternative. */
export function reviewersSatisfied(asked: ReviewersQuestion): ReviewersAnswer {
  const question = saneQuestion(asked);
  const { sets } = question.reviewers;
  const escalations = question.reviewers.escalations ?? [];
  const { people } = question;
  const excluded = exclusionsOf(question, people);
  const now = timeOf(question);
  const counting = countApprovals(question, people, excluded, now);
  const { voters } = counting;

  const seatings = sets.map((set) => seatVoters(set, voters));
  const met = sets.findIndex((set, index) => seatings[index]!.length === peopleOf(set));

  const relevant = [...sets.flatMap((set) => Object.keys(set)), ...escalations.map((escalation) => escalation.role)];
  const pool = poolOf(people, excluded.keys(), relevant);
  const due = new Set(
    escalations.filter((escalation) => now !== null && dueAt(escalation) <= now).map(({ role }) => role),
  );
  // Who sits already can sit: an approver is never what is lacking.
  const bottlenecks = sets.map((set, index) =>
    seatings[index]!.length === peopleOf(set) ? null : bottleneckOf(set, pool.groups, due),
  );
  const alternatives = sets.map((set, index) => progress(set, seatings[index]!, bottlenecks[index]!));
  const fillable = alternatives.some((alternative) => alternative.fillable);

  const best = met >= 0 || !fillable ? null : fewestAsks();
  const shown = met >= 0 ? met : (best?.alternative ?? nearest(alternatives));
  const chairs = shown === null ? [] : chairsShown(seatings[shown]!, best);

  return {
    status: met >= 0 ? "satisfied" : fillable ? "pending" : "unsatisfiable",
    satisfied: met >= 0,
    alternative: shown,
    seats: chairs.map((chair) => seatedAt(chair)),
    open: shown === null ? [] : open(sets[shown]!, chairs),
    uncounted: uncounted(chairs),
    next: best === null ? null : { alternative: best.alternative, ask: best.completion.ask },
    alternatives,
    fillable,
    lacking: fillable ? [] : lackingWords(sets, bottlenecks),
    fillable_from: fillable ? null : fillableFrom(),
  };

  /** Over all alternatives: the fewest people to ask, the first alternative among equals. */
  function fewestAsks(): { readonly alternative: number; readonly completion: Asking } | null {
    const voting = new Set(voters.map((voter) => voter.person));
    const voted = new Map<string, Candidate>();
    for (const candidate of pool.members) if (voting.has(candidate.person)) voted.set(candidate.person, candidate);
    const voterCandidates = voters.map((voter): Candidate | null => voted.get(voter.person) ?? null);
    const others = groupsWithout(pool.groups, voting);
    const order = sets
      .map((set, alternative) => ({ alternative, atLeast: peopleOf(set) - seatings[alternative]!.length }))
      .filter(({ alternative }) => alternatives[alternative]!.fillable)
      .sort((x, y) => x.atLeast - y.atLeast || x.alternative - y.alternative);
    let found: { readonly alternative: number; readonly completion: Asking } | null = null;
    for (const { alternative, atLeast } of order) {
      if (found !== null && atLeast > found.completion.ask.length) break;
      const completion = cheapestCompletion({ set: sets[alternative]!, voters, voterCandidates, others, due });
      if (completion !== null && (found === null || completion.cost < found.completion.cost))
        found = { alternative, completion };
    }
    return found;
  }

  function seatedAt({ seat, hat, escalated, voter }: Chair): Seated {
    return { seat, by: hat.account, person: voters[voter]!.person, role: hat.role, escalated, approval: hat.approval };
  }

  function open(set: SeatSet, taken: readonly Chair[]): readonly OpenSeat[] {
    const sitting = new Set(taken.map((chair) => voters[chair.voter]!.person));
    const free = pool.members.filter((candidate) => !sitting.has(candidate.person));
    const escalating = sortedTexts(due);
    return Object.entries(openSeats(set, taken)).map(([seat, count]) => {
      const holders: string[] = [];
      const called: string[] = [];
      for (const { account, roles } of free) {
        const own = seat === ANYONE ? account : roles.get(seat);
        if (own !== undefined) holders.push(own);
        else {
          const role = escalating.find((due) => roles.has(due));
          if (role !== undefined) called.push(roles.get(role)!);
        }
      }
      return { seat, count, eligible: [...holders, ...called] };
    });
  }

  function uncounted(taken: readonly Chair[]): readonly UncountedApproval[] {
    const sitting = new Map(taken.map((chair) => [voters[chair.voter]!.person, chair]));
    const elsewhere = new Set(seatings.flatMap((chairs) => chairs.map((chair) => voters[chair.voter]!.person)));
    return [...counting.refused, ...surplus(counting, question, sitting, elsewhere)].sort(
      (x, y) => x.approval - y.approval,
    );
  }

  function fillableFrom(): string | null {
    const reached = new Set(due);
    for (const escalation of [...escalations].sort((x, y) => dueAt(x) - dueAt(y))) {
      if (dueAt(escalation) === Number.POSITIVE_INFINITY) break;
      reached.add(escalation.role);
      if (sets.some((set) => bottleneckOf(set, pool.groups, reached) === null)) return escalation.at;
    }
    return null;
  }
}

function progress(set: SeatSet, chairs: readonly Chair[], bottleneck: Bottleneck | null): AlternativeProgress {
  return {
    set,
    seated: chairs.length,
    people: peopleOf(set),
    missing: openSeats(set, chairs),
    fillable: bottleneck === null,
    bottleneck,
  };
}

/** The alternative with the fewest seats open; null where there is none. */
function nearest(alternatives: readonly AlternativeProgress[]): number | null {
  let best: number | null = null;
  alternatives.forEach((alternative, index) => {
    const left = alternative.people - alternative.seated;
    if (best === null || left < alternatives[best]!.people - alternatives[best]!.seated) best = index;
  });
  return best;
}

/**
 * Where as many sit in the solution that asks the fewest, show that one: its open seats are those that the asked people
 * take. (It can seat fewer, where somebody is asked to change hats.)
 */
function chairsShown(seated: readonly Chair[], best: { readonly completion: Asking } | null): readonly Chair[] {
  return best !== null && best.completion.chairs.length === seated.length ? best.completion.chairs : seated;
}

/** Approvals that could count and fill no seat. */
function surplus(
  counting: Counting,
  question: SaneQuestion,
  sitting: ReadonlyMap<string, Chair>,
  elsewhere: ReadonlySet<string>,
): readonly UncountedApproval[] {
  const found: UncountedApproval[] = [];
  for (const [person, approvals] of counting.approvalsOf) {
    const chair = sitting.get(person);
    approvals.forEach((approval, place) => {
      if (chair?.hat.approval === approval) return;
      const { by, role = null } = question.approvals[approval]!;
      const say = (code: UncountedApproval["code"], message: string) =>
        found.push({ approval, by, role, code, message });
      if (chair !== undefined)
        say("duplicate_person", `${person} already takes the seat of ${chair.seat}; one person, one seat`);
      else if (place > 0) say("duplicate_person", `${person} has approved already; one person, one seat`);
      else if (elsewhere.has(person))
        say(
          "other_alternative",
          `${person} would take a seat in another set of reviewers, which is further from complete`,
        );
      else say("not_needed", `the seats that ${person} could take are taken`);
    });
  }
  return found;
}

function lackingWords(sets: readonly SeatSet[], bottlenecks: readonly (Bottleneck | null)[]): readonly string[] {
  if (sets.length === 0) return ["no set of reviewers meets what is asked for"];
  const words = bottlenecks.flatMap((bottleneck) => (bottleneck === null ? [] : [bottleneckInWords(bottleneck)]));
  return [...new Set(words)].slice(0, BOTTLENECKS);
}
