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
  const late = clock.after(ms, waiting.signal).then((): never => {
    const limit = new TimeLimit(ms);
    if (!waiting.signal.aborted) working.abort(limit);
    throw limit;
  });
  try {
    return await Promise.race([call(working.signal), late]);
  } finally {
    waiting.abort();
  }
}
