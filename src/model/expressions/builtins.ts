/** The built-in functions: one entry each. */
import type { CallExpression, Expression } from "../../syntax/tree.ts";
import type { Checker } from "../checker.ts";
import { meetCurrencies } from "../currency.ts";
import type { Builtin, Comparable } from "../expression.ts";
import {
  comparable,
  DATE,
  DURATION,
  fits,
  INT,
  join,
  listOf,
  NEVER,
  optional,
  order,
  required,
  TEXT,
  TIME,
} from "../fit.ts";
import type { ModelExpr } from "../model.ts";
import { pairRecord } from "../records.ts";
import type { Scope } from "../scope.ts";
import type { Type } from "../type.ts";
import { WEEKDAYS } from "../words.ts";
import { conversion, expectType, mustBePresent, withArticle } from "./expect.ts";
import { fault, make } from "./make.ts";
import { reportFold, summable } from "./quantifiers.ts";

interface Call {
  readonly checker: Checker;
  readonly node: CallExpression;
  readonly scope: Scope;
  readonly name: string;
}

const SIGNATURES: Readonly<
  Record<string, { readonly counts: readonly number[] | "one or more"; readonly form: string }>
> = {
  count: { counts: [1], form: "count(xs)" },
  sum: { counts: [1], form: "sum(xs)" },
  min: { counts: "one or more", form: "min(a, b)" },
  max: { counts: "one or more", form: "max(a, b)" },
  distinct: { counts: [1], form: "distinct(xs)" },
  first: { counts: [1], form: "first(xs)" },
  last: { counts: [1], form: "last(xs)" },
  zip: { counts: [2], form: "zip(xs, ys)" },
  adjacent: { counts: [1], form: "adjacent(xs)" },
  contains_all: { counts: [2], form: "contains_all(xs, ys)" },
  keys: { counts: [1], form: "keys(m)" },
  values: { counts: [1], form: "values(m)" },
  lower: { counts: [1], form: "lower(text)" },
  length: { counts: [1], form: "length(text)" },
  date: { counts: [1], form: "date(time)" },
  weekday: { counts: [1], form: "weekday(time)" },
  time_of_day: { counts: [1], form: "time_of_day(time)" },
};

export function checkBuiltin(checker: Checker, node: CallExpression, scope: Scope): ModelExpr {
  const name = node.callee.parts[0]!.text;
  const call: Call = { checker, node, scope, name };
  const { counts, form } = SIGNATURES[name]!;
  const found = node.args.length;
  if (counts === "one or more" ? found === 0 : !counts.includes(found)) {
    for (const arg of node.args) checker.expression(arg, scope);
    const expected =
      counts === "one or more"
        ? "a list, or two or more values"
        : counts[0] === 1
          ? "1 argument"
          : `${counts[0]} arguments`;
    checker.report("argument-count", node.span, { name, found, expected, signature: form });
    return fault(node.span);
  }
  switch (name) {
    case "min":
    case "max":
      return found === 1 ? extreme(call) : extremeOf(call);
    case "count":
      return overList(call, () => INT);
    case "sum":
      return overList(call, (item, list) => fold(call, list, item, summable(item)), summable);
    case "distinct":
      return overList(call, (item) => listOf(item));
    case "first":
    case "last":
      return overList(call, (item) => optional(item));
    case "adjacent":
      return overList(call, (item) => listOf(pairRecord(checker, item, item)));
    case "zip":
    case "contains_all":
      return twoLists(call);
    case "keys":
    case "values":
      return ofMap(call, name);
    case "lower":
      return plain(call, "lower", TEXT, TEXT);
    case "length":
      return length(call);
    case "date":
      return plain(call, "date", TIME, DATE);
    case "time_of_day":
      return plain(call, "time_of_day", TIME, DURATION);
    default:
      return weekday(call);
  }
}

const built = (
  { node }: Call,
  name: Builtin,
  args: readonly ModelExpr[],
  type: Type,
  as: Comparable | null = null,
): ModelExpr =>
  type.kind === "never" || args.some((arg) => arg.type.kind === "never")
    ? fault(node.span)
    : make({ op: "builtin", name, args, as }, type, node.span);

/** The items of a list argument; null after a report. */
function items(
  { checker, scope, name }: Call,
  node: Expression,
): { readonly list: ModelExpr; readonly item: Type } | null {
  const list = checker.expression(node, scope);
  const type = mustBePresent(checker, list, node, `\`${name}\``);
  if (type.kind === "list") return { list, item: type.of };
  if (type.kind !== "never")
    checker.report("not-a-list", node.span, {
      text: checker.text(node.span),
      type: withArticle(type),
      where: `\`${name}\``,
    });
  return null;
}

