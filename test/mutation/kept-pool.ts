import { Worker } from "node:worker_threads";
import type { PoolRunnerInitializer, PoolWorker, Vitest } from "vitest/node";

/**
 * A pool of one thread, which outlives the run. Vitest ends its workers with each run, and to load everything again takes
 * most of the time that a mutant takes.
 */
export function keptPool(): PoolRunnerInitializer {
  let thread: Worker | undefined;
  const threadOf = (vitest: Vitest): Worker => {
    if (thread === undefined) {
      const started = new Worker(new URL("kept-worker.mjs", import.meta.url));
      vitest.onClose(async () => void (await started.terminate()));
      thread = started;
    }
    return thread;
  };
  return {
    name: "kept",
    createPoolWorker: ({ project }): PoolWorker => {
      const kept = threadOf(project.vitest);
      const listeners: [string, (arg: unknown) => void][] = [];
      return {
        name: "kept",
        on(event, listener) {
          listeners.push([event, listener]);
          kept.on(event, listener);
        },
        off: (event, listener) => void kept.off(event, listener),
        send: (message) => kept.postMessage(message),
        deserialize: (message) => message,
        start: async () => {},
        stop: async () => {
          for (const [event, listener] of listeners) kept.off(event, listener);
        },
      };
    },
  };
}
