/** The door of the reference interpreter. */
import type { Plan } from "../../plan/plan.ts";
import type { Evaluator } from "../evaluator.ts";
import { evaluateIn } from "./evaluate.ts";
import { machineOf } from "./machine.ts";
import { resolveIn } from "./requirement.ts";

export function interpreterOf(plan: Plan): Pick<Evaluator, "evaluate" | "resolve"> {
  const machine = machineOf(plan);
  return {
    evaluate: (expr, frame, slots) => evaluateIn(machine, expr, frame, slots),
    resolve: (requirement, frame, slots) => resolveIn(machine, requirement, frame, slots),
  };
}
