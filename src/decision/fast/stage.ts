import type { ConcreteRequirement } from "../../eval/resolved.ts";
import type { Plan, PlanAction, PlanClause, PlanExpr } from "../../plan/plan.ts";
import { Refused } from "./code.ts";
import type { Scope } from "./expression.ts";

/** `verdict`: outcome and tier alone. `vouched`: the same for documents that were checked before. `full`: the whole decision. */
export const MODES = ["verdict", "vouched", "full"] as const;
export type Mode = (typeof MODES)[number];

export interface State {
  readonly score: string;
  readonly tier: string;
  readonly level: string;
  readonly guided: string;
  readonly denied: string;
  readonly held: string;
  readonly asked: string;
}

/** What a clause leaves behind for the decision. */
export interface Detail {
  /** The row of a table that fits; null: there is but one. */
  readonly option: string | null;
  readonly options: readonly ConcreteRequirement[];
  /** 0 attached, 1 stale, 2 missing. */
  readonly evidence: string | null;
  /** Those named by `excluding`, as a list; null: nobody is. */
  readonly named: string | null;
  /** Whether there is a finding at all. */
  readonly finds: string;
  /** The quota as a decision lists it. */
  readonly quota: string | null;
}

export interface Stage {
  readonly clause: PlanClause;
  /** Among the clauses of the action. */
  readonly place: number;
  readonly fired: string;
  readonly detail: Detail;
}

export type Asking = (expr: PlanExpr) => void;

/** Whether `body` could be said in code; if not, nothing of it is left. */
export function attempt({ code, steps }: Scope, body: () => void): boolean {
  const { factor } = steps;
  try {
    const { site } = code.apart(body);
    code.put(site);
    return true;
  } catch (fault) {
    if (!(fault instanceof Refused)) throw fault;
    steps.factor = factor;
    return false;
  }
}

/** Whether an expression may read the requester, by itself or by what it calls. */
export function readsRequester(plan: Plan, action: PlanAction, expr: PlanExpr): boolean {
  const todo: unknown[] = [expr, action.lets, action.impact, plan.functions];
  while (todo.length > 0) {
    const at = todo.pop();
    if (typeof at !== "object" || at === null) continue;
    const { op, name } = at as { readonly op?: unknown; readonly name?: unknown };
    if (op === "ambient" && name === "requester") return true;
    for (const value of Object.values(at)) todo.push(value);
  }
  return false;
}

export const PLAIN: Detail = { option: null, options: [], evidence: null, named: null, finds: "true", quota: null };
