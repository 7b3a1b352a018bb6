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
