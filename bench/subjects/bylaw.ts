/** The ways to ask Bylaw, by name. */
import { decide } from "../../src/decision/decide.ts";
import { type Verdict, type VerdictOptions, verdict } from "../../src/decision/verdict.ts";
import type { Backend } from "../../src/eval/backend.ts";
import { compile } from "../../src/eval/compile.ts";
import type { Evaluator } from "../../src/eval/evaluator.ts";
import { verdictText } from "../handwritten/policy.ts";
import type { Documents } from "../workload/documents.ts";

export interface BylawForm {
  readonly name: string;
  /** Too slow to be asked of ten thousand actions, or of no interest there. */
  readonly oneOnly: boolean;
  readonly ready: (evaluator: Evaluator, documents: readonly Documents[]) => (index: number) => unknown;
}

/** A result in words, to be compared with the right one. */
export function toldOf(result: unknown): string {
  const { outcome, tier } = result as Verdict;
  return `${outcome} ${tier}`;
}
export const wantedOf = (by: number): string => verdictText(by);

const deciding =
  (backend: Backend): BylawForm["ready"] =>
  ({ plan }, documents) => {
    const evaluator = compile(plan, { backend });
    return (index) => {
      const { changeSet, context } = documents[index]!;
      return decide(evaluator, changeSet, context);
    };
  };

const judging =
  (options?: VerdictOptions): BylawForm["ready"] =>
  (evaluator, documents) =>
  (index) => {
    const { changeSet, context } = documents[index]!;
    return verdict(evaluator, changeSet, context, options);
  };

export const BYLAW: readonly BylawForm[] = [
  { name: "**Bylaw: verdict**", oneOnly: false, ready: judging() },
  { name: "**Bylaw: verdict, vouched documents**", oneOnly: false, ready: judging({ vouched: true }) },
  { name: "**Bylaw: decision**", oneOnly: false, ready: deciding("generated") },
  { name: "Bylaw: decision, without generated code", oneOnly: true, ready: deciding("closures") },
  { name: "Bylaw: decision, reference interpreter", oneOnly: true, ready: deciding("interpreter") },
];
