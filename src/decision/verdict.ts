/** Outcome and tier alone, for whoever needs no reasons: a router, a dashboard, a replay of many. */
import type { Evaluator } from "../eval/evaluator.ts";
import { decide } from "./decide.ts";
import type { Context, Outcome } from "./documents.ts";
import { fastOf } from "./fast/fast.ts";
import { OUTCOMES } from "./fast/write.ts";

export interface Verdict {
  readonly outcome: Outcome;
  readonly tier: string;
}

export interface VerdictOptions {
  /**
   * The caller vouches that both documents are data as JSON gives it and fit their contracts: they were decided before, or
   * stem from code that makes them so. Then only what the rules read is looked at, beside the environment and who asks.
   * Where that does not fit after all, everything is checked; what no rule reads may be at fault unseen, which `decide`
   * would deny.
   */
  readonly vouched?: boolean;
}

const tables = new WeakMap<Evaluator, readonly Verdict[]>();

/** One object for each pair of tier and outcome, by `rank << 2 | outcome`. */
function tableOf(evaluator: Evaluator): readonly Verdict[] {
  let table = tables.get(evaluator);
  if (table === undefined) {
    table = evaluator.plan.tiers.flatMap((tier) => OUTCOMES.map((outcome) => Object.freeze({ outcome, tier })));
    tables.set(evaluator, table);
  }
  return table;
}

/**
 * The outcome and the tier of `decide(evaluator, changeSet, context)`, without the rest. Takes what `decide` takes, and
 * never throws. The result is frozen, and the same object for the same verdict.
 */
export function verdict(
  evaluator: Evaluator,
  changeSet: unknown,
  context: Context | string | Uint8Array,
  options: VerdictOptions = {},
): Verdict {
  const quick = quickly(evaluator, changeSet, context, options.vouched === true);
  if (quick !== null) return quick;
  const { outcome, tier } = decide(evaluator, changeSet, context);
  return Object.freeze({ outcome, tier });
}

function quickly(evaluator: Evaluator, changeSet: unknown, context: unknown, vouched: boolean): Verdict | null {
  if (typeof changeSet !== "object" || changeSet === null || typeof context !== "object" || context === null)
    return null;
  try {
    const form = fastOf(evaluator);
    if (form === null) return null;
    const found = vouched ? form.vouched(changeSet, context) : form.verdict(changeSet, context);
    return found < 0 ? null : tableOf(evaluator)[found]!;
  } catch {
    return null;
  }
}
