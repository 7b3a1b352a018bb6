/** Carries a change set out by a function of the program. */
import type { Data, Executor, Order } from "../../gate/ports.ts";

/** Thrown by `run` where surely nothing of the order is in effect. Anything else that it throws leaves that in doubt. */
export class NotApplied extends Error {
  override readonly name = "NotApplied";
}

/** What `run` gives is kept in the receipt. It is called once for each order, and never again for the same one. */
export function functionExecutor(
  run: (order: Order, signal: AbortSignal) => Promise<Data | undefined>,
  options: { readonly time_limit_ms?: number | undefined } = {},
): Executor {
  return {
    time_limit_ms: options.time_limit_ms,
    execute: async (order, signal) => {
      try {
        const receipt = await run(order, signal);
        return { status: "done", receipt };
      } catch (error) {
        if (error instanceof NotApplied) return { status: "failed", reason: error.message };
        throw error;
      }
    },
  };
}
