/** Time limits, kept with the injected clock. */
import type { Clock } from "./ports.ts";

export class TimeLimit extends Error {
  override readonly name = "TimeLimit";
  constructor(ms: number) {
    super(`no answer within ${ms} ms`);
  }
}

/**
 * What the call gives; past the limit its signal aborts and `TimeLimit` is thrown, whether it listens or not. What is answered
 * without waiting for anything outside of the process, as from a cache, sets no clock.
 */
export async function limited<T>(clock: Clock, ms: number, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const answer = Promise.resolve(call(controller.signal));
  if (await isThere(answer)) return answer;
  const waiting = new AbortController();
  const late = clock.after(ms, waiting.signal).then((): Promise<never> => {
    if (waiting.signal.aborted) return NEVER;
    const limit = new TimeLimit(ms);
    controller.abort(limit);
    throw limit;
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    waiting.abort(ANSWERED);
  }
}

/** Turns of the queue of promises that an answer may take which waits for nothing. */
const TURNS = 4;

async function isThere(answer: Promise<unknown>): Promise<boolean> {
  let there = false;
  const come = (): void => {
    there = true;
  };
  answer.then(come, come);
  for (let turn = 0; turn < TURNS && !there; turn++) await undefined;
  return there;
}

const NEVER = new Promise<never>(() => {});
/** A reason of its own, so that none is made, with a stack, for each call that answers in time. */
const ANSWERED = "answered";
