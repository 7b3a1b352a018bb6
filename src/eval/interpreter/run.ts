/** What the operators share while an expression is evaluated. */

import { causePath } from "../../plan/path.ts";
import type { Plan, PlanExpr } from "../../plan/plan.ts";
import type { Zone } from "../../plan/zone.ts";
import type { Frame, Work } from "../evaluator.ts";
import { type Unknown, unknown, type Value } from "../value.ts";

/** A plan made ready to run. */
export interface Machine {
  readonly plan: Plan;
  readonly zone: Zone;
  /** Constants decoded, by node. */
  readonly constants: WeakMap<PlanExpr, Value>;
  /** By action, then let: the expression, its locals, and the lets it reads. */
  readonly lets: ReadonlyMap<string, ReadonlyMap<string, MachineLet>>;
}

export interface MachineLet {
  readonly value: PlanExpr;
  readonly slots: number;
  readonly reads: readonly string[];
}

/** One activation: a clause, a let, or the body of a function. */
export interface Run {
  readonly machine: Machine;
  readonly frame: Frame;
  readonly locals: Value[];
  readonly work: Work;
  /** How deep the expression nests here, calls included. */
  depth: number;
  readonly evaluate: (expr: PlanExpr) => Value;
}

/**
 * Steps (items looked at, functions called) that one evaluation may take. With it every evaluation ends in bounded time,
 * also where quantifiers over long lists nest. Past it: unknown, which never lowers the bar.
 */
export const STEPS = 5_000_000;

/** Expressions, calls included, may nest this deep; past it: unknown. The checker allows 1000 for what the author wrote; guards come on top. */
export const DEPTH = 1100;

/** Evaluates one by one. A loop: what nests deep must not cost more of the stack than it has to. */
export function evaluateAll(run: Run, exprs: readonly PlanExpr[]): Value[] {
  const values: Value[] = [];
  for (const expr of exprs) values.push(run.evaluate(expr));
  return values;
}

/** Pays for `steps`; an unknown when they are used up. */
export function spend(run: Pick<Run, "work">, steps: number): Unknown | null {
  run.work.left -= steps;
  return run.work.left < 0 ? unknown("evaluation", `takes more than ${STEPS} steps`) : null;
}

/** A value where something has to be there: absent becomes unknown, with the path. */
export function demand(value: Value, expr: PlanExpr): Exclude<Value, null> {
  return value === null ? missing(expr) : value;
}

export const missing = (expr: PlanExpr): Unknown => unknown(causePath(expr), "missing");

/** For values of a kind that the checker ruled out: evaluation is total even so. */
export const misplaced = (expr: PlanExpr): Unknown => unknown(causePath(expr), "not of the expected type");
