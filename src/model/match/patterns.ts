/** One pattern against the type of its value. */
import type { Expression, Pattern } from "../../syntax/tree.ts";
import type { Checker } from "../checker.ts";
import type { Comparable, PatternExpr } from "../expression.ts";
import { conversion, reportUnknownValue, withArticle } from "../expressions/expect.ts";
import { comparable, isText, order, required } from "../fit.ts";
import { atScale, dayNumber, durationMs, instantMs, type Scaled, scaled } from "../literals.ts";
import type { ModelExpr, Typed } from "../model.ts";
import type { Scope } from "../scope.ts";
import type { Type } from "../type.ts";

/** A place on the line of an ordered type, as written and as an exact number. */
export interface Point {
  readonly at: Scaled;
  readonly text: string;
}

/** What a pattern covers, for the proof that rows cover everything. */
export type Cell =
  | { readonly kind: "any" }
  | { readonly kind: "missing" }
  | { readonly kind: "values"; readonly values: readonly string[] }
  | { readonly kind: "points"; readonly points: readonly Point[] }
  | { readonly kind: "below" | "above"; readonly point: Point; readonly included: boolean }
  | { readonly kind: "between"; readonly low: Point; readonly high: Point }
  /** A fault: nothing can be said, so the proof leaves the column out. */
  | { readonly kind: "faulty" };

export interface CheckedPattern {
  readonly expr: PatternExpr<Typed>;
  readonly cell: Cell;
}

const ANY: CheckedPattern = { expr: { kind: "any" }, cell: { kind: "any" } };
const FAULTY: CheckedPattern = { expr: { kind: "any" }, cell: { kind: "faulty" } };

export function checkPattern(checker: Checker, pattern: Pattern, type: Type, scope: Scope): CheckedPattern {
  const base = required(type);
  switch (pattern.kind) {
    case "any":
      return ANY;
    case "missing":
      if (type.kind === "optional" || type.kind === "never")
        return { expr: { kind: "missing" }, cell: { kind: "missing" } };
      checker.report("pattern-type", pattern.span, {
        pattern: "missing",
        type: withArticle(type),
        advice: "This value is always there: remove the row.",
      });
      return FAULTY;
    case "one-of": {
      const values = pattern.values.map((value) => literal(checker, value, base, scope));
      if (values.includes(null) || base.kind === "never") return FAULTY;
      const exprs = values as ModelExpr[];
      return { expr: { kind: "one-of", values: exprs }, cell: cellOf(checker, exprs, pattern.values) };
    }
    case "compare": {
      const value = literal(checker, pattern.value, base, scope);
      if (value === null || base.kind === "never") return FAULTY;
      if (pattern.operator === "==") {
        const as = comparableAs(base);
        return { expr: { kind: "compare", cmp: "==", as, value }, cell: cellOf(checker, [value], [pattern.value]) };
      }
      const as = ordered(checker, pattern, base);
      const point = pointOf(checker, value, pattern.value);
      if (as === null) return FAULTY;
      const cell: Cell =
        point === null
          ? ladder(checker, pattern.operator, value)
          : {
              kind: pattern.operator.startsWith("<") ? "below" : "above",
              point,
              included: pattern.operator.endsWith("="),
            };
      return { expr: { kind: "compare", cmp: pattern.operator, as, value }, cell };
    }
    case "range": {
      const [low, high] = [literal(checker, pattern.low, base, scope), literal(checker, pattern.high, base, scope)];
      if (low === null || high === null || base.kind === "never") return FAULTY;
      const as = ordered(checker, pattern, base);
      if (as === null) return FAULTY;
      const expr: PatternExpr<Typed> = { kind: "range", as, low, high };
      const [from, to] = [pointOf(checker, low, pattern.low), pointOf(checker, high, pattern.high)];
      if (from === null || to === null) {
        const names = namesOf(checker, base);
        const [first, last] = [names.indexOf(String(constantOf(low))), names.indexOf(String(constantOf(high)))];
        if (first > last) return empty(checker, pattern);
        return { expr, cell: { kind: "values", values: names.slice(first, last + 1) } };
      }
      const scale = Math.max(from.at.scale, to.at.scale);
      if (atScale(from.at, scale) > atScale(to.at, scale)) return empty(checker, pattern);
      return { expr, cell: { kind: "between", low: from, high: to } };
    }
  }
}

