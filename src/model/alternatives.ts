/**
 * How many reviewer sets a requirement has, found by writing them out up to a bound. The algebra that decisions use is
 * richer; here only the number matters, so that no clause can ask for more than a decision may list.
 */
import type { Signature } from "./checker.ts";

/** Alternatives of one clause. */
export const BOUND = 2_000;

type Seats = ReadonlyMap<string, number>;
export type Alternatives = readonly Seats[] | "too many";

/** Met by everybody: nobody is asked. */
export const EVERYBODY: Alternatives = [new Map()];

const key = (seats: Seats): string =>
  [...seats]
    .map(([role, count]) => `${role}:${count}`)
    .sort()
    .join();

function distinct(sets: Iterable<Seats>): Alternatives {
  const found = new Map<string, Seats>();
  for (const set of sets) {
    found.set(key(set), set);
    if (found.size > BOUND) return "too many";
  }
  return [...found.values()];
}

/** K people from the union of roles: multisets of size K. */
export function fromAny(count: number, roles: readonly string[]): Alternatives {
  let sets: Seats[] = [new Map()];
  for (const [index, role] of roles.entries()) {
    const last = index === roles.length - 1;
    const next: Seats[] = [];
    for (const set of sets) {
      const left = count - [...set.values()].reduce((sum, n) => sum + n, 0);
      for (let more = last ? left : 0; more <= left; more++)
        next.push(more === 0 ? set : new Map([...set, [role, more]]));
      if (next.length > BOUND) return "too many";
    }
    sets = next;
  }
  return sets;
}

/** K people in K different roles: subsets of size K. */
export function fromRoles(count: number, roles: readonly string[]): Alternatives {
  let sets: Seats[] = [new Map()];
  for (const [index, role] of roles.entries()) {
    const later = roles.length - index - 1;
    const next: Seats[] = [];
    for (const set of sets) {
      if (set.size + later >= count) next.push(set);
      if (set.size < count) next.push(new Map([...set, [role, 1]]));
      if (next.length > BOUND) return "too many";
    }
    sets = next;
  }
  return sets;
}

/** `and` adds seats. */
export function combine(a: Alternatives, b: Alternatives): Alternatives {
  if (a === "too many" || b === "too many") return "too many";
  return distinct(
    (function* () {
      for (const left of a)
        for (const right of b) {
          const sum = new Map(left);
          for (const [role, count] of right) sum.set(role, (sum.get(role) ?? 0) + count);
          yield sum;
        }
    })(),
  );
}

/** `or` offers both. */
export function offer(a: Alternatives, b: Alternatives): Alternatives {
  return a === "too many" || b === "too many" ? "too many" : distinct([...a, ...b]);
}

/** A table's largest row; which one it will be is not known here, so its sets stand for themselves. */
export const unknownTable = (table: Signature): Alternatives =>
  Array.from({ length: Math.min(table.alternatives, BOUND) }, (_, index) => new Map([[`${table.id} ${index}`, 1]]));
