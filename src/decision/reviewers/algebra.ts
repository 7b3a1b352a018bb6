/**
 * Required reviewer sets. A requirement means a set of alternatives, each a multiset of roles; only the minimal ones are
 * kept, so a requirement is an antichain that stands for the upward-closed set of role counts above it. In that reading
 * `join` is intersection, `either` is union and `add` is the sum of sets (Minkowski), from which every law follows.
 *
 * The role `person` is a seat for any eligible person. `{ finance: 1, person: 2 }` means: somebody from finance, and three
 * people in all. So what counts for it is the total: joined with a requirement that asks for as many people anyway, it
 * disappears.
 */
import type { SeatSet } from "../documents.ts";
import {
  ANYONE,
  anyone,
  below,
  type Crew,
  compareCrews,
  crewOf,
  keyOf,
  larger,
  seatSetOf,
  sum,
  together,
} from "./crew.ts";
import { ceilingOf, choose, manageable } from "./extent.ts";

export type { SeatSet } from "../documents.ts";
export { ANYONE };

/** Minimal alternatives in canonical order. `[{}]` asks for nobody; `[]` cannot be met by anybody. */
export type SeatSets = readonly SeatSet[];

/** More alternatives than the bound. Absorbing: whatever is computed from it is it. */
export const TOO_MANY = "too_many";
export type Alternatives = SeatSets | typeof TOO_MANY;

export const NOBODY: SeatSets = [{}];
export const IMPOSSIBLE: SeatSets = [];

/** One clause may offer this many alternatives. */
export const ALTERNATIVES_PER_CLAUSE = 2_000;
/** All clauses of a decision together. */
export const ALTERNATIVES_PER_JOIN = 10_000;
/** How many combinations one step looks at before it gives up. What is `manageable` never gets there. */
const COMBINATIONS = 100_000;

/** A requirement whose approval tables have been looked up. `join`: every part is demanded, as between clauses. */
export type ResolvedRequirement =
  | { readonly op: "seats"; readonly count: number; readonly role: string }
  | { readonly op: "any" | "roles"; readonly count: number; readonly roles: readonly string[] }
  | { readonly op: "and" | "or" | "join"; readonly parts: readonly ResolvedRequirement[] }
  | { readonly op: "nobody" };

/** `n of role`. */
export function seats(role: string, n: number): SeatSets {
  return n > 0 ? [Object.fromEntries([[role, n]])] : NOBODY;
}

/**
 * Between clauses: both are demanded, and one approval serves all that ask for its role. Per role the larger count.
 * What already meets the other side needs no partner: any pair with it is at least as strict. So joining a requirement
 * with itself, or with a looser one, stays small.
 */
export function join(a: Alternatives, b: Alternatives): Alternatives {
  if (a === TOO_MANY || b === TOO_MANY) return TOO_MANY;
  const left = a.map(crewOf);
  const right = b.map(crewOf);
  const meets = (others: readonly Crew[]) => (crew: Crew) => others.some((other) => below(other, crew));
  const alone = new Set([...left.filter(meets(right)), ...right.filter(meets(left))]);
  const leftRest = left.filter((crew) => !alone.has(crew));
  const rightRest = right.filter((crew) => !alone.has(crew));
  if (leftRest.length * rightRest.length > COMBINATIONS) return TOO_MANY;
  return minimalCrews([...alone, ...leftRest.flatMap((crew) => rightRest.map((other) => larger(crew, other)))]);
}

/** `and` inside one requirement: seats add up. */
export function add(a: Alternatives, b: Alternatives): Alternatives {
  if (a === TOO_MANY || b === TOO_MANY || a.length * b.length > COMBINATIONS) return TOO_MANY;
  const right = b.map(crewOf);
  return minimalCrews(a.map(crewOf).flatMap((crew) => right.map((other) => sum(crew, other))));
}

/** `or`: whatever meets one of the two. */
export function either(a: Alternatives, b: Alternatives): Alternatives {
  if (a === TOO_MANY || b === TOO_MANY) return TOO_MANY;
  return minimal([...a, ...b]);
}

/** Only the minimal alternatives, in canonical order: equal requirements are equal bytes. */
export function minimal(sets: readonly SeatSet[]): Alternatives {
  return minimalCrews(sets.map(crewOf));
}

/** The join of many, in any order. */
export function joinAll(parts: readonly Alternatives[]): Alternatives {
  return parts.reduce<Alternatives>((all, part) => join(all, part), NOBODY);
}

/** The smallest number of different people that any alternative needs; 0 where no alternative is left. */
export function people(sets: SeatSets): number {
  let least = Number.POSITIVE_INFINITY;
  for (const set of sets) least = Math.min(least, peopleOf(set));
  return Number.isFinite(least) ? least : 0;
}

