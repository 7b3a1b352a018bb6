/** `+`, `-`, `*`, `/` and the unary minus. */
import type { BinaryExpression, NegateExpression } from "../../syntax/tree.ts";
import type { Checker } from "../checker.ts";
import { meetCurrencies } from "../currency.ts";
import type { Numeric } from "../expression.ts";
import { DATE, DECIMAL, DURATION, INT, MONEY, numeric, required, TIME } from "../fit.ts";
import { isZero } from "../literals.ts";
import type { ModelExpr } from "../model.ts";
import type { Scope } from "../scope.ts";
import type { Type } from "../type.ts";
import { mustBePresent, withArticle } from "./expect.ts";
import { constant, fault, make } from "./make.ts";

type Fn = "+" | "-" | "*" | "/";

/** What `left fn right` is taken as, or null when it is not defined. */
function resultOf(fn: Fn, left: Numeric, right: Numeric): Numeric | null {
  const pair = `${left} ${fn} ${right}`;
  switch (pair) {
    case "number + number":
    case "number - number":
    case "number * number":
    case "number / number":
    case "money / money":
      return "number";
    case "money + money":
    case "money - money":
    case "money * number":
    case "number * money":
    case "money / number":
      return "money";
    case "time + duration":
    case "duration + time":
    case "time - duration":
      return "time";
    case "date + duration":
    case "duration + date":
    case "date - duration":
      return "date";
    case "time - time":
    case "date - date":
    case "duration + duration":
    case "duration - duration":
    case "duration * number":
    case "number * duration":
    case "duration / number":
      return "duration";
    default:
      return null;
  }
}

const TYPES: Readonly<Record<Numeric, Type>> = {
  number: DECIMAL,
  money: MONEY,
  time: TIME,
  date: DATE,
  duration: DURATION,
};

export function checkArithmetic(checker: Checker, node: BinaryExpression, scope: Scope): ModelExpr {
  const fn = node.operator as Fn;
  const left = checker.expression(node.left, scope);
  const right = checker.expression(node.right, scope);
  const use = `\`${fn}\``;
  const [a, b] = [mustBePresent(checker, left, node.left, use), mustBePresent(checker, right, node.right, use)];
  if (a.kind === "never" || b.kind === "never") return fault(node.span);
  const [leftAs, rightAs] = [numeric(a), numeric(b)];
  const as = leftAs === null || rightAs === null ? null : resultOf(fn, leftAs, rightAs);
  if (as === null || leftAs === null || rightAs === null) {
    checker.report("bad-arithmetic", node.span, {
      operator: fn,
      left: withArticle(a),
      right: withArticle(b),
      advice: advice(fn, a, b),
    });
    return fault(node.span);
  }
  if (fn === "/" && right.op === "const" && isZero(amountOf(right))) checker.report("division-by-zero", node.span, {});
  if ((fn === "+" || fn === "-" || fn === "/") && leftAs === "money" && rightAs === "money")
    meetCurrencies(checker, node.span, left, right);
  const whole = fn !== "/" && a.kind === "int" && b.kind === "int";
  return make({ op: "arith", fn, left, right, leftAs, rightAs, as }, whole ? INT : TYPES[as], node.span);
}

function amountOf(expr: ModelExpr & { readonly op: "const" }): string {
  const value = expr.value;
  if (typeof value === "string") return value;
  return typeof value === "object" && value !== null && "amount" in value && typeof value.amount === "string"
    ? value.amount
    : "";
}

function advice(fn: Fn, a: Type, b: Type): string {
  const kinds = new Set([a.kind, b.kind]);
  if ((kinds.has("text") || kinds.has("choice")) && fn === "+")
    return "Texts are not joined. Compare them, or match them with `like`.";
  if (kinds.has("list")) return "Lists are not joined. Use `count`, `sum`, `any` or `all` on each of them.";
  if ((fn === "+" || fn === "-") && kinds.has("money") && (kinds.has("int") || kinds.has("decimal")))
    return "Write the currency of the number: `500 USD`.";
  if (
    (fn === "+" || fn === "-") &&
    (kinds.has("time") || kinds.has("date") || kinds.has("duration")) &&
    (kinds.has("int") || kinds.has("decimal"))
  )
    return "Write the unit of the number: `30 days`.";
  if (kinds.has("time") && kinds.has("date")) return "Take the day of the instant: `date(…)`.";
  if (fn === "+" && a.kind === b.kind && (a.kind === "time" || a.kind === "date"))
    return "Two points in time have a difference, not a sum: use `-`.";
  if (fn === "*" && a.kind === "money" && b.kind === "money")
    return "Multiply by a number, or divide one amount by the other for their ratio.";
  if (fn === "/" && a.kind === "duration" && b.kind === "duration")
    return "Compare the durations, or divide by a number.";
  return "";
}

export function checkNegate(checker: Checker, node: NegateExpression, scope: Scope): ModelExpr {
  const operand = checker.expression(node.operand, scope);
  const type = mustBePresent(checker, operand, node.operand, "`-`");
  if (type.kind === "never") return fault(node.span);
  const as = numeric(type);
  if (as === null || as === "time" || as === "date") {
    checker.report("bad-negation", node.span, { type: withArticle(type) });
    return fault(node.span);
  }
  // A signed literal is a constant: patterns and limits rely on it.
  if (operand.op === "const" && as === "number" && typeof operand.value === "string")
    return constant(minus(operand.value), type, node.span);
  if (operand.op === "const" && as === "money") {
    const value = operand.value as { readonly amount: string; readonly currency: string };
    return constant({ amount: minus(value.amount), currency: value.currency }, type, node.span);
  }
  return make({ op: "negate", as, operand }, required(type), node.span);
}

const minus = (text: string): string => (isZero(text) ? text : text.startsWith("-") ? text.slice(1) : `-${text}`);
