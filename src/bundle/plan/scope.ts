/** What expressions of a plan may name, by where they stand; and what they turned out to read. */
import type { Records } from "../../eval/wire.ts";
import type { At, Check } from "../reader.ts";

export interface Scope {
  readonly plan: PlanNames;
  readonly own: OwnNames;
  readonly slots: number;
  /** Locals that have a value here. */
  readonly bound: Bound | null;
  /** How deep the expression nests. */
  readonly depth: number;
  /** Rows of approval tables name no further tables. */
  readonly inTable: boolean;
  readonly reads: Reads;
}

/** What a plan declares. */
export interface PlanNames extends Readonly<Record<Declared, ReadonlySet<string>>> {
  readonly types: Records;
  /** How many arguments functions and approval tables take. */
  readonly arity: ReadonlyMap<string, number>;
}

/** What an action declares; functions see none of it. */
export interface OwnNames {
  readonly inputs: ReadonlySet<string>;
  readonly facts: ReadonlySet<string>;
  readonly lets: ReadonlySet<string>;
}

interface Bound {
  readonly slot: unknown;
  readonly next: Bound | null;
}

type Declared =
  | "tiers"
  | "environments"
  | "roles"
  | "queues"
  | "evidence"
  | "records"
  | "fields"
  | "functions"
  | "tables"
  | "actions";

/** What one let, function or clause reads, itself. */
export interface Reads {
  readonly at: At | null;
  readonly lets: Set<string>;
  readonly functions: Set<string>;
  /** 1: the score; 2: the tier. */
  rank: number;
}

export const newReads = (at: At | null): Reads => ({ at, lets: new Set(), functions: new Set(), rank: 0 });

const NONE: ReadonlySet<string> = new Set();

/** Where nothing is declared. */
export const emptyScope = (at: At | null): Scope => ({
  plan: {
    tiers: NONE,
    environments: NONE,
    roles: NONE,
    queues: NONE,
    evidence: NONE,
    records: NONE,
    fields: NONE,
    functions: NONE,
    tables: NONE,
    actions: NONE,
    types: {},
    arity: new Map(),
  },
  own: { inputs: NONE, facts: NONE, lets: NONE },
  slots: 0,
  bound: null,
  depth: 0,
  inTable: false,
  reads: newReads(at),
});

export const bind = (scope: Scope, slot: unknown): Scope => ({ ...scope, bound: { slot, next: scope.bound } });

/** One level further in. Written out: there is one for each expression. */
export const deeper = ({ plan, own, slots, bound, depth, inTable, reads }: Scope): Scope => ({
  plan,
  own,
  slots,
  bound,
  depth: depth + 1,
  inTable,
  reads,
});

export function isBound(scope: Scope, slot: unknown): boolean {
  for (let at = scope.bound; at !== null; at = at.next) if (at.slot === slot) return true;
  return false;
}

/** A name that is declared where `of` looks. */
export const declared =
  (what: string, of: (scope: Scope) => ReadonlySet<string>): Check =>
  (reader, value, at, scope) => {
    if (typeof value !== "string" || !of(scope).has(value))
      reader.refuse("unknown_name", at, value, `a declared ${what}`);
  };

export const tier = declared("tier", (scope) => scope.plan.tiers);
export const environment = declared("environment", (scope) => scope.plan.environments);
export const role = declared("role", (scope) => scope.plan.roles);
export const queue = declared("queue", (scope) => scope.plan.queues);
export const evidence = declared("kind of evidence", (scope) => scope.plan.evidence);
export const recordId = declared("record", (scope) => scope.plan.records);
export const field = declared("field", (scope) => scope.plan.fields);
export const action = declared("action", (scope) => scope.plan.actions);