function empty(checker: Checker, pattern: Pattern & { readonly kind: "range" }): CheckedPattern {
  const [low, high] = [checker.text(pattern.low.span), checker.text(pattern.high.span)];
  const fixes = [{ title: `Write ${high} to ${low}`, edits: [{ span: pattern.span, text: `${high} to ${low}` }] }];
  checker.report("empty-range", pattern.span, { low, high }, { fixes });
  return FAULTY;
}

/** A literal of the value's type; null after a report. */
function literal(checker: Checker, node: Expression, base: Type, scope: Scope): ModelExpr | null {
  const expr = checker.expression(node, scope, base);
  if (expr.type.kind === "never" || base.kind === "never") return null;
  const text = checker.text(node.span);
  if (expr.op !== "const") {
    checker.report("pattern-type", node.span, {
      pattern: text,
      type: withArticle(base),
      advice: "A pattern is a literal. For a value that is calculated write `if … then … else …`.",
    });
    return null;
  }
  const allowed = isText(base) || base.kind === "bool" || order(base) !== null;
  if (!allowed || !comparable(expr.type, base)) {
    const advice =
      conversion(expr.type, base, text) ||
      (allowed
        ? `Write a literal that is ${withArticle(base)}, or \`_\`.`
        : "Match one of its fields instead, or write `_`.");
    checker.report("pattern-type", node.span, { pattern: text, type: withArticle(base), advice });
    return null;
  }
  if (base.kind === "choice" && typeof expr.value === "string" && !base.values.includes(expr.value)) {
    reportUnknownValue(checker, expr.value, node.span, base.values, "The matched value");
    return null;
  }
  return expr;
}

/** As what `<` and ranges compare; texts are matched by value alone, so that a table can be proved complete. */
function ordered(
  checker: Checker,
  pattern: Pattern & { readonly kind: "compare" | "range" },
  base: Type,
): Comparable | null {
  const as = isText(base) ? null : order(base);
  if (as === null)
    checker.report("pattern-type", pattern.span, {
      pattern: checker.text(pattern.span),
      type: withArticle(base),
      advice: isText(base) ? 'List the texts: `"a" | "b"`.' : "Match it by value, or write `_`.",
    });
  return as;
}

const comparableAs = (base: Type): Comparable =>
  base.kind === "bool" ? "bool" : base.kind === "choice" ? "text" : (order(base) ?? "text");

const constantOf = (expr: ModelExpr): unknown => (expr.op === "const" ? expr.value : null);

function namesOf(checker: Checker, base: Type): readonly string[] {
  return base.kind === "tier"
    ? checker.symbols.tiers
    : base.kind === "outcome"
      ? checker.ladders.outcome
      : checker.ladders.level;
}

/** `>= high` over a ladder of names is the list of those names. */
function ladder(checker: Checker, operator: "<" | "<=" | ">" | ">=", value: ModelExpr): Cell {
  const names = namesOf(checker, value.type);
  const at = names.indexOf(String(constantOf(value)));
  switch (operator) {
    case "<":
      return { kind: "values", values: names.slice(0, at) };
    case "<=":
      return { kind: "values", values: names.slice(0, at + 1) };
    case ">":
      return { kind: "values", values: names.slice(at + 1) };
    case ">=":
      return { kind: "values", values: names.slice(at) };
  }
}

function cellOf(checker: Checker, exprs: readonly ModelExpr[], nodes: readonly Expression[]): Cell {
  const points = exprs.map((expr, index) => pointOf(checker, expr, nodes[index]!));
  if (points.every((point) => point !== null)) return { kind: "points", points };
  return { kind: "values", values: exprs.map((expr) => String(constantOf(expr))) };
}

/** The exact place of a constant of an ordered, endless type; null for texts, bools and ladders. */
function pointOf(checker: Checker, expr: ModelExpr, node: Expression): Point | null {
  if (expr.op !== "const") return null;
  const text = checker.text(node.span);
  const whole = (number: number | null): Point | null =>
    number === null ? null : { at: { digits: BigInt(number), scale: 0 }, text };
  const value = expr.value;
  switch (expr.type.kind) {
    case "int":
    case "decimal": {
      const at = scaled(String(value));
      return at === null ? null : { at, text };
    }
    case "money": {
      const at = scaled((value as { readonly amount: string }).amount);
      return at === null ? null : { at, text };
    }
    case "date":
      return whole(dayNumber(String(value)));
    case "time":
      return whole(instantMs(String(value)));
    case "duration":
      return whole(node.kind === "duration" ? durationMs(checker, node, { positive: false }) : null);
    default:
      return null;
  }
}
