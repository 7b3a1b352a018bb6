/** Who may do what: each permission granted and not, by role and by name; and what nobody gains by acting for somebody. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Decision } from "../../src/decision/documents.ts";
import { implies } from "../../src/decision/reviewers/algebra.ts";
import type { Answer, Gate, Grant, Permissions } from "../../src/gate/api.ts";
import {
  about,
  as,
  BOT,
  DIRECTORY,
  evaluatorOf,
  no,
  ok,
  POLICY,
  proposedRefund,
  refund,
  type World,
  world,
} from "./world.ts";

const code = (answer: Answer<object>): string => (answer.ok ? "ok" : answer.code);

interface Case {
  /** Somebody who has no other right to do it. */
  readonly who: string;
  readonly role: string;
  readonly act: (w: World, who: string) => Promise<Answer<object>>;
  readonly byDefault: "ok" | "not_permitted" | "not_found";
}

const committed = async (w: World) => {
  const first = await proposedRefund(w, "20.00");
  return ok(await w.gate.commit(BOT, { proposal: first.id })).proposal;
};

const CASES: { readonly [permission in keyof Permissions]-?: readonly (readonly [string, Case])[] } = {
  propose: [
    [
      "propose",
      {
        who: "carl",
        role: "clerk",
        act: (w, who) => w.gate.propose(as(who), { change_set: refund("20.00") }),
        byDefault: "ok",
      },
    ],
    [
      "revert",
      {
        who: "carl",
        role: "clerk",
        act: async (w, who) => w.gate.revert(as(who), { proposal: (await committed(w)).id, reason: "wrong" }),
        byDefault: "ok",
      },
    ],
  ],
  review: (["approve", "reject", "question"] as const).map((name) => [
    name,
    {
      who: "ann",
      role: "support_lead",
      act: async (w, who) => w.gate[name](as(who), { ...about(await proposedRefund(w, "80.00")), comment: "so" }),
      byDefault: "ok",
    },
  ]),
  override: [
    [
      "override",
      {
        who: "dora",
        role: "director",
        act: async (w, who) =>
          w.gate.override(as(who), { ...about(await proposedRefund(w, "80.00")), role: "director", reason: "fire" }),
        byDefault: "not_permitted",
      },
    ],
  ],
  commit: [
    [
      "commit",
      {
        who: "carl",
        role: "clerk",
        act: async (w, who) => w.gate.commit(as(who), { proposal: (await proposedRefund(w, "20.00")).id }),
        byDefault: "not_permitted",
      },
    ],
  ],
  administer: [
    [
      "withdraw",
      {
        who: "carl",
        role: "clerk",
        act: async (w, who) => w.gate.withdraw(as(who), { proposal: (await proposedRefund(w, "20.00")).id }),
        byDefault: "not_permitted",
      },
    ],
    [
      "incident",
      {
        who: "carl",
        role: "clerk",
        act: async (w, who) =>
          w.gate.incident(as(who), { proposal: (await committed(w)).id, severity: "low", reason: "harm" }),
        byDefault: "not_permitted",
      },
    ],
    [
      "reconcile",
      {
        who: "carl",
        role: "clerk",
        act: async (w, who) => {
          const first = await proposedRefund(w, "20.00");
          w.next = () => Promise.reject(new Error("lost"));
          no(await w.gate.commit(BOT, { proposal: first.id }));
          return w.gate.reconcile(as(who), { proposal: first.id, found: "done", reason: "looked" });
        },
        byDefault: "not_permitted",
      },
    ],
    [
      "answer",
      {
        who: "carl",
        role: "clerk",
        act: async (w, who) => {
          const first = await proposedRefund(w, "80.00");
          ok(await w.gate.question(as("ann"), { ...about(first), comment: "why?" }));
          return w.gate.answer(as(who), { proposal: first.id, question: 0, comment: "so" });
        },
        byDefault: "not_permitted",
      },
    ],
    [
      "revise",
      {
        who: "carl",
        role: "clerk",
        act: async (w, who) =>
          w.gate.revise(as(who), { ...about(await proposedRefund(w, "80.00")), change_set: refund("81.00") }),
        byDefault: "not_permitted",
      },
    ],
  ],
  read: [
    [
      "get",
      {
        who: "carl",
        role: "clerk",
        act: async (w, who) => w.gate.get(as(who), (await proposedRefund(w, "20.00")).id),
        byDefault: "ok",
      },
    ],
    [
      "history",
      {
        who: "carl",
        role: "clerk",
        act: async (w, who) => w.gate.history(as(who), (await proposedRefund(w, "20.00")).id),
        byDefault: "ok",
      },
    ],
    ["measures", { who: "carl", role: "clerk", act: async (w, who) => w.gate.measures(as(who)), byDefault: "ok" }],
  ],
};

