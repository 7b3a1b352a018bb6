/** The rows of a `match` or a table: patterns checked, completeness proved, rows that are never taken refused. */
import { cover as coverSpan, type Span } from "../../source/span.ts";
import type { Expression, Pattern } from "../../syntax/tree.ts";
import type { Checker } from "../checker.ts";
import { meetCurrencies } from "../currency.ts";
import type { PatternExpr } from "../expression.ts";
import { required } from "../fit.ts";
import type { ModelExpr, Typed } from "../model.ts";
import { keyOf } from "../narrowing.ts";
import { type Scope, withKnown } from "../scope.ts";
import { showNames } from "../show.ts";
import type { Type } from "../type.ts";
import { columnOf } from "./columns.ts";
import { cover } from "./cover.ts";
import { type Cell, type CheckedPattern, checkPattern } from "./patterns.ts";

/** What is matched: its type, its name for messages, and its expression where narrowing can use it. */
export interface Subject {
  readonly type: Type;
  readonly text: string;
  readonly node: Expression | null;
  readonly expr: ModelExpr | null;
}

interface Row {
  readonly patterns: readonly Pattern[];
  readonly span: Span;
}

/** Checks each row's patterns, then its result by `result`, in a scope that knows what the patterns settle. */
export function checkRows<R extends Row, T>(
  checker: Checker,
  subjects: readonly Subject[],
  rows: readonly R[],
  at: Span,
  scope: Scope,
  result: (row: R, scope: Scope) => T,
): { readonly patterns: readonly PatternExpr<Typed>[]; readonly result: T }[] {
  const present = new Set<string>();
  const checked = rows.map((row) => {
    const patterns = subjects.map((subject, index) => {
      const pattern = row.patterns[index];
      return pattern === undefined ? null : checkPattern(checker, pattern, subject.type, scope);
    });
    if (row.patterns.length !== subjects.length) {
      for (const extra of row.patterns.slice(subjects.length))
        if (extra.kind === "one-of") for (const value of extra.values) checker.expression(value, scope);
      checker.report("pattern-count", patternsSpan(row), {
        found: row.patterns.length,
        expected: subjects.length,
        subjects: showNames(subjects.map(({ text }) => text)),
      });
    }
    const here = new Set(present);
    subjects.forEach((subject, index) => {
      const kind = row.patterns[index]?.kind;
      const key = subject.node === null ? null : keyOf(subject.node);
      if (key !== null && kind !== undefined && kind !== "any" && kind !== "missing") here.add(key);
    });
    const value = result(row, withKnown(scope, here));
    settleMissing(row, subjects, present);
    return { row, patterns, value };
  });

  currencies(checker, checked);
  const faulty = checked.some(
    ({ row, patterns }) =>
      row.patterns.length !== subjects.length ||
      patterns.some((pattern) => pattern === null || pattern.cell.kind === "faulty"),
  );
  if (!faulty && subjects.every(({ type }) => required(type).kind !== "never"))
    prove(
      checker,
      subjects,
      checked.map(({ row, patterns }) => ({ row, cells: (patterns as CheckedPattern[]).map(({ cell }) => cell) })),
      at,
    );
  return checked.map(({ patterns, value }) => ({
    patterns: patterns.map((pattern) => pattern?.expr ?? { kind: "any" }),
    result: value,
  }));
}

/** After a row of `_` but for one `missing`, that value is present in the rows below. */
function settleMissing(row: Row, subjects: readonly Subject[], present: Set<string>): void {
  const asking = row.patterns.flatMap((pattern, index) => (pattern.kind === "any" ? [] : [index]));
  const [only] = asking;
  if (asking.length !== 1 || row.patterns[only!]!.kind !== "missing") return;
  const node = subjects[only!]?.node ?? null;
  const key = node === null ? null : keyOf(node);
  if (key !== null) present.add(key);
}

/** Amounts of one column must share a currency, with the value too where the text shows it. */
function currencies(
  checker: Checker,
  rows: readonly { readonly patterns: readonly (CheckedPattern | null)[] }[],
): void {
  const first = new Map<number, ModelExpr>();
  for (const { patterns } of rows)
    patterns.forEach((pattern, column) => {
      for (const value of pattern === null ? [] : constantsOf(pattern.expr)) {
        if (value.type.kind !== "money") continue;
        const other = first.get(column);
        if (other === undefined) first.set(column, value);
        else meetCurrencies(checker, value.span, other, value);
      }
    });
}

function constantsOf(pattern: PatternExpr<Typed>): readonly ModelExpr[] {
  switch (pattern.kind) {
    case "one-of":
      return pattern.values;
    case "compare":
      return [pattern.value];
    case "range":
      return [pattern.low, pattern.high];
    default:
      return [];
  }
}

/** The names of a closed type; empty for the others. */
function namesOf(checker: Checker, type: Type): readonly string[] {
  const base = required(type);
  switch (base.kind) {
    case "choice":
      return base.values;
    case "bool":
      return ["true", "false"];
    case "tier":
      return checker.symbols.tiers;
    case "outcome":
      return checker.ladders.outcome;
    case "level":
      return checker.ladders.level;
    default:
      return [];
  }
}

function prove(
  checker: Checker,
  subjects: readonly Subject[],
  rows: readonly { readonly row: Row; readonly cells: readonly Cell[] }[],
  at: Span,
): void {
  const columns = subjects.map(({ type }, index) =>
    columnOf(
      type,
      rows.map(({ cells }) => cells[index]!),
      namesOf(checker, type),
    ),
  );
  const ranges = rows.map(({ cells }) =>
    cells.map((cell, index) => (cell.kind === "any" ? null : columns[index]!.ranges(cell))),
  );
  const found = cover(columns, ranges);
  if (found === null) {
    if (!rows.at(-1)?.cells.every(({ kind }) => kind === "any"))
      checker.report("match-too-large", at, { rows: rows.length });
    return;
  }
  rows.forEach(({ row }, index) => {
    if (found.taken[index]) return;
    const span = patternsSpan(row);
    checker.report(
      "row-unreachable",
      span,
      { row: checker.text(span) },
      { fixes: [{ title: "Remove the row", edits: [{ span: row.span, text: "" }] }] },
    );
  });
  if (found.witness === null) return;
  const shown = found.witness.map((atom, index) => (atom === null ? null : columns[index]!.show(atom)));
  const words = shown.flatMap((atom, index) => (atom === null ? [] : [atom.words(subjects[index]!.text)]));
  checker.report("rows-missing", at, {
    witness: words.length === 0 ? "at all" : words.join(" with "),
    row: `${shown.map((atom) => atom?.pattern ?? "_").join(", ")} => …`,
    more: found.more,
  });
}

function patternsSpan(row: Row): Span {
  const [first, last] = [row.patterns[0], row.patterns.at(-1)];
  return first === undefined || last === undefined ? row.span : coverSpan(first.span, last.span);
}
