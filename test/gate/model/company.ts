/**
 * The company of the model: orders in whole cents, a clock that goes where it is told, people and rules that change, sources
 * that fail, an executor that fails in every way, and two gates over one store.
 */
import type { Gate } from "../../../src/gate/api.ts";
import { createGate } from "../../../src/gate/gate.ts";
import type { Clock, Data, Execution, Order, RecordAnswer } from "../../../src/gate/ports.ts";
import type { Store } from "../../../src/gate/store.ts";
import { START, usd } from "../world.ts";
import { FlakyStore } from "./flaky.ts";
import { centsOf, type Surroundings } from "./model.ts";
import { LIFETIMES, PEOPLE, RULES } from "./rules.ts";

/** What an executor does with an order. `lost`: it carries it out, and then nobody hears of it. */
export const MODES = ["done", "part", "failed", "throws", "nonsense", "hangs", "lost", "late"] as const;
export type Mode = (typeof MODES)[number];
export const SOURCES = ["good", "throws", "hangs", "nonsense"] as const;
export type SourceMode = (typeof SOURCES)[number];

/** What was carried out of one proposal, and how often somebody asked for it. */
export interface Execution_ {
  times: number;
  applied: boolean;
  readonly order: Order;
}

const amount = (cents: number): { amount: string; currency: string } =>
  usd(`${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, "0")}`);

/** Real time for what hangs: nothing that answers at all takes as long. */
const HANG_MS = 4;

export class Company {
  readonly totals: ReadonlyMap<string, number> = new Map([
    ["o-1", 900_00],
    ["o-2", 5_000_00],
    ["o-3", 100_00],
  ]);
  readonly refunded = new Map([...this.totals.keys()].map((id) => [id, 0]));
  /** All that each order has shown since the last look. */
  readonly shown = new Map<string, Set<number>>();
  readonly executions = new Map<string, Execution_>();
  readonly modes = new Map<string, Mode>();
  /** What an execution said that it used, in cents. */
  readonly used = new Map<string, number>();
  now = START;
  rules = RULES[0]!;
  people = PEOPLE[0]!;
  sources: SourceMode = "good";
  /** `reconcile` may ask the executor. */
  answers = true;
  gates: readonly Gate[] = [];
  #ids = 0;
  /** As it is; gates have it as it fails. */
  store: Store;
  flaky: FlakyStore;

  readonly tenant: string;

  constructor(store: Store, tenant: string) {
    this.tenant = tenant;
    this.store = store;
    this.flaky = new FlakyStore(store);
    this.opened(store);
  }

  /** Both gates again over a store, as after a restart. */
  opened(store: Store): void {
    const { flaw, pattern } = this.flaky;
    this.store = store;
    this.flaky = Object.assign(new FlakyStore(store), { flaw, pattern });
    this.gates = [this.#gate(), this.#gate()];
  }

  /** A batch begins. */
  begin(): void {
    for (const [id, cents] of this.refunded) this.shown.set(id, new Set([cents]));
  }

  around(): Surroundings {
    return {
      rules: this.rules,
      directory: this.people.directory,
      facts: this.sources === "good",
      refunded: (order) => [...this.shown.get(order)!],
      total: (order) => this.totals.get(order)!,
    };
  }

  refund(id: string, order: string, cents: number, note: string): Record<string, unknown> {
    const old = this.refunded.get(order)!;
    return {
      id,
      action: "shop.Refund",
      environment: "prod",
      inputs: { order_id: order, amount: amount(cents), note },
      changes: [
        {
          target: { type: "Order", id: order },
          field: "refunded",
          old: amount(old),
          new: amount(old + cents),
          reason: "late",
        },
      ],
      evidence: [],
      confidence: "0.9",
    };
  }

  readonly #clock: Clock = {
    now: () => this.now,
    after: (_, signal) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, HANG_MS);
        signal.addEventListener("abort", () => {
          clearTimeout(timer);
          resolve();
        });
      }),
  };

  #gate(): Gate {
    const executor = {
      execute: (order: Order) => this.#execute(order),
      lookup: async ({ proposal }: Order) => {
        if (!this.answers) return null;
        return this.executions.get(proposal)?.applied === true ? ({ status: "done" } as const) : "not_applied";
      },
    };
    return createGate({
      evaluator: () => this.rules.evaluator,
      store: this.flaky,
      tenant: this.tenant,
      directory: {
        current: async () => {
          if (this.people.directory === null) throw new Error("the directory is gone");
          return this.people.directory;
        },
      },
      sources: {
        orders: { read: async ({ args }) => this.#read(String(args[0]), (value) => ({ status: "found", value })) },
      },
      records: {
        Order: { read: async ({ id }) => this.#read<RecordAnswer>(id, (fields) => ({ status: "found", fields })) },
      },
      executors: { "shop.Refund": executor, "shop.Unrefund": executor },
      clock: this.#clock,
      ids: { next: () => `pr_${++this.#ids}` },
      permissions: {
        override: { roles: ["director"] },
        administer: { roles: ["operator"] },
        commit: { principals: ["carl"] },
      },
      lifetimes: LIFETIMES,
    });
  }

  async #read<T>(id: string, found: (order: { readonly [field: string]: Data }) => T): Promise<T> {
    if (this.sources === "throws") throw new Error("connection refused");
    if (this.sources === "hangs") return new Promise(() => undefined);
    if (this.sources === "nonsense") return "<html>" as never;
    const [total, refunded] = [this.totals.get(id)!, this.refunded.get(id)!];
    return found({ id, total: amount(total), refunded: amount(refunded), phone: null });
  }

  async #execute(order: Order): Promise<Execution> {
    const { proposal } = order;
    const own = this.executions.get(proposal) ?? { times: 0, applied: false, order };
    own.times++;
    this.executions.set(proposal, own);
    const mode = this.modes.get(proposal) ?? "done";
    await Promise.resolve();
    if (mode === "failed") return { status: "failed", reason: "closed for today" };
    if (mode === "throws") throw new Error("connection refused");
    if (mode === "nonsense") return "<html>" as never;
    if (mode === "hangs") return new Promise(() => undefined);
    // The order service writes only over what was there: as every system of record should.
    for (const { target, old, new: made } of order.change_set.changes ?? []) {
      if (this.refunded.get(target.id) !== centsOf(old)) return { status: "failed", reason: "changed meanwhile" };
      this.refunded.set(target.id, centsOf(made));
      this.shown.get(target.id)?.add(centsOf(made));
    }
    own.applied = true;
    if (mode === "lost") throw new Error("connection reset");
    if (mode === "late") return new Promise(() => undefined);
    if (mode !== "part" || order.change_set.action !== "shop.Refund") return { status: "done", receipt: { ok: true } };
    const cents = Math.floor(centsOf(order.change_set.inputs?.["amount"]) / 2);
    this.used.set(proposal, cents);
    return { status: "done", used: { "shop.Refund.spend": amount(cents).amount } };
  }
}
