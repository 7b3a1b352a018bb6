/** A plan by hand, for tests of what does not depend on policies: it has every type, and clauses as a test gives them. */
import type { FieldType, Type } from "../../src/model/type.ts";
import {
  LANGUAGE,
  type Plan,
  type PlanAction,
  type PlanClause,
  type PlanEffect,
  type PlanExpr,
} from "../../src/plan/plan.ts";

export const field = (name: string, type: Type, limits?: FieldType["limits"]): FieldType =>
  limits === undefined ? { name, type, doc: null } : { name, type, doc: null, limits };
export const optional = (of: Type): Type => ({ kind: "optional", of });
export const list = (of: Type): Type => ({ kind: "list", of });
export const text: Type = { kind: "text" };
export const bool: Type = { kind: "bool" };
export const int: Type = { kind: "int" };
export const decimal: Type = { kind: "decimal" };
export const money: Type = { kind: "money" };

export const TRUE: PlanExpr = { op: "const", type: bool, value: true };
export const AT = { file: "a.bylaw", line: 1, column: 1 };

let clauses = 0;
export function clause(effect: PlanEffect, more: Partial<PlanClause> = {}): PlanClause {
  return {
    id: `a.Act.c${++clauses}`,
    stratum: effect.kind === "score" ? 0 : effect.kind === "tier" ? 1 : 2,
    at: AT,
    because: null,
    shadow: false,
    controls: [],
    waivers: [],
    slots: 0,
    fires: TRUE,
    effect,
    onUnknown: effect.kind === "deny" ? "hold" : "effect",
    reads: [],
    ...more,
  };
}

export function planOf(action: Partial<PlanAction>, more: Partial<Plan> = {}): Plan {
  return {
    language: LANGUAGE,
    set: "a",
    tiers: ["low", "medium", "high"],
    environments: ["sandbox", "prod"],
    timezone: "Europe/Berlin",
    roles: [{ id: "finance", title: null }],
    queues: [],
    evidence: [],
    records: {},
    functions: {},
    approvalTables: {},
    actions: {
      "a.Act": {
        id: "a.Act",
        doc: null,
        at: AT,
        inputs: [],
        facts: [],
        changes: null,
        impact: [],
        autonomy: "autopilot",
        open: null,
        immaterial: [],
        disclose: ["evidence", "reviewers", "time"],
        rollback: null,
        lets: [],
        clauses: [],
        ...action,
      },
    },
    ...more,
  };
}

export const NOW = "2026-11-22T10:15:00Z";
export const PERSON = { id: "user:ann", kind: "person" } as const;
export const changeSet = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  id: "cs_1",
  action: "a.Act",
  environment: "prod",
  requester: PERSON,
  ...more,
});
