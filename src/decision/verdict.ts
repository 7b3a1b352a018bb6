/** Outcome and tier alone, for whoever needs no reasons: a router, a dashboard, a replay of many. */
import type { Evaluator } from "../eval/evaluator.ts";
import { decide } from "./decide.ts";
import type { Context } from "./documents.ts";
import { fastOf, type Verdict } from "./fast/fast.ts";

export type { Verdict } from "./fast/fast.ts";

export interface VerdictOptions {
  /**
   * The caller vouches that both documents are data as JSON gives it and fit their contracts: they were decided before, or
   * stem from code that makes them so. Then only what a rule reads before the verdict is settled is looked at, beside the
   * environment and who asks.
   * Where that does not fit after all, everything is checked; what is not read so may be at fault unseen, and so may texts
   * with half of a character in them, which `decide` would deny.
   */
  readonly vouched?: boolean;
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
    return found < 0 ? null : form.verdicts[found]!;
  } catch {
    return null;
  }
}
