/** A small company for tests of the gate: a directory, an order service, a clock that stands still, and two actions. */

import { readFileSync } from "node:fs";
import { parse } from "yaml";
import type { Directory } from "../../src/decision/documents.ts";
import type { Evaluator } from "../../src/eval/evaluator.ts";
import type { Answer, Gate, GateOptions, ProposalView, Refusal } from "../../src/gate/api.ts";
import { createGate } from "../../src/gate/gate.ts";
import type { Caller, Clock, Data, Execution, Executor, Order } from "../../src/gate/ports.ts";
import type { Store } from "../../src/gate/store.ts";
import { loadPolicySet } from "../../src/policy-set.ts";
import { memoryStore } from "../../src/stores/memory/index.ts";

/** The company of the stories in fixtures/gate. */
const COMPANY = new URL("../../fixtures/gate/company/", import.meta.url);

export const POLICY = readFileSync(new URL("shop.bylaw", COMPANY), "utf8");

export const DIRECTORY = parse(readFileSync(new URL("directory.yaml", COMPANY), "utf8")) as Directory;

export const START = Date.parse("2026-11-16T09:00:00Z");

export function evaluatorOf(policy: string = POLICY): Evaluator {
  const { evaluator, diagnostics } = loadPolicySet([{ name: "shop.bylaw", text: policy }], { today: "2026-11-16" });
  if (evaluator === null) throw new Error(diagnostics.map(({ what }) => what).join("\n"));
  return evaluator;
}

const evaluator = evaluatorOf();

export interface World {
  readonly gate: Gate;
  readonly store: Store;
  readonly clock: Clock & { set: (ms: number) => void; pass: (ms: number) => void };
  readonly orders: Map<string, { [field: string]: Data }>;
  readonly executed: Order[];
  directory: Directory;
  evaluator: Evaluator;
  /** What the next execution does; by default it writes the new values into the orders. */
  next: ((order: Order, signal: AbortSignal) => Promise<Execution>) | null;
  lookup: Executor["lookup"];
}

export interface Made {
  readonly store?: Store;
  readonly options?: Partial<GateOptions>;
  readonly policy?: string;
}

export function world(made: Made = {}): World {
  let now = START;
  let made_ids = 0;
  const orders: World["orders"] = new Map([
    ["o-1", { id: "o-1", total: usd("900.00"), refunded: usd("0.00"), phone: null }],
    ["o-2", { id: "o-2", total: usd("5000.00"), refunded: usd("0.00"), phone: "1" }],
  ]);
  const executed: Order[] = [];
  const store = made.store ?? memoryStore();
  const clock: World["clock"] = {
    now: () => now,
    after: (ms, signal) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, Math.min(ms, 20));
        signal.addEventListener("abort", () => {
          clearTimeout(timer);
          resolve();
        });
      }),
    set: (ms) => {
      now = ms;
    },
    pass: (ms) => {
      now += ms;
    },
  };
  const executor: Executor = {
    execute: async (order, signal) => {
      executed.push(order);
      if (self.next !== null) return self.next(order, signal);
      applied(orders, order);
      return { status: "done", receipt: { applied: order.change_set.changes?.length ?? 0 } };
    },
    lookup: async (order, signal) => (self.lookup === undefined ? null : self.lookup(order, signal)),
  };
  const self: World = {
    store,
    clock,
    orders,
    executed,
    directory: DIRECTORY,
    evaluator: made.policy === undefined ? evaluator : evaluatorOf(made.policy),
    next: null,
    lookup: undefined,
    gate: createGate({
      evaluator: () => self.evaluator,
      store,
      directory: { current: async () => self.directory },
      sources: {
        orders: {
          read: async ({ args }) => {
            const order = orders.get(String(args[0]));
            return order === undefined ? { status: "none" } : { status: "found", value: { ...order } };
          },
        },
      },
      records: {
        Order: {
          read: async ({ id }, fields) => {
            const order = orders.get(id);
            if (order === undefined) return { status: "none" };
            return {
              status: "found",
              fields: Object.fromEntries(fields.map((field) => [field, order[field] ?? null])),
            };
          },
        },
      },
      executors: { "shop.Refund": executor, "shop.Unrefund": executor },
      clock,
      ids: { next: () => `pr_${++made_ids}` },
      permissions: {
        override: { roles: ["director"] },
        administer: { roles: ["operator"] },
      },
      ...made.options,
    }),
  };
  return self;
}

function applied(orders: World["orders"], order: Order): void {
  for (const { target, field, new: value } of order.change_set.changes ?? [])
    orders.set(target.id, { ...orders.get(target.id)!, [field]: value as Data });
}

export const usd = (amount: string): { amount: string; currency: string } => ({ amount, currency: "USD" });
export const as = (principal: string): Caller => ({ principal });
export const BOT = as("agent:bot");

let serial = 0;

/** A refund as an agent proposes it; the requester is left to the gate. */
export function refund(
  amount: string,
  over: { readonly order?: string; readonly old?: string; readonly id?: string; readonly note?: string } = {},
) {
  const { order = "o-2", old = "0.00", id = `cs-${++serial}`, note = "late" } = over;
  const now = (Number(old) + Number(amount)).toFixed(2);
  return {
    id,
    action: "shop.Refund",
    environment: "prod",
    inputs: { order_id: order, amount: usd(amount), note },
    changes: [{ target: { type: "Order", id: order }, field: "refunded", old: usd(old), new: usd(now), reason: note }],
    evidence: [],
    confidence: "0.9",
  };
}

/** The accepted answer. */
export function ok<T>(answer: Answer<T>): { readonly ok: true } & T {
  if (!answer.ok) throw new Error(`refused ${answer.code}: ${answer.message}`);
  return answer;
}

/** The refusal. */
export function no<T>(answer: Answer<T>): Refusal {
  if (answer.ok) throw new Error("was accepted");
  return answer;
}

export async function proposedRefund(
  w: World,
  amount: string,
  over: Parameters<typeof refund>[1] = {},
): Promise<ProposalView> {
  return ok(await w.gate.propose(BOT, { change_set: refund(amount, over) })).proposal;
}

export const about = (proposal: ProposalView) => ({
  proposal: proposal.id,
  revision: proposal.revision,
  digest: proposal.digest,
});
