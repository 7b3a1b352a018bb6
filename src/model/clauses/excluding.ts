/** `excluding EXPR`: ids of principals, as a text or a list of texts. */
import type { Expression } from "../../syntax/tree.ts";
import type { Checker } from "../checker.ts";
import { mustBePresent, withArticle } from "../expressions/expect.ts";
import { fault } from "../expressions/make.ts";
import { fits, listOf, TEXT } from "../fit.ts";
import type { ModelExpr } from "../model.ts";
import type { Scope } from "../scope.ts";

export function checkExcluding(checker: Checker, node: Expression, scope: Scope): ModelExpr {
  const expr = checker.expression(node, scope, TEXT);
  const type = mustBePresent(checker, expr, node, "`excluding`");
  if (fits(type, TEXT) || fits(type, listOf(TEXT))) return expr;
  checker.report("wrong-type", node.span, {
    where: "`excluding`",
    expected: "the id of a principal, or a list of ids",
    found: withArticle(type),
    advice:
      type.kind === "record"
        ? `Name its id: \`${checker.text(node.span)}.id\`.`
        : "Write for example `excluding requester.id`.",
  });
  return fault(node.span);
}
