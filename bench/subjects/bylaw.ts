/** The ways to ask Bylaw, by name. */
import { decide } from "../../src/decision/decide.ts";
import type { Decision } from "../../src/decision/documents.ts";
import type { Backend } from "../../src/eval/backend.ts";
import { compile } from "../../src/eval/compile.ts";
import type { Evaluator } from "../../src/eval/evaluator.ts";
import { verdictText } from "../handwritten/policy.ts";
import type { Documents } from "../workload/documents.ts";

export interface BylawForm {
  readonly name: string;
  /** What one call gives: outcome and tier, or the whole decision. */
  readonly gives: "verdict" | "decision";
  readonly ready: (evaluator: Evaluator, documents: readonly Documents[]) => (index: number) => unknown;
}

/** A result in words, to be compared with the right one. */
export const toldOf = (result: unknown): string => {
  const { outcome, tier } = result as Pick<Decision, "outcome" | "tier">;
  return `${outcome} ${tier}`;
};
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

export const BYLAW: readonly BylawForm[] = [
  { name: "Bylaw, decision", gives: "decision", ready: deciding("generated") },
  { name: "Bylaw, decision, closures", gives: "decision", ready: deciding("closures") },
  { name: "Bylaw, decision, interpreter", gives: "decision", ready: deciding("interpreter") },
];
