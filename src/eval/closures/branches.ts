/** `if`, `match` and `??`. */
import type { PatternExpr } from "../../model/expression.ts";
import { causePath } from "../../plan/path.ts";
import type { PlanExpr } from "../../plan/plan.ts";
import { agreement } from "../interpreter/branches.ts";
import { type Truth, truthOf } from "../interpreter/logic.ts";
import { holds } from "../interpreter/order.ts";
import { both, Unknown, unknown, type Value } from "../value.ts";
import type { Compiler, Of } from "./compiler.ts";
import { orderOf, same } from "./logic.ts";
import { type Code, once, type Run } from "./run.ts";

export function conditional({ code }: Compiler, expr: Of<"if">): Code {
  const condition = code(expr.condition);
  const then = code(expr.then);
  const otherwise = code(expr.otherwise);
  return (run) => {
    const met = truthOf(condition(run), expr.condition);
    if (met === true) return then(run);
    if (met === false) return otherwise(run);
    return agreement([then(run), otherwise(run)], met);
  };
}

export function fallback({ code }: Compiler, expr: Of<"default">): Code {
  const value = code(expr.value);
  const otherwise = code(expr.otherwise);
  return (run) => value(run) ?? otherwise(run);
}

export function match(compiler: Compiler, expr: Of<"match">): Code {
  const subjects = expr.subjects.map(compiler.code);
  const results = expr.rows.map((row) => compiler.code(row.result));
  const fitting = rowsFitting(compiler, expr.subjects, expr.rows);
  const none = once(() => unknown(causePath(expr), "no row fits"));
  return (run) => {
    const values = subjects.map((subject) => subject(run));
    const { rows, open } = fitting(run, values);
    if (rows.length === 1) return results[rows[0]!]!(run);
    if (rows.length === 0) return none();
    return agreement(
      rows.map((row) => results[row]!(run)),
      open!,
    );
  };
}

/** Indices of the rows that may be the first to fit, and why that is open when there are several. */
export interface Fitting {
  readonly rows: readonly number[];
  readonly open: Unknown | null;
}

export function rowsFitting(
  compiler: Compiler,
  named: readonly PlanExpr[],
  rows: readonly { readonly patterns: readonly PatternExpr<unknown>[] }[],
): (run: Run, subjects: readonly Value[]) => Fitting {
  const fits = rows.map(({ patterns }) => patterns.map((pattern, i) => fitOf(compiler, named[i]!, pattern)));
  // One row for sure is what is found nearly always.
  const single = rows.map((_, row): Fitting => ({ rows: [row], open: null }));
  return (run, subjects) => {
    const found: number[] = [];
    let open: Unknown | null = null;
    for (let row = 0; row < fits.length; row++) {
      const met = allFit(fits[row]!, run, subjects);
      if (met === false) continue;
      if (met === true && found.length === 0) return single[row]!;
      found.push(row);
      if (met === true) break;
      open = both(open, met);
    }
    return { rows: found, open };
  };
}

/** Whether a subject fits a pattern. */
type Fit = (run: Run, subject: Value) => Truth;

function allFit(fits: readonly Fit[], run: Run, subjects: readonly Value[]): Truth {
  let open: Unknown | null = null;
  for (let i = 0; i < fits.length; i++) {
    const met = fits[i]!(run, subjects[i] ?? null);
    if (met === false) return false;
    if (met !== true) open = both(open, met);
  }
  return open ?? true;
}

function fitOf(compiler: Compiler, named: PlanExpr, pattern: PatternExpr<unknown>): Fit {
  if (pattern.kind === "any") return () => true;
  if (pattern.kind === "missing") return (_run, subject) => (subject instanceof Unknown ? subject : subject === null);
  const present = fitPresent(compiler, named, pattern);
  return (run, subject) => (subject === null ? false : subject instanceof Unknown ? subject : present(run, subject));
}

function fitPresent(
  { machine, code }: Compiler,
  named: PlanExpr,
  pattern: Exclude<PatternExpr<unknown>, { kind: "any" | "missing" }>,
): Fit {
  switch (pattern.kind) {
    case "one-of": {
      const values = pattern.values.map(code);
      const path = (): string => causePath(named);
      return (run, subject) => {
        let open: Unknown | null = null;
        for (const value of values) {
          const equal = same(subject, value(run), path);
          if (equal === true) return true;
          if (equal instanceof Unknown) open = both(open, equal);
        }
        return open ?? false;
      };
    }
    case "compare": {
      const value = code(pattern.value);
      const order = orderOf(machine, pattern.as);
      return (run, subject) => {
        const difference = order(subject, value(run), named);
        return difference instanceof Unknown ? difference : holds(pattern.cmp, difference);
      };
    }
    case "range": {
      const low = code(pattern.low);
      const high = code(pattern.high);
      const order = orderOf(machine, pattern.as);
      return (run, subject) => {
        const above = order(subject, low(run), named);
        const below = order(subject, high(run), named);
        if (above instanceof Unknown) return above;
        if (below instanceof Unknown) return below;
        return above >= 0 && below <= 0;
      };
    }
  }
}
