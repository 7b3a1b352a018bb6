/** Stores, directories, sources and executors that answer with garbage, throw what is no error, or change in the middle of a call. */
import { describe, expect, test } from "vitest";
import { type Store, StoreError } from "../../../src/gate/store.ts";
import { memoryStore } from "../../../src/stores/memory/index.ts";
import { about, as, BOT, DIRECTORY, no, ok, proposedRefund, refund, usd, type World, world } from "../world.ts";

const GARBAGE: readonly unknown[] = [
  undefined,
  null,
  5,
  "x",
  [],
  {},
  { principals: 5 },
  { principals: { ann: null } },
  () => DIRECTORY,
];
const WORDLESS = Object.create(null) as object;

/** A store whose transactions first do something, or fail. */
function meddled(store: Store, before: () => Promise<void>): Store {
  return {
    ...store,
    read: store.read,
    close: store.close,
    transact: async (tenant, work) => {
      await before();
      return store.transact(tenant, work);
    },
  };
}

describe("the directory", () => {
  test.each(GARBAGE)("%o instead of one", async (directory) => {
    const w = world();
    const first = await proposedRefund(w, "80.00");
    w.directory = directory as World["directory"];
    for (const answer of [
      await w.gate.propose(BOT, { change_set: refund("20.00") }),
      await w.gate.approve(as("ann"), about(first)),
      await w.gate.commit(BOT, { proposal: first.id }),
      await w.gate.get(BOT, first.id),
      await w.gate.list(BOT),
      await w.gate.tick(),
    ])
      expect(no(answer).code).toBe("directory_unavailable");
    w.directory = DIRECTORY;
    expect(ok(await w.gate.get(BOT, first.id)).proposal).toEqual(first);
  });

  test("a fault without words", async () => {
    const w = world({ options: { directory: { current: () => Promise.reject(WORDLESS) } } });
    expect(no(await w.gate.get(BOT, "pr_1")).code).toBe("directory_unavailable");
  });
});

describe("the executor", () => {
  test.each([
    ["nothing", undefined],
    ["null", null],
    ["a text", "done"],
    ["another status", { status: "ok" }],
    ["a list", ["done"]],
  ])("answers %s: in doubt", async (_what, answer) => {
    const w = world();
    const first = await proposedRefund(w, "20.00");
    w.next = async () => answer as never;
    expect(no(await w.gate.commit(BOT, { proposal: first.id })).code).toBe("in_doubt");
    expect(ok(await w.gate.get(BOT, first.id)).proposal.reservations.map(({ state }) => state)).toEqual([
      "open",
      "open",
    ]);
  });

  test.each([
    ["null", null],
    ["a text", "all"],
    ["a list", [1]],
    ["amounts that are none", { "shop.Refund.spend": "a lot", "shop.Refund.daily": null }],
    ["less than nothing", { "shop.Refund.spend": "-5" }],
    ["another currency", { "shop.Refund.spend": "1 EUR" }],
  ])("says that it used %s: all that was reserved is posted", async (_what, used) => {
    const w = world();
    const first = await proposedRefund(w, "20.00");
    w.next = async () => ({ status: "done", used, receipt: 1n }) as never;
    const { receipt, proposal } = ok(await w.gate.commit(BOT, { proposal: first.id }));
    expect(proposal.reservations.map(({ posted }) => posted)).toEqual(["1", "20"]);
    expect(receipt.receipt).toEqual({ $unreadable: true });
  });

  test.each([
    ["an object without words", WORDLESS],
    ["null", null],
    ["half a pair", new Error("\ud800")],
  ])("throws %s", async (_what, thrown) => {
    const w = world();
    const first = await proposedRefund(w, "20.00");
    w.next = () => Promise.reject(thrown);
    expect(no(await w.gate.commit(BOT, { proposal: first.id })).code).toBe("in_doubt");
  });

  test("does to its order what it likes: the outcome is that of the proposal it was handed for", async () => {
    const w = world();
    const first = await proposedRefund(w, "20.00");
    const other = await proposedRefund(w, "30.00");
    w.next = async (order) => {
      Object.assign(order, { proposal: other.id, idempotency_key: other.id, revision: 7, digest: "" });
      Object.assign(order.change_set, { action: "shop.Unrefund", inputs: {} });
      return { status: "done" };
    };
    const { proposal } = ok(await w.gate.commit(BOT, { proposal: first.id }));
    expect([proposal.id, proposal.status, proposal.change_set]).toEqual([first.id, "committed", first.change_set]);
    expect(ok(await w.gate.get(BOT, other.id)).proposal).toEqual(other);
  });

  test("an execution that nobody wrote down can be settled after its deadline", async () => {
    const w = world();
    const first = await proposedRefund(w, "20.00");
    let settled: unknown;
    w.next = async () => {
      w.clock.pass(10 * 60_000);
      const told = { proposal: first.id, found: "done", reason: "the ledger has it" } as const;
      settled = ok(await w.gate.reconcile(as("root"), told)).proposal.status;
      return { status: "failed", reason: "too late to say so" };
    };
    const { proposal } = ok(await w.gate.commit(BOT, { proposal: first.id }));
    expect([settled, proposal.status]).toEqual(["committed", "committed"]);
  });
});

