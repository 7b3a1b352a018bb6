/** The ways to ask Bylaw, by name. */
import { decide } from "../../src/decision/decide.ts";
import type { Decision } from "../../src/decision/documents.ts";
import { fastOf } from "../../src/decision/fast/fast.ts";
import { OUTCOMES } from "../../src/decision/fast/write.ts";
import type { Backend } from "../../src/eval/backend.ts";
import { compile } from "../../src/eval/compile.ts";
import type { Evaluator } from "../../src/eval/evaluator.ts";
import { TIERS, verdictText } from "../handwritten/policy.ts";
import type { Documents } from "../workload/documents.ts";

export interface BylawForm {
  readonly name: string;
  /** Too slow to be asked of ten thousand actions, or of no interest there. */
  readonly oneOnly: boolean;
  readonly ready: (evaluator: Evaluator, documents: readonly Documents[]) => (index: number) => unknown;
}

/** A result in words, to be compared with the right one. */
export function toldOf(result: unknown): string {
  if (typeof result === "number") return result < 0 ? "gave up" : `${OUTCOMES[result & 3]} ${TIERS[result >> 2]}`;
  const { outcome, tier } = result as Pick<Decision, "outcome" | "tier">;
  return `${outcome} ${tier}`;
}
export const wantedOf = (verdict: number): string => verdictText(verdict);

const deciding =
  (backend: Backend): BylawForm["ready"] =>
  ({ plan }, documents) => {
    const evaluator = compile(plan, { backend });
    return (index) => {
      const { changeSet, context } = documents[index]!;
      return decide(evaluator, changeSet, context);
    };
  };

const fast =
  (form: "verdict" | "vouched"): BylawForm["ready"] =>
  (evaluator, documents) => {
    const ask = fastOf(evaluator)[form];
    return (index) => {
      const { changeSet, context } = documents[index]!;
      return ask(changeSet, context);
    };
  };

export const BYLAW: readonly BylawForm[] = [
  { name: "**Bylaw: verdict**", oneOnly: false, ready: fast("verdict") },
  { name: "**Bylaw: verdict, vouched documents**", oneOnly: false, ready: fast("vouched") },
  {
    name: "**Bylaw: decision**",
    oneOnly: false,
    ready: (evaluator, documents) => {
      const form = fastOf(evaluator);
      return (index) => {
        const { changeSet, context } = documents[index]!;
        const inFull = (): Decision => decide(evaluator, changeSet, context);
        return form.decide(changeSet, context, inFull) ?? inFull();
      };
    },
  },
  { name: "Bylaw: decision, without generated code", oneOnly: true, ready: deciding("closures") },
  { name: "Bylaw: decision, reference interpreter", oneOnly: true, ready: deciding("interpreter") },
];
