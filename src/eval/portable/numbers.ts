/**
 * Numbers, money and clocks. Addition, subtraction and multiplication of whole doubles are exact while the result is, and
 * a formula says so where that is not sure. Division is exact only by a constant, which goes into the denominator.
 */

import type { PlanExpr } from "../../plan/plan.ts";
import { DAY_MS, FIRST_MS, LAST_MS } from "../../plan/zone.ts";
import { fraction } from "./constant.ts";
import { and, below, choose, FALSE, type Formula, literal, minus, or, plus, same, TRUE, times } from "./formula.ts";
import type { Of, Run } from "./run.ts";
import { denominatorFits, EXACT, gcd, larger } from "./scale.ts";
import { between, type MoneyTerm, type NumberTerm, type Quantity, quantity, type Term, withinExact } from "./term.ts";
import { unsupported } from "./unsupported.ts";

type Measured = NumberTerm | MoneyTerm;

export const leastCommon = (a: bigint, b: bigint): bigint => (a / gcd(a, b)) * b;

/** Two values over one denominator; `able`: both are there, in one currency, and exact. */
export interface Aligned {
  readonly able: Formula;
  readonly left: Formula;
  readonly right: Formula;
  readonly denominator: bigint;
  readonly most: bigint;
}

export function aligned(run: Run, a: Measured, b: Measured): Aligned {
  const common = leastCommon(a.denominator, b.denominator);
  const [x, y] = [over(run, a, common), over(run, b, common)];
  return {
    able: and(x.present, y.present, sameCurrency(a, b)),
    left: x.value,
    right: y.value,
    denominator: common,
    most: larger(x.most, y.most),
  };
}

export function comparable(run: Run, a: Term, b: Term): Aligned {
  if ((a.kind === "number" && b.kind === "number") || (a.kind === "money" && b.kind === "money"))
    return aligned(run, a, b);
  if (a.kind === "text" && b.kind === "text")
    return unsupported("the order of texts: implementations of JSON Logic order texts and numbers in them differently");
  return unsupported("a comparison of values that have no order in JSON Logic");
}

/** The same value over another denominator, a multiple of its own. */
export function over<S extends Measured>(run: Run, of: S, denominator: bigint): S {
  const factor = denominator / of.denominator;
  if (factor === 1n) return of;
  if (!denominatorFits(denominator)) unsupported("numbers with more places than a double holds");
  return exact(run, {
    ...of,
    value: times(of.value, literal(Number(factor))),
    denominator,
    most: of.most * factor,
  });
}

function exact<S extends Measured>(run: Run, of: S): S {
  const { term, guarded } = withinExact(of);
  if (guarded) run.guarded();
  return term;
}

function sameCurrency(a: Measured, b: Measured): Formula {
  if (a.kind !== "money" || b.kind !== "money") return TRUE;
  return or(a.any, b.any, same(a.currency, b.currency));
}

export function arithmetic(run: Run, expr: Of<"arith">): Term {
  const [a, b] = [run.term(expr.left), run.term(expr.right)];
  if (!measured(a) || !measured(b)) return unsupported("arithmetic with what is no number");
  switch (expr.fn) {
    case "+":
    case "-":
      return sum(run, expr, a, b);
    case "*":
      return product(run, a, b);
    case "/":
      return quotient(run, a, b);
  }
}

const measured = (of: Term): of is Measured => of.kind === "number" || of.kind === "money";

function sum(run: Run, { fn, as }: Of<"arith">, a: Measured, b: Measured): Term {
  if (a.kind === "number" && b.kind === "number" && (a.of === "date" || b.of === "date")) return days(fn, a, b);
  if (a.kind !== b.kind) return unsupported("a sum of money and what is none");
  const { able, left, right, denominator, most } = aligned(run, a, b);
  const value = fn === "+" ? plus(left, right) : minus(left, right);
  const parts = { present: able, absent: FALSE, value, denominator, most: most * 2n };
  if (a.kind === "money") {
    const { currency, any } = b as MoneyTerm;
    return exact(run, {
      kind: "money",
      ...parts,
      currency: choose(a.any, currency, a.currency),
      any: and(a.any, any),
    });
  }
  return as === "number" ? exact(run, quantity("number", parts)) : clock(as as Quantity, parts);
}

type Parts = Parameters<typeof quantity>[1];