const DENIED = { read: "not_found" } as { readonly [permission: string]: string };

describe.each(Object.entries(CASES))("%s", (permission, cases) => {
  const played = (grant: Grant | undefined, { act, role, who }: Case, more: Permissions = {}): Promise<string> => {
    const w = world({ options: { permissions: { ...(grant === undefined ? {} : { [permission]: grant }), ...more } } });
    const entry = DIRECTORY.principals[who]!;
    const roles = [...new Set([...(entry.roles ?? []), role])];
    w.directory = { ...DIRECTORY, principals: { ...DIRECTORY.principals, [who]: { ...entry, roles } } };
    return act(w, who).then(code);
  };

  test.each(cases)("%s", async (name, one) => {
    const denied = name === "measures" ? "not_permitted" : (DENIED[permission] ?? "not_permitted");
    // What is proposed first is proposed by others, who must be let.
    const bot: Grant = { principals: ["agent:bot"] };
    const others = permission === "propose" ? bot : "nobody";
    expect(await played(undefined, one)).toBe(one.byDefault);
    expect(await played("everybody", one)).toBe("ok");
    expect(await played(others, one)).toBe(denied);
    const also = permission === "propose" ? { principals: ["agent:bot", one.who] } : { principals: [one.who] };
    expect(await played(also, one)).toBe("ok");
    const role = permission === "propose" ? { ...bot, roles: [one.role] } : { roles: [one.role] };
    expect(await played(role, one)).toBe("ok");
    expect(await played({ ...(permission === "propose" ? bot : {}), roles: ["another"] }, one)).toBe(denied);
  });
});

test("the requester, its owner and whom it acts for commit, withdraw and see without any permission; their other accounts do not", async () => {
  const nothing: Permissions = { read: "nobody", commit: "nobody", administer: "nobody" };
  for (const who of ["agent:bot", "olga", "carl"]) {
    const w = world({ options: { permissions: nothing } });
    const caller = { principal: "agent:bot", on_behalf_of: "carl" };
    const [one, other] = [refund("20.00"), refund("30.00", { order: "o-1" })];
    const first = ok(await w.gate.propose(caller, { change_set: one })).proposal;
    const second = ok(await w.gate.propose(caller, { change_set: other })).proposal;
    ok(await w.gate.get(as(who), first.id));
    ok(await w.gate.withdraw(as(who), { proposal: second.id }));
    ok(await w.gate.commit(as(who), { proposal: first.id }));
  }
  const w = world({ options: { permissions: nothing } });
  const person = { ...DIRECTORY.principals, "olga-2": { person: "olga" } };
  w.directory = { ...DIRECTORY, principals: person };
  const first = await proposedRefund(w, "20.00");
  expect(no(await w.gate.commit(as("olga-2"), { proposal: first.id })).code).toBe("not_found");
});

