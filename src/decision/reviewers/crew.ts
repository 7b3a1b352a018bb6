/**
 * One alternative, as the algebra computes with it: how many of each role, and how many people in all. The seats for
 * anybody are what the total leaves over, so both parts of `{ finance: 1, person: 2 }` are kept as demands of their own.
 */
import type { SeatSet } from "../documents.ts";
import { compareTexts, sortedTexts } from "../read/members.ts";

/** The seat that any eligible person may take. */
export const ANYONE = "person";

export interface Crew {
  /** By role, in code-point order, all above zero, without `person`. */
  readonly roles: ReadonlyMap<string, number>;
  /** The sum of the roles; kept, because alternatives are compared pair by pair. */
  readonly named: number;
  /** At least `named`. */
  readonly total: number;
}

export function crewOf(set: SeatSet): Crew {
  const entries = Object.entries(set).filter(([, count]) => count > 0);
  const roles = entries.filter(([role]) => role !== ANYONE).sort(([x], [y]) => compareTexts(x, y));
  return crew(
    new Map(roles),
    entries.reduce((sum, [, count]) => sum + count, 0),
  );
}

export function seatSetOf(crew: Crew): SeatSet {
  const open = anyone(crew);
  const entries = open > 0 ? [...crew.roles, [ANYONE, open] as const] : [...crew.roles];
  return Object.fromEntries(entries.sort(([x], [y]) => (x < y ? -1 : 1)));
}

/** Is `low` met by whoever meets `high`? */
export function below(low: Crew, high: Crew): boolean {
  if (low.total > high.total) return false;
  for (const [role, count] of low.roles) if (count > (high.roles.get(role) ?? 0)) return false;
  return true;
}

/** The smallest crew above both. */
export function larger(a: Crew, b: Crew): Crew {
  const roles = merged(a, b, Math.max);
  return crew(roles, Math.max(a.total, b.total));
}

export function sum(a: Crew, b: Crew): Crew {
  return crew(
    merged(a, b, (x, y) => x + y),
    a.total + b.total,
  );
}

/** Equal for equal crews only. Role names hold no spaces. */
export function keyOf(crew: Crew): string {
  let key = `${crew.total}`;
  for (const [role, count] of crew.roles) key += ` ${count} ${role}`;
  return key;
}

/**
 * Smaller crews first. Among equals those with more seats for anybody, so that `{ person: 1 }` is seen before what it makes
 * superfluous; then those with more of the first role, so that it reads as one would list it: two of finance, one each, two
 * of legal.
 */
export function compareCrews(x: Crew, y: Crew): number {
  if (x.total !== y.total) return x.total - y.total;
  if (anyone(x) !== anyone(y)) return anyone(y) - anyone(x);
  const others = y.roles.entries();
  for (const [role, count] of x.roles) {
    const next = others.next();
    if (next.done) return -1;
    const [other, otherCount] = next.value;
    if (role !== other) return compareTexts(role, other);
    if (count !== otherCount) return otherCount - count;
  }
  return others.next().done ? 0 : 1;
}

/** Seats that no role is asked for. */
export function anyone(crew: Crew): number {
  return crew.total - crew.named;
}

function crew(roles: ReadonlyMap<string, number>, atLeast: number): Crew {
  const named = sumOf(roles);
  return { roles, named, total: Math.max(named, atLeast) };
}

/** The sum of many crews, or the smallest crew above all, in one pass: a requirement may have a hundred thousand parts. */
export function together(crews: readonly Crew[], how: "sum" | "larger"): Crew {
  const roles = new Map<string, number>();
  let total = 0;
  const fold = (x: number, y: number): number => (how === "sum" ? x + y : Math.max(x, y));
  for (const one of crews) {
    for (const [role, count] of one.roles) roles.set(role, fold(roles.get(role) ?? 0, count));
    total = fold(total, one.total);
  }
  return crew(new Map([...roles].sort(([x], [y]) => compareTexts(x, y))), total);
}

function merged(a: Crew, b: Crew, fold: (x: number, y: number) => number): ReadonlyMap<string, number> {
  const names = sortedTexts([...a.roles.keys(), ...b.roles.keys()]);
  return new Map(names.map((role) => [role, fold(a.roles.get(role) ?? 0, b.roles.get(role) ?? 0)] as const));
}

function sumOf(roles: ReadonlyMap<string, number>): number {
  let total = 0;
  for (const count of roles.values()) total += count;
  return total;
}
