/**
 * Values as evaluation sees them. What kind a value is, the plan knows; the value does not repeat it.
 *
 *   text, enum, tier, outcome, level   string
 *   bool                               boolean
 *   int, decimal                       Decimal (exact)
 *   money                              Money
 *   time, duration                     number: whole milliseconds (since the Unix epoch)
 *   date                               number: whole days since 1970-01-01
 *   list                               array
 *   record, map                        Map (never a plain object: keys such as `__proto__` are ordinary)
 *   absent                             null
 *   unknown                            Unknown, with the causes
 */
import { compareTexts } from "../source/compare.ts";
import type { Decimal } from "./decimal.ts";
import type { Money } from "./money.ts";

export type Known = string | boolean | number | Decimal | Money | readonly Value[] | ReadonlyMap<string, Value> | null;
export type Value = Known | Unknown;

/** Why something is not known, and where: `facts.order.customer.vip`, "source timed out". */
export interface Cause {
  readonly path: string;
  readonly why: string;
}

/** A value that is not known. `causes` is sorted by path, then reason, without repeats, so that the same question gives the same bytes. */
export class Unknown {
  readonly causes: readonly Cause[];
  constructor(causes: readonly Cause[]) {
    this.causes = causes;
  }
}

export const unknown = (path: string, why: string): Unknown => new Unknown([{ path, why }]);

/** At most this many causes are kept: the first in order, so that merging in any order and grouping keeps the same ones. */
export const CAUSES = 16;

const before = (a: Cause, b: Cause): number => compareTexts(a.path, b.path) || compareTexts(a.why, b.why);

/** Sorted, without repeats, cut to the bound. */
export function sortCauses(causes: Iterable<Cause>): readonly Cause[] {
  const sorted = [...causes];
  if (sorted.length < 2) return sorted;
  sorted.sort(before);
  const kept: Cause[] = [];
  for (const cause of sorted) {
    const last = kept.at(-1);
    if (last !== undefined && before(last, cause) === 0) continue;
    if (kept.push(cause) === CAUSES) break;
  }
  return kept;
}

/** Both sets of causes, as one. Either may be missing, so that it folds: `both(sofar, next)`. */
export function both(a: Unknown | null, b: Unknown | null): Unknown | null {
  if (a === null || a === b) return b;
  if (b === null) return a;
  if (sameCauses(a.causes, b.causes)) return a;
  return new Unknown(sortCauses([...a.causes, ...b.causes]));
}

function sameCauses(a: readonly Cause[], b: readonly Cause[]): boolean {
  return a.length === b.length && a.every((cause, i) => before(cause, b[i]!) === 0);
}

/** All unknowns among the values as one, or null when there is none. Looks at the values, not inside them. */
export function unknownAmong(values: readonly Value[]): Unknown | null {
  let found: Unknown | null = null;
  for (const value of values) if (value instanceof Unknown) found = both(found, value);
  return found;
}
