/**
 * Required reviewer sets. A requirement means a set of alternatives, each a multiset of roles; only the minimal ones are
 * kept, so a requirement is an antichain that stands for the upward-closed set of role counts above it. In that reading
 * `join` is intersection, `either` is union and `add` is the sum of sets (Minkowski), from which every law follows.
 *
 * The role `person` is a seat for any eligible person. `{ finance: 1, person: 2 }` means: somebody from finance, and three
 * people in all. So what counts for it is the total: joined with a requirement that asks for as many people anyway, it
 * disappears.
 */
import type { RequirementExpr } from "../../model/expression.ts";
import type { SeatSet } from "../documents.ts";

export type { SeatSet } from "../documents.ts";

/** Minimal alternatives in canonical order. `[{}]` asks for nobody; `[]` cannot be met by anybody. */
export type SeatSets = readonly SeatSet[];

/** More alternatives than the bound. Absorbing: whatever is computed from it is it. */
export const TOO_MANY = "too_many";
export type Alternatives = SeatSets | typeof TOO_MANY;

/** The seat that any eligible person may take. */
export const ANYONE = "person";

export const NOBODY: SeatSets = [{}];
export const IMPOSSIBLE: SeatSets = [];

/** One clause may offer this many alternatives. */
export const ALTERNATIVES_PER_CLAUSE = 2_000;
/** All clauses of a decision together. */
export const ALTERNATIVES_PER_JOIN = 10_000;
/** How many combinations one step looks at before it gives up; bounds time, not meaning. */
const COMBINATIONS = 100_000;

/** A requirement whose approval tables have been looked up. `join`: every part is demanded, as between clauses. */
export type ResolvedRequirement =
  | { readonly op: "seats"; readonly count: number; readonly role: string }
  | { readonly op: "any" | "roles"; readonly count: number; readonly roles: readonly string[] }
  | { readonly op: "and" | "or" | "join"; readonly parts: readonly ResolvedRequirement[] }
  | { readonly op: "nobody" };

/** Turns a requirement into its resolved form; `lookUp` answers for approval tables (the join of all rows that may fit). */
export function resolveRequirement(
  requirement: RequirementExpr<unknown>,
  lookUp: (table: string, args: Extract<RequirementExpr<unknown>, { op: "table" }>["args"]) => ResolvedRequirement,
): ResolvedRequirement {
  switch (requirement.op) {
    case "seats":
    case "any":
    case "roles":
    case "nobody":
      return requirement;
    case "and":
    case "or":
      return { op: requirement.op, parts: requirement.parts.map((part) => resolveRequirement(part, lookUp)) };
    case "table":
      return lookUp(requirement.table, requirement.args);
  }
}

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
  const roles = rolesOf([...a, ...b]);
  const left = a.map((set) => toVector(set, roles));
  const right = b.map((set) => toVector(set, roles));
  const meets = (others: readonly Vector[]) => (vector: Vector) => others.some((other) => below(other, vector));
  const leftMeets = left.filter(meets(right));
  const rightMeets = right.filter(meets(left));
  const alone = new Set([...leftMeets, ...rightMeets]);
  const leftRest = left.filter((vector) => !alone.has(vector));
  const rightRest = right.filter((vector) => !alone.has(vector));
  if (leftRest.length * rightRest.length > COMBINATIONS) return TOO_MANY;
  const pairs = leftRest.flatMap((vector) => rightRest.map((other) => larger(vector, other)));
  return fromVectors([...leftMeets, ...rightMeets, ...pairs], roles);
}

/** `and` inside one requirement: seats add up. */
export function add(a: Alternatives, b: Alternatives): Alternatives {
  if (a === TOO_MANY || b === TOO_MANY || a.length * b.length > COMBINATIONS) return TOO_MANY;
  const roles = rolesOf([...a, ...b]);
  const right = b.map((set) => toVector(set, roles));
  const sums = a.flatMap((set) => {
    const left = toVector(set, roles);
    return right.map((other) => left.map((count, index) => count + other[index]!));
  });
  return fromVectors(sums, roles);
}

/** `or`: whatever meets one of the two. */
export function either(a: Alternatives, b: Alternatives): Alternatives {
  if (a === TOO_MANY || b === TOO_MANY) return TOO_MANY;
  return minimal([...a, ...b]);
}

/** Only the minimal alternatives, in canonical order: equal requirements are equal bytes. */
export function minimal(sets: readonly SeatSet[]): Alternatives {
  const roles = rolesOf(sets);
  return fromVectors(
    sets.map((set) => toVector(set, roles)),
    roles,
  );
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
  const roles = rolesOf([...strict, ...loose]);
  const lower = loose.map((set) => toVector(set, roles));
  return strict.every((set) => lower.some((candidate) => below(candidate, toVector(set, roles))));
}

/** Same alternatives? Both must be canonical. */
export function sameSets(a: SeatSets, b: SeatSets): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The alternatives of one clause. */
export function fromRequirement(requirement: ResolvedRequirement): Alternatives {
  const sets = expand(requirement);
  return sets !== TOO_MANY && sets.length > ALTERNATIVES_PER_CLAUSE ? TOO_MANY : sets;
}

