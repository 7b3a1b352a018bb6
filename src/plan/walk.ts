import { children } from "../model/children.ts";
import type { PlanExpr } from "./plan.ts";

/** Visits an expression and everything below it, parents first, without recursion. `visit` says whether to go below. */
export function walk(expr: PlanExpr, visit: (expr: PlanExpr) => boolean): void {
  const todo: PlanExpr[] = [expr];
  while (todo.length > 0) {
    const at = todo.pop()!;
    if (!visit(at)) continue;
    const below = children(at);
    for (let i = below.length - 1; i >= 0; i--) todo.push(below[i]!);
  }
}
