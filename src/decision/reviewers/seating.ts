/**
 * Seating people who have approved. People are tried in the order given and nobody who sits is sent away again, they only
 * move up (Kuhn 1955); so the seated are the first, in that order, who can sit together, and as many as possible.
 */
import type { SeatSet } from "../documents.ts";

/** An approval as it may count: made in a hat. */
export interface Hat {
  readonly approval: number;
  readonly account: string;
  /** Null: no role was named, and the seat asks for none. */
  readonly role: string | null;
}

/** A natural person who has approved. */
export interface Voter {
  readonly person: string;
  /** By the role of the seat that the hat may take. */
  readonly hats: ReadonlyMap<string, Hat>;
  /** A hat of an escalation role: any seat that is left. */
  readonly escalation: Hat | null;
}

export interface Chair {
  readonly voter: number;
  readonly seat: string;
  readonly hat: Hat;
  readonly escalated: boolean;
}

/** Polynomial: people × seats. First in the roles they hold; escalations only take what is left then. */
export function seatVoters(set: SeatSet, voters: readonly Voter[]): readonly Chair[] {
  const seats = Object.keys(set);
  const sitting = new Map<string, number[]>(seats.map((seat) => [seat, []]));
  const seatOf = new Map<number, string>();
  let left = Object.values(set).reduce((sum, count) => sum + count, 0);

  for (const escalating of [false, true]) {
    for (let voter = 0; voter < voters.length && left > 0; voter++) {
      if (!seatOf.has(voter) && sit(voter, escalating)) left--;
    }
  }
  return [...seatOf]
    .sort(([x], [y]) => x - y)
    .map(([voter, seat]) => {
      const own = voters[voter]!.hats.get(seat);
      return { voter, seat, hat: own ?? voters[voter]!.escalation!, escalated: own === undefined };
    });

  function may(voter: number, seat: string, escalating: boolean): boolean {
    const { hats, escalation } = voters[voter]!;
    return hats.has(seat) || (escalating && escalation !== null);
  }

  /** Breadth first over seats: from one that is full, whoever sits there may move on. */
  function sit(voter: number, escalating: boolean): boolean {
    const from = new Map<string, number>();
    const queue: string[] = [];
    const reach = (mover: number): void => {
      for (const seat of seats) {
        if (from.has(seat) || !may(mover, seat, escalating)) continue;
        from.set(seat, mover);
        queue.push(seat);
      }
    };
    reach(voter);
    for (const seat of queue) {
      const here = sitting.get(seat)!;
      if (here.length < set[seat]!) {
        for (let to = seat; ; ) {
          const mover = from.get(to)!;
          const was = seatOf.get(mover);
          sitting.get(to)!.push(mover);
          seatOf.set(mover, to);
          if (was === undefined) return true;
          sitting.set(
            was,
            sitting.get(was)!.filter((other) => other !== mover),
          );
          to = was;
        }
      }
      for (const occupant of here) reach(occupant);
    }
    return false;
  }
}

/** The seats that an alternative asks for and nobody has taken. */
export function openSeats(set: SeatSet, chairs: readonly Chair[]): SeatSet {
  const left = new Map(Object.entries(set));
  for (const chair of chairs) left.set(chair.seat, left.get(chair.seat)! - 1);
  return Object.fromEntries([...left].filter(([, count]) => count > 0));
}
