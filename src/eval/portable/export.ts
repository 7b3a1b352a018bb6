/**
 * The door: the conditions of a plan as JSON Logic. JSON Logic is two-valued, so each condition becomes two formulas,
 * certainly true and certainly false; where neither holds, it is unknown. What has no exact form is named with the reason.
 */

import type { RecordType, Type } from "../../model/type.ts";
import { LANGUAGE, type Plan, type PlanAction } from "../../plan/plan.ts";
import { conditionOf } from "./condition.ts";
import type { PortableAction, PortableCondition, PortableRead, PortableRules } from "./documents.ts";
import { gatherNeeds, type Root } from "./needs.ts";
import { render } from "./render.ts";
import { DECIMAL_PLACES, LEAF } from "./scale.ts";
import { Unsupported } from "./unsupported.ts";

export function exportJsonLogic(plan: Plan): PortableRules {
  const actions = Object.values(plan.actions).map((action) => [action.id, exportAction(plan, action)] as const);
  return {
    version: "1",
    language: LANGUAGE,
    set: plan.set,
    timezone: plan.timezone,
    tiers: [...plan.tiers],
    decimal_places: DECIMAL_PLACES,
    largest: Number(LEAF),
    records: recordsRead(
      plan,
      actions.flatMap(([, { reads }]) => reads.map(({ type }) => type)),
    ),
    actions: Object.fromEntries(actions),
  };
}

function exportAction(plan: Plan, action: PlanAction): PortableAction {
  const reads = new Map<string, PortableRead>();
  const conditions = action.clauses.map((clause) => {
    const { condition, roots } = exportCondition(plan, action, clause.fires);
    for (const root of roots) reads.set(root.path, root);
    return [clause.id, condition] as const;
  });
  return {
    reads: [...reads.values()].sort((a, b) => (a.path < b.path ? -1 : 1)),
    conditions: Object.fromEntries(conditions),
  };
}

/** One condition, and the values that its formulas read. */
export function exportCondition(
  plan: Plan,
  action: PlanAction,
  fires: PlanAction["clauses"][number]["fires"],
): { readonly condition: PortableCondition; readonly roots: readonly Root[] } {
  const needs = gatherNeeds();
  try {
    const { yes, no, guarded } = conditionOf(plan, action, fires, needs);
    const condition = {
      certainly_true: render(yes, needs.document),
      certainly_false: render(no, needs.document),
      exact: !guarded,
    } as PortableCondition;
    return { condition, roots: needs.roots() };
  } catch (fault) {
    if (!(fault instanceof Unsupported)) throw fault;
    return { condition: { unsupported: fault.message }, roots: [] };
  }
}

/** The records that the types name, and those that these name. */
function recordsRead(plan: Plan, types: readonly Type[]): PortableRules["records"] {
  const found = new Map<string, RecordType>();
  const todo = [...types];
  while (todo.length > 0) {
    const type = todo.pop()!;
    if (type.kind === "list" || type.kind === "map" || type.kind === "optional") todo.push(type.of);
    if (type.kind !== "record" || found.has(type.id) || !Object.hasOwn(plan.records, type.id)) continue;
    const record = plan.records[type.id]!;
    found.set(type.id, record);
    todo.push(...record.fields.map((field) => field.type));
  }
  return Object.fromEntries(
    [...found.values()]
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map(({ id, fields }) => [id, fields.map(({ name, type }) => ({ name, type }))]),
  );
}
