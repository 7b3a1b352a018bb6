/** Sums, and the least or greatest of several values. */
import type { Comparable } from "../../model/expression.ts";
import { causePath } from "../../plan/path.ts";
import type { PlanExpr } from "../../plan/plan.ts";
import { Decimal, sumDecimals } from "../decimal.ts";
import { isMoney } from "../equality.ts";
import { money } from "../money.ts";
import { both, Unknown, unknown, type Value } from "../value.ts";
import { order } from "./order.ts";
import { type Machine, misplaced, missing } from "./run.ts";

/** The sum of the items, whatever their order. The sum of nothing is zero, of money: in every currency. */
export function total(expr: PlanExpr, as: Comparable | null, items: readonly Value[]): Value {
  const open = openAmong(expr, items);
  if (open !== null) return open;
  const amounts: Decimal[] = [];
  const met = new Set<string>();
  let ms = 0n;
  for (const item of items) {
    if (item instanceof Decimal) amounts.push(item);
    else if (isMoney(item)) {
      amounts.push(item.amount);
      if (item.currency !== null) met.add(item.currency);
    } else if (typeof item === "number") ms += BigInt(item);
    else return misplaced(expr);
  }
  if (as === "duration") {
    const sum = Number(ms);
    return Number.isSafeInteger(sum) ? sum : unknown(causePath(expr), "out of the range of the calendar");
  }
  if (met.size > 1) return unknown(causePath(expr), `${[...met].sort().slice(0, 2).join(" and ")} do not go together`);
  const sum = sumDecimals(amounts);
  if (sum === null) return unknown(causePath(expr), "out of the exact range");
  return as === "money" ? money(sum, [...met][0] ?? null) : sum;
}

/** The least or greatest item; absent when there is none. */
export function least(
  machine: Machine,
  expr: PlanExpr,
  which: "min" | "max",
  as: Comparable | null,
  items: readonly Value[],
): Value {
  const open = openAmong(expr, items);
  if (open !== null) return open;
  let best: Value = null;
  let differing: Unknown | null = null;
  for (const [i, item] of items.entries()) {
    if (i === 0) {
      best = item;
      continue;
    }
    const difference = order(machine, as ?? "number", item, best, expr);
    if (difference instanceof Unknown) differing = both(differing, difference);
    else if (which === "min" ? difference < 0 : difference > 0) best = item;
  }
  return differing ?? best;
}

/** All that is unknown among the items; an absent item counts as unknown. */
function openAmong(expr: PlanExpr, items: readonly Value[]): Unknown | null {
  let open: Unknown | null = null;
  for (const item of items) if (item === null || item instanceof Unknown) open = both(open, item ?? missing(expr));
  return open;
}
