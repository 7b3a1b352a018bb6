/** Clause names in fixtures: the whole id, or its last parts where that is not ambiguous. */
import type { Plan, PlanAction } from "../../plan/plan.ts";
import { fits } from "./equal.ts";
import { legalNames } from "./shape.ts";

export type Resolved =
  | { readonly ok: true; readonly ids: readonly string[] }
  | { readonly ok: false; readonly what: string; readonly legal: readonly string[] };

/** Clauses that `written` means, of the action when it has any of that name. */
export function resolveClause(written: string, plan: Plan, action: string | null): Resolved {
  const all = legalNames("clause", plan).all;
  if (written.includes("*")) {
    const ids = all.filter((id) => fits(written, id));
    return ids.length > 0
      ? { ok: true, ids }
      : { ok: false, what: `No clause is named like \`${written}\`.`, legal: all };
  }
  if (all.includes(written)) return { ok: true, ids: [written] };
  const own = ownClauses(plan, action);
  const ends = (id: string): boolean => id.endsWith(`.${written}`);
  const found = own.some(ends) ? own.filter(ends) : all.filter(ends);
  if (found.length === 1) return { ok: true, ids: found };
  if (found.length === 0) {
    const short = [...new Set((own.length > 0 ? own : all).map((id) => id.slice(id.lastIndexOf(".") + 1)))];
    return { ok: false, what: `There is no clause \`${written}\`.`, legal: short };
  }
  return { ok: false, what: `\`${written}\` may mean several clauses.`, legal: found };
}

/** What can be a reason for a change set of this action: its clauses, and its head. */
export function ownClauses(plan: Plan, action: string | null): readonly string[] {
  const known = actionOf(plan, action);
  return known === undefined ? [] : [known.id, ...known.clauses.map((clause) => clause.id)];
}

/** Only what the policy set declares: `constructor` is no action. */
export const actionOf = (plan: Plan, id: unknown): PlanAction | undefined =>
  typeof id === "string" && Object.hasOwn(plan.actions, id) ? plan.actions[id] : undefined;
