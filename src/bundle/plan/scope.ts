/** What expressions of a plan may name, by where they stand; and what they turned out to read. */
import type { Records } from "../../eval/wire.ts";
import { type At, type Check, isData } from "../reader.ts";

export interface Scope {
  /** What the plan declares. */
  readonly plan: Names;
  /** What the action declares beside it; functions see none of it. */
  readonly own: Names;
  readonly types: Records;
  readonly slots: number;
  /** Parameters: the locals below this have a value everywhere. */
  readonly params: number;
  /** Further locals that have a value here. */
  readonly bound: Bound | null;
  /** Rows of approval tables name no further tables. */
  readonly inTable: boolean;
  readonly reads: Reads;
}

/** `role finance`, `function shop.limit`: kind and name; and how many arguments it takes, where it takes any. */
export type Names = ReadonlyMap<string, number>;

export type Kind =
  | "tier"
  | "environment"
  | "role"
  | "queue"
  | "evidence"
  | "record"
  | "field"
  | "function"
  | "table"
  | "action"
  | "input"
  | "fact"
  | "let";

interface Bound {
  readonly slot: unknown;
  readonly next: Bound | null;
}

/** What one let, function or clause reads, itself. */
export interface Reads {
  readonly at: At | null;
  readonly lets: Set<string>;
  readonly functions: Set<string>;
  /** 1: the score; 2: the tier. */
  rank: number;
}

export const newReads = (at: At | null): Reads => ({ at, lets: new Set(), functions: new Set(), rank: 0 });

/** Where nothing is declared. */
export const EMPTY: Scope = {
  plan: new Map(),
  own: new Map(),
  types: {},
  slots: 0,
  params: 0,
  bound: null,
  inTable: false,
  reads: newReads(null),
};

export const bind = (scope: Scope, slot: unknown): Scope => ({ ...scope, bound: { slot, next: scope.bound } });

/** As long as binders are nested, at most. */
export function isBound(scope: Scope, slot: unknown): boolean {
  if (Number.isSafeInteger(slot) && (slot as number) >= 0 && (slot as number) < scope.params) return true;
  for (let at = scope.bound; at !== null; at = at.next) if (at.slot === slot) return true;
  return false;
}

/** What the items of a list declare. What is no text declares nothing: a list that nests would be written out at every level. */
export function declare(names: Map<string, number>, kind: Kind, items: unknown, key: string): void {
  if (!Array.isArray(items)) return;
  for (const item of items) {
    const name: unknown = isData(item) ? item[key] : item;
    if (typeof name === "string") names.set(`${kind} ${name}`, 0);
  }
}

/** How many arguments a name takes; undefined: there is no such name. */
export function arityOf({ plan, own }: Scope, kind: Kind, name: unknown): number | undefined {
  const key = `${kind} ${typeof name === "string" ? name : ""}`;
  return plan.get(key) ?? own.get(key);
}

/** A name that is declared. */
export const declared =
  (kind: Kind): Check =>
  (reader, value, at, scope) => {
    if (arityOf(scope, kind, value) === undefined) reader.refuse("unknown_name", at, value, `a declared ${kind}`);
  };
