/** The machine's own clock, and ids that nobody has to hand out. */
import { monotonicFactory } from "ulid";
import type { Clock, Ids } from "../gate/ports.ts";

/** Longer waits overflow the timer, which then goes off at once. */
const MOST_MS = 2 ** 31 - 1;

/** Wall-clock time, in UTC; waits by the monotonic timer of the process. */
export const systemClock: Clock = { now: Date.now, after };

async function after(ms: number, signal: AbortSignal): Promise<void> {
  let left = ms;
  while (left > 0 && !signal.aborted) {
    const step = Math.min(left, MOST_MS);
    await pause(step, signal);
    left -= step;
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done, { once: true });
  });

const PREFIX = { proposal: "pr_" } as const;

/**
 * ULIDs (https://github.com/ulid/spec) behind a word for what they name: 48 bits of time and 80 random ones, in 26
 * characters. Those of one process go up, also within a millisecond; those of several are unique, not ordered.
 */
export function systemIds(clock: Pick<Clock, "now"> = systemClock): Ids {
  const next = monotonicFactory();
  return { next: (kind) => `${PREFIX[kind]}${next(clock.now())}` };
}
