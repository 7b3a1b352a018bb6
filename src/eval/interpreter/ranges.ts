/**
 * Score and tier while deciding: ranges, from what is certain to what is assumed because something is unknown. A question
 * about one has an answer when both ends give the same; else it is unknown.
 */
import type { PlanExpr } from "../../plan/plan.ts";
import { decimalOfNumber } from "../decimal.ts";
import type { Frame } from "../evaluator.ts";
import { Unknown, unknown, type Value } from "../value.ts";

export interface Range {
  readonly low: Value;
  readonly high: Value;
}

/** The range that an expression stands for; null when it is not the bare score or tier, or its ends meet. */
export function openRange(frame: Frame, expr: PlanExpr): Range | null {
  if (expr.op !== "ambient") return null;
  const { score, tier } = frame;
  if (expr.name === "score" && score !== undefined && score.certain !== score.assumed)
    return { low: decimalOfNumber(score.certain), high: decimalOfNumber(score.assumed) };
  if (expr.name === "tier" && tier !== undefined && tier.certain !== tier.assumed)
    return { low: tier.certain, high: tier.assumed };
  return null;
}

export function openEnd(frame: Frame, name: "score" | "tier"): Unknown {
  const causes = frame.rangeCauses;
  return causes !== undefined && causes.length > 0
    ? new Unknown(causes)
    : unknown(name, "depends on what is not known");
}
