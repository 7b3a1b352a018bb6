/** What was seen when a change set was approved is what a commit compares with, and what the log tells of a denial. */
import { describe, expect, test } from "vitest";
import type { RecordAnswer } from "../../src/gate/ports.ts";
import { about, as, BOT, no, ok, POLICY, proposedRefund, refund, usd, world } from "./world.ts";

const policy = POLICY.replace(
  "quota daily: 3 per day for each requester.id",
  "quota daily: 3 per day for each order.phone",
).replace("phone: text?", "phone: text");

describe("a record that has changed and changed back since it was approved", () => {
  const approved = async () => {
    const service: { version: string; down: boolean } = { version: "v1", down: false };
    const read = async (): Promise<RecordAnswer> => {
      if (service.down) throw new Error("down");
      return { status: "found", fields: { refunded: usd("0.00") }, version: service.version };
    };
    const w = world({ options: { records: { Order: { read } } } });
    const first = await proposedRefund(w, "80.00", { id: "same" });
    ok(await w.gate.approve(as("ann"), about(first)));
    const revised = async (note: string) =>
      ok(await w.gate.revise(BOT, { ...about(first), change_set: refund("80.00", { id: "same", note }) })).proposal;
    return { w, service, first, revised };
  };

  test("dismisses approvals where an immaterial revision sees it", async () => {
    const { w, service, first, revised } = await approved();
    service.version = "v2";
    expect((await revised("late")).status).toBe("in_review");
    expect(no(await w.gate.commit(BOT, { proposal: first.id })).code).toBe("not_approved");
  });

  test("is drift at the commit where the revision could not look", async () => {
    const { w, service, first, revised } = await approved();
    service.down = true;
    expect((await revised("late")).status).toBe("approved");
    Object.assign(service, { version: "v2", down: false });
    expect(no(await w.gate.commit(BOT, { proposal: first.id })).drift.map(({ path }) => path)).toEqual([
      "Order/o-2 (version)",
    ]);
  });

  test("is none where it is as it was", async () => {
    const { w, first, revised } = await approved();
    expect((await revised("late")).status).toBe("approved");
    w.next = async () => ({ status: "done" });
    ok(await w.gate.commit(BOT, { proposal: first.id }));
  });
});

test("a denial at the commit is told with the facts that it was decided on, masked like any others", async () => {
  const mask = { paths: ["facts.order.phone"], key: "a key of sixteen letters" };
  const w = world({ policy, options: { mask } });
  const first = await proposedRefund(w, "80.00");
  ok(await w.gate.approve(as("ann"), about(first)));
  w.orders.set("o-2", { ...w.orders.get("o-2")!, total: usd("10.00"), phone: "+49 30 5550100" });
  const { code, proposal } = no(await w.gate.commit(BOT, { proposal: first.id }));
  expect([code, proposal?.facts]).toEqual(["denied", { order: w.orders.get("o-2") }]);
  const last = ok(await w.gate.history(as("ann"), first.id)).events.at(-1)!;
  expect(last.type).toBe("redecided");
  expect(last.data["facts"]).toMatchObject({ order: { total: usd("10.00") } });
  expect(JSON.stringify(last)).not.toContain("5550100");
});

test("what an executor has had in hand for an hour counts in the history of the last hour", async () => {
  const w = world({
    policy: POLICY.replace(
      "sample 5%",
      "forbid again: any(h in history of Refund in last 1 hours: h.order_id == order_id)\n  sample 5%",
    ),
  });
  const first = await proposedRefund(w, "80.00");
  ok(await w.gate.approve(as("ann"), about(first)));
  w.clock.pass(2 * 3_600_000);
  w.next = () => Promise.reject(new Error("the connection was lost"));
  expect(no(await w.gate.commit(BOT, { proposal: first.id })).code).toBe("in_doubt");
  expect((await proposedRefund(w, "20.00")).status).toBe("denied");
});

test("why something is undone is what somebody said, also where it is the reason of its changes", async () => {
  const w = world({ options: { mask: { paths: ["comment"], key: "a key of sixteen letters" } } });
  const first = await proposedRefund(w, "20.00");
  ok(await w.gate.commit(BOT, { proposal: first.id }));
  const undoing = { proposal: first.id, reason: "zq wrong customer" };
  const { proposal } = ok(await w.gate.revert(as("ann"), undoing));
  expect(proposal.change_set.changes?.[0]?.reason).toBe("zq wrong customer");
  expect(no(await w.gate.revert(as("cleo"), undoing)).code).toBe("revert_pending");
  const log = await w.store.read("default", (view) => view.events(0, 100));
  expect(log.map(({ type }) => type)).toContain("revert_proposed");
  expect(log.map(({ body }) => body).join("")).not.toContain("zq wrong");
});
