/** One question asked once, however many facts of a decision put it. */
import type { Clock, FactAnswer, FactQuery, FactSource } from "../../gate/ports.ts";
import { unless } from "../unless.ts";

export interface CacheOptions {
  readonly clock: Pick<Clock, "now">;
  /**
   * How long an answer is kept, in milliseconds. Default: 0, so only questions that are open at the same time share an
   * answer, which are those of one decision. A commit reads facts again to see what has changed, and what is kept longer
   * hides from it what happened in between.
   */
  readonly keep_ms?: number | undefined;
}

interface Shared {
  readonly answer: Promise<FactAnswer>;
  readonly stop: AbortController;
  askers: number;
  /** Until when it serves; null while it is open. */
  until: number | null;
}

/**
 * The same question of the same proposal is asked once while it is open. Whoever asked may give up; the question itself is
 * given up when nobody waits for it. Failures are not kept.
 */
export function cached(source: FactSource, { clock, keep_ms = 0 }: CacheOptions): FactSource {
  const open = new Map<string, Shared>();

  const ask = (key: string, query: FactQuery): Shared => {
    const stop = new AbortController();
    const shared: Shared = {
      answer: Promise.resolve().then(() => source.read(query, stop.signal)),
      stop,
      askers: 0,
      until: null,
    };
    shared.answer.then(
      () => {
        shared.until = clock.now() + keep_ms;
        if (keep_ms === 0) forget(key, shared);
      },
      () => forget(key, shared),
    );
    open.set(key, shared);
    return shared;
  };

  const forget = (key: string, shared: Shared): void => {
    if (open.get(key) === shared) open.delete(key);
  };

  const sweep = (now: number): void => {
    for (const [key, { until }] of open) if (until !== null && until <= now) open.delete(key);
  };

  return {
    time_limit_ms: source.time_limit_ms,
    read: async (query, signal) => {
      signal.throwIfAborted();
      sweep(clock.now());
      const key = JSON.stringify([query.proposal, query.source, query.args]);
      const shared = open.get(key) ?? ask(key, query);
      shared.askers++;
      const leave = (): void => {
        shared.askers--;
        if (shared.askers > 0 || shared.until !== null) return;
        forget(key, shared);
        shared.stop.abort(signal.reason);
      };
      return await unless(signal, shared.answer).finally(leave);
    },
  };
}
