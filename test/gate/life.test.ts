/** The life of a proposal, from a change set to a revert, told once from end to end. */
import { expect, test } from "vitest";
import { about, as, BOT, no, ok, proposedRefund, refund, usd, world } from "./world.ts";

test("a large refund: two people, one commit, and back again", async () => {
  const w = world();
  const first = await proposedRefund(w, "620.00");
  expect(first.status).toBe("in_review");
  expect(first.decision.outcome).toBe("review");
  expect(first.required.sets).toEqual([{ finance: 1, support_lead: 1 }]);
  expect(first.reservations.map(({ amount, unit, state }) => `${amount} ${unit} ${state}`)).toEqual([
    "1  open",
    "620 USD open",
  ]);

  expect(no(await w.gate.approve(as("olga"), { ...about(first), role: "support_lead" })).code).toBe("owner");
  const one = ok(await w.gate.approve(as("ann"), { ...about(first), role: "support_lead" })).proposal;
  expect(one.status).toBe("in_review");
  const early = no(await w.gate.commit(BOT, { proposal: first.id }));
  expect(early.code).toBe("not_approved");
  expect(early.message).toBe("Still open: 1 of finance.");
  const two = ok(await w.gate.approve(as("ben"), { ...about(first), role: "finance" })).proposal;
  expect(two.status).toBe("approved");
  expect(two.review.standing).toBe("satisfied");

  const done = ok(await w.gate.commit(BOT, { proposal: first.id, digest: first.digest }));
  expect(done.proposal.status).toBe("committed");
  expect(done.receipt.seats.map(({ seat, by }) => `${seat}: ${by}`)).toEqual(["support_lead: ann", "finance: ben"]);
  expect(w.executed).toHaveLength(1);
  expect(w.executed[0]!.idempotency_key).toBe(first.id);
  expect(w.orders.get("o-2")!["refunded"]).toEqual(usd("620.00"));
  expect(no(await w.gate.commit(BOT, { proposal: first.id })).code).toBe("already_committed");

  const back = ok(await w.gate.revert(as("ann"), { proposal: first.id, reason: "wrong customer" })).proposal;
  expect(back.change_set.action).toBe("shop.Unrefund");
  expect(back.reverts).toBe(first.id);
  expect(
    no(await w.gate.revert(as("ann"), { proposal: first.id, reason: "again", idempotency_key: "other" })).code,
  ).toBe("revert_pending");
  ok(await w.gate.approve(as("cleo"), { ...about(back), role: "support_lead" }));
  const undone = ok(await w.gate.commit(as("ann"), { proposal: back.id }));
  expect(undone.proposal.status).toBe("committed");
  expect(ok(await w.gate.get(as("ann"), first.id)).proposal.status).toBe("reverted");
  expect(w.orders.get("o-2")!["refunded"]).toEqual(usd("0.00"));

  const { events } = ok(await w.gate.history(as("ann"), first.id));
  expect(events.map(({ type, actor }) => `${type} ${actor.id}`)).toEqual([
    "proposed agent:bot",
    "refused olga",
    "approved ann",
    "refused agent:bot",
    "approved ben",
    "claimed agent:bot",
    "committed agent:bot",
    "refused agent:bot",
    "revert_proposed ann",
    "reverted ann",
  ]);
});

test("a small refund needs nobody, and is used once", async () => {
  const w = world();
  const answer = ok(await w.gate.propose(BOT, { change_set: refund("20.00") }));
  expect(answer.proposal.status).toBe("approved");
  expect(answer.decision.outcome).toBe("allow");
  const done = ok(await w.gate.commit(BOT, { proposal: answer.proposal.id, idempotency_key: "k" }));
  const again = ok(await w.gate.commit(BOT, { proposal: answer.proposal.id, idempotency_key: "k" }));
  expect(again).toEqual(done);
  expect(w.executed).toHaveLength(1);
});