test("what cannot be seen is answered as what is not there, to the letter, and no source is asked", async () => {
  let asked = 0;
  const w = world({
    options: {
      permissions: { read: "nobody" },
      sources: {
        orders: {
          read: async () => {
            asked++;
            return { status: "found", value: { ...w.orders.get("o-2") } };
          },
        },
      },
    },
  });
  const { id } = await proposedRefund(w, "620.00");
  expect(asked).toBe(1);
  asked = 0;
  const stranger = as("ben");
  const change_set = refund("20.00");
  const calls: readonly ((proposal: string) => Promise<Answer<object>>)[] = [
    (proposal) => w.gate.get(stranger, proposal),
    (proposal) => w.gate.history(stranger, proposal),
    (proposal) => w.gate.revise(stranger, { proposal, revision: 1, change_set }),
    (proposal) => w.gate.revise(stranger, { proposal, revision: 7, change_set, idempotency_key: "k" }),
    (proposal) =>
      w.gate.revise(stranger, { proposal, revision: 1, change_set: { ...change_set, requester: { id: "ben" } } }),
    (proposal) => w.gate.approve(stranger, { proposal, revision: 1, role: "finance" }),
    (proposal) => w.gate.approve(stranger, { proposal, revision: 9, digest: "x" }),
    (proposal) => w.gate.reject(stranger, { proposal, revision: 1, comment: "no" }),
    (proposal) => w.gate.question(stranger, { proposal, revision: 1, comment: "why" }),
    (proposal) => w.gate.answer(stranger, { proposal, question: 0, comment: "so" }),
    (proposal) => w.gate.withdrawAct(stranger, { proposal }),
    (proposal) => w.gate.withdraw(stranger, { proposal }),
    (proposal) => w.gate.override(stranger, { proposal, revision: 1, role: "finance", reason: "fire" }),
    (proposal) => w.gate.reconcile(stranger, { proposal }),
    (proposal) => w.gate.revert(stranger, { proposal, reason: "no" }),
    (proposal) => w.gate.incident(stranger, { proposal, severity: "low", reason: "no" }),
    (proposal) => w.gate.commit(stranger, { proposal }),
    (proposal) => w.gate.commit(stranger, { proposal, digest: "x", change_set, idempotency_key: "k" }),
  ];
  for (const call of calls) {
    const [there, nowhere] = [no(await call(id)), no(await call("pr_none"))];
    expect(there).toEqual(nowhere);
    expect(there).toMatchObject({ code: "not_found", proposal: null, drift: [] });
  }
  expect(asked).toBe(0);
  expect(ok(await w.gate.list(stranger, { view: "all" })).proposals).toEqual([]);
  expect(ok(await w.gate.list(stranger)).proposals).toEqual([]);
});

test("systems around are not asked for whoever may not propose", async () => {
  let asked = 0;
  const read = async () => {
    asked++;
    return { status: "none" } as const;
  };
  const permissions = { propose: { principals: ["agent:bot"] } };
  const w = world({ options: { permissions, sources: { orders: { read } }, records: { Order: { read } } } });
  expect(no(await w.gate.propose(as("carl"), { change_set: refund("20.00") })).code).toBe("not_permitted");
  expect(asked).toBe(0);
  await w.gate.propose(BOT, { change_set: refund("20.00") });
  expect(asked).toBe(2);
});

test("a strength for a tier that there is not would be asked of nobody, so it makes no gate", () => {
  const auth_strength = { hgih: 2 };
  expect(() => world({ options: { evaluator: evaluatorOf(), auth_strength } })).toThrow("the tier `hgih`");
});

test("a mask of what there is not would hide nothing, so it makes no gate", () => {
  const mask = (...paths: readonly string[]) => ({ paths, key: "a key of sixteen letters" });
  const made = (path: string) => world({ options: { evaluator: evaluatorOf(), mask: mask("inputs.note", path) } });
  expect(() => made("inputs.nott")).toThrow("`inputs.nott` masks nothing");
  expect(() => made("facts.ordre.phone")).toThrow("`facts.ordre.phone` masks nothing");
  for (const path of ["facts.order.phone", "inputs.*", "changes[].new", "comment"])
    expect(() => made(path)).not.toThrow();
});

