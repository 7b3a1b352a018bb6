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

/** Random bytes are asked for many at once: each question to the system costs more than an id. */
const BYTES = 1_024;

/** From 0 up to 1. A character of an id takes five bits, and a byte gives each of them alike. */
function randomNumbers(): () => number {
  const bytes = new Uint8Array(BYTES);
  let at = BYTES;
  return () => {
    if (at === BYTES) {
      crypto.getRandomValues(bytes);
      at = 0;
    }
    return bytes[at++]! / 256;
  };
}

const PREFIX = { proposal: "pr_" } as const;

/**
 * ULIDs (https://github.com/ulid/spec) behind a word for what they name: 48 bits of time and 80 random ones, in 26
 * characters. Those of one process go up, also within a millisecond; those of several are unique, not ordered.
 */
export function systemIds(clock: Pick<Clock, "now"> = systemClock): Ids {
  const next = monotonicFactory(randomNumbers());
  return { next: (kind) => `${PREFIX[kind]}${next(clock.now())}` };
}
