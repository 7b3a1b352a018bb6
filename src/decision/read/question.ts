/**
 * What a decision is asked, read from the two documents: typed values, principals, usage. Whatever does not fit stands
 * in `misfits` (so it is denied) and is unknown in the values (so that nothing is loosened by it).
 */
import type { Zone } from "../../eval/calendar.ts";
import type { Value } from "../../eval/value.ts";
import type { Plan, PlanAction } from "../../plan/plan.ts";
import type { People } from "../reviewers/directory.ts";
import type { Misfits } from "./misfits.ts";

export type RequesterKind = "person" | "agent" | "service";

/** Who asks, as far as it is known: what the directory says goes before what the change set claims. */
export interface Asker {
  readonly id: string;
  /** Null: not readable. Nobody is taken for a person without being called one. */
  readonly kind: RequesterKind | null;
  /** Sorted. Null: not known. */
  readonly roles: readonly string[] | null;
  readonly owner: string | null;
  readonly on_behalf_of: string | null;
  /** Members that are there and cannot be read: not known, which is not the same as none. */
  readonly unreadable: readonly ("owner" | "on_behalf_of")[];
}

export interface AskedChange {
  readonly record: string;
  readonly field: string;
  /** A `$change:…` record. */
  readonly value: ReadonlyMap<string, Value>;
}

export interface AskedEvidence {
  readonly id: string;
  readonly kind: string;
  readonly issuer: string;
  readonly at: number;
  /** An `$evidence:…` record. */
  readonly value: ReadonlyMap<string, Value>;
}

export interface UsageEntry {
  readonly at: number;
  readonly amount: Value;
  readonly open: boolean;
}

/** Usage of one quota for one key. */
export interface Usage {
  readonly used: Value;
  readonly entries: readonly UsageEntry[] | null;
}

export interface Question {
  readonly plan: Plan;
  readonly zone: Zone;
  readonly action: PlanAction;
  readonly id: string;
  readonly environment: Value;
  readonly asker: Asker;
  readonly inputs: ReadonlyMap<string, Value>;
  readonly facts: ReadonlyMap<string, Value>;
  /** In an order of their own; null: not readable. */
  readonly changes: readonly AskedChange[] | null;
  /** By id; null: not readable. */
  readonly evidence: readonly AskedEvidence[] | null;
  readonly confidence: Value;
  /** By action, newest first; null: not known. */
  readonly history: ReadonlyMap<string, readonly Value[]> | null;
  /** By clause and key (`usageKey`); null: not known. */
  readonly usage: ReadonlyMap<string, Usage> | null;
  readonly people: People | null;
  readonly editors: readonly string[];
  readonly sampleKey: string | null;
  readonly now: number;
  readonly warnings: readonly string[];
}

/** What could be read: without a question there is nothing to decide, and the misfits say why. */
export interface Asked {
  readonly question: Question | null;
  readonly now: number | null;
  readonly misfits: Misfits;
  /** Hashed when it is asked for. */
  readonly digest: () => string;
  readonly directoryVersion: string | null;
}

export const usageKey = (clause: string, key: readonly string[]): string => JSON.stringify([clause, ...key]);
