/** Pages of lists and inboxes: nothing is on two of them or on none, and none is longer than a reader can take. */
import { expect, test } from "vitest";
import type { InboxQuery } from "../../src/gate/api.ts";
import { LENGTH } from "../../src/gate/operations/looking.ts";
import { LONGEST } from "../../src/gate/operations/taking.ts";
import { as, BOT, no, ok, POLICY, refund, type World, world } from "./world.ts";

/** A change set that is as long as the gate takes, or longer. */
function long(amount: string, more = 0): unknown {
  const short = refund(amount);
  const note = "x".repeat(LONGEST - JSON.stringify({ ...short, inputs: { ...short.inputs, note: "" } }).length + more);
  return { ...short, inputs: { ...short.inputs, note } };
}

/** Quotas are not what this is about. */
const POLICY_OF_MANY = POLICY.replace("3 per day", "300 per day").replace("1_000 USD", "1_000_000 USD");

async function pagesOf(w: World, query: InboxQuery): Promise<readonly (readonly string[])[]> {
  const pages: string[][] = [];
  for (let after: string | undefined; ; ) {
    const { proposals, next } = ok(await w.gate.list(as("ann"), { ...query, after }));
    pages.push(proposals.map(({ id }) => id));
    expect(proposals.reduce((sum, one) => sum + JSON.stringify(one.change_set).length, 0)).toBeLessThan(LENGTH);
    if (next === null) return pages;
    after = next;
  }
}

test("a change set that is longer than anybody reads is refused, and the log says so", async () => {
  const w = world();
  expect(ok(await w.gate.propose(BOT, { change_set: long("80.00") })).proposal.status).toBe("in_review");
  const refused = no(await w.gate.propose(BOT, { change_set: long("80.00", 1) }));
  expect(refused.code).toBe("too_long");
  expect(refused.message).toBe("The change set has 1000001 characters as JSON; at most 1000000 are kept.");
});

test("long proposals make more pages, not longer ones", async () => {
  const w = world({ policy: POLICY_OF_MANY });
  const proposed: { readonly id: string; readonly tier: string }[] = [];
  // What is urgent comes last, when long ones have filled a page already.
  for (let i = 0; i < 40; i++) {
    w.clock.pass(1_000);
    const urgent = i >= 36;
    const changeSet = urgent ? refund("620.00") : long("80.00");
    proposed.push({ id: ok(await w.gate.propose(BOT, { change_set: changeSet })).proposal.id, tier: String(urgent) });
  }
  const [calm, urgent] = ["false", "true"].map((tier) =>
    proposed.filter((one) => one.tier === tier).map(({ id }) => id),
  );
  const mine = await pagesOf(w, { view: "mine" });
  expect(mine.flat()).toEqual([...urgent!, ...calm!]);
  expect(mine.map((page) => page.length)).toEqual([19, 15, 6]);
  const all = await pagesOf(w, { view: "all", limit: 500 });
  expect(all.flat()).toEqual([...urgent!.toReversed(), ...calm!.toReversed()]);
  expect(all.map((page) => page.length)).toEqual([19, 15, 6]);
});

test("short ones fill pages of the size that was asked for, and none follows the last", async () => {
  const w = world({ policy: POLICY_OF_MANY });
  const ids: string[] = [];
  for (let i = 0; i < 12; i++) {
    w.clock.pass(1_000);
    ids.push(ok(await w.gate.propose(BOT, { change_set: refund("80.00") })).proposal.id);
  }
  const mine = await pagesOf(w, { view: "mine", limit: 4 });
  expect(mine).toEqual([ids.slice(0, 4), ids.slice(4, 8), ids.slice(8)]);
  const all = await pagesOf(w, { view: "all", limit: 4 });
  expect(all).toEqual([ids.slice(8).toReversed(), ids.slice(4, 8).toReversed(), ids.slice(0, 4).toReversed()]);
});
