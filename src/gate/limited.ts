/** Time limits, kept with the injected clock. */
import type { Clock } from "./ports.ts";

export class TimeLimit extends Error {
  override readonly name = "TimeLimit";
  constructor(ms: number) {
    super(`no answer within ${ms} ms`);
  }
}

/** What the call gives; past the limit its signal aborts and `TimeLimit` is thrown, whether it listens or not. */
export async function limited<T>(clock: Clock, ms: number, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const working = new AbortController();
  const waiting = new AbortController();
  const late = clock.after(ms, waiting.signal).then((): Promise<never> => {
    if (waiting.signal.aborted) return NEVER;
    const limit = new TimeLimit(ms);
    working.abort(limit);
    throw limit;
  });
  try {
    return await Promise.race([call(working.signal), late]);
  } finally {
    waiting.abort(ANSWERED);
  }
}

const NEVER = new Promise<never>(() => {});
/** A reason of its own, so that none is made, with a stack, for each call that answers in time. */
const ANSWERED = "answered";
