/** Quantifiers and comprehensions: a binder takes the items of a list one by one. */
import type { PlanExpr } from "../../plan/plan.ts";
import { decimalOfNumber, ZERO } from "../decimal.ts";
import { isList } from "../equality.ts";
import { both, Unknown, type Value } from "../value.ts";
import { not, type Truth, truth } from "./logic.ts";
import { demand, type Machine, misplaced, type Run, spend } from "./run.ts";
import { least, total } from "./totals.ts";

type Of<Op extends PlanExpr["op"]> = Extract<PlanExpr, { readonly op: Op }>;

/** The items of a list that has to be there. */
export function itemsOf(run: Run, expr: PlanExpr): readonly Value[] | Unknown {
  const list = demand(run.evaluate(expr), expr);
  return list instanceof Unknown || isList(list) ? list : misplaced(expr);
}

/** Whether some item, or all, or none, meet a condition; how many do. */
export function quantified(run: Run, expr: Of<"any" | "all" | "none" | "count">): Value {
  const items = itemsOf(run, expr.source);
  if (items instanceof Unknown) return items;
  switch (expr.op) {
    case "any":
      return some(run, expr, items, true);
    case "none":
      return not(some(run, expr, items, true));
    case "all":
      return not(some(run, expr, items, false));
    case "count":
      return counted(run, expr, items);
  }
}

/** Whether the condition is `wanted` for some item: true as soon as it is for one, also when it is unknown for others. */
function some(run: Run, expr: Of<"any" | "all" | "none" | "count">, items: readonly Value[], wanted: boolean): Truth {
  let open: Unknown | null = null;
  for (const item of items) {
    const spent = spend(run, 1);
    if (spent !== null) return spent;
    run.locals[expr.slot] = item;
    const met = truth(run, expr.body);
    if (met === wanted) return true;
    if (met instanceof Unknown) open = both(open, met);
  }
  return open ?? false;
}

function counted(run: Run, expr: Of<"any" | "all" | "none" | "count">, items: readonly Value[]): Value {
  let open: Unknown | null = null;
  let count = 0;
  for (const item of items) {
    const spent = spend(run, 1);
    if (spent !== null) return spent;
    run.locals[expr.slot] = item;
    const met = truth(run, expr.body);
    if (met === true) count++;
    if (met instanceof Unknown) open = both(open, met);
  }
  return open ?? decimalOfNumber(count) ?? ZERO;
}

/** `list`, `sum`, `min`, `max` of an expression over the items, where a condition holds. Whether an item belongs must be known. */
export function comprehension(run: Run, expr: Of<"sum" | "list" | "min" | "max">): Value {
  const items = itemsOf(run, expr.source);
  if (items instanceof Unknown) return items;
  const kept: Value[] = [];
  let open: Unknown | null = null;
  for (const item of items) {
    const spent = spend(run, 1);
    if (spent !== null) return spent;
    run.locals[expr.slot] = item;
    const belongs = expr.where === null ? true : truth(run, expr.where);
    if (belongs instanceof Unknown) open = both(open, belongs);
    else if (belongs) kept.push(run.evaluate(expr.body));
  }
  return open ?? gathered(run.machine, expr, kept);
}

export function gathered(machine: Machine, expr: Of<"sum" | "list" | "min" | "max">, kept: readonly Value[]): Value {
  switch (expr.op) {
    case "list":
      return kept;
    case "sum":
      return total(expr, expr.as, kept);
    case "min":
    case "max":
      return least(machine, expr, expr.op, expr.as, kept);
  }
}
