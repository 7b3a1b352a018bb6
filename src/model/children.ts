import type { Expr, PatternExpr, RequirementExpr } from "./expression.ts";

/** The expressions directly below one, whatever a stage hangs on them, in the order they are written. */
export function children<M>(expr: Expr<M>): readonly Expr<M>[] {
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
    case "negate":
    case "present":
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
      return [...expr.subjects, ...expr.rows.flatMap((row) => [...row.patterns.flatMap(inPattern), row.result])];
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

function inPattern<M>(pattern: PatternExpr<M>): readonly Expr<M>[] {
  switch (pattern.kind) {
    case "one-of":
      return pattern.values;
    case "compare":
      return [pattern.value];
    case "range":
      return [pattern.low, pattern.high];
    default:
      return [];
  }
}

/** The expressions in a requirement: arguments of approval tables. */
export function inRequirement<M>(requirement: RequirementExpr<M>): readonly Expr<M>[] {
  switch (requirement.op) {
    case "and":
    case "or":
      return requirement.parts.flatMap(inRequirement);
    case "table":
      return requirement.args;
    default:
      return [];
  }
}
