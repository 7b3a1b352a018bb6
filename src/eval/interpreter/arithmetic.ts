/** Exact arithmetic over numbers, money, times, dates and durations. What has no exact result is unknown, with the reason. */
import type { Numeric } from "../../model/expression.ts";
import { causePath } from "../../plan/path.ts";
import type { PlanExpr } from "../../plan/plan.ts";
import { DAY_MS, FIRST_MS, LAST_MS } from "../../plan/zone.ts";
import {
  add,
  Decimal,
  decimalOfNumber,
  divide,
  isZero,
  negate as minus,
  multiply,
  subtract,
  toSafeInteger,
} from "../decimal.ts";
import { isMoney } from "../equality.ts";
import { addMoney, currencies, currencyOf, type Money, money, sameCurrency } from "../money.ts";
import { both, Unknown, unknown, type Value } from "../value.ts";
import { demand, misplaced, type Run } from "./run.ts";

type Arith = Extract<PlanExpr, { readonly op: "arith" }>;
type Negate = Extract<PlanExpr, { readonly op: "negate" }>;

export function arithmetic(run: Run, expr: Arith): Value {
  return computed(expr, demand(run.evaluate(expr.left), expr.left), demand(run.evaluate(expr.right), expr.right));
}

export function computed(expr: Arith, a: Exclude<Value, null>, b: Exclude<Value, null>): Value {
  if (a instanceof Unknown || b instanceof Unknown)
    return both(a instanceof Unknown ? a : null, b instanceof Unknown ? b : null);
  if (a instanceof Decimal && b instanceof Decimal) return numbers(expr, a, b);
  if (isMoney(a))
    return isMoney(b) ? twoMoneys(expr, a, b) : b instanceof Decimal ? scaled(expr, a, b) : misplaced(expr);
  if (isMoney(b)) return a instanceof Decimal && expr.fn === "*" ? scaled(expr, b, a) : misplaced(expr);
  if (typeof a === "number" && typeof b === "number") return clocks(expr, a, b);
  if (typeof a === "number" && b instanceof Decimal && expr.leftAs === "duration") return stretched(expr, a, b);
  if (a instanceof Decimal && typeof b === "number" && expr.rightAs === "duration" && expr.fn === "*")
    return stretched(expr, b, a);
  return misplaced(expr);
}

export function negation(run: Run, expr: Negate): Value {
  return negated(expr, demand(run.evaluate(expr.operand), expr.operand));
}

export function negated(expr: Negate, value: Exclude<Value, null>): Value {
  if (value instanceof Unknown) return value;
  if (value instanceof Decimal) return minus(value);
  if (isMoney(value)) return money(minus(value.amount), value.currency);
  return typeof value === "number" ? 0 - value : misplaced(expr);
}

/** A fault of the operation itself; a division by zero names the divisor. */
const outOfRange = (expr: PlanExpr): Unknown => unknown(causePath(expr), "out of the exact range");
const byZero = (expr: Arith): Unknown => unknown(causePath(expr.right), "division by zero");

function operate(expr: Arith, a: Decimal, b: Decimal): Decimal | Unknown {
  if (expr.fn === "/" && isZero(b)) return byZero(expr);
  const result = { "+": add, "-": subtract, "*": multiply, "/": divide }[expr.fn](a, b);
  return result ?? outOfRange(expr);
}

const numbers = operate;

function twoMoneys(expr: Arith, a: Money, b: Money): Value {
  if (!sameCurrency(a, b)) return unknown(causePath(expr), `${currencies(a, b)} do not go together`);
  switch (expr.fn) {
    case "+":
      return addMoney(a, b) ?? outOfRange(expr);
    case "-":
      return addMoney(a, money(minus(b.amount), b.currency)) ?? outOfRange(expr);
    case "/":
      return operate(expr, a.amount, b.amount);
    case "*":
      return misplaced(expr);
  }
}

function scaled(expr: Arith, a: Money, by: Decimal): Value {
  if (expr.fn !== "*" && expr.fn !== "/") return misplaced(expr);
  const amount = operate(expr, a.amount, by);
  return amount instanceof Unknown ? amount : money(amount, currencyOf(a, a));
}

/** Milliseconds and days. A date moves by whole days only. */
function clocks(expr: Arith, a: number, b: number): Value {
  const b_ = expr.fn === "-" ? -b : b;
  if (expr.fn === "*") return misplaced(expr);
  if (expr.fn === "/") {
    const [x, y] = [decimalOfNumber(a), decimalOfNumber(b)];
    return x === null || y === null ? outOfRange(expr) : operate(expr, x, y);
  }
  const kinds: readonly [Numeric, Numeric] = [expr.leftAs, expr.rightAs];
  if (kinds[0] === "date" && kinds[1] === "date") return within(expr, (a + b_) * DAY_MS, "duration");
  if (kinds[0] === "date") return b % DAY_MS === 0 ? within(expr, a + b_ / DAY_MS, "date") : notWholeDays(expr);
  if (kinds[1] === "date") return a % DAY_MS === 0 ? within(expr, a / DAY_MS + b, "date") : notWholeDays(expr);
  return within(expr, a + b_, expr.as);
}

const notWholeDays = (expr: PlanExpr): Unknown => unknown(causePath(expr), "a date moves by whole days only");

function stretched(expr: Arith, duration: number, by: Decimal): Value {
  if (expr.fn !== "*" && expr.fn !== "/") return misplaced(expr);
  const result = operate(expr, decimalOfNumber(duration)!, by);
  if (result instanceof Unknown) return result;
  const ms = toSafeInteger(result);
  return ms ?? unknown(causePath(expr), "does not come out in whole milliseconds");
}

/** Years 1 to 9999 for times and dates, safe integers for durations. */
function within(expr: Arith, value: number, as: Numeric): Value {
  const fits =
    as === "time"
      ? value >= FIRST_MS && value <= LAST_MS
      : as === "date"
        ? value * DAY_MS >= FIRST_MS && value * DAY_MS <= LAST_MS
        : Number.isSafeInteger(value);
  // `0 - 0` and the like must not leave a negative zero behind.
  return fits ? value + 0 : unknown(causePath(expr), "out of the range of the calendar");
}
