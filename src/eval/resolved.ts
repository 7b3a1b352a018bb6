import type { Cause } from "./value.ts";

/** A requirement without tables. Plain data. */
export type ConcreteRequirement =
  | { readonly op: "seats"; readonly count: number; readonly role: string }
  | { readonly op: "any"; readonly count: number; readonly roles: readonly string[] }
  | { readonly op: "roles"; readonly count: number; readonly roles: readonly string[] }
  /** Within one requirement: `and` adds seats, `or` offers alternatives. */
  | { readonly op: "and" | "or"; readonly parts: readonly ConcreteRequirement[] }
  /** Every row of a table that may fit: all are demanded, as by several clauses, and share their seats. */
  | { readonly op: "join"; readonly parts: readonly ConcreteRequirement[] }
  | { readonly op: "nobody" };

export interface ResolvedRequirement {
  readonly requirement: ConcreteRequirement;
  /** Whether a table was read with something unknown, so that more than one row may fit. */
  readonly assumed: boolean;
  readonly causes: readonly Cause[];
}
