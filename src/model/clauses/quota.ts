/** What a quota counts, up to what, in which window, and for each of what. */
import type { Expression, QuotaClause, QuotaWindow } from "../../syntax/tree.ts";
import type { Checker } from "../checker.ts";
import { meetCurrencies } from "../currency.ts";
import type { WindowShape } from "../expression.ts";
import { expectType, mustBePresent, withArticle } from "../expressions/expect.ts";
import { fault } from "../expressions/make.ts";
import { DECIMAL, INT, isNumber, isText } from "../fit.ts";
import { durationMs, scaled } from "../literals.ts";
import type { ModelExpr } from "../model.ts";
import type { Scope } from "../scope.ts";

interface Quota {
  readonly sum: ModelExpr | null;
  readonly limit: ModelExpr;
  readonly window: WindowShape;
  readonly keys: readonly ModelExpr[];
}

export function checkQuota(checker: Checker, node: QuotaClause, scope: Scope): Quota {
  const sum = node.sum === null ? null : checkSum(checker, node.sum, scope);
  const wanted = sum === null ? INT : isNumber(sum.type) ? DECIMAL : sum.type;
  const limit = expectType(
    checker,
    node.limit,
    scope,
    wanted,
    sum === null ? "The limit of a quota that counts change sets" : "The limit of this quota",
  );
  if (limit.op === "const" && negative(limit.value))
    checker.report("quota-limit", node.limit.span, { found: checker.text(node.limit.span) });
  if (sum !== null) meetCurrencies(checker, node.limit.span, sum, limit);
  return {
    sum,
    limit,
    window: windowOf(checker, node.window),
    keys: node.keys.map((key) => checkKey(checker, key, scope)),
  };
}

function checkSum(checker: Checker, node: Expression, scope: Scope): ModelExpr {
  const expr = checker.expression(node, scope);
  const type = mustBePresent(checker, expr, node, "`sum of`");
  if (type.kind === "money" || isNumber(type) || type.kind === "never") return { ...expr, type } as ModelExpr;
  checker.report("wrong-type", node.span, {
    where: "`sum of`",
    expected: "a number or an amount of money",
    found: withArticle(type),
    advice: "",
  });
  return fault(node.span);
}

/** Keys are compared as texts, so they must have one plain form. */
function checkKey(checker: Checker, node: Expression, scope: Scope): ModelExpr {
  const expr = checker.expression(node, scope);
  const type = mustBePresent(checker, expr, node, "`for each`");
  if (isText(type) || isNumber(type) || type.kind === "bool" || type.kind === "date" || type.kind === "never")
    return expr;
  const text = checker.text(node.span);
  checker.report("wrong-type", node.span, {
    where: "`for each`",
    expected: "a text, a number, a date or a bool",
    found: withArticle(type),
    advice:
      type.kind === "record"
        ? `Name a field of it: \`for each ${text}.id\`.`
        : type.kind === "time"
          ? `Take its day: \`for each date(${text})\`.`
          : "",
  });
  return fault(node.span);
}

function windowOf(checker: Checker, window: QuotaWindow): WindowShape {
  switch (window.kind) {
    case "calendar":
      return { kind: "calendar", unit: window.unit };
    case "rolling":
      return { kind: "rolling", ms: durationMs(checker, window.duration, { positive: true }) ?? 1 };
    case "ever":
    case "open":
      return { kind: window.kind };
  }
}

function negative(value: unknown): boolean {
  const amount = typeof value === "object" && value !== null && "amount" in value ? value.amount : value;
  return typeof amount === "string" && (scaled(amount)?.digits ?? 0n) < 0n;
}