test("whoever loses a role in the directory that is at hand has lost it", async () => {
  const directory = structuredClone(DIRECTORY);
  const w = world({ options: { directory: { current: async () => directory } } });
  const first = await proposedRefund(w, "80.00");
  directory.principals["ann"]!.roles = [];
  expect(no(await w.gate.approve(as("ann"), { ...about(first), role: "support_lead" })).code).toBe("role_not_held");
});

test("an inbox goes on where its page ended, whatever was decided since", async () => {
  const w = world();
  const ids: string[] = [];
  for (const [at, amount] of ["61.00", "620.00", "62.00"].entries()) {
    ids.push((await proposedRefund(w, amount)).id);
    w.clock.pass(500 + at);
  }
  ids.push(ok(await w.gate.propose(as("carl"), { change_set: refund("63.00") })).proposal.id);
  const page = async (after?: string) => ok(await w.gate.list(as("cleo"), { limit: 2, after }));
  const one = await page();
  expect(one.proposals.map(({ id }) => id)).toEqual([ids[1], ids[0]]);
  ok(await w.gate.withdraw(BOT, { proposal: ids[0]! }));
  const two = await page(one.next!);
  expect([two.proposals.map(({ id }) => id), two.next]).toEqual([[ids[2], ids[3]], null]);
  expect(no(await w.gate.list(as("cleo"), { after: "page 2" })).code).toBe("malformed");
});

test("however much is approved by the rules alone, an inbox shows what waits for somebody", async () => {
  const w = world({ policy: POLICY.replace("3 per day", "9_000 per day").replace("1_000 USD", "9_000_000 USD") });
  const waits = await proposedRefund(w, "620.00");
  const { store } = w;
  // Rows as the store has them after many proposals of the kind: an earlier deadline, and nobody to ask.
  const small = await proposedRefund(w, "20.00");
  const row = (await store.read("default", (view) => view.load({ proposal: small.id }))).proposal!;
  const proposals = Array.from({ length: 5_100 }, (_, i) => ({ ...row, id: `many-${i}`, version: 1, expected: 0 }));
  await store.transact("default", (tx) => tx.write({ proposals }));
  const { proposals: shown } = ok(await w.gate.list(as("cleo")));
  expect(shown.map(({ id }) => id)).toEqual([waits.id]);
});

