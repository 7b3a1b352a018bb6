/** `tick` comes to everything that is due, however much else is there. */
import { expect, test } from "vitest";
import { type Store, StoreError } from "../../../src/gate/store.ts";
import { memoryStore } from "../../../src/stores/memory/index.ts";
import { about, as, ok, proposedRefund, world } from "../world.ts";

const HOUR = 3_600_000;

test("an approval that has run out, and is not needed, holds nothing up", async () => {
  const w = world({ options: { lifetimes: { approval_ms: 2 * HOUR } } });
  const first = await proposedRefund(w, "60.00");
  ok(await w.gate.approve(as("ann"), { ...about(first), role: "support_lead" }));
  w.clock.pass(HOUR);
  ok(await w.gate.approve(as("cleo"), { ...about(first), role: "support_lead" }));
  w.clock.pass(HOUR);
  // The one has run out, the other holds: it stays approved.
  await w.gate.tick();
  const due = await w.store.read("default", (view) => view.due(w.clock.now(), 10));
  expect(due).toEqual([]);
  // A tick that does one thing at a time comes to what is due after it.
  const second = await proposedRefund(w, "20.00", { order: "o-1" });
  w.clock.pass(HOUR / 2);
  expect(ok(await w.gate.tick(1)).done).toEqual([{ proposal: second.id, event: "expired" }]);
});

test("one proposal that cannot be read keeps no other from its turn, and is told", async () => {
  const store = memoryStore();
  let broken = "";
  const flawed: Store = {
    ...store,
    transact: (tenant, work) =>
      store.transact(tenant, (tx) =>
        work({
          ...tx,
          load: async (asked) => {
            if (asked.proposal === broken) throw new TypeError("its document is torn");
            return tx.load(asked);
          },
        }),
      ),
  };
  const w = world({ store: flawed });
  const first = await proposedRefund(w, "20.00");
  const second = await proposedRefund(w, "30.00", { order: "o-2" });
  broken = first.id;
  w.clock.pass(HOUR);
  // Also where no more is asked for than stands in front of it.
  const told = ok(await w.gate.tick(1));
  expect(told.done).toEqual([{ proposal: second.id, event: "expired" }]);
  expect(told.failed).toEqual([
    { proposal: first.id, code: "internal", message: "A fault of the gate: its document is torn." },
  ]);
  broken = "";
  expect(ok(await w.gate.tick())).toMatchObject({ done: [{ proposal: first.id, event: "expired" }], failed: [] });
});

test("where the store has failed, what was done is told and the rest waits", async () => {
  const store = memoryStore();
  let writes = Number.POSITIVE_INFINITY;
  const flawed: Store = {
    ...store,
    transact: async (tenant, work) => {
      if (writes-- <= 0) throw new StoreError("the disk is full", "nothing_kept");
      return store.transact(tenant, work);
    },
  };
  const w = world({ store: flawed });
  const ids: string[] = [];
  for (const amount of ["20.00", "21.00", "22.00"]) ids.push((await proposedRefund(w, amount)).id);
  w.clock.pass(HOUR);
  // Two steps for the first: it expires, and then nothing of it is due.
  writes = 2;
  const told = ok(await w.gate.tick());
  expect(told.done).toEqual([{ proposal: ids[0], event: "expired" }]);
  expect(told.failed).toEqual([{ proposal: ids[1], code: "store_failed", message: "the disk is full." }]);
});
