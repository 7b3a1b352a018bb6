/** `or`, `and`, `not`, `is present`, `is missing`. */
import type { BinaryExpression, NotExpression, PresenceExpression } from "../../syntax/tree.ts";
import type { Checker } from "../checker.ts";
import { BOOL } from "../fit.ts";
import type { ModelExpr } from "../model.ts";
import { chain, keyOf, presentWhen } from "../narrowing.ts";
import { alsoKnown, type Scope } from "../scope.ts";
import { condition } from "./expect.ts";
import { make } from "./make.ts";

/** A chain of one operator becomes one node; each part knows what the parts before it have settled. */
export function checkLogic(checker: Checker, node: BinaryExpression, scope: Scope): ModelExpr {
  const op = node.operator as "and" | "or";
  const settled = new Set<string>();
  const inner = { ...scope, known: alsoKnown(scope.known, settled) };
  const parts = chain(node, op).map((part) => {
    const expr = condition(checker, part, inner, `\`${op}\``);
    presentWhen(part, op === "and", settled);
    return expr;
  });
  return make({ op, parts }, BOOL, node.span);
}

export const checkNot = (checker: Checker, node: NotExpression, scope: Scope): ModelExpr =>
  make({ op: "not", operand: condition(checker, node.operand, scope, "`not`") }, BOOL, node.span);

export function checkPresence(checker: Checker, node: PresenceExpression, scope: Scope): ModelExpr {
  const operand = checker.expression(node.operand, scope);
  const key = keyOf(node.operand);
  const guarded = key !== null && scope.known.has(key);
  if (operand.type.kind !== "optional" && operand.type.kind !== "never" && !guarded)
    checker.report("needless-presence", node.span, { text: checker.text(node.operand.span), present: node.present });
  return make({ op: "present", negated: !node.present, operand }, BOOL, node.span);
}
