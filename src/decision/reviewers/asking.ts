/** Whom to ask next: the fewest people whose approvals complete an alternative, given those that count already. */
import type { SeatSet } from "../documents.ts";
import { compareTexts, sortedTexts } from "../read/members.ts";
import { ANYONE, peopleOf } from "./algebra.ts";
import type { Candidate, Group } from "./pool.ts";
import type { Ask } from "./question.ts";
import type { Chair, Voter } from "./seating.ts";
import type { Arc } from "./transport.ts";
import { transport } from "./transport.ts";

/** One more person to ask outweighs any number of escalations among them. */
const ASK = 1_000_000;
const ESCALATE = 1;

export interface Asking {
  readonly ask: readonly Ask[];
  /** Where those who have approved sit in that solution. */
  readonly chairs: readonly Chair[];
  readonly cost: number;
}

export interface AskingQuestion {
  readonly set: SeatSet;
  readonly voters: readonly Voter[];
  /** The voters again, as people of the directory: they may be asked to approve in another role. */
  readonly voterCandidates: readonly (Candidate | null)[];
  /** Everybody else who may review, grouped by roles. */
  readonly others: readonly Group[];
  /** Escalation roles that are due now. */
  readonly due: ReadonlySet<string>;
}

/** Null: not even everybody together completes it. Ties go to roles held before escalations, then to the first by id. */
export function cheapestCompletion({ set, voters, voterCandidates, others, due }: AskingQuestion): Asking | null {
  const seats = Object.keys(set);
  const total = peopleOf(set);

  const voterArcs = voters.map((voter, index) =>
    seats.flatMap((seat, sink): Arc[] => {
      if (voter.hats.has(seat) || voter.escalation !== null)
        return [{ sink, cost: voter.hats.has(seat) ? 0 : ESCALATE }];
      const cost = costOf(seat, voterCandidates[index] ?? null);
      return cost === null ? [] : [{ sink, cost }];
    }),
  );
  const otherArcs = others.map((group) =>
    seats.flatMap((seat, sink): Arc[] => {
      const cost = costOf(seat, group.members[0] ?? null);
      return cost === null ? [] : [{ sink, cost }];
    }),
  );
  const arcs = [...voterArcs, ...otherArcs];
  const result = transport({
    supply: [...voters.map(() => 1), ...others.map((group) => Math.min(group.members.length, total))],
    demand: seats.map((seat) => set[seat]!),
    arcs,
  });
  if (result.bottleneck !== null) return null;

  const ask: Ask[] = [];
  const chairs: Chair[] = [];
  result.flow.forEach((flow, source) => {
    let member = 0;
    flow.forEach((amount, index) => {
      const { sink, cost } = arcs[source]![index]!;
      const seat = seats[sink]!;
      for (let n = 0; n < amount; n++) {
        if (source >= voters.length) {
          ask.push(askOf(others[source - voters.length]!.members[member++]!, seat, false));
        } else if (cost >= ASK) {
          ask.push(askOf(voterCandidates[source]!, seat, true));
        } else {
          const own = voters[source]!.hats.get(seat);
          chairs.push({ voter: source, seat, hat: own ?? voters[source]!.escalation!, escalated: own === undefined });
        }
      }
    });
  });
  ask.sort((x, y) => compareTexts(x.seat, y.seat) || compareTexts(x.by, y.by));
  return { ask, chairs, cost: result.cost };

  function costOf(seat: string, candidate: Candidate | null): number | null {
    if (candidate === null) return null;
    if (seat === ANYONE || candidate.roles.has(seat)) return ASK;
    return dueRole(candidate) === undefined ? null : ASK + ESCALATE;
  }

  function dueRole(candidate: Candidate): string | undefined {
    return sortedTexts(due).find((role) => candidate.roles.has(role));
  }

  function askOf(candidate: Candidate, seat: string, again: boolean): Ask {
    if (seat === ANYONE) return { by: candidate.account, role: null, seat, escalated: false, again };
    const account = candidate.roles.get(seat);
    if (account !== undefined) return { by: account, role: seat, seat, escalated: false, again };
    const role = dueRole(candidate)!;
    return { by: candidate.roles.get(role)!, role, seat, escalated: true, again };
  }
}
