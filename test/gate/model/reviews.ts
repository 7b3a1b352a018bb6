/**
 * Whether the reviewers have agreed, by trying every way to seat them: written from the design, with none of the gate's code,
 * so that the two can disagree.
 */
import type { Directory } from "../../../src/decision/documents.ts";
import type { Seats } from "./rules.ts";

export interface ActSeen {
  readonly act: string;
  readonly by: string;
  readonly role: string | null;
  readonly at: number;
  /** The latest revision that it is about. */
  revision: number;
  /** Which act an answer answers. */
  readonly question: number | null;
  /** They could have taken a seat with it. */
  readonly could_sit: boolean;
}

export interface Reviewed {
  readonly seats: Seats;
  readonly escalates: number;
  readonly revision: number;
  readonly acts: readonly ActSeen[];
  readonly requester: string;
  readonly owner: string | null;
  readonly editors: ReadonlySet<string>;
  /** Who was excluded by the decisions that it was held to. */
  readonly barred: ReadonlySet<string>;
}

type Listed = Directory["principals"][string];

const listed = (directory: Directory, id: string): Listed | undefined => directory.principals[id];
export const personOf = (directory: Directory, id: string): string => listed(directory, id)?.person ?? id;
export const isActive = (directory: Directory, id: string): boolean =>
  listed(directory, id) !== undefined && listed(directory, id)!.active !== false;
export const holds = (directory: Directory, id: string, role: string): boolean =>
  listed(directory, id)?.roles?.includes(role) ?? false;

/** Everybody who has a part in what is proposed, under all of their accounts. */
export function involved(directory: Directory, proposal: Reviewed): ReadonlySet<string> {
  const found = new Set([proposal.requester, ...proposal.editors]);
  if (proposal.owner !== null) found.add(proposal.owner);
  for (const one of found) {
    const owner = listed(directory, one)?.owner;
    if (owner !== undefined) found.add(owner);
  }
  return accounts(directory, found);
}

function accounts(directory: Directory, of: ReadonlySet<string>): ReadonlySet<string> {
  const persons = new Set([...of].map((id) => personOf(directory, id)));
  return new Set([...of, ...Object.keys(directory.principals).filter((id) => persons.has(personOf(directory, id)))]);
}

/** An active person who has no part in it now. */
const isFree = (directory: Directory, id: string, proposal: Reviewed): boolean =>
  isActive(directory, id) &&
  (listed(directory, id)!.kind ?? "person") === "person" &&
  !involved(directory, proposal).has(id);

/** Whoever may review at all: also not who had a part in it when it was decided. */
export const mayReview = (directory: Directory, id: string, proposal: Reviewed): boolean =>
  isFree(directory, id, proposal) && !accounts(directory, proposal.barred).has(id);

/** Whether an act in a role could take a seat. */
export const couldSit = ({ seats, escalates }: Reviewed, role: string | null, at: number): boolean =>
  role !== null && (Object.hasOwn(seats, role) || (role === "director" && at >= escalates));

/** The latest act of each person, whoever is one person now; answers are none. */
export function latest(directory: Directory, acts: readonly ActSeen[]): readonly ActSeen[] {
  const opinions = acts.filter(({ act }) => act !== "answer");
  const same = (a: ActSeen, b: ActSeen): boolean => personOf(directory, a.by) === personOf(directory, b.by);
  return opinions.filter((act, place) => !opinions.slice(place + 1).some((later) => same(later, act)));
}

const inRole = (directory: Directory, { by, role }: ActSeen): boolean => role === null || holds(directory, by, role);

/** A rejection or a question holds up as long as its author has no part in it: whom rules exclude later has been heard. */
const stands = (directory: Directory, proposal: Reviewed, act: ActSeen): boolean =>
  isFree(directory, act.by, proposal) && inRole(directory, act);

/** They could have taken a seat then, or could by now, other than by escalation. */
const heard = ({ seats }: Reviewed, { could_sit, role }: ActSeen): boolean =>
  could_sit || (role !== null && Object.hasOwn(seats, role));

export const vetoed = (directory: Directory, proposal: Reviewed): boolean =>
  latest(directory, proposal.acts).some(
    (act) => act.act === "reject" && heard(proposal, act) && stands(directory, proposal, act),
  );

export const questioned = (directory: Directory, proposal: Reviewed): boolean =>
  latest(directory, proposal.acts).some(
    (act) =>
      act.act === "question" &&
      heard(proposal, act) &&
      stands(directory, proposal, act) &&
      !proposal.acts.some((other) => other.act === "answer" && proposal.acts[other.question!] === act),
  );

/** Every seat has another person in it, in one role. */
export function seated(directory: Directory, proposal: Reviewed, now: number, approval_ms: number): boolean {
  const approvals = latest(directory, proposal.acts).filter(
    (act) =>
      act.act === "approve" &&
      act.revision === proposal.revision &&
      now < act.at + approval_ms &&
      mayReview(directory, act.by, proposal) &&
      inRole(directory, act),
  );
  const empty = Object.entries(proposal.seats).flatMap(([role, count]) => Array.from({ length: count }, () => role));
  const fill = (place: number, sitting: ReadonlySet<string>): boolean =>
    place === empty.length ||
    approvals.some(({ by, role, at }) => {
      const person = personOf(directory, by);
      const fits = role === empty[place] || (role === "director" && at >= proposal.escalates);
      return fits && !sitting.has(person) && fill(place + 1, new Set([...sitting, person]));
    });
  return fill(0, new Set());
}

/** Both: of each role the more. */
export function both(a: Seats, b: Seats): Seats {
  const roles = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return Object.fromEntries(roles.map((role) => [role, Math.max(a[role] ?? 0, b[role] ?? 0)]));
}

export const asksMore = (now: Seats, before: Seats): boolean =>
  Object.entries(now).some(([role, count]) => count > (before[role] ?? 0));
