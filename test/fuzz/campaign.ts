/** Tries the inputs of a seed one after the other. Pure but for the time it takes: who runs it counts and stops. */
import { Random } from "./random.ts";
import { type Input, kindOf, type Target } from "./target.ts";

export interface Failure {
  readonly target: string;
  /** What makes two failures one. */
  readonly kind: string;
  readonly message: string;
  readonly input: Input;
}

/** Input number `index` of a seed: the same wherever it is made. */
export const inputOf = (target: Target, seed: number, index: number): Input => target.make(new Random(seed, index));

/** What goes wrong with an input, or null. */
export function attempt(target: Target, input: Input): Failure | null {
  try {
    target.run(input);
    return null;
  } catch (thrown) {
    const message = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    return { target: target.name, kind: kindOf(thrown), message: message.slice(0, 3_000), input };
  }
}
