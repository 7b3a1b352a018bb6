/** `any(x in xs: C)` and its kin. */
import type { QuantifierExpression } from "../../syntax/tree.ts";
import type { Checker } from "../checker.ts";
import { BOOL, INT, listOf, NEVER, numeric, optional, order, required } from "../fit.ts";
import { refuseHiding } from "../hiding.ts";
import type { ModelExpr } from "../model.ts";
import { presence } from "../narrowing.ts";
import { bind, type Scope, withKnown } from "../scope.ts";
import type { Type } from "../type.ts";
import { condition, mustBePresent, withArticle } from "./expect.ts";
import { fault, make } from "./make.ts";

export function checkQuantifier(checker: Checker, node: QuantifierExpression, scope: Scope): ModelExpr {
  const source = checker.expression(node.source, scope);
  const element = itemType(checker, source, node, `\`${node.quantifier}\``);
  refuseHiding(checker, node.binder, "binder", scope);
  const inner = bind(scope, node.binder.text, element, node.binder.span, "binder");
  const shared = { slot: inner.locals.slot, binder: node.binder.text, source };

  switch (node.quantifier) {
    case "any":
    case "all":
    case "none":
    case "count": {
      const body = condition(checker, node.body, inner, `The condition of \`${node.quantifier}\``);
      return make({ op: node.quantifier, ...shared, body }, node.quantifier === "count" ? INT : BOOL, node.span);
    }
    case "sum":
    case "list":
    case "min":
    case "max": {
      const where = node.where === null ? null : condition(checker, node.where, inner, "`where`");
      const body = checker.expression(
        node.body,
        node.where === null ? inner : withKnown(inner, presence(node.where, true)),
      );
      if (node.quantifier === "list")
        return make({ op: "list", ...shared, body, where, as: null }, listOf(body.type), node.span);
      const type = mustBePresent(checker, body, node.body, `\`${node.quantifier}\``);
      if (type.kind === "never") return fault(node.span);
      return folded(checker, node, type, (as) =>
        make(
          { op: node.quantifier as "sum" | "min" | "max", ...shared, body, where, as },
          node.quantifier === "sum" ? type : optional(type),
          node.span,
        ),
      );
    }
  }
}

function folded(
  checker: Checker,
  node: QuantifierExpression,
  type: Type,
  build: (as: NonNullable<ReturnType<typeof order>>) => ModelExpr,
): ModelExpr {
  const as = node.quantifier === "sum" ? summable(type) : order(type);
  if (as !== null) return build(as);
  reportFold(checker, node.body.span, node.quantifier, type);
  return fault(node.span);
}

/** As what values of a type are added up, or null. */
export function summable(type: Type): "number" | "money" | "duration" | null {
  const as = numeric(type);
  return as === "number" || as === "money" || as === "duration" ? as : null;
}

export function reportFold(checker: Checker, span: QuantifierExpression["span"], name: string, type: Type): void {
  const sum = name === "sum";
  checker.report("wrong-type", span, {
    where: `\`${name}\``,
    expected: sum ? "numbers, money or durations" : "values that have an order",
    found: withArticle(type),
    advice:
      sum && type.kind === "bool"
        ? "To count the items for which a condition holds, write `count(x in xs: …)`."
        : `Name a field of the items: \`${name}(x in xs: x.field)\`.`,
  });
}

/** The type of the items of a list; `NEVER` after a report. */
function itemType(checker: Checker, source: ModelExpr, node: QuantifierExpression, where: string): Type {
  const type = mustBePresent(checker, source, node.source, where);
  if (type.kind === "list") return type.of;
  if (type.kind !== "never")
    checker.report("not-a-list", node.source.span, {
      text: checker.text(node.source.span),
      type: withArticle(required(type)),
      where,
    });
  return NEVER;
}
