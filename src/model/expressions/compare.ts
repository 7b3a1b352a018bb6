/** `==`, `!=`, `<`, `<=`, `>`, `>=`, `in`, `not in`, `like`, `not like`. */
import type { BinaryExpression, Expression } from "../../syntax/tree.ts";
import type { Checker } from "../checker.ts";
import { meetCurrencies } from "../currency.ts";
import { comparable, listOf, order, required, TEXT } from "../fit.ts";
import type { ModelExpr } from "../model.ts";
import { sameExpression } from "../same.ts";
import type { Scope } from "../scope.ts";
import { showType } from "../show.ts";
import { conversion, expectType, mustBePresent, reportUnknownValue, withArticle } from "./expect.ts";
import { fault, make } from "./make.ts";

/**
 * Checks both sides. What may be a bare name of an outcome, a level or a value comes second, so that the other side can
 * say what is wanted.
 */
function sides(checker: Checker, node: BinaryExpression, scope: Scope): readonly [ModelExpr, ModelExpr] {
  if (node.left.kind === "name" && node.right.kind !== "name") {
    const right = checker.expression(node.right, scope);
    return [checker.expression(node.left, scope, right.type), right];
  }
  const left = checker.expression(node.left, scope);
  return [left, checker.expression(node.right, scope, left.type)];
}

export function checkEqual(checker: Checker, node: BinaryExpression, scope: Scope): ModelExpr {
  const [left, right] = sides(checker, node, scope);
  const result = make({ op: "equal", negated: node.operator === "!=", left, right }, { kind: "bool" }, node.span);
  if (!sameKind(checker, node, left, right)) return fault(node.span);
  impossibleText(checker, node.left, left, right);
  impossibleText(checker, node.right, right, left);
  meetCurrencies(checker, node.span, left, right);
  constantComparison(checker, node, left, right);
  return result;
}

/** Reports values that can never be equal because of their types; a fault of either side passes silently. */
function sameKind(checker: Checker, node: BinaryExpression, left: ModelExpr, right: ModelExpr): boolean {
  if (comparable(left.type, right.type)) return true;
  const [a, b] = [required(left.type).kind, required(right.type).kind];
  const instant = a === "time" && b === "date" ? node.left : a === "date" && b === "time" ? node.right : null;
  const advice =
    (instant === null ? "" : `Take the day of the instant: \`date(${checker.text(instant.span)})\`.`) ||
    conversion(right.type, left.type, checker.text(node.right.span)) ||
    conversion(left.type, right.type, checker.text(node.left.span));
  checker.report("not-comparable", node.span, {
    left: withArticle(left.type),
    right: withArticle(right.type),
    operator: node.operator,
    advice,
  });
  return false;
}

/** A literal that the other side can never be. */
function impossibleText(checker: Checker, node: Expression, expr: ModelExpr, other: ModelExpr): void {
  const choice = required(other.type);
  if (choice.kind !== "choice" || other.op === "const") return;
  if (expr.op === "const" && typeof expr.value === "string") {
    if (!choice.values.includes(expr.value))
      reportUnknownValue(checker, expr.value, node.span, choice.values, `\`${checker.text(other.span)}\``);
    return;
  }
  const own = required(expr.type);
  if (own.kind === "choice" && !own.values.some((value) => choice.values.includes(value)))
    checker.report("not-comparable", expr.span, {
      left: withArticle(own),
      right: withArticle(choice),
      operator: "==",
      advice: "They share no value, so they are never equal.",
    });
}