function overList(
  call: Call,
  result: (item: Type, list: ModelExpr) => Type,
  as: (item: Type) => Comparable | null = () => null,
): ModelExpr {
  const found = items(call, call.node.args[0]!);
  if (found === null) return fault(call.node.span);
  return built(
    call,
    call.name as Builtin,
    [found.list],
    result(found.item, found.list),
    found.item.kind === "never" ? null : as(found.item),
  );
}

/** The type of a fold, or `NEVER` after a report. */
function fold(call: Call, list: ModelExpr, item: Type, as: Comparable | null): Type {
  if (item.kind === "never") return INT;
  if (as !== null) return item;
  reportFold(call.checker, list.span, call.name, item);
  return NEVER;
}

function extreme(call: Call): ModelExpr {
  return overList(
    call,
    (item, list) => {
      const type = fold(call, list, item, order(item));
      return type.kind === "never" ? type : optional(type);
    },
    order,
  );
}

function extremeOf(call: Call): ModelExpr {
  const { checker, node, scope, name } = call;
  const args: ModelExpr[] = [];
  let type: Type = NEVER;
  for (const arg of node.args) {
    const expr = checker.expression(arg, scope, type);
    const own = mustBePresent(checker, expr, arg, `\`${name}\``);
    const wider = join(type, own);
    if (wider === null) {
      const advice = conversion(own, type, checker.text(arg.span));
      checker.report("wrong-type", arg.span, {
        where: `\`${name}\``,
        expected: `${withArticle(type)}, as before`,
        found: withArticle(own),
        advice,
      });
      return fault(node.span);
    }
    if (args.length > 0) meetCurrencies(checker, node.span, args[0]!, expr);
    type = wider;
    args.push(expr);
  }
  if (type.kind === "never") return fault(node.span);
  const as = order(type);
  if (as === null) {
    checker.report("no-order", node.span, {
      type: withArticle(type),
      operator: name,
      advice: "Give values that have an order.",
    });
    return fault(node.span);
  }
  return built(call, name === "min" ? "min_of" : "max_of", args, type, as);
}

function twoLists(call: Call): ModelExpr {
  const { checker, node, name } = call;
  const left = items(call, node.args[0]!);
  const right = items(call, node.args[1]!);
  if (left === null || right === null) return fault(node.span);
  if (name === "zip")
    return built(call, "zip", [left.list, right.list], listOf(pairRecord(checker, left.item, right.item)));
  if (!comparable(left.item, right.item)) {
    checker.report("not-comparable", node.span, {
      left: withArticle(left.list.type),
      right: withArticle(right.list.type),
      operator: name,
      advice: "Compare lists of the same items.",
    });
    return fault(node.span);
  }
  return built(call, "contains_all", [left.list, right.list], { kind: "bool" });
}

function ofMap(call: Call, name: "keys" | "values"): ModelExpr {
  const { checker, node, scope } = call;
  const map = checker.expression(node.args[0]!, scope);
  const type = mustBePresent(checker, map, node.args[0]!, `\`${name}\``);
  if (type.kind === "never") return fault(node.span);
  if (type.kind === "map") return built(call, name, [map], listOf(name === "keys" ? TEXT : type.of));
  checker.report("not-a-map", node.args[0]!.span, {
    text: checker.text(node.args[0]!.span),
    type: withArticle(type),
    advice: "Name a map.",
  });
  return fault(node.span);
}

function plain(call: Call, name: Builtin, wanted: Type, result: Type): ModelExpr {
  const arg = expectType(call.checker, call.node.args[0]!, call.scope, wanted, `\`${name}\``);
  return built(call, name, [arg], result);
}

function length(call: Call): ModelExpr {
  const { checker, node, scope } = call;
  const expr = checker.expression(node.args[0]!, scope);
  const type = mustBePresent(checker, expr, node.args[0]!, "`length`");
  if (type.kind === "list" || fits(type, TEXT)) return built(call, "length", [expr], INT);
  checker.report("wrong-type", node.args[0]!.span, {
    where: "`length`",
    expected: "a text or a list",
    found: withArticle(type),
    advice: "",
  });
  return fault(node.span);
}

function weekday(call: Call): ModelExpr {
  const { checker, node, scope } = call;
  const expr = checker.expression(node.args[0]!, scope);
  const type = required(mustBePresent(checker, expr, node.args[0]!, "`weekday`"));
  const result: Type = { kind: "choice", name: null, values: WEEKDAYS };
  if (type.kind === "time" || type.kind === "date" || type.kind === "never")
    return built(call, "weekday", [expr], result);
  checker.report("wrong-type", node.args[0]!.span, {
    where: "`weekday`",
    expected: "an instant or a date",
    found: withArticle(type),
    advice: conversion(type, DATE, checker.text(node.args[0]!.span)),
  });
  return fault(node.span);
}
