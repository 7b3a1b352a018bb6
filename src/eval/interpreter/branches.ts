/** `if`, `match` and `??`: where what is unknown does not make a difference, the result is known. */
import type { PatternExpr } from "../../model/expression.ts";
import { causePath } from "../../plan/path.ts";
import type { PlanExpr } from "../../plan/plan.ts";
import { equalValues, identical } from "../equality.ts";
import { both, Unknown, unknown, unknownAmong, type Value } from "../value.ts";
import { type Truth, truth } from "./logic.ts";
import { holds, order } from "./order.ts";
import { evaluateAll, type Run } from "./run.ts";

type Of<Op extends PlanExpr["op"]> = Extract<PlanExpr, { readonly op: Op }>;

export function conditional(run: Run, expr: Of<"if">): Value {
  const condition = truth(run, expr.condition);
  if (condition === true) return run.evaluate(expr.then);
  if (condition === false) return run.evaluate(expr.otherwise);
  return agreement([run.evaluate(expr.then), run.evaluate(expr.otherwise)], condition);
}

/** The value that all candidates share; else unknown, because of what left the choice open and of what is unknown in the candidates. */
export function agreement(candidates: readonly Value[], open: Unknown): Value {
  const [first, ...others] = candidates;
  if (
    first !== undefined &&
    others.every((other) => identical(first, other)) &&
    (others.length === 0 || !(first instanceof Unknown))
  )
    return first;
  return both(open, unknownAmong(candidates));
}

/** Absent gives the default. Unknown stays unknown, unless it would be the default in any case. */
export function fallback(run: Run, expr: Of<"default">): Value {
  const value = run.evaluate(expr.value);
  return value === null ? run.evaluate(expr.otherwise) : value;
}

/** The first row that fits decides; when that is open, all rows that may fit must agree. */
export function match(run: Run, expr: Of<"match">): Value {
  const subjects = evaluateAll(run, expr.subjects);
  const { rows, open } = fitting(run, subjects, expr.subjects, expr.rows);
  if (rows.length === 1) return run.evaluate(rows[0]!.result);
  // INVARIANT of the checker: rows cover every case. Values that no row fits are none that the checker allowed.
  if (rows.length === 0) return unknown(causePath(expr), "no row fits");
  return agreement(
    evaluateAll(
      run,
      rows.map((row) => row.result),
    ),
    open!,
  );
}

/** The rows that may be the first to fit, in order, and why that is open when there are several. */
export function fitting<Row extends { readonly patterns: readonly PatternExpr<unknown>[] }>(
  run: Run,
  subjects: readonly Value[],
  named: readonly PlanExpr[],
  rows: readonly Row[],
): { readonly rows: readonly Row[]; readonly open: Unknown | null } {
  const found: Row[] = [];
  let open: Unknown | null = null;
  for (const row of rows) {
    const fit = fits(run, subjects, named, row.patterns);
    if (fit === false) continue;
    found.push(row);
    if (fit === true) break;
    open = both(open, fit);
  }
  return { rows: found, open };
}

function fits(
  run: Run,
  subjects: readonly Value[],
  named: readonly PlanExpr[],
  patterns: readonly PatternExpr<unknown>[],
): Truth {
  let open: Unknown | null = null;
  for (const [i, pattern] of patterns.entries()) {
    const fit = fitsOne(run, subjects[i] ?? null, named[i]!, pattern);
    if (fit === false) return false;
    if (fit instanceof Unknown) open = both(open, fit);
  }
  return open ?? true;
}

function fitsOne(run: Run, subject: Value, named: PlanExpr, pattern: PatternExpr<unknown>): Truth {
  if (pattern.kind === "any") return true;
  if (subject instanceof Unknown) return subject;
  if (pattern.kind === "missing") return subject === null;
  if (subject === null) return false;
  switch (pattern.kind) {
    case "one-of": {
      let open: Unknown | null = null;
      for (const value of pattern.values) {
        const same = equalValues(subject, run.evaluate(value), () => causePath(named));
        if (same === true) return true;
        if (same instanceof Unknown) open = both(open, same);
      }
      return open ?? false;
    }
    case "compare": {
      const difference = order(run.machine, pattern.as, subject, run.evaluate(pattern.value), named);
      return difference instanceof Unknown ? difference : holds(pattern.cmp, difference);
    }
    case "range": {
      const low = order(run.machine, pattern.as, subject, run.evaluate(pattern.low), named);
      const high = order(run.machine, pattern.as, subject, run.evaluate(pattern.high), named);
      if (low instanceof Unknown) return low;
      if (high instanceof Unknown) return high;
      return low >= 0 && high <= 0;
    }
  }
}
