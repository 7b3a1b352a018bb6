/** What a place demands of the expression that stands in it. */
import type { Span } from "../../source/span.ts";
import type { Expression } from "../../syntax/tree.ts";
import type { Checker } from "../checker.ts";
import { BOOL, comparable, fits, isNumber, isText, NEVER, required } from "../fit.ts";
import type { ModelExpr } from "../model.ts";
import { keyOf } from "../narrowing.ts";
import type { Scope } from "../scope.ts";
import { showType, showValues } from "../show.ts";
import type { Type } from "../type.ts";
import { constant, wrap } from "./make.ts";

/** The guard to write before a bare use of an optional value. */
export function guardFor(text: string, narrowable: boolean): string {
  const fallback = `give it a default: \`${wrap(text)} ?? …\``;
  return narrowable
    ? `Guard it: \`${text} is present and …\`, or ${fallback}.`
    : `Name it with \`let\` and guard the name, or ${fallback}.`;
}

/** The type of a value that must be there; an optional one is reported, with the guard to write. */
export function mustBePresent(checker: Checker, expr: ModelExpr, node: Expression, use: string): Type {
  if (expr.type.kind !== "optional") return expr.type;
  const text = checker.text(node.span);
  checker.report("bare-optional", node.span, { text, use, guard: guardFor(text, keyOf(node) !== null) });
  return expr.type.of;
}

/** Checks `node` and holds it to a type. `where` begins the sentence: "A condition", "The impact `money`". */
export function expectType(checker: Checker, node: Expression, scope: Scope, wanted: Type, where: string): ModelExpr {
  return holdTo(checker, checker.expression(node, scope, wanted), node, wanted, where);
}

/** Holds an expression that was checked already to a type. */
export function holdTo(checker: Checker, expr: ModelExpr, node: Expression, wanted: Type, where: string): ModelExpr {
  if (fits(expr.type, wanted)) return expr;
  if (
    expr.type.kind === "optional" &&
    wanted.kind !== "optional" &&
    (fits(expr.type.of, wanted) || wanted.kind === "bool")
  ) {
    const type = mustBePresent(checker, expr, node, lower(where));
    if (fits(type, wanted)) return expr;
  }
  if (unknownValue(checker, expr, node.span, wanted)) return expr;
  checker.report("wrong-type", node.span, {
    where,
    expected: withArticle(wanted),
    found: withArticle(expr.type),
    advice: conversion(expr.type, wanted, checker.text(node.span)),
  });
  return constant(null, NEVER, expr.span);
}

/** Checks a condition. */
export const condition = (checker: Checker, node: Expression, scope: Scope, where = "A condition"): ModelExpr =>
  expectType(checker, node, scope, BOOL, where);

/** A text literal that is none of the values of a choice: its own report, with the nearest value. True when reported. */
export function unknownValue(checker: Checker, expr: ModelExpr, span: Span, wanted: Type): boolean {
  const choice = required(wanted);
  if (expr.op !== "const" || typeof expr.value !== "string" || choice.kind !== "choice" || !isText(expr.type))
    return false;
  reportUnknownValue(checker, expr.value, span, choice.values, "This value");
  return true;
}

export function reportUnknownValue(
  checker: Checker,
  value: string,
  span: Span,
  values: readonly string[],
  name: string,
): void {
  const near = checker.near(value, () => values);
  checker.report(
    "unknown-value",
    span,
    {
      value: JSON.stringify(value),
      near: near === undefined ? undefined : JSON.stringify(near),
      values: showValues(values),
      name,
    },
    {
      fixes:
        near === undefined
          ? []
          : [{ title: `Write ${JSON.stringify(near)}`, edits: [{ span, text: JSON.stringify(near) }] }],
    },
  );
}

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** "a money amount", "a text", "an Order": types as they stand in a sentence. */
export function withArticle(type: Type): string {
  switch (type.kind) {
    case "bool":
      return "a condition (true or false)";
    case "int":
      return "a whole number";
    case "decimal":
      return "a number";
    case "money":
      return "an amount of money";
    case "time":
      return "an instant (`time`)";
    case "optional":
      return `${withArticle(type.of)} that may be absent`;
    case "list":
      return `a ${showType(type)}`;
    case "map":
      return `a ${showType(type)}`;
    case "choice":
      return type.name === null
        ? type.values.length === 1
          ? `the text ${showType(type)}`
          : `one of ${showType(type)}`
        : `a value of ${showType(type)}`;
    case "outcome":
      return "an outcome";
    case "never":
      return "nothing";
    case "record": {
      const name = showType(type);
      return /^(a|an|the) /.test(name) ? name : `a record \`${name}\``;
    }
    default:
      return `${/^[aeiou]/.test(type.kind) ? "an" : "a"} ${showType(type)}`;
  }
}

/** How an author turns one type into another, where there is a usual way. */
export function conversion(found: Type, wanted: Type, text: string): string {
  const [from, to] = [required(found), required(wanted)];
  if (to.kind === "money" && isNumber(from))
    return /^[\d_.]+$/.test(text)
      ? `Write the currency: \`${text} USD\`.`
      : `Multiply an amount: \`${wrap(text)} * 1 USD\`.`;
  if (isNumber(to) && from.kind === "money" && /^[\d_.]+ [A-Z]{3}$/.test(text))
    return `Write the number without a currency: \`${text.slice(0, -4)}\`; or declare the other value as \`money\`.`;
  if (isNumber(to) && from.kind === "money") return `Divide by an amount: \`${wrap(text)} / 1 USD\`.`;
  if (to.kind === "date" && from.kind === "time") return `Take its day: \`date(${text})\`.`;
  if (to.kind === "time" && from.kind === "date")
    return `Compare days instead: \`date(…)\` gives the day of an instant.`;
  if (to.kind === "duration" && isNumber(from))
    return /^[\d_]+$/.test(text)
      ? `Write the unit: \`${text} days\`.`
      : `Multiply a duration: \`${wrap(text)} * 1 day\`.`;
  if (to.kind === "date" && isText(from))
    return /^"\d{4}-\d\d-\d\d"$/.test(text)
      ? `Write the date without quotes: \`${text.slice(1, -1)}\`.`
      : "Declare it as `date`.";
  if (to.kind === "time" && isText(from)) return "Declare it as `time`; an instant is written `2026-12-01T10:00:00Z`.";
  if (isNumber(to) && isText(from))
    return /^"-?[\d_.]+"$/.test(text)
      ? `Write the number without quotes: \`${text.slice(1, -1)}\`.`
      : "Declare it as `int` or `decimal`.";
  if (isText(to) && isNumber(from) && /^[\d_.]+$/.test(text)) return `Write the text in quotes: \`"${text}"\`.`;
  if ((to.kind === "tier" || to.kind === "outcome" || to.kind === "level") && isText(from) && /^"\w+"$/.test(text))
    return `Write the name without quotes: \`${text.slice(1, -1)}\`.`;
  if (isText(to) && from.kind === "tier") return `Write the text in quotes: \`"${text}"\`.`;
  if (to.kind === "list" && comparable(from, to.of)) return `Write a list: \`[${text}]\`.`;
  if (to.kind === "bool" && from.kind === "list")
    return `Say what must hold of its items: \`any(x in ${text}: …)\`, or \`count(${text}) > 0\`.`;
  if (to.kind === "bool") return "Write a condition, for example a comparison.";
  return "";
}
