/**
 * One condition in three ways: the interpreter, json-logic-js and json-logic-engine. The formulas are right when they are
 * never both true, and say what the interpreter says.
 */

import { LogicEngine } from "json-logic-engine";
import jsonLogic, { type RulesLogic } from "json-logic-js";
import type { Evaluator, Frame } from "../../src/eval/evaluator.ts";
import type { PortableCondition, PortableRead } from "../../src/eval/portable/documents.ts";
import { exportCondition } from "../../src/eval/portable/export.ts";
import { normalForm } from "../../src/eval/portable/normal-form.ts";
import { Unknown, type Value } from "../../src/eval/value.ts";
import type { PlanAction, PlanExpr } from "../../src/plan/plan.ts";

/** It refuses accumulators that are no scalars unless it is told that they may be deep. */
const engine = new LogicEngine(undefined, { maxDepth: Number.POSITIVE_INFINITY });

export type Runner = (formula: unknown, document: unknown) => unknown;

export const RUNNERS: Readonly<Record<string, Runner>> = {
  "json-logic-js": (formula, document) => jsonLogic.apply(formula as RulesLogic, document),
  "json-logic-engine": (formula, document) => engine.run(formula, document),
};

/** What was compared, and what could not be. */
export interface Tally {
  /** Conditions that formulas decided. */
  through: number;
  /** Of them, those that are unknown. */
  unknown: number;
  unsupported: number;
  /** Unknown in the formulas alone, because a number leaves what doubles hold. */
  inexact: number;
  readonly disagreements: string[];
}

export const newTally = (): Tally => ({ through: 0, unknown: 0, unsupported: 0, inexact: 0, disagreements: [] });

interface Exported {
  readonly condition: PortableCondition;
  readonly roots: readonly PortableRead[];
}

const exported = new WeakMap<PlanAction, Map<PlanExpr, Exported>>();

/** Exported once for each action. What is shipped is text, so it is read back from text. */
export function exportedOf(evaluator: Evaluator, action: PlanAction, fires: PlanExpr): Exported {
  const known = exported.get(action) ?? new Map<PlanExpr, Exported>();
  exported.set(action, known);
  const found =
    known.get(fires) ?? (JSON.parse(JSON.stringify(exportCondition(evaluator.plan, action, fires))) as Exported);
  known.set(fires, found);
  return found;
}

/** True, false, or null for unknown; undefined where JSON Logic says nothing. Whatever differs is noted. */
export function compared(
  evaluator: Evaluator,
  action: PlanAction,
  fires: PlanExpr,
  frame: Frame,
  value: Value,
  tally: Tally,
  runners: readonly string[] = Object.keys(RUNNERS),
): boolean | null | undefined {
  const { condition, roots } = exportedOf(evaluator, action, fires);
  if ("unsupported" in condition) {
    tally.unsupported++;
    return undefined;
  }
  // The step bound of an evaluation is not part of the portable meaning.
  if (value instanceof Unknown && value.causes.some(({ path }) => path === "evaluation")) return undefined;
  const { work: _, ...rest } = frame;
  const { document, not_representable } = normalForm(evaluator, roots, rest);
  const text = JSON.stringify(document);
  const expected = typeof value === "boolean" ? value : null;
  let told: boolean | null = null;
  for (const name of runners) {
    const run = RUNNERS[name]!;
    const [yes, no] = [condition.certainly_true, condition.certainly_false].map((formula) =>
      run(formula, JSON.parse(text)),
    );
    const say = (what: string): void => {
      tally.disagreements.push(
        `${name}: ${what}\n${JSON.stringify({ action: action.id, yes, no, expected, fires, condition, document })}`,
      );
    };
    if (typeof yes !== "boolean" || typeof no !== "boolean") say("a formula gives no bool");
    else if (yes && no) say("both formulas are true");
    else {
      told = yes ? true : no ? false : null;
      if (told === null && expected !== null && (!condition.exact || not_representable.length > 0)) tally.inexact++;
      else if (told !== expected) say("differs from the interpreter");
    }
  }
  tally.through++;
  if (told === null) tally.unknown++;
  return told;
}

/**
 * An evaluator whose conditions the formulas decide. The interpreter gives the causes of what is unknown, everything that
 * is no condition, and the answer that the formulas must give as well: where they differ, this throws. `decide` turns what
 * is thrown into a denial, so the tally tells it too.
 */
export function evaluatorBy(reference: Evaluator, tally: Tally, runners?: readonly string[]): Evaluator {
  const { plan } = reference;
  const conditions = new Set<PlanExpr>(
    Object.values(plan.actions).flatMap((action) => action.clauses.map((clause) => clause.fires)),
  );
  return {
    plan,
    backend: reference.backend,
    get digest() {
      return reference.digest;
    },
    evaluate(expr, frame, slots) {
      const value = reference.evaluate(expr, frame, slots);
      const action = Object.hasOwn(plan.actions, frame.action) ? plan.actions[frame.action] : undefined;
      if (action === undefined || !conditions.has(expr)) return value;
      const before = tally.disagreements.length;
      const told = compared(reference, action, expr, frame, value, tally, runners);
      if (tally.disagreements.length > before) throw new Error(tally.disagreements.at(-1));
      return told ?? value;
    },
    resolve: (requirement, frame, slots) => reference.resolve(requirement, frame, slots),
  };
}
