/** Faults of what a gate asks: executors, sources, directories, the clock, the process itself. */
import { expect } from "vitest";
import type { ProposalView } from "../../../src/gate/api.ts";
import type { FactSource, RecordSource } from "../../../src/gate/ports.ts";
import { memoryStore } from "../../../src/stores/memory/index.ts";
import { FlakyStore } from "../model/flaky.ts";
import { about, as, BOT, no, ok, proposedRefund, refund, START, usd, type World, world } from "../world.ts";
import { type Observed, observed } from "./observed.ts";

export type Faults = { readonly [name: string]: () => Promise<Observed> };

const never = <T>(): Promise<T> => new Promise(() => undefined);
const refused = async (): Promise<never> => {
  throw new Error("connection refused");
};
const nonsense = async (): Promise<never> => "<html>" as never;

/** A refund that one person has to approve, and has. */
async function approved(w: World): Promise<ProposalView> {
  const proposal = await proposedRefund(w, "120.00");
  return ok(await w.gate.approve(as("ann"), { ...about(proposal), role: "support_lead" })).proposal;
}

const written = (w: World): void => void w.orders.set("o-2", { ...w.orders.get("o-2")!, refunded: usd("120.00") });

/** Commits with an executor that does this, and sees that nobody is asked a second time. */
async function executing(next: World["next"]): Promise<Observed> {
  const w = world();
  const { id } = await approved(w);
  w.next = next;
  w.lookup = async () => found(w);
  const answer = await w.gate.commit(BOT, { proposal: id });
  const seen = await observed(w.store, answer, id);
  expect(no(await w.gate.commit(BOT, { proposal: id })).code).toBe("in_doubt");
  expect(w.executed).toHaveLength(1);
  expect(ok(await w.gate.reconcile(BOT, { proposal: id })).proposal.status).toBe("failed");
  expect((await observed(w.store, null, id)).reservation).toBe("void");
  return seen;
}

const found = (w: World) =>
  JSON.stringify(w.orders.get("o-2")!["refunded"]) === JSON.stringify(usd("120.00"))
    ? ({ status: "done" } as const)
    : ("not_applied" as const);

/** With an executor that does not come back; whoever waits for it is left waiting, as a process that died. */
async function died(ms: number): Promise<Observed> {
  const store = memoryStore();
  // Its timers stop with it.
  const w = world({ store, options: { clock: { now: () => START, after: never } } });
  const { id } = await approved(w);
  w.next = never;
  void w.gate.commit(BOT, { proposal: id });
  while (w.executed.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  const other = world({ store });
  other.clock.pass(ms);
  await other.gate.tick();
  return observed(store, await other.gate.commit(BOT, { proposal: id }), id);
}

const facts = (read: FactSource["read"]) => ({ sources: { orders: { read } } });
const records = (read: RecordSource["read"]) => ({ records: { Order: { read } } });

async function proposing(options: ReturnType<typeof facts> | ReturnType<typeof records>): Promise<Observed> {
  const w = world({ options });
  const answer = await w.gate.propose(BOT, { change_set: refund("120.00") });
  return observed(w.store, answer, ok(answer).proposal.id);
}

/** Approved by a gate whose surroundings are well, and committed by one with others; the first can do it afterwards. */
async function committing(options: Parameters<typeof world>[0]): Promise<Observed> {
  const w = world();
  const { id } = await approved(w);
  const other = world({ ...options, store: w.store });
  const seen = await observed(w.store, await other.gate.commit(BOT, { proposal: id }), id);
  expect(other.executed).toHaveLength(0);
  expect(ok(await w.gate.commit(BOT, { proposal: id })).proposal.status).toBe("committed");
  return seen;
}

const directory = (current: () => Promise<never>) => committing({ options: { directory: { current } } });

export const SURROUNDINGS: Faults = {
  "executor-times-out": () => executing(never),
  "executor-throws": () => executing(refused),
  "executor-answers-nonsense": () => executing(nonsense),
  "executor-answer-lost": async () => {
    const w = world();
    const { id } = await approved(w);
    w.next = async () => {
      written(w);
      throw new Error("connection reset");
    };
    w.lookup = async () => found(w);
    const seen = await observed(w.store, await w.gate.commit(BOT, { proposal: id }), id);
    expect(ok(await w.gate.reconcile(BOT, { proposal: id })).proposal.status).toBe("committed");
    return seen;
  },
  "executor-fails": async () => {
    const w = world();
    const { id } = await approved(w);
    w.next = async () => ({ status: "failed", reason: "closed for today" });
    const answer = await w.gate.commit(BOT, { proposal: id });
    expect(no(answer).message).toContain("closed for today");
    return observed(w.store, answer, id);
  },
  "process-dies": () => died(0),
  "process-died": () => died(66_000),
  "outcome-not-written": async () => {
    const store = new FlakyStore(memoryStore());
    const w = world({ store });
    const { id } = await approved(w);
    w.next = async () => {
      Object.assign(store, { flaw: "refuses", pattern: 255 });
      return { status: "done" };
    };
    w.lookup = async () => ({ status: "done" });
    const answer = await w.gate.commit(BOT, { proposal: id });
    store.flaw = "none";
    const seen = await observed(store, answer, id);
    w.clock.pass(66_000);
    expect(ok(await w.gate.reconcile(BOT, { proposal: id })).proposal.status).toBe("committed");
    return seen;
  },
  "outcome-too-late": async () => {
    const w = world();
    const { id } = await approved(w);
    w.next = async () => {
      w.clock.pass(66_000);
      await w.gate.tick();
      written(w);
      return { status: "done" };
    };
    const answer = await w.gate.commit(BOT, { proposal: id });
    const types = ok(await w.gate.history(BOT, id)).events.map(({ type }) => type);
    expect(types.slice(-3)).toEqual(["claimed", "in_doubt", "reconciled"]);
    return observed(w.store, answer, id);
  },

  "facts-hang": () => proposing(facts(never)),
  "facts-throw": () => proposing(facts(refused)),
  "facts-nonsense": () => proposing(facts(nonsense)),
  "facts-fail-at-commit": () => committing({ options: facts(never) }),
  "records-fail": () => proposing(records(refused)),
  "records-hang-at-commit": () => committing({ options: records(never) }),
  "records-nonsense-at-commit": () => committing({ options: records(nonsense) }),

  "directory-gone": () => directory(refused),
  "directory-hangs": () => directory(never),
  "directory-broken": () => directory(nonsense),

  "clock-backwards": async () => {
    const w = world();
    const proposal = await proposedRefund(w, "120.00");
    w.clock.pass(-7 * 24 * 3_600_000);
    const answer = await w.gate.approve(as("ann"), { ...about(proposal), role: "support_lead" });
    // Nothing is dated before what came before it, and nothing is young again.
    const [act] = ok(answer).proposal.acts;
    expect(act!.at).toBe(proposal.proposed_at);
    expect(ok(answer).proposal.expires_at).toBe(proposal.expires_at);
    const { events } = ok(await w.gate.history(as("ann"), proposal.id));
    expect(events.map(({ at }) => at)).toEqual(events.map(() => events[0]!.at));
    return observed(w.store, answer, proposal.id);
  },
};
