/** `tick` comes to everything that is due, however much else is there. */
import { expect, test } from "vitest";
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
