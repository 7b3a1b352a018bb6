/** `match a, b { … }` */
import type { MatchExpression } from "../../syntax/tree.ts";
import type { Checker } from "../checker.ts";
import { checkRows } from "../match/rows.ts";
import type { ModelExpr } from "../model.ts";
import type { Scope } from "../scope.ts";
import type { Type } from "../type.ts";
import { joined } from "./conditional.ts";
import { fault, make } from "./make.ts";

export function checkMatch(checker: Checker, node: MatchExpression, scope: Scope, hint: Type | undefined): ModelExpr {
  const subjects = node.subjects.map((subject) => checker.expression(subject, scope));
  const described = subjects.map((expr, index) => ({
    type: expr.type,
    text: checker.text(expr.span),
    node: node.subjects[index]!,
    expr,
  }));
  const head = { file: node.span.file, start: node.span.start, end: node.subjects.at(-1)?.span.end ?? node.span.end };
  const rows = checkRows(checker, described, node.rows, head, scope, (row, inner) =>
    checker.expression(row.result, inner, hint),
  );
  const type = joined(
    checker,
    rows.map(({ result }) => result),
    "`match`",
  );
  return type === null ? fault(node.span) : make({ op: "match", subjects, rows }, type, node.span);
}
