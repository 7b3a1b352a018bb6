/** Two back ends asked the same, and what they say of it. */
import { decide } from "../../../src/decision/decide.ts";
import type { Context, Decision } from "../../../src/decision/documents.ts";
import { fastOf } from "../../../src/decision/fast/fast.ts";
import { type Verdict, verdict } from "../../../src/decision/verdict.ts";
import { compile } from "../../../src/eval/compile.ts";
import type { Evaluator } from "../../../src/eval/evaluator.ts";
import type { Plan } from "../../../src/plan/plan.ts";

export interface Pair {
  readonly generated: Evaluator;
  readonly reference: Evaluator;
}

export const pairOf = (plan: Plan): Pair => ({
  generated: compile(plan, { backend: "generated" }),
  reference: compile(plan, { backend: "interpreter" }),
});

export const written = (decision: Decision, remedies: boolean): string =>
  JSON.stringify(
    remedies
      ? decision
      : Object.fromEntries(
          Object.keys(decision)
            .filter((name) => name !== "remedies")
            .map((name) => [name, decision[name as keyof Decision]]),
        ),
  );

export interface Told {
  /** What differs, in words; null: nothing. */
  readonly difference: string | null;
  /** Whether generated code decided. */
  readonly quick: boolean;
}

const short = ({ outcome, tier }: Verdict): string => `${outcome} ${tier}`;

export function compare({ generated, reference }: Pair, changeSet: unknown, context: unknown, remedies: boolean): Told {
  const wanted = decide(reference, changeSet, context as Context);
  const is = decide(generated, changeSet, context as Context);
  const [a, b] = [written(is, remedies), written(wanted, remedies)];
  const said = short(verdict(generated, changeSet, context as Context));
  const quick =
    Object.getOwnPropertyDescriptor(is, "remedies")!.get !== undefined && isQuick(generated, changeSet, context);
  if (a !== b) return { difference: `decide\n${a}\n${b}`, quick };
  if (said !== short(wanted)) return { difference: `verdict ${said}, and ${short(wanted)}\n${b}`, quick };
  return { difference: null, quick };
}

export function isQuick(evaluator: Evaluator, changeSet: unknown, context: unknown): boolean {
  try {
    return fastOf(evaluator)!.verdict(changeSet as object, context as object) >= 0;
  } catch {
    return false;
  }
}
