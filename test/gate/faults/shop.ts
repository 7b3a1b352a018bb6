/** A gate over a durable store, whose executor writes into a file: so that what was carried out outlives every process. */
import { randomUUID } from "node:crypto";
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";
import type { Gate } from "../../../src/gate/api.ts";
import { createGate } from "../../../src/gate/gate.ts";
import type { Clock, Executor } from "../../../src/gate/ports.ts";
import type { Store } from "../../../src/gate/store.ts";
import { DIRECTORY, evaluatorOf, POLICY, usd } from "../world.ts";

export interface ShopOptions {
  readonly store: Store;
  readonly tenant: string;
  /** Where the executor writes a line for each order. */
  readonly file: string;
  /** Milliseconds before the machine's clock. */
  readonly ahead?: number;
  readonly daily: number;
  readonly spend: number;
  /** How long the executor takes to answer, in milliseconds. Default: now so, now so, and not long. */
  readonly slow?: number;
}

/** No refund is looked at by chance. */
const TEXT = POLICY.replace("sample 5%", "sample 0.0001%");

export const clockAhead = (ahead: number): Clock => ({
  now: () => Date.now() + ahead,
  after: (ms, signal) =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      signal.addEventListener("abort", () => {
        clearTimeout(timer);
        resolve();
      });
    }),
});

/** The orders that were carried out, in order. The last line may be cut: then nothing was. */
export const carriedOut = (file: string): readonly string[] =>
  existsSync(file) ? readFileSync(file, "utf8").split("\n").slice(0, -1) : [];

export function shop({ store, tenant, file, ahead = 0, daily, spend, slow }: ShopOptions): Gate {
  const executor: Executor = {
    execute: async ({ idempotency_key }) => {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 3));
      const handle = openSync(file, "a");
      writeSync(handle, `${idempotency_key}\n`);
      fsyncSync(handle);
      closeSync(handle);
      await new Promise((resolve) => setTimeout(resolve, slow ?? Math.random() * 3));
      return { status: "done", receipt: { file: "written" } };
    },
    lookup: async ({ idempotency_key }) =>
      carriedOut(file).includes(idempotency_key) ? { status: "done" } : "not_applied",
  };
  const order = { id: "o-1", total: usd("1000000.00"), refunded: usd("0.00"), phone: null };
  return createGate({
    evaluator: evaluatorOf(TEXT.replace("3 per day", `${daily} per day`).replace("1_000 USD", `${spend} USD`)),
    store,
    tenant,
    directory: { current: async () => DIRECTORY },
    sources: { orders: { read: async () => ({ status: "found", value: order }) } },
    records: { Order: { read: async () => ({ status: "found", fields: order }) } },
    executors: { "shop.Refund": executor, "shop.Unrefund": executor },
    clock: clockAhead(ahead),
    ids: { next: () => `pr_${randomUUID()}` },
    permissions: { administer: { roles: ["operator"] }, override: { roles: ["director"] } },
  });
}

export const refundOf = (id: string, amount: string): Record<string, unknown> => ({
  id,
  action: "shop.Refund",
  environment: "prod",
  inputs: { order_id: "o-1", amount: usd(amount), note: "late" },
  changes: [
    { target: { type: "Order", id: "o-1" }, field: "refunded", old: usd("0.00"), new: usd(amount), reason: "late" },
  ],
  evidence: [],
  confidence: "0.9",
});
