/** What closures share while one expression is evaluated. */
import type { Frame, Work } from "../evaluator.ts";
import { type Machine, STEPS } from "../interpreter/run.ts";
import type { Unknown, Value } from "../value.ts";

/** An expression, compiled. */
export type Code = (run: Run) => Value;

/** One activation: a clause, a let, or the body of a function. A class, so that all have one hidden class. */
export class Run {
  readonly machine: Machine;
  readonly frame: Frame;
  readonly locals: Value[];
  readonly work: Work;

  constructor(machine: Machine, frame: Frame, slots: number, work: Work) {
    this.machine = machine;
    this.frame = frame;
    this.locals = slots === 0 ? [] : new Array<Value>(slots).fill(null);
    this.work = work;
  }
}

export const startRun = (machine: Machine, frame: Frame, slots: number): Run =>
  new Run(machine, frame, slots, frame.work ?? { left: STEPS });

/** Makes an unknown at most once: what it says depends on the expression alone. */
export function once(make: () => Unknown): () => Unknown {
  let made: Unknown | null = null;
  return () => {
    made ??= make();
    return made;
  };
}
