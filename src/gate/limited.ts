/** Time limits, kept with the injected clock. */
import type { Clock } from "./ports.ts";

export class TimeLimit extends Error {
  override readonly name = "TimeLimit";
  constructor(ms: number) {
    super(`no answer within ${ms} ms`);
  }
}

/**
 * What the call gives; past the limit its signal aborts and `TimeLimit` is thrown, whether it listens or not. One signal serves
 * the call and the clock: it aborts as well when the call has answered, which ends the wait.
 */
export async function limited<T>(clock: Clock, ms: number, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const { signal } = controller;
  const late = clock.after(ms, signal).then((): Promise<never> => {
    if (signal.aborted) return NEVER;
    const limit = new TimeLimit(ms);
    controller.abort(limit);
    throw limit;
  });
  try {
    return await Promise.race([call(signal), late]);
  } finally {
    controller.abort(ANSWERED);
  }
}

const NEVER = new Promise<never>(() => {});
/** A reason of its own, so that none is made, with a stack, for each call that answers in time. */
const ANSWERED = "answered";