export function checkOrder(checker: Checker, node: BinaryExpression, scope: Scope): ModelExpr {
  const [left, right] = sides(checker, node, scope);
  const cmp = node.operator as "<" | "<=" | ">" | ">=";
  const [a, b] = [
    mustBePresent(checker, left, node.left, `\`${cmp}\``),
    mustBePresent(checker, right, node.right, `\`${cmp}\``),
  ];
  if (a.kind === "never" || b.kind === "never") return fault(node.span);
  if (!sameKind(checker, node, { ...left, type: a }, { ...right, type: b })) return fault(node.span);
  const as =
    order(a) ?? (order(b) !== null && comparable(a, b) && a.kind === "choice" && b.kind === "text" ? "text" : null);
  // A literal beside a text is a text; two choices, or two bools, have no order.
  const both =
    (a.kind === "choice" && b.kind === "choice") || order(b) === null
      ? a.kind === "text" || b.kind === "text"
        ? "text"
        : null
      : as;
  if (both === null) {
    const text = checker.text(node.left.span);
    const advice =
      a.kind === "choice"
        ? `Name the values: \`${text} in [${a.values
            .slice(0, 2)
            .map((value) => JSON.stringify(value))
            .join(", ")}]\`.`
        : a.kind === "list"
          ? `Compare its length: \`count(${text}) ${cmp} …\`.`
          : "Use `==` or `!=`.";
    checker.report("no-order", node.span, { type: withArticle(order(a) === null ? a : b), operator: cmp, advice });
    return fault(node.span);
  }
  meetCurrencies(checker, node.span, left, right);
  constantComparison(checker, node, left, right);
  return make({ op: "compare", cmp, as: both, left, right }, { kind: "bool" }, node.span);
}

export function checkIn(checker: Checker, node: BinaryExpression, scope: Scope): ModelExpr {
  const negated = node.operator === "not in";
  const item = checker.expression(node.left, scope);
  const list = checker.expression(node.right, scope, listOf(required(item.type)));
  const type = mustBePresent(checker, list, node.right, `\`${node.operator}\``);
  if (type.kind === "never") return fault(node.span);
  const text = checker.text(node.right.span);
  if (type.kind !== "list") {
    if (type.kind === "map")
      checker.report("wrong-type", node.right.span, {
        where: `\`${node.operator}\``,
        expected: "a list",
        found: withArticle(type),
        advice: `Ask for the key: \`${text}[${checker.text(node.left.span)}] is ${negated ? "missing" : "present"}\`.`,
      });
    else
      checker.report("wrong-type", node.right.span, {
        where: `\`${node.operator}\``,
        expected: "a list",
        found: withArticle(type),
        advice:
          type.kind === "text" || type.kind === "choice"
            ? `For a part of a text write \`like "*…*"\`; for one value write \`[${text}]\`.`
            : `Write a list: \`[${text}]\`.`,
      });
    return fault(node.span);
  }
  const wanted = type.of;
  if (!comparable(item.type, wanted)) {
    checker.report("not-comparable", node.span, {
      left: withArticle(item.type),
      right: `the items of a ${showType(type)}`,
      operator: node.operator,
      advice: conversion(wanted, item.type, "…"),
    });
    return fault(node.span);
  }
  if (list.op === "items" && node.right.kind === "list") {
    list.items.forEach((entry, index) => {
      impossibleText(checker, (node.right as { items: readonly Expression[] }).items[index]!, entry, item);
      meetCurrencies(checker, entry.span, item, entry);
    });
  } else impossibleText(checker, node.left, item, { ...list, type: wanted } as ModelExpr);
  return make({ op: "in", negated, item, list }, { kind: "bool" }, node.span);
}

export function checkLike(checker: Checker, node: BinaryExpression, scope: Scope): ModelExpr {
  const text = expectType(checker, node.left, scope, TEXT, `\`${node.operator}\``);
  const pattern = expectType(checker, node.right, scope, TEXT, `The pattern of \`${node.operator}\``);
  if (text.type.kind === "never" || pattern.type.kind === "never") return fault(node.span);
  return make({ op: "like", negated: node.operator === "not like", text, pattern }, { kind: "bool" }, node.span);
}

/** Warns of a comparison whose answer the text alone decides. */
function constantComparison(checker: Checker, node: BinaryExpression, left: ModelExpr, right: ModelExpr): void {
  if (left.type.kind === "never" || right.type.kind === "never") return;
  const same = sameExpression(left, right);
  if (!same && !(left.op === "const" && right.op === "const")) return;
  const why = same ? `both sides are \`${checker.text(node.left.span)}\`` : "both sides are literals";
  checker.report("constant-condition", node.span, { text: checker.text(node.span), why });
}
