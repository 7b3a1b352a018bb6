/**
 * The plan: what a bundle carries and every back end runs. Plain JSON, no names to resolve, no types to check, no spans
 * but the places that decisions name. Clauses of `every action` are already merged into each action they reach, guards
 * are folded into `fires`, and clauses are sorted by stratum, then by id, so that the order of writing cannot matter.
 */
import type { Expr, PatternExpr, RequirementExpr, WindowShape } from "../model/expression.ts";
import type { FieldType, RecordType, Type } from "../model/type.ts";
import type { AutonomyLevel, Disclosure } from "../syntax/tree.ts";

export type PlanExpr = Expr;
export type PlanRequirement = RequirementExpr<unknown>;

export const LANGUAGE = "1";

export interface Plan {
  readonly language: typeof LANGUAGE;
  /** The longest common prefix of the policy names, or the single name; names the set in decisions. */
  readonly set: string;
  readonly tiers: readonly string[];
  readonly environments: readonly string[];
  readonly timezone: string;
  readonly roles: readonly PlanNamed[];
  readonly queues: readonly PlanNamed[];
  readonly evidence: readonly PlanEvidenceKind[];
  readonly records: Readonly<Record<string, RecordType>>;
  readonly functions: Readonly<Record<string, PlanFunction>>;
  readonly approvalTables: Readonly<Record<string, PlanApprovalTable>>;
  readonly actions: Readonly<Record<string, PlanAction>>;
}

export interface PlanNamed {
  readonly id: string;
  readonly title: string | null;
}

export interface PlanEvidenceKind extends PlanNamed {
  readonly tools: readonly string[];
  readonly fields: readonly FieldType[];
}

export interface PlanFunction {
  readonly params: readonly FieldType[];
  readonly slots: number;
  readonly result: Type;
  readonly body: PlanExpr;
}

export interface PlanApprovalTable {
  readonly params: readonly FieldType[];
  readonly rows: readonly {
    readonly patterns: readonly PatternExpr<unknown>[];
    readonly requirement: PlanRequirement;
  }[];
}

export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface PlanAction {
  readonly id: string;
  readonly doc: string | null;
  readonly at: Place;
  readonly inputs: readonly FieldType[];
  readonly facts: readonly PlanFact[];
  readonly changes:
    | readonly { readonly record: string; readonly target: string; readonly field: string; readonly type: Type }[]
    | null;
  readonly impact: readonly {
    readonly category: string;
    readonly value: PlanExpr | null;
    readonly as: "money" | "int" | null;
  }[];
  readonly autonomy: AutonomyLevel;
  readonly open: readonly string[] | null;
  readonly immaterial: readonly string[];
  /** Kinds of remedies that decisions may name. */
  readonly disclose: readonly Disclosure[];
  readonly rollback: { readonly action: string; readonly within_ms: number | null } | "irreversible" | null;
  /** In an order in which each reads only earlier ones. */
  readonly lets: readonly { readonly name: string; readonly value: PlanExpr; readonly slots: number }[];
  readonly clauses: readonly PlanClause[];
}

export interface PlanFact {
  readonly name: string;
  readonly type: Type;
  readonly source: string;
  readonly args: readonly PlanExpr[];
  /** One for each argument: how to write it for the source. */
  readonly argTypes: readonly Type[];
}

/** 0: reads neither score nor tier and raises the score; 1: raises the tier; 2: everything else. */
export type Stratum = 0 | 1 | 2;

export interface PlanClause {
  readonly id: string;
  readonly stratum: Stratum;
  readonly at: Place;
  readonly because: string | null;
  readonly shadow: boolean;
  readonly controls: readonly string[];
  /** In force at `now` < `until_ms`: the clause has no effect, and the decision lists it as waived. */
  readonly waivers: readonly { readonly until_ms: number; readonly because: string; readonly policy: string }[];
  readonly slots: number;
  /** Guards and condition in one: true: `effect`; unknown: `effect` as assumed, or `hold` (see `onUnknown`); false: nothing. */
  readonly fires: PlanExpr;
  readonly effect: PlanEffect;
  /** `effect`: the same effect, marked as assumed. `hold`: a plain `require` or `forbid`, which cannot be decided. */
  readonly onUnknown: "effect" | "hold";
  /** Leaves that `fires` reads, as paths people know (`order.total`, `remaining`), for `values` in reasons. */
  readonly reads: readonly { readonly path: string; readonly expr: PlanExpr; readonly type: Type }[];
}

export type PlanEffect =
  | { readonly kind: "deny"; readonly verb: "require" | "forbid" }
  | { readonly kind: "warn"; readonly verb: "require" }
  | { readonly kind: "score"; readonly points: string }
  | { readonly kind: "tier"; readonly tier: string }
  | { readonly kind: "approve"; readonly requirement: PlanRequirement; readonly excluding: PlanExpr | null }
  | { readonly kind: "evidence"; readonly evidence: string; readonly within_ms: number | null }
  | { readonly kind: "limit"; readonly level: AutonomyLevel }
  | { readonly kind: "sample"; readonly rate: string }
  | { readonly kind: "route"; readonly queue: string }
  | { readonly kind: "escalate"; readonly role: string; readonly after_ms: number }
  /** `fires` is its `when`. Past the limit: `otherwise`. */
  | {
      readonly kind: "quota";
      readonly sum: PlanExpr | null;
      readonly sumAs: "money" | "number" | null;
      readonly limit: PlanExpr;
      readonly window: WindowShape;
      readonly keys: readonly PlanExpr[];
      /** One for each key: how to write it. */
      readonly keyTypes: readonly Type[];
      readonly otherwise: PlanQuotaElse;
    };

export type PlanQuotaElse =
  | { readonly kind: "deny" }
  | { readonly kind: "warn" }
  | { readonly kind: "tier"; readonly tier: string }
  | { readonly kind: "approve"; readonly requirement: PlanRequirement; readonly excluding: PlanExpr | null };
