/** How deep an expression nests, calls followed. */
import { children } from "../../model/children.ts";
import type { Plan, PlanExpr } from "../../plan/plan.ts";

const OPEN = -1;

/**
 * Counts nodes on the longest way down, bodies of called functions included; infinite where functions call in a circle. A
 * list instead of recursion, and each node once: plans may be deeper than the stack and share their parts. `bodies`
 * remembers function bodies from one call to the next.
 */
export function depthOf(root: PlanExpr, plan: Plan, bodies: Map<PlanExpr, number>): number {
  const depths = new Map<PlanExpr, number>();
  const known = (expr: PlanExpr): number | undefined => bodies.get(expr) ?? depths.get(expr);
  const todo = [root];
  while (todo.length > 0) {
    const at = todo.at(-1)!;
    const before = known(at);
    const below = before === undefined || before === OPEN ? under(at, plan) : [];
    if (before === undefined) {
      depths.set(at, OPEN);
      for (const child of below) if (known(child) === undefined) todo.push(child);
      continue;
    }
    todo.pop();
    if (before !== OPEN) continue;
    let most = 0;
    for (const child of below) {
      const depth = known(child)!;
      most = Math.max(most, depth === OPEN ? Number.POSITIVE_INFINITY : depth);
    }
    depths.set(at, most + 1);
  }
  for (const { body } of Object.values(plan.functions)) {
    const depth = depths.get(body);
    if (depth !== undefined) bodies.set(body, depth);
  }
  return known(root)!;
}

function under(expr: PlanExpr, plan: Plan): readonly PlanExpr[] {
  if (expr.op !== "call" || !Object.hasOwn(plan.functions, expr.fn)) return children(expr);
  return [...expr.args, plan.functions[expr.fn]!.body];
}
