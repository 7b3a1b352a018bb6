import type { PatternExpr } from "../model/expression.ts";
import type { PlanExpr } from "./plan.ts";

/** The expressions right below an expression, in the order they are written. */
export function children(expr: PlanExpr): readonly PlanExpr[] {
  switch (expr.op) {
    case "const":
    case "input":
    case "fact":
    case "let":
    case "ambient":
    case "local":
    case "history":
    case "changes_to":
    case "evidence_of":
      return [];
    case "field":
      return [expr.of];
    case "index":
      return [expr.of, expr.key];
    case "not":
    case "present":
    case "negate":
      return [expr.operand];
    case "and":
    case "or":
      return expr.parts;
    case "equal":
    case "compare":
    case "arith":
      return [expr.left, expr.right];
    case "in":
      return [expr.item, expr.list];
    case "like":
      return [expr.text, expr.pattern];
    case "default":
      return [expr.value, expr.otherwise];
    case "if":
      return [expr.condition, expr.then, expr.otherwise];
    case "match":
      return [...expr.subjects, ...expr.rows.flatMap((row) => [...row.patterns.flatMap(patternParts), row.result])];
    case "any":
    case "all":
    case "none":
    case "count":
      return [expr.source, expr.body];
    case "sum":
    case "list":
    case "min":
    case "max":
      return expr.where === null ? [expr.source, expr.body] : [expr.source, expr.body, expr.where];
    case "items":
      return expr.items;
    case "builtin":
    case "call":
      return expr.args;
  }
}

function patternParts(pattern: PatternExpr<unknown>): readonly PlanExpr[] {
  switch (pattern.kind) {
    case "any":
    case "missing":
      return [];
    case "one-of":
      return pattern.values;
    case "compare":
      return [pattern.value];
    case "range":
      return [pattern.low, pattern.high];
  }
}

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
