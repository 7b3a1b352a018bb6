/** Quotas and the past belong to everybody: what one of them proposes never puts these out of order for the others. */
import { describe, expect, test } from "vitest";
import type { Data } from "../../src/gate/ports.ts";
import { about, as, BOT, evaluatorOf, no, ok, POLICY, refund, usd, type World, world } from "./world.ts";

const of = (amount: Data, id: string) => ({
  ...refund("20.00", { id }),
  inputs: { order_id: "o-2", amount, note: "late" },
});

const othersGoOn = async (w: World): Promise<void> => {
  const { proposal, decision } = ok(await w.gate.propose(as("carl"), { change_set: refund("20.00") }));
  expect([decision.outcome, decision.unknown]).toEqual(["allow", []]);
  ok(await w.gate.commit(as("carl"), { proposal: proposal.id }));
};

test("what is in another currency than the limit reserves nothing of it, and is held", async () => {
  for (const amount of ["20.00", "-20.00"]) {
    const w = world();
    const { proposal } = ok(await w.gate.propose(BOT, { change_set: of({ amount, currency: "EUR" }, "euros") }));
    expect([proposal.status, proposal.reservations.map(({ clause }) => clause)]).toEqual([
      "held",
      ["shop.Refund.daily"],
    ]);
    await othersGoOn(w);
  }
});

test("nor is anything reserved of a limit that is not known", async () => {
  let down = true;
  const policy = POLICY.replace("up to 1_000 USD", "up to order.total");
  const value = { id: "o-2", total: usd("5000.00"), refunded: usd("0.00"), phone: "1" };
  const read = async () => {
    if (down) throw new Error("down");
    return { status: "found", value } as const;
  };
  const w = world({ policy, options: { sources: { orders: { read } } } });
  const { proposal } = ok(await w.gate.propose(BOT, { change_set: of({ amount: "20.00", currency: "EUR" }, "euros") }));
  expect([proposal.status, proposal.reservations.map(({ clause }) => clause)]).toEqual(["held", ["shop.Refund.daily"]]);
  down = false;
  await othersGoOn(w);
});

test.each(["0.0000000000000000000000000000000001", "0.0000000000001"])(
  "an amount of more places than sums have room for is refused: %s",
  async (amount) => {
    const w = world();
    const refused = no(await w.gate.propose(BOT, { change_set: of(usd(amount), "tiny") }));
    expect([refused.code, refused.message]).toEqual(["quota", expect.stringContaining("round it in the rule")]);
    await othersGoOn(w);
  },
);

test("an amount of more digits than sums have room for is refused", async () => {
  const policy = POLICY.replace("in any 24 hours", "in any 24 hours else approve by 1 of finance").replace(
    /forbid over_refund.*\n/,
    "",
  );
  const w = world({ policy });
  const nines = "9".repeat(34);
  expect(no(await w.gate.propose(BOT, { change_set: of(usd(nines), "nines") })).code).toBe("quota");
  await othersGoOn(w);
});

test("a part of so many places is no amount: all that was reserved is posted", async () => {
  const w = world();
  const first = ok(await w.gate.propose(BOT, { change_set: refund("20.00") })).proposal;
  w.next = async () => ({ status: "done", used: { "shop.Refund.spend": `19.${"0".repeat(29)}1` } });
  const { proposal } = ok(await w.gate.commit(BOT, { proposal: first.id }));
  expect(proposal.reservations.map(({ posted }) => posted)).toEqual(["1", "20"]);
  await othersGoOn(w);
});

describe("the past", () => {
  const policy = POLICY.replace(
    "sample 5%",
    `forbid again: any(h in history of Refund in last 24 hours: h.order_id == order_id and h.note == note)
  sample 5%`,
  );

  test("what says itself that it is not known is held, never carried out, and nothing that others have to mind", async () => {
    const w = world({ policy });
    const inputs = { ...refund("20.00").inputs, note: { $unknown: "who knows" } };
    const { proposal, decision } = ok(await w.gate.propose(BOT, { change_set: { ...refund("20.00"), inputs } }));
    expect([decision.outcome, proposal.status, proposal.review.standing]).toEqual(["allow", "held", "held"]);
    const breaking = { ...about(proposal), role: "director", reason: "fire" };
    expect(no(await w.gate.override(as("dora"), breaking)).code).toBe("not_held_up");
    expect(no(await w.gate.commit(BOT, { proposal: proposal.id })).code).toBe("held");
    expect(w.executed).toEqual([]);
    await othersGoOn(w);
  });

  test("what does not fit the contract of now is not known of it, and denies nobody", async () => {
    const w = world({ policy });
    ok(await w.gate.propose(BOT, { change_set: refund("20.00", { order: "o-1" }) }));
    w.evaluator = evaluatorOf(policy.replace("note: text", "note: int"));
    const other = (order: string) => {
      const change_set = refund("20.00", { order });
      return { ...change_set, inputs: { ...change_set.inputs, note: 5 } };
    };
    const asked = await Promise.all(
      ["o-1", "o-2"].map((order) => w.gate.propose(as("carl"), { change_set: other(order) })),
    );
    expect(asked.map((answer) => ok(answer).decision).map(({ outcome, misfits }) => [outcome, misfits])).toEqual([
      ["hold", []],
      ["allow", []],
    ]);
  });
});
