/**
 * What generated code does not model, asked of the evaluator: single conditions and values of one decision, while the
 * code around them goes on. The documents are read for it when it is first needed.
 */
import type { Evaluator, Frame, Work } from "../../eval/evaluator.ts";
import { show } from "../../eval/show.ts";
import { Unknown, type Value } from "../../eval/value.ts";
import type { PlanAction, PlanClause, PlanExpr } from "../../plan/plan.ts";
import { frames } from "../frame.ts";
import { ask } from "../read/ask.ts";
import { ALL_WAYS } from "../read/ways.ts";

export interface Aside {
  /** Whether the condition of a clause holds, by its place among the clauses; null: not known. Score and tier as they stand. */
  readonly fires: (clause: number, score: number, tier: number) => boolean | null;
  /** A value that a clause reads, in words; null: not known. */
  readonly words: (clause: number, read: number, score: number, tier: number) => string | null;
}

/** Steps that may be taken aside. With those of the generated code they stay below what the reference allows. */
const STEPS_ASIDE = 500_000;

export function asideOf(evaluator: Evaluator, action: PlanAction, changeSet: object, context: object): Aside {
  let made: ((clause: PlanClause, score: number, tier: number) => Frame) | null | undefined;
  const evaluate = (clause: PlanClause, expr: PlanExpr, score: number, tier: number): Value | undefined => {
    made ??= framesOf(evaluator, changeSet, context);
    return made === null ? undefined : evaluator.evaluate(expr, made(clause, score, tier), clause.slots);
  };
  return {
    fires(place, score, tier) {
      const clause = action.clauses[place]!;
      const value = evaluate(clause, clause.fires, score, tier);
      return typeof value === "boolean" ? value : null;
    },
    words(place, read, score, tier) {
      const clause = action.clauses[place]!;
      const { expr, type } = clause.reads[read]!;
      const value = evaluate(clause, expr, score, tier);
      return value === undefined || value instanceof Unknown ? null : show(type, value);
    },
  };
}

/** A frame for each stratum. Null: the documents have faults. */
function framesOf(
  evaluator: Evaluator,
  changeSet: object,
  context: object,
): ((clause: PlanClause, score: number, tier: number) => Frame) | null {
  const { question, misfits } = ask(evaluator.plan, changeSet, context, ALL_WAYS);
  if (question === null || misfits.count() > 0) return null;
  const work: Work = { left: STEPS_ASIDE };
  const { frame } = frames(evaluator, question, question.asker, work);
  const byStratum: (Frame | undefined)[] = [];
  return ({ stratum }, score, tier) => {
    const name = evaluator.plan.tiers[tier] ?? "";
    byStratum[stratum] ??= frame({
      score: stratum === 0 ? null : { certain: score, assumed: score },
      tier: stratum < 2 ? null : { certain: name, assumed: name },
      causes: [],
    });
    return byStratum[stratum];
  };
}