/** How many people one alternative needs. */
export function peopleOf(set: SeatSet): number {
  let sum = 0;
  for (const count of Object.values(set)) sum += count;
  return sum;
}

/** Does whoever meets `strict` meet `loose`? */
export function implies(strict: SeatSets, loose: SeatSets): boolean {
  const lower = loose.map(crewOf);
  return strict.map(crewOf).every((crew) => lower.some((candidate) => below(candidate, crew)));
}

/** The alternatives of one clause. What must be too many by its shape is not multiplied out to find that. */
export function fromRequirement(requirement: ResolvedRequirement): Alternatives {
  if (!manageable([requirement], ALTERNATIVES_PER_JOIN)) return TOO_MANY;
  const sets = expand(requirement);
  return sets !== TOO_MANY && sets.length > ALTERNATIVES_PER_CLAUSE ? TOO_MANY : sets;
}

/**
 * What all of these demand together. Whether that is too many is told from their shape alone, so that one more requirement
 * never makes it fewer; see `extent.ts`.
 */
export function demanded(requirements: readonly ResolvedRequirement[]): Alternatives {
  return manageable(requirements, ALTERNATIVES_PER_JOIN) ? expand({ op: "join", parts: requirements }) : TOO_MANY;
}

/**
 * One alternative above all others of a requirement, for use where they are too many to list: per role the most that any
 * alternative asks for. Whoever meets it meets the requirement.
 */
export function ceiling(requirement: ResolvedRequirement): SeatSet {
  return seatSetOf(ceilingOf(requirement));
}

function expand(requirement: ResolvedRequirement): Alternatives {
  switch (requirement.op) {
    case "nobody":
      return NOBODY;
    case "seats":
      return seats(requirement.role, requirement.count);
    case "any":
      return anyOf(requirement.count, distinct(requirement.roles), true);
    case "roles":
      return anyOf(requirement.count, distinct(requirement.roles), false);
    case "and":
      return combined(requirement.parts.map(expand), "sum");
    case "join":
      return combined(requirement.parts.map(expand), "larger");
    case "or": {
      const parts = requirement.parts.map(expand);
      return parts.includes(TOO_MANY) ? TOO_MANY : minimal((parts as readonly SeatSets[]).flat());
    }
  }
}

/** All parts at once. Those that leave no choice, often nearly all of them, come to one crew in one pass. */
function combined(parts: readonly Alternatives[], how: "sum" | "larger"): Alternatives {
  const certain = parts.flatMap((part) => (part !== TOO_MANY && part.length === 1 ? part.map(crewOf) : []));
  const first: Alternatives = [seatSetOf(together(certain, how))];
  const open = parts.filter((part) => part === TOO_MANY || part.length !== 1);
  return open.reduce((all, part) => (how === "sum" ? add(all, part) : join(all, part)), first);
}

/** Every way to take `count` from `roles`, a role more than once only with `repeat`. */
function anyOf(count: number, roles: readonly string[], repeat: boolean): Alternatives {
  if (count <= 0) return NOBODY;
  const choices = repeat ? choose(roles.length + count - 1, count) : choose(roles.length, count);
  if (choices > ALTERNATIVES_PER_CLAUSE) return TOO_MANY;
  const found: SeatSet[] = [];
  const taken = roles.map(() => 0);
  const take = (index: number, left: number): void => {
    if (left === 0) {
      found.push(Object.fromEntries(roles.flatMap((role, i) => (taken[i]! > 0 ? [[role, taken[i]!] as const] : []))));
      return;
    }
    if (index === roles.length) return;
    const most = repeat ? left : Math.min(1, left);
    const least = index === roles.length - 1 ? left : 0;
    for (let n = least; n <= most; n++) {
      taken[index] = n;
      take(index + 1, left - n);
    }
    taken[index] = 0;
  };
  take(0, count);
  return minimal(found);
}

/** Dedupe, drop what another lies below, sort. Smaller crews come first, so what is kept once stays. */
function minimalCrews(crews: readonly Crew[]): Alternatives {
  const distinctOnes = new Map<string, Crew>();
  for (const crew of crews) distinctOnes.set(keyOf(crew), crew);
  const kept: Crew[] = [];
  // Of two different crews of one size the first can only lie below the second by its seats for anybody.
  const covers = (crew: Crew) => (other: Crew) => (other.total < crew.total || anyone(other) > 0) && below(other, crew);
  for (const crew of [...distinctOnes.values()].sort(compareCrews)) {
    if (kept.some(covers(crew))) continue;
    if (kept.length === ALTERNATIVES_PER_JOIN) return TOO_MANY;
    kept.push(crew);
  }
  return kept.map(seatSetOf);
}

function distinct(roles: readonly string[]): readonly string[] {
  return [...new Set(roles)];
}