/**
 * One alternative above all others of a requirement, for use where they are too many to list: per role the most that any
 * alternative asks for. Whoever meets it meets the requirement.
 */
export function ceiling(requirement: ResolvedRequirement): SeatSet {
  switch (requirement.op) {
    case "nobody":
      return {};
    case "seats":
      return seats(requirement.role, requirement.count)[0]!;
    case "any":
      return Object.fromEntries(distinct(requirement.roles).map((role) => [role, requirement.count] as const));
    case "roles":
      return Object.fromEntries(distinct(requirement.roles).map((role) => [role, 1] as const));
    case "and":
    case "or":
    case "join": {
      const parts = requirement.parts.map(ceiling);
      const roles = rolesOf(parts);
      const vectors = parts.map((part) => toVector(part, roles));
      const fold = requirement.op === "and" ? (x: number, y: number) => x + y : Math.max;
      return toSet(
        vectors.reduce(
          (all, vector) => all.map((count, index) => fold(count, vector[index]!)),
          roles.map(() => 0),
        ),
        roles,
      );
    }
  }
}

// ------------------------------------------------------------------------------------------------------- vectors

/** Counts by role in the order of a role list whose first entry is `person`. */
type Vector = readonly number[];

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
      return requirement.parts.reduce<Alternatives>((all, part) => add(all, expand(part)), NOBODY);
    case "join":
      return requirement.parts.reduce<Alternatives>((all, part) => join(all, expand(part)), NOBODY);
    case "or":
      return requirement.parts.reduce<Alternatives>((all, part) => either(all, expand(part)), IMPOSSIBLE);
  }
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

/** n over k, or infinity once it is past every bound. */
function choose(n: number, k: number): number {
  if (k < 0 || k > n) return 0;
  let result = 1;
  for (let i = 1; i <= Math.min(k, n - k); i++) {
    result = (result * (n - Math.min(k, n - k) + i)) / i;
    if (result > COMBINATIONS) return Number.POSITIVE_INFINITY;
  }
  return Math.round(result);
}

/** Per role the larger count, and as many people in all as the larger of the two asks for. */
function larger(a: Vector, b: Vector): Vector {
  const counts = a.map((count, index) => (index === 0 ? 0 : Math.max(count, b[index]!)));
  counts[0] = Math.max(0, Math.max(size(a), size(b)) - size(counts));
  return counts;
}

/** Dedupe, drop what another lies below, sort. Those of fewer people come first, so what is kept once stays. */
function fromVectors(vectors: readonly Vector[], roles: readonly string[]): Alternatives {
  const distinctOnes = new Map<string, Vector>();
  for (const vector of vectors) distinctOnes.set(vector.join(), vector);
  const order = [...distinctOnes.values()].sort((x, y) => size(x) - size(y) || compareSets(x, y));
  const kept: Vector[] = [];
  const sizes: number[] = [];
  for (const vector of order) {
    const total = size(vector);
    let dominated = false;
    // INVARIANT: of two different vectors of the same size neither lies below the other, unless `person` stands in for a role.
    for (let i = 0; i < kept.length && sizes[i]! <= total && !dominated; i++) {
      if ((sizes[i]! < total || kept[i]![0]! > 0) && below(kept[i]!, vector)) dominated = true;
    }
    if (dominated) continue;
    if (kept.length === ALTERNATIVES_PER_JOIN) return TOO_MANY;
    kept.push(vector);
    sizes.push(total);
  }
  return kept.map((vector) => toSet(vector, roles));
}

/** Is `low` met by whoever meets `high`? Per role at least as many, and at least as many people in all. */
function below(low: Vector, high: Vector): boolean {
  for (let i = 1; i < low.length; i++) if (low[i]! > high[i]!) return false;
  return size(low) <= size(high);
}

/**
 * Among sets of the same size: more open seats first, so that `{ person: 1 }` is seen before what it makes superfluous;
 * then the one with more of the first role, so that `{ a: 2 } { a: 1, b: 1 } { b: 2 }` reads as one would list it.
 */
function compareSets(x: Vector, y: Vector): number {
  for (let i = 0; i < x.length; i++) if (x[i] !== y[i]) return y[i]! - x[i]!;
  return 0;
}

function size(vector: Vector): number {
  let sum = 0;
  for (const count of vector) sum += count;
  return sum;
}

function rolesOf(sets: readonly SeatSet[]): readonly string[] {
  const names = new Set<string>();
  for (const set of sets) for (const role of Object.keys(set)) names.add(role);
  names.delete(ANYONE);
  return [ANYONE, ...[...names].sort()];
}

function toVector(set: SeatSet, roles: readonly string[]): Vector {
  return roles.map((role) => (Object.hasOwn(set, role) ? set[role]! : 0));
}

function toSet(vector: Vector, roles: readonly string[]): SeatSet {
  const entries = roles.flatMap((role, index) => (vector[index]! > 0 ? [[role, vector[index]!] as const] : []));
  return Object.fromEntries(entries.sort(([x], [y]) => (x < y ? -1 : x > y ? 1 : 0)));
}

function distinct(roles: readonly string[]): readonly string[] {
  return [...new Set(roles)];
}
