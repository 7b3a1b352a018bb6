/** The currency of an amount where the text shows it: a literal, and what is calculated from literals. */
import type { Span } from "../source/span.ts";
import type { Checker } from "./checker.ts";
import type { ModelExpr } from "./model.ts";

/** An ISO code, or null: only the data will show. Looks at the nearest operands; a mix below has been reported there. */
export function currencyOf(expr: ModelExpr): string | null {
  switch (expr.op) {
    case "const": {
      const value = expr.value;
      return typeof value === "object" && value !== null && "currency" in value && typeof value.currency === "string"
        ? value.currency
        : null;
    }
    case "negate":
      return currencyOf(expr.operand);
    case "arith":
      if (expr.as !== "money") return null;
      if (expr.fn === "*" || expr.fn === "/") return currencyOf(expr.leftAs === "money" ? expr.left : expr.right);
      return currencyOf(expr.left) ?? currencyOf(expr.right);
    case "if":
      return agree([expr.then, expr.otherwise]);
    case "default":
      return currencyOf(expr.otherwise);
    case "match":
      return agree(expr.rows.map((row) => row.result));
    case "builtin":
      return expr.name === "min_of" || expr.name === "max_of"
        ? (expr.args.map(currencyOf).find((code) => code !== null) ?? null)
        : null;
    default:
      return null;
  }
}

function agree(branches: readonly ModelExpr[]): string | null {
  const codes = new Set(branches.map(currencyOf));
  return codes.size === 1 ? [...codes][0]! : null;
}

/** Reports two amounts that are added or compared and are seen to be of two currencies. */
export function meetCurrencies(checker: Checker, span: Span, a: ModelExpr, b: ModelExpr): void {
  const [left, right] = [currencyOf(a), currencyOf(b)];
  if (left === null || right === null || left === right) return;
  checker.report(
    "two-currencies",
    span,
    { left, right },
    {
      labels: [
        { span: a.span, text: left },
        { span: b.span, text: right },
      ],
    },
  );
}
