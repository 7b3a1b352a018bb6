/** The order of values, by what they are compared as. */
import type { Comparable } from "../../model/expression.ts";
import { LEVELS, OUTCOMES } from "../../model/words.ts";
import { causePath } from "../../plan/path.ts";
import type { PlanExpr } from "../../plan/plan.ts";
import { compareDecimals, Decimal } from "../decimal.ts";
import { isMoney } from "../equality.ts";
import { compareMoney, currencies, sameCurrency } from "../money.ts";
import { both, Unknown, unknown, type Value } from "../value.ts";
import { type Machine, misplaced, missing } from "./run.ts";

const sign = <T extends string | number | boolean>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);

/** Below, at, or above zero, as a is before, with, or after b; unknown when either is, or two currencies meet. `at` is the expression to name. */
export function order(machine: Machine, as: Comparable, a: Value, b: Value, at: PlanExpr): number | Unknown {
  if (a instanceof Unknown || b instanceof Unknown)
    return both(a instanceof Unknown ? a : null, b instanceof Unknown ? b : null)!;
  if (a === null || b === null) return missing(at);
  switch (as) {
    case "number":
      return a instanceof Decimal && b instanceof Decimal ? compareDecimals(a, b) : misplaced(at);
    case "money":
      if (!isMoney(a) || !isMoney(b)) return misplaced(at);
      return sameCurrency(a, b) ? compareMoney(a, b) : unknown(causePath(at), `${currencies(a, b)} do not compare`);
    case "time":
    case "date":
    case "duration":
      return typeof a === "number" && typeof b === "number" ? sign(a, b) : misplaced(at);
    case "text":
      return typeof a === "string" && typeof b === "string" ? sign(a, b) : misplaced(at);
    case "bool":
      return typeof a === "boolean" && typeof b === "boolean" ? sign(a, b) : misplaced(at);
    case "tier":
      return ranked(machine.plan.tiers, a, b, at);
    case "outcome":
      return ranked(OUTCOMES, a, b, at);
    case "level":
      return ranked(LEVELS, a, b, at);
  }
}

function ranked(ranks: readonly Value[], a: Value, b: Value, at: PlanExpr): number | Unknown {
  const [x, y] = [ranks.indexOf(a), ranks.indexOf(b)];
  return x < 0 || y < 0 ? misplaced(at) : x - y;
}

export function holds(cmp: "<" | "<=" | ">" | ">=" | "==", difference: number): boolean {
  switch (cmp) {
    case "<":
      return difference < 0;
    case "<=":
      return difference <= 0;
    case ">":
      return difference > 0;
    case ">=":
      return difference >= 0;
    case "==":
      return difference === 0;
  }
}