/** Clocks have a range of their own, which the language holds them to as well. */
function clock(of: Quantity, parts: Parts): NumberTerm {
  if (of === "duration" && parts.most <= EXACT) return quantity(of, parts);
  const [low, high] =
    of === "time"
      ? [BigInt(FIRST_MS), BigInt(LAST_MS)]
      : of === "date"
        ? [BigInt(Math.ceil(FIRST_MS / DAY_MS)), BigInt(Math.floor(LAST_MS / DAY_MS))]
        : [-EXACT, EXACT];
  // Clocks reach further forward than back.
  return quantity(of, { ...parts, present: and(parts.present, ...between(parts.value, low, high)), most: high });
}

/** A date moves by whole days. */
function days(fn: "+" | "-" | "*" | "/", a: NumberTerm, b: NumberTerm): Term {
  const present = and(a.present, b.present);
  const on = fn === "+" ? plus : minus;
  if (a.of === "date" && b.of === "date") {
    const value = times(minus(a.value, b.value), literal(DAY_MS));
    return clock("duration", { present, absent: FALSE, value, denominator: 1n, most: 2n * BigInt(LAST_MS) });
  }
  const [date, duration] = a.of === "date" ? [a, b] : [b, a];
  if (duration.value.kind !== "literal" || Number(duration.value.value) % DAY_MS !== 0)
    return unsupported("a date that moves by other than a constant number of whole days");
  const moved = literal(Number(duration.value.value) / DAY_MS);
  const value = a.of === "date" ? on(date.value, moved) : on(moved, date.value);
  return clock("date", { present, absent: FALSE, value, denominator: 1n, most: EXACT });
}

const EXACT_STEPS = "a duration times a number: it may not come out in whole milliseconds";

function product(run: Run, a: Measured, b: Measured): Term {
  if ((a.kind === "number" && a.of !== "number") || (b.kind === "number" && b.of !== "number"))
    return unsupported(EXACT_STEPS);
  const denominator = a.denominator * b.denominator;
  if (!denominatorFits(denominator)) unsupported("numbers with more places than a double holds");
  const parts = {
    present: and(a.present, b.present),
    absent: FALSE,
    value: times(a.value, b.value),
    denominator,
    most: a.most * b.most,
  };
  const held = a.kind === "money" ? a : b.kind === "money" ? b : null;
  return held === null ? exact(run, quantity("number", parts)) : exact(run, { ...held, ...parts });
}

function quotient(run: Run, a: Measured, b: Measured): Term {
  if ((a.kind === "number" && a.of !== "number") || (b.kind === "number" && b.of !== "number"))
    return unsupported("a duration divided: it may not come out in whole milliseconds");
  if (b.value.kind !== "literal" || b.present !== TRUE)
    return unsupported("division by a value: JSON Logic divides in binary floating point");
  const by = BigInt(Number(b.value.value));
  if (by === 0n) return unsupported("division by zero");
  const inverse = by < 0n ? fraction(-b.denominator, -by) : fraction(b.denominator, by);
  const denominator = a.denominator * inverse.denominator;
  if (!denominatorFits(denominator)) unsupported("numbers with more places than a double holds");
  const parts = {
    present: and(a.present, sameCurrency(a, b)),
    absent: FALSE,
    value: times(a.value, inverse.value),
    denominator,
    most: a.most * inverse.most,
  };
  return exact(run, b.kind === "money" ? quantity("number", parts) : { ...a, ...parts });
}

export function negation(run: Run, expr: Of<"negate">): Term {
  const of = run.term(expr.operand);
  if (!measured(of)) return unsupported("the negative of what is no number");
  const { present, denominator, most } = of;
  const parts = { present, absent: FALSE, value: minus(literal(0), of.value), denominator, most };
  return of.kind === "money" ? { ...of, ...parts } : quantity(of.of, parts);
}

/** The least or greatest of several values; unknown when one is, or when two currencies meet. */
export function extreme(run: Run, name: "min_of" | "max_of", args: readonly PlanExpr[]): Term {
  const [first, ...others] = args.map((arg) => run.term(arg));
  if (first === undefined || !measured(first)) return unsupported("the least or greatest of what is no number");
  return others.reduce<Measured>((best, one) => better(run, name, best, one), first);
}

function better(run: Run, name: "min_of" | "max_of", best: Measured, one: Term): Measured {
  if (!measured(one) || one.kind !== best.kind) return unsupported("the least or greatest of what is no number");
  const { able, left, right, denominator, most } = aligned(run, best, one);
  const takes = name === "min_of" ? below(right, left) : below(left, right);
  const parts = { present: able, absent: FALSE, value: choose(takes, right, left), denominator, most };
  if (best.kind === "number") return quantity(best.of, parts);
  const { currency, any } = one as MoneyTerm;
  return {
    kind: "money",
    ...parts,
    currency: choose(takes, currency, best.currency),
    any: choose(takes, any, best.any),
  };
}
