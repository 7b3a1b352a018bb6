/**
 * The checked model: a policy set whose names resolve and whose types agree. It exists only without errors, so what can
 * be lowered can decide. Everything keeps its span, for editors and for the places that a decision names.
 */
import type { SourceFile } from "../source/file.ts";
import type { Span } from "../source/span.ts";
import type { AutonomyLevel, Disclosure } from "../syntax/tree.ts";
import type { Expr, PatternExpr, RequirementExpr, WindowShape } from "./expression.ts";
import type { FieldType, RecordType, Type } from "./type.ts";

export interface Typed {
  readonly type: Type;
  readonly span: Span;
}

export type ModelExpr = Expr<Typed>;
export type ModelRequirement = RequirementExpr<Typed>;

export interface Model {
  readonly files: readonly SourceFile[];
  /** Lowest first. Never empty: without a `tiers` declaration it is `["low", "medium", "high"]`. */
  readonly tiers: readonly string[];
  /** As declared; without a declaration `["prod"]`. */
  readonly environments: readonly string[];
  /** IANA name; without a declaration `"UTC"`. */
  readonly timezone: string;
  readonly roles: readonly ModelNamed[];
  readonly queues: readonly ModelNamed[];
  readonly evidence: readonly ModelEvidenceKind[];
  readonly impacts: readonly string[];
  /** Declared and built-in records, by id. */
  readonly records: ReadonlyMap<string, RecordType>;
  readonly functions: readonly ModelFunction[];
  readonly approvalTables: readonly ModelApprovalTable[];
  readonly actions: readonly ModelAction[];
  readonly every: readonly ModelEvery[];
  readonly guarantees: readonly ModelGuarantee[];
  readonly waivers: readonly ModelWaiver[];
}

/** A role or queue: `id` is the bare name (roles, queues, evidence kinds, tiers are one namespace over the set). */
export interface ModelNamed {
  readonly id: string;
  readonly title: string | null;
  readonly doc: string | null;
  readonly span: Span;
}

export interface ModelEvidenceKind extends ModelNamed {
  readonly tools: readonly string[];
  readonly fields: readonly FieldType[];
}

/** A define or a value table. Parameters take slots 0…n-1. `slots` is how many locals an activation needs. */
export interface ModelFunction {
  readonly id: string;
  readonly kind: "define" | "table";
  readonly params: readonly FieldType[];
  readonly result: Type;
  readonly slots: number;
  readonly body: ModelExpr;
  readonly doc: string | null;
  readonly span: Span;
}

export interface ModelApprovalTable {
  readonly id: string;
  readonly params: readonly FieldType[];
  readonly rows: readonly {
    readonly patterns: readonly PatternExpr<Typed>[];
    readonly requirement: ModelRequirement;
    readonly span: Span;
  }[];
  readonly doc: string | null;
  readonly span: Span;
}

export interface ModelAction {
  /** Qualified: `support.refunds.IssueRefund`. */
  readonly id: string;
  readonly doc: string | null;
  readonly span: Span;
  readonly inputs: readonly FieldType[];
  /** An imported schema whose keywords were all understood says so; `input from schema` sets this to the file name. */
  readonly inputSchema: string | null;
  readonly facts: readonly ModelFact[];
  /** Allowed targets, or null: nothing declared, so a change set must carry no changes. */
  readonly changes: readonly ModelChange[] | null;
  readonly impact: readonly { readonly category: string; readonly value: ModelExpr | null }[];
  readonly autonomy: AutonomyLevel;
  /** Environments the action is open in, or null: everywhere. */
  readonly open: readonly string[] | null;
  readonly immaterial: readonly string[];
  /** Kinds of remedies that decisions may name. */
  readonly disclose: readonly Disclosure[];
  readonly rollback:
    | { readonly action: string; readonly within_ms: number | null; readonly span: Span }
    | "irreversible"
    | null;
  readonly lets: readonly {
    readonly name: string;
    readonly value: ModelExpr;
    readonly slots: number;
    readonly doc: string | null;
  }[];
  readonly clauses: readonly ModelClause[];
  readonly controls: readonly string[];
}

export interface ModelFact {
  readonly name: string;
  readonly type: Type;
  readonly source: string;
  readonly args: readonly ModelExpr[];
  readonly doc: string | null;
  readonly span: Span;
}

export interface ModelChange {
  readonly record: string; // record id
  /** How change sets write the record: its bare name (`Order`). */
  readonly target: string;
  readonly field: string;
  readonly type: Type;
}

export interface ModelEvery {
  readonly policy: string;
  readonly impacting: readonly string[];
  readonly clauses: readonly ModelClause[];
  readonly controls: readonly string[];
  readonly span: Span;
}

/** A clause with everything around it folded in. */
export interface ModelClause {
  /** `policy.Action.name`, or `policy.name` for clauses of `every action`; unique over the set. */
  readonly id: string;
  readonly span: Span;
  readonly doc: string | null;
  readonly because: string | null;
  readonly shadow: boolean;
  readonly waivable: boolean;
  /** Controls of the clause's blocks and action, outermost first. */
  readonly controls: readonly string[];
  /** Conditions of the blocks around it, outermost first: environment membership, `tier >= T`, `if` conditions. */
  readonly guards: readonly ModelExpr[];
  readonly slots: number;
  readonly rule: ModelRule;
}

export type ModelRule =
  | { readonly verb: "require"; readonly condition: ModelExpr; readonly otherwise: ModelConsequence | null }
  | { readonly verb: "forbid"; readonly condition: ModelExpr }
  | { readonly verb: "score"; readonly points: string; readonly when: ModelExpr | null }
  | { readonly verb: "tier"; readonly tier: string; readonly when: ModelExpr | null }
  | {
      readonly verb: "approve";
      readonly requirement: ModelRequirement;
      readonly excluding: ModelExpr | null;
      readonly when: ModelExpr | null;
    }
  | {
      readonly verb: "evidence";
      readonly kind: string;
      readonly within_ms: number | null;
      readonly when: ModelExpr | null;
    }
  | {
      readonly verb: "quota";
      readonly sum: ModelExpr | null;
      readonly limit: ModelExpr;
      readonly window: WindowShape;
      readonly keys: readonly ModelExpr[];
      readonly when: ModelExpr | null;
      readonly otherwise: ModelConsequence | null;
    }
  | { readonly verb: "limit"; readonly level: AutonomyLevel; readonly when: ModelExpr | null }
  | { readonly verb: "sample"; readonly rate: string; readonly when: ModelExpr | null }
  | { readonly verb: "route"; readonly queue: string; readonly when: ModelExpr | null }
  | { readonly verb: "escalate"; readonly role: string; readonly after_ms: number; readonly when: ModelExpr | null };

export type ModelConsequence =
  | { readonly kind: "deny" }
  | { readonly kind: "warn" }
  | { readonly kind: "tier"; readonly tier: string }
  | { readonly kind: "approve"; readonly requirement: ModelRequirement; readonly excluding: ModelExpr | null };

export interface ModelGuarantee {
  readonly id: string;
  /** Action ids it speaks of, resolved. */
  readonly actions: readonly string[];
  readonly when: ModelExpr | null;
  readonly expect: ModelExpr;
  readonly because: string | null;
  readonly doc: string | null;
  readonly span: Span;
}

export interface ModelWaiver {
  readonly policy: string;
  readonly clause: string;
  /** Action ids, resolved; empty: all that the clause reaches. */
  readonly actions: readonly string[];
  readonly until: string;
  readonly because: string;
  readonly span: Span;
}
