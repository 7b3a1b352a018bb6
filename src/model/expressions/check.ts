/** Dispatch over the kinds of expressions. */
import type { BinaryExpression, Expression } from "../../syntax/tree.ts";
import type { Checker } from "../checker.ts";
import { BOOL, DATE, DECIMAL, DURATION, INT, MONEY, TIME } from "../fit.ts";
import { EVALUATION_DEPTH } from "../height.ts";
import { dayNumber, durationMs, instantMs, isoDuration } from "../literals.ts";
import type { ModelExpr } from "../model.ts";
import type { Scope } from "../scope.ts";
import type { Type } from "../type.ts";
import { checkField, checkIndex } from "./access.ts";
import { checkArithmetic, checkNegate } from "./arithmetic.ts";
import { checkCall } from "./calls.ts";
import { checkEqual, checkIn, checkLike, checkOrder } from "./compare.ts";
import { checkDefault, checkIf, checkList } from "./conditional.ts";
import { checkLogic, checkNot, checkPresence } from "./logic.ts";
import { constant, fault } from "./make.ts";
import { checkMatch } from "./match.ts";
import { checkName } from "./names.ts";
import { checkQuantifier } from "./quantifiers.ts";
import { checkChangesTo, checkEvidenceOf, checkHistory } from "./sources.ts";

export function checkExpression(checker: Checker, node: Expression, scope: Scope, hint?: Type): ModelExpr {
  // The parser bounds the depth of a tree well below this; a tree made by a program is held to it here.
  if (checker.depth >= EVALUATION_DEPTH) {
    checker.report("chain-too-deep", node.span, { name: "this expression", bound: EVALUATION_DEPTH });
    return fault(node.span);
  }
  checker.depth++;
  const expr = dispatch(checker, node, scope, hint);
  checker.depth--;
  return expr;
}

function dispatch(checker: Checker, node: Expression, scope: Scope, hint: Type | undefined): ModelExpr {
  const { span } = node;
  switch (node.kind) {
    case "text":
      return constant(node.value, { kind: "choice", name: null, values: [node.value] }, span);
    case "number":
      return constant(node.value, node.percent || node.value.includes(".") ? DECIMAL : INT, span);
    case "money":
      return constant({ amount: node.amount, currency: node.currency }, MONEY, span);
    case "duration": {
      const ms = durationMs(checker, node, { positive: false });
      return ms === null ? fault(span) : constant(isoDuration(ms), DURATION, span);
    }
    case "date":
      return dayNumber(node.value) === null ? fault(span) : constant(node.value, DATE, span);
    case "time":
      return instantMs(node.value) === null ? fault(span) : constant(node.value, TIME, span);
    case "bool":
      return constant(node.value, BOOL, span);
    case "list":
      return checkList(checker, node, scope, hint);
    case "name":
      return checkName(checker, node, scope, hint);
    case "field":
      return checkField(checker, node, scope);
    case "index":
      return checkIndex(checker, node, scope);
    case "not":
      return checkNot(checker, node, scope);
    case "negate":
      return checkNegate(checker, node, scope);
    case "binary":
      return binary(checker, node, scope, hint);
    case "presence":
      return checkPresence(checker, node, scope);
    case "if":
      return checkIf(checker, node, scope, hint);
    case "match":
      return checkMatch(checker, node, scope, hint);
    case "quantifier":
      return checkQuantifier(checker, node, scope);
    case "call":
      return checkCall(checker, node, scope);
    case "history":
      return checkHistory(checker, node, scope);
    case "changes-to":
      return checkChangesTo(checker, node, scope);
    case "evidence-of":
      return checkEvidenceOf(checker, node, scope);
  }
}

function binary(checker: Checker, node: BinaryExpression, scope: Scope, hint: Type | undefined): ModelExpr {
  switch (node.operator) {
    case "or":
    case "and":
      return checkLogic(checker, node, scope);
    case "==":
    case "!=":
      return checkEqual(checker, node, scope);
    case "<":
    case "<=":
    case ">":
    case ">=":
      return checkOrder(checker, node, scope);
    case "in":
    case "not in":
      return checkIn(checker, node, scope);
    case "like":
    case "not like":
      return checkLike(checker, node, scope);
    case "+":
    case "-":
    case "*":
    case "/":
      return checkArithmetic(checker, node, scope);
    case "??":
      return checkDefault(checker, node, scope, hint);
  }
}
