/** Texts that are legal and unpleasant: in ids, keys, comments, roles and names of people. They are kept as they are, or refused. */
import { describe, expect, test } from "vitest";
import { about, as, BOT, DIRECTORY, no, ok, proposedRefund, refund, world } from "../world.ts";

const NAMES = [
  "__proto__",
  "constructor",
  "toString",
  "../../etc/passwd",
  "a/b",
  "a:b",
  "'; DROP TABLE proposals; --",
  '"quoted"',
  "back\\slash",
  "new\nline",
  "\u202ereversed",
  "zero\u200bwidth",
  "e\u0301 and \u00e9",
  "\u{1f600}",
  " ",
  "$unknown",
  "%",
  "_",
  "x".repeat(200),
];

describe.each(NAMES)("%j", (name) => {
  test("as the id of a change set and as a key: the same call is the same call, another is another", async () => {
    const w = world();
    const change_set = refund("20.00", { id: name });
    const first = ok(await w.gate.propose(BOT, { change_set, idempotency_key: name })).proposal;
    expect(first.change_set.id).toBe(name);
    expect(ok(await w.gate.propose(BOT, { change_set, idempotency_key: name })).proposal.id).toBe(first.id);
    const other = refund("21.00", { id: name });
    expect(no(await w.gate.propose(BOT, { change_set: other, idempotency_key: name })).code).toBe(
      "idempotency_conflict",
    );
    const commit = { proposal: first.id, idempotency_key: name };
    const done = ok(await w.gate.commit(BOT, commit));
    expect(ok(await w.gate.commit(BOT, commit))).toEqual(done);
    expect(w.executed).toHaveLength(1);
  });

  test("as a person, a role and a comment", async () => {
    const w = world();
    const { id, ...entry } = { id: name, roles: ["support_lead", name] };
    const principals = Object.fromEntries([...Object.entries(DIRECTORY.principals), [id, entry]]);
    w.directory = { ...DIRECTORY, principals };
    const first = await proposedRefund(w, "80.00");
    expect(no(await w.gate.approve(as("ann"), { ...about(first), role: name })).code).toBe("role_not_held");
    expect(ok(await w.gate.approve(as(name), { ...about(first), role: name, comment: name })).proposal.status).toBe(
      "in_review",
    );
    const view = ok(await w.gate.approve(as(name), { ...about(first), role: "support_lead", comment: name })).proposal;
    expect(view.status).toBe("approved");
    expect(view.acts.map(({ by, comment }) => [by, comment])).toEqual([
      [name, name],
      [name, name],
    ]);
    const { events } = ok(await w.gate.history(as(name), first.id));
    expect(events.map(({ actor }) => actor.id)).toEqual(["agent:bot", "ann", name, name]);
  });

  test("as a proposal that there is none of, and as a target", async () => {
    const w = world();
    for (const answer of [
      await w.gate.get(BOT, name),
      await w.gate.history(BOT, name),
      await w.gate.commit(BOT, { proposal: name }),
      await w.gate.approve(as("ann"), { proposal: name, revision: 1 }),
    ])
      expect(no(answer).code).toBe("not_found");
    const drifted = no(await w.gate.propose(BOT, { change_set: refund("20.00", { order: name }) }));
    expect(drifted.code).toBe("drift");
  });
});

describe("comments", () => {
  test("of 1 MB are refused and nothing is kept of them; of 10,000 characters they are kept", async () => {
    const w = world();
    const first = await proposedRefund(w, "80.00");
    const comment = "x".repeat(1_000_000);
    const refused = [
      await w.gate.approve(as("ann"), { ...about(first), comment }),
      await w.gate.reject(as("ann"), { ...about(first), comment }),
      await w.gate.question(as("ann"), { ...about(first), comment }),
      await w.gate.answer(BOT, { proposal: first.id, question: 0, comment }),
      await w.gate.withdrawAct(as("ann"), { proposal: first.id, comment }),
      await w.gate.withdraw(BOT, { proposal: first.id, reason: comment }),
      await w.gate.override(as("dora"), { ...about(first), role: "director", reason: comment }),
      await w.gate.revert(BOT, { proposal: first.id, reason: comment }),
    ].map((answer) => no(answer).code);
    expect(new Set(refused)).toEqual(new Set(["too_long"]));
    const row = await w.store.read("default", async (view) => [await view.head(), await view.events(0, 100)] as const);
    expect(JSON.stringify(row).length).toBeLessThan(50_000);
    const kept = "é".repeat(10_000);
    expect(ok(await w.gate.approve(as("ann"), { ...about(first), comment: kept })).proposal.acts[0]!.comment).toBe(
      kept,
    );
  });

  test("of spaces are no reasons", async () => {
    const w = world();
    const first = await proposedRefund(w, "80.00");
    expect(no(await w.gate.reject(as("ann"), { ...about(first), comment: " \n\t " })).code).toBe("missing_reason");
  });
});

test("nobody uses up what others may do: a hundred acts each, and then a refusal", async () => {
  const w = world();
  const first = await proposedRefund(w, "80.00");
  for (let i = 0; i < 100; i++) ok(await w.gate.approve(as("cleo"), { ...about(first), role: "support_lead" }));
  expect(no(await w.gate.approve(as("cleo"), { ...about(first), role: "support_lead" })).code).toBe("too_long");
  expect(ok(await w.gate.reject(as("ann"), { ...about(first), comment: "no" })).proposal.status).toBe("in_review");
});