describe("acting for somebody", () => {
  const policy = POLICY.replace(
    "sample 5%",
    `require known: "clerk" in requester.roles or amount < 400 USD
  approve alone: by 1 of director when not (requester.on_behalf_of is present) and amount > 30 USD
  approve small: by 1 of finance when not ("trusted" in requester.roles)
  approve human: by 1 of person when requester.kind == "person" and amount > 300 USD
  tier high bots: requester.kind == "agent" and amount > 200 USD
  limit lone: autonomy to proposal when not ("trusted" in requester.roles) and amount > 100 USD
  forbid night: "night" in requester.roles and amount > 10 USD
  sample 5%`,
  );
  const OUTCOMES: readonly Decision["outcome"][] = ["allow", "review", "hold", "deny"];
  const LEVELS = ["read_only", "proposal", "guided", "autopilot"];
  const roles = fc.subarray(["clerk", "trusted", "night"]);

  test("never widens: with it every decision is at least as strict as without", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          amount: fc.integer({ min: 1, max: 90_000 }).map((cents) => (cents / 100).toFixed(2)),
          agent: roles,
          behind: fc.option(roles, { nil: null }),
          kind: fc.constantFrom("person" as const, "agent" as const),
          inPayload: fc.boolean(),
        }),
        async ({ amount, agent, behind, kind, inPayload }) => {
          const decided = async (whom: string | null): Promise<Decision> => {
            const w = world({ policy });
            const own = kind === "agent" ? { kind, owner: "olga", roles: agent } : { kind, roles: agent };
            const principals = { ...DIRECTORY.principals, "agent:bot": own };
            w.directory = {
              ...DIRECTORY,
              principals: behind === null ? principals : { ...principals, vip: { roles: behind } },
            };
            const change_set = refund(amount, { id: "same" });
            const claimed = inPayload && whom !== null ? { requester: { on_behalf_of: whom } } : {};
            const caller = { principal: "agent:bot", ...(inPayload || whom === null ? {} : { on_behalf_of: whom }) };
            return ok(await w.gate.propose(caller, { change_set: { ...change_set, ...claimed } })).decision;
          };
          const [plain, behalf] = [await decided(null), await decided("vip")];
          expect(OUTCOMES.indexOf(behalf.outcome)).toBeGreaterThanOrEqual(OUTCOMES.indexOf(plain.outcome));
          expect(["low", "medium", "high"].indexOf(behalf.tier)).toBeGreaterThanOrEqual(
            ["low", "medium", "high"].indexOf(plain.tier),
          );
          expect(implies(behalf.reviewers.sets, plain.reviewers.sets)).toBe(true);
          expect(behalf.reviewers.excluded).toEqual(expect.arrayContaining([...plain.reviewers.excluded, "vip"]));
          if (plain.apply_by === "person") expect(behalf.apply_by).toBe("person");
          if (plain.autonomy !== null && behalf.autonomy !== null)
            expect(LEVELS.indexOf(behalf.autonomy)).toBeLessThanOrEqual(LEVELS.indexOf(plain.autonomy));
        },
      ),
      { numRuns: 60 },
    );
  });

  test("a token that names somebody is not answered by a payload that names another, or nobody", async () => {
    const w = world();
    const caller = { principal: "agent:bot", on_behalf_of: "ben" };
    const claim = (on_behalf_of: string) => ({ ...refund("20.00"), requester: { on_behalf_of } });
    expect(no(await w.gate.propose(caller, { change_set: claim("otto") })).code).toBe("requester_mismatch");
    const { proposal } = ok(await w.gate.propose(caller, { change_set: refund("20.00") }));
    expect(proposal.change_set.requester.on_behalf_of).toBe("ben");
    // A refusal for calling in a name that is not theirs is written down.
    const events = await w.store.read("default", (view) => view.events(0, 10));
    expect(events.map(({ type }) => type)).toEqual(["refused", "proposed"]);
  });
});

test("every operation looks up who calls", async () => {
  const w = world();
  const first = await proposedRefund(w, "80.00");
  const proposal = first.id;
  const gate: { readonly [name in Exclude<keyof Gate, "tick">]: (who: string) => Promise<Answer<object>> } = {
    propose: (who) => w.gate.propose(as(who), { change_set: refund("20.00") }),
    revise: (who) => w.gate.revise(as(who), { ...about(first), change_set: refund("20.00") }),
    withdraw: (who) => w.gate.withdraw(as(who), { proposal }),
    approve: (who) => w.gate.approve(as(who), about(first)),
    reject: (who) => w.gate.reject(as(who), { ...about(first), comment: "no" }),
    question: (who) => w.gate.question(as(who), { ...about(first), comment: "why" }),
    answer: (who) => w.gate.answer(as(who), { proposal, question: 0, comment: "so" }),
    withdrawAct: (who) => w.gate.withdrawAct(as(who), { proposal }),
    override: (who) => w.gate.override(as(who), { ...about(first), role: "director", reason: "fire" }),
    commit: (who) => w.gate.commit(as(who), { proposal }),
    reconcile: (who) => w.gate.reconcile(as(who), { proposal }),
    revert: (who) => w.gate.revert(as(who), { proposal, reason: "no" }),
    incident: (who) => w.gate.incident(as(who), { proposal, severity: "low", reason: "no" }),
    get: (who) => w.gate.get(as(who), proposal),
    list: (who) => w.gate.list(as(who)),
    history: (who) => w.gate.history(as(who), proposal),
    measures: (who) => w.gate.measures(as(who)),
  };
  for (const [name, call] of Object.entries(gate)) {
    expect(`${name} ${code(await call("mallory"))}`).toBe(`${name} unknown_principal`);
    expect(`${name} ${code(await call("gone"))}`).toBe(`${name} inactive`);
  }
  const { proposal: after } = ok(await w.gate.get(BOT, proposal));
  expect(after).toEqual(first);
});
