/** What compiling one node needs of everything around it. */
import type { PlanExpr } from "../../plan/plan.ts";
import type { Machine } from "../interpreter/run.ts";
import type { Value } from "../value.ts";
import type { Code, Run } from "./run.ts";

export interface Compiler {
  readonly machine: Machine;
  /** Compiles an operand. Recursion is bounded: only what nests at most `DEPTH` deep is compiled. */
  readonly code: (expr: PlanExpr) => Code;
  /** Null: there is no such function. The body is compiled when it is asked for. */
  readonly functionOf: (fn: string) => { readonly slots: number; readonly body: () => Code } | null;
  readonly letOf: (run: Run, name: string) => Value;
}

export type Of<Op extends PlanExpr["op"]> = Extract<PlanExpr, { readonly op: Op }>;
