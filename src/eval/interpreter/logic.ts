/** Strong Kleene logic, comparisons, presence, membership and patterns of text. */

import { causePath } from "../../plan/path.ts";
import type { PlanExpr } from "../../plan/plan.ts";
import { equalValues, isList } from "../equality.ts";
import { like } from "../like.ts";
import { both, Unknown, type Value } from "../value.ts";
import { holds, order } from "./order.ts";
import { openEnd, openRange, type Range } from "./ranges.ts";
import { demand, misplaced, missing, type Run, spend } from "./run.ts";

type Of<Op extends PlanExpr["op"]> = Extract<PlanExpr, { readonly op: Op }>;
export type Truth = boolean | Unknown;
/** What a comparison of values reads beside them. */
type Reader = Pick<Run, "machine" | "frame">;

/** A condition: true, false or unknown. Absent is unknown. */
export const truth = (run: Run, expr: PlanExpr): Truth => truthOf(run.evaluate(expr), expr);

export function truthOf(value: Value, expr: PlanExpr): Truth {
  if (typeof value === "boolean" || value instanceof Unknown) return value;
  return value === null ? missing(expr) : misplaced(expr);
}

export const not = (value: Truth): Truth => (value instanceof Unknown ? value : !value);
export const negateIf = (negated: boolean, value: Truth): Truth => (negated ? not(value) : value);

/** `and` is false, `or` is true, as soon as one part is, also when others are unknown; else unknown with the causes of all unknown parts. */
export function connective(run: Run, { op, parts }: Of<"and" | "or">): Truth {
  const decisive = op === "or";
  let open: Unknown | null = null;
  for (const part of parts) {
    const value = truth(run, part);
    if (value === decisive) return decisive;
    if (value instanceof Unknown) open = both(open, value);
  }
  return open ?? !decisive;
}

export function equal(run: Run, expr: Of<"equal">): Truth {
  return negateIf(expr.negated, equalOperands(run, expr));
}

function equalOperands(run: Run, expr: Of<"equal">): Truth {
  const range = openRange(run.frame, expr.left) ?? openRange(run.frame, expr.right);
  if (range !== null) {
    const known = run.evaluate(openRange(run.frame, expr.left) === null ? expr.left : expr.right);
    return equalToRange(run, expr, range, known);
  }
  return equalValues(run.evaluate(expr.left), run.evaluate(expr.right), () => causePath(expr.left));
}

/** A range equals nothing outside of it; inside, it is open. */
export function equalToRange(run: Reader, expr: Of<"equal">, range: Range, value: Value): Truth {
  if (value === null) return false;
  const as = typeof range.low === "string" ? "tier" : "number";
  const low = order(run.machine, as, value, range.low, expr);
  const high = order(run.machine, as, value, range.high, expr);
  if (low instanceof Unknown) return low;
  if (high instanceof Unknown) return high;
  return low < 0 || high > 0 ? false : openEnd(run.frame, as === "tier" ? "tier" : "score");
}

export function compare(run: Run, expr: Of<"compare">): Truth {
  const left = openRange(run.frame, expr.left);
  const right = openRange(run.frame, expr.right);
  const lefts = left === null ? [demand(run.evaluate(expr.left), expr.left)] : [left.low, left.high];
  const rights = right === null ? [demand(run.evaluate(expr.right), expr.right)] : [right.low, right.high];
  return comparedAtEnds(run, expr, lefts, rights);
}

/** A comparison of what has one end or, as an open range, two: known where all ends agree. */
export function comparedAtEnds(
  run: Reader,
  expr: Of<"compare">,
  lefts: readonly Value[],
  rights: readonly Value[],
): Truth {
  let agreed: Truth | null = null;
  for (const a of lefts) {
    for (const b of rights) {
      const here = compared(run, expr, a, b);
      if (here instanceof Unknown) return here;
      if (agreed !== null && agreed !== here) return openEnd(run.frame, expr.as === "tier" ? "tier" : "score");
      agreed = here;
    }
  }
  return agreed!;
}

function compared(run: Reader, expr: Of<"compare">, a: Value, b: Value): Truth {
  const difference = order(run.machine, expr.as, a, b, expr.left);
  return difference instanceof Unknown ? difference : holds(expr.cmp, difference);
}

/** True as soon as one item surely equals; else unknown as soon as one may. In an absent list there is nothing. */
export function membership(run: Run, expr: Of<"in">): Truth {
  return negateIf(expr.negated, isIn(run, expr));
}

function isIn(run: Run, expr: Of<"in">): Truth {
  return isAmong(run, expr, run.evaluate(expr.item), run.evaluate(expr.list));
}

export function isAmong(run: Pick<Run, "work">, expr: Of<"in">, item: Value, list: Value): Truth {
  if (item === null || list === null) return false;
  if (list instanceof Unknown) return both(list, item instanceof Unknown ? item : null)!;
  if (!isList(list)) return misplaced(expr.list);
  if (list.length === 0) return false;
  if (item instanceof Unknown) return item;
  const spent = spend(run, list.length);
  if (spent !== null) return spent;
  let open: Unknown | null = null;
  for (const other of list) {
    const same = equalValues(item, other, () => causePath(expr.item));
    if (same === true) return true;
    if (same instanceof Unknown) open = both(open, same);
  }
  return open ?? false;
}

export function likeness(run: Run, expr: Of<"like">): Truth {
  return isLike(expr, demand(run.evaluate(expr.text), expr.text), demand(run.evaluate(expr.pattern), expr.pattern));
}

export function isLike(expr: Of<"like">, text: Value, pattern: Value): Truth {
  if (text instanceof Unknown || pattern instanceof Unknown)
    return both(text instanceof Unknown ? text : null, pattern instanceof Unknown ? pattern : null)!;
  if (typeof text !== "string" || typeof pattern !== "string") return misplaced(expr.text);
  return negateIf(expr.negated, like(text, pattern));
}

/** Whether a value is there is known as soon as the value is; what is unknown inside does not matter. */
export function presence(run: Run, expr: Of<"present">): Truth {
  const value = run.evaluate(expr.operand);
  return value instanceof Unknown ? value : (value !== null) !== expr.negated;
}
