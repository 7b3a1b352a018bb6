/** `if C then a else b`, `a ?? b`, and lists, whose branches and items share one type. */
import type { Fix } from "../../diagnostics/diagnostic.ts";
import type { BinaryExpression, IfExpression, ListLiteral } from "../../syntax/tree.ts";
import type { Checker } from "../checker.ts";
import { meetCurrencies } from "../currency.ts";
import { join, listOf, NEVER, required } from "../fit.ts";
import type { ModelExpr } from "../model.ts";
import { keyOf, presence } from "../narrowing.ts";
import { type Scope, withKnown } from "../scope.ts";
import type { Type } from "../type.ts";
import { condition, withArticle } from "./expect.ts";
import { fault, make } from "./make.ts";

export function checkIf(checker: Checker, node: IfExpression, scope: Scope, hint: Type | undefined): ModelExpr {
  const test = condition(checker, node.condition, scope, "`if`");
  const then = checker.expression(node.then, withKnown(scope, presence(node.condition, true)), hint);
  const otherwise = checker.expression(
    node.otherwise,
    withKnown(scope, presence(node.condition, false)),
    hint ?? then.type,
  );
  const type = joined(checker, [then, otherwise], "`if`");
  return type === null ? fault(node.span) : make({ op: "if", condition: test, then, otherwise }, type, node.span);
}

/** The type that holds all of them, or null after a report at the first that does not fit. */
export function joined(checker: Checker, exprs: readonly ModelExpr[], where: string): Type | null {
  let type: Type = NEVER;
  for (const expr of exprs) {
    const wider = join(type, expr.type);
    if (wider === null) {
      checker.report(
        "mixed-types",
        expr.span,
        { first: withArticle(type), second: withArticle(expr.type), where },
        { labels: [{ span: exprs[0]!.span, text: `this is ${withArticle(type)}` }] },
      );
      return null;
    }
    type = wider;
  }
  return type;
}

export function checkDefault(
  checker: Checker,
  node: BinaryExpression,
  scope: Scope,
  hint: Type | undefined,
): ModelExpr {
  const value = checker.expression(node.left, scope, hint);
  const otherwise = checker.expression(node.right, scope, required(value.type));
  if (value.type.kind === "never") return fault(node.span);
  const key = keyOf(node.left);
  if (value.type.kind !== "optional" && !(key !== null && scope.known.has(key)))
    checker.report(
      "needless-default",
      node.span,
      { text: checker.text(node.left.span) },
      { fixes: withoutDefault(checker, node) },
    );
  const inner = { ...value, type: required(value.type) } as ModelExpr;
  const type = joined(checker, [inner, otherwise], "`??`");
  if (type === null) return fault(node.span);
  meetCurrencies(checker, node.span, value, otherwise);
  return make({ op: "default", value, otherwise }, type, node.span);
}

/** The edit that leaves the value alone, where no parenthesis stands around either side. */
function withoutDefault(checker: Checker, { left, right }: BinaryExpression): readonly Fix[] {
  if (checker.text({ file: left.span.file, start: left.span.end, end: right.span.start }) !== "??") return [];
  const rest = { file: left.span.file, start: left.span.end, end: right.span.end };
  return [{ title: "Remove the default", edits: [{ span: rest, text: "" }] }];
}

export function checkList(checker: Checker, node: ListLiteral, scope: Scope, hint: Type | undefined): ModelExpr {
  const wanted = hint === undefined ? undefined : required(hint);
  const element = wanted?.kind === "list" ? wanted.of : undefined;
  const items = node.items.map((item) => checker.expression(item, scope, element));
  const type = joinedList(checker, items);
  return type === null ? fault(node.span) : make({ op: "items", items }, listOf(type), node.span);
}

/** As `joined`; literal texts are gathered in one go, since joining choice by choice would take quadratic time. */
function joinedList(checker: Checker, items: readonly ModelExpr[]): Type | null {
  const values: string[] = [];
  for (const item of items) {
    if (item.op !== "const" || item.type.kind !== "choice" || item.type.values.length !== 1)
      return joined(checker, items, "The list");
    values.push(item.type.values[0]!);
  }
  return values.length === 0 ? NEVER : { kind: "choice", name: null, values: [...new Set(values)] };
}