describe("sources", () => {
  test.each([
    ["null", null],
    ["no fields", { status: "found" }],
    ["fields that are none", { status: "found", fields: 5 }],
    ["another status", { status: "perhaps" }],
    ["a version that is no text", { status: "found", fields: {}, version: {} }],
  ])("a record answered with %s is not read: the commit is held", async (_what, answer) => {
    const w = world({ options: { records: { Order: { read: async () => answer as never } } } });
    const first = await proposedRefund(w, "20.00");
    const { code, message } = no(await w.gate.commit(BOT, { proposal: first.id }));
    expect([code, message]).toEqual(["held", expect.stringContaining("something else than an answer")]);
    expect(w.executed).toEqual([]);
  });

  test.each([
    ["null", null],
    ["no value", { status: "found" }],
    ["a function", { status: "found", value: () => 5 }],
    ["a version that is no text", { status: "found", value: {}, version: 7 }],
    ["a version that is a book", { status: "none", version: "v".repeat(10_000) }],
    ["more than is read", { status: "found", value: { id: "x".repeat(11_000_000) } }],
  ])("a fact answered with %s is unknown: held", async (_what, answer) => {
    const w = world({ options: { sources: { orders: { read: async () => answer as never } } } });
    expect((await proposedRefund(w, "20.00")).status).toBe("held");
  });

  test("what is answered is read once, and then no longer the source's", async () => {
    let looks = 0;
    const live = { id: "o-2", total: usd("5000.00"), refunded: usd("0.00"), phone: "1" };
    const value = Object.defineProperty({ ...live }, "total", {
      enumerable: true,
      get: () => (looks++ === 0 ? live.total : usd("7.00")),
    });
    const w = world({ options: { sources: { orders: { read: async () => ({ status: "found", value }) } } } });
    const { status, facts } = await proposedRefund(w, "20.00");
    expect([looks, status, facts]).toEqual([1, "approved", { order: live }]);
  });

  test("whoever changes what they were shown changes nothing of the source", async () => {
    const live = { id: "o-2", total: usd("5000.00"), refunded: usd("0.00"), phone: "1" };
    const w = world({ options: { sources: { orders: { read: async () => ({ status: "found", value: live }) } } } });
    const { facts } = await proposedRefund(w, "20.00");
    (facts["order"] as { total: { amount: string } }).total.amount = "1.00";
    expect(live.total).toEqual(usd("5000.00"));
  });

  test("a fault without words is unknown too", async () => {
    const w = world({ options: { sources: { orders: { read: () => Promise.reject(WORDLESS) } } } });
    expect((await proposedRefund(w, "20.00")).status).toBe("held");
  });
});

describe("the store", () => {
  const faulty = (fault: () => unknown) => {
    let on = false;
    const store = meddled(memoryStore(), async () => {
      if (on) throw fault();
    });
    return {
      w: world({ store }),
      fail: () => {
        on = true;
      },
      mend: () => {
        on = false;
      },
    };
  };

  test.each([
    ["store_failed", () => new StoreError("disk full", "nothing_kept")],
    ["store_unknown", () => new StoreError("connection lost", "unknown")],
    ["internal", () => new TypeError("a bug")],
    ["internal", () => WORDLESS],
  ] as const)("%s", async (code, fault) => {
    const { w, fail, mend } = faulty(fault);
    const first = await proposedRefund(w, "20.00");
    fail();
    for (const answer of [
      await w.gate.propose(BOT, { change_set: refund("20.00") }),
      await w.gate.reject(as("ann"), { ...about(first), comment: "no" }),
      await w.gate.commit(BOT, { proposal: first.id }),
      await w.gate.withdraw(BOT, { proposal: first.id }),
    ])
      expect(no(answer).code).toBe(code);
    expect(w.executed).toEqual([]);
    mend();
    expect(ok(await w.gate.get(BOT, first.id)).proposal).toEqual(first);
    ok(await w.gate.commit(BOT, { proposal: first.id }));
  });

  test("what is revised while a commit reads its facts is a conflict, and is not carried out", async () => {
    let meanwhile: (() => Promise<unknown>) | null = null;
    const store = meddled(memoryStore(), async () => {
      const act = meanwhile;
      meanwhile = null;
      await act?.();
    });
    const w = world({ store });
    const first = await proposedRefund(w, "20.00");
    meanwhile = () => w.gate.revise(BOT, { ...about(first), change_set: refund("21.00") });
    expect(no(await w.gate.commit(BOT, { proposal: first.id })).code).toBe("conflict");
    expect(w.executed).toEqual([]);
    ok(await w.gate.commit(BOT, { proposal: first.id }));
    expect(w.executed[0]!.revision).toBe(2);
  });

  test("a rejection that comes in before the claim stops it; one that comes after changes nothing", async () => {
    let meanwhile: (() => Promise<unknown>) | null = null;
    const store = meddled(memoryStore(), async () => {
      const act = meanwhile;
      meanwhile = null;
      await act?.();
    });
    const w = world({ store });
    const first = await proposedRefund(w, "80.00");
    ok(await w.gate.approve(as("ann"), about(first)));
    meanwhile = () => w.gate.reject(as("cleo"), { ...about(first), role: "support_lead", comment: "no" });
    expect(no(await w.gate.commit(BOT, { proposal: first.id })).code).toBe("rejected");
    expect(w.executed).toEqual([]);
  });
});
