/** Cases told in words by those who built and broke other systems: one test each, under the name that the shared list gives it. */
import { describe, expect, test } from "vitest";
import type { ProposalView } from "../../../src/gate/api.ts";
import { loadPolicySet } from "../../../src/policy-set.ts";
import { memoryStore } from "../../../src/stores/memory/index.ts";
import { narrative } from "../../support/scenarios.ts";
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
  START,
  usd,
  type World,
  world,
} from "../world.ts";

const approvedRefund = async (w: World, amount = "80.00"): Promise<ProposalView> => {
  const first = await proposedRefund(w, amount);
  return ok(await w.gate.approve(as("cleo"), { ...about(first), role: "support_lead" })).proposal;
};
const look = async (w: World, id: string): Promise<ProposalView> => ok(await w.gate.get(as("root"), id)).proposal;
const states = ({ reservations }: ProposalView): string[] => reservations.map(({ state }) => state);
const uncounted = ({ review }: ProposalView): string[] => review.uncounted.map(({ by, code }) => `${by}: ${code}`);

const CASES: { readonly [id: string]: (this: void) => Promise<void> } = {
  "G01 an executed amount that differs from the approved one": async () => {
    const w = world();
    const first = await approvedRefund(w, "82.00");
    const other = { ...refund("820.00"), id: first.change_set.id };
    expect(no(await w.gate.commit(BOT, { proposal: first.id, change_set: other })).code).toBe("digest_mismatch");
    const after = await look(w, first.id);
    expect([after.status, ...states(after), w.executed.length]).toEqual(["approved", "open", "open", 0]);
  },

  "G03 drift in a field that nobody reads": async () => {
    const w = world();
    const first = await approvedRefund(w);
    w.orders.set("o-2", { ...w.orders.get("o-2")!, phone: "another" });
    ok(await w.gate.commit(BOT, { proposal: first.id }));
  },

  "G05 a value that was changed and changed back": async () => {
    for (const versioned of [true, false]) {
      let version = 1;
      const w = world({
        options: {
          records: {
            Order: {
              read: async () => ({
                status: "found",
                fields: { refunded: usd("0.00") },
                ...(versioned ? { version: `v${version}` } : {}),
              }),
            },
          },
        },
      });
      const first = await approvedRefund(w);
      version = 3;
      const answer = await w.gate.commit(BOT, { proposal: first.id });
      if (versioned) expect(no(answer).drift.map(({ path }) => path)).toEqual(["Order/o-2 (version)"]);
      else ok(answer);
    }
  },

  "G07 an approved proposal used twice": async () => {
    // Nothing that is old tells the second one from the first: there are no records to compare.
    const w = world({ options: { records: null } });
    w.next = async () => ({ status: "done" });
    const first = await approvedRefund(w);
    ok(await w.gate.commit(BOT, { proposal: first.id, idempotency_key: "k1" }));
    expect(no(await w.gate.commit(BOT, { proposal: first.id, idempotency_key: "k2" })).code).toBe("already_committed");
    expect(w.executed).toHaveLength(1);
  },

  "G09 a veto that races a commit": async () => {
    for (const vetoFirst of [true, false]) {
      const w = world();
      const first = await approvedRefund(w);
      const veto = () => w.gate.reject(as("ann"), { ...about(first), comment: "no" });
      const commit = () => w.gate.commit(BOT, { proposal: first.id });
      const [one, other] = await Promise.all(vetoFirst ? [veto(), commit()] : [commit(), veto()]);
      const [vetoed, committed] = vetoFirst ? [one, other] : [other, one];
      // Either comes first; a mixture is not legal.
      expect(vetoed.ok).not.toBe(committed.ok);
      expect(w.executed).toHaveLength(committed.ok ? 1 : 0);
      if (!vetoed.ok) expect(["commit_in_progress", "already_committed"]).toContain(vetoed.code);
      // What comes too late is kept as an objection in the log, and changes nothing.
      const { events } = ok(await w.gate.history(BOT, first.id));
      if (!vetoed.ok)
        expect(events.filter(({ type, actor }) => type === "refused" && actor.id === "ann")).toHaveLength(1);
      if (!committed.ok) expect(committed.code).toBe("rejected");
    }
  },

  "G11 an executor that dies after the side effect": async () => {
    const w = world();
    const first = await approvedRefund(w);
    w.next = () => Promise.reject(new Error("killed"));
    expect(no(await w.gate.commit(BOT, { proposal: first.id, idempotency_key: "k" })).code).toBe("in_doubt");
    expect(no(await w.gate.commit(BOT, { proposal: first.id, idempotency_key: "k2" })).code).toBe("in_doubt");
    expect(w.executed).toHaveLength(1);
    expect(states(await look(w, first.id))).toEqual(["open", "open"]);
    w.lookup = async ({ idempotency_key }) => (idempotency_key === first.id ? { status: "done" } : null);
    const after = ok(await w.gate.reconcile(BOT, { proposal: first.id })).proposal;
    expect([after.status, ...states(after)]).toEqual(["committed", "posted", "posted"]);
    expect(w.executed).toHaveLength(1);
  },

  "G13 the second of two records conflicts": async () => {
    const two = (id: string): object => {
      const one = refund("80.00", { order: "o-2", id });
      const other = refund("80.00", { order: "o-1" });
      return { ...one, changes: [...one.changes, ...other.changes] };
    };
    const w = world();
    const first = ok(await w.gate.propose(BOT, { change_set: two("a") })).proposal;
    ok(await w.gate.approve(as("ann"), about(first)));
    w.orders.set("o-1", { ...w.orders.get("o-1")!, refunded: usd("1.00") });
    expect(no(await w.gate.commit(BOT, { proposal: first.id })).code).toBe("drift");
    expect(w.executed).toEqual([]);
    // Found by the executor only, which undoes the first: nothing is in effect, nothing is used.
    const second = await approvedRefund(w);
    w.next = async () => ({ status: "failed", reason: "o-1 was locked", compensated: true });
    expect(no(await w.gate.commit(BOT, { proposal: second.id })).code).toBe("execution_failed");
    const after = await look(w, second.id);
    expect([after.status, after.execution?.compensated, ...states(after)]).toEqual(["failed", true, "void", "void"]);
  },

  "G15 an allowed change set is bound like an approved one": async () => {
    const w = world();
    const first = await proposedRefund(w, "20.00");
    expect(first.decision.outcome).toBe("allow");
    expect(no(await w.gate.commit(BOT, { proposal: first.id, digest: "sha256:00" })).code).toBe("digest_mismatch");
    w.clock.set(START + 15 * 60_000);
    expect(no(await w.gate.commit(BOT, { proposal: first.id })).code).toBe("expired");
    expect(w.executed).toEqual([]);
  },

  "G17 an approval of another tenant": async () => {
    const store = memoryStore();
    const a = world({ store, options: { tenant: "a", ids: { next: () => "pr_a" } } });
    const b = world({ store, options: { tenant: "b", ids: { next: () => "pr_b" } } });
    const change_set = refund("80.00", { id: "same" });
    const first = ok(await a.gate.propose(BOT, { change_set })).proposal;
    ok(await a.gate.approve(as("ann"), about(first)));
    ok(await b.gate.propose(BOT, { change_set }));
    expect(no(await b.gate.commit(BOT, { proposal: "pr_a" })).code).toBe("not_found");
    expect(no(await b.gate.commit(BOT, { proposal: "pr_b" })).code).toBe("not_approved");
    expect(b.executed).toEqual([]);
    const events = await store.read("b", (view) => view.events(0, 10));
    expect(events.map(({ type, proposal }) => `${type} ${proposal}`)).toContain("refused pr_a");
  },

  "G19 a reservation has run out and the approval has not": async () => {
    const w = world({ options: { lifetimes: { reservation_ms: 3_600_000 } } });
    const first = await approvedRefund(w, "400.00");
    w.clock.pass(3_600_000);
    const second = ok(await w.gate.propose(as("agent:other"), { change_set: refund("610.00") })).proposal;
    expect(no(await w.gate.commit(BOT, { proposal: first.id })).code).toBe("quota");
    expect(w.executed).toEqual([]);
    ok(await w.gate.withdraw(as("agent:other"), { proposal: second.id }));
    expect(states(ok(await w.gate.commit(BOT, { proposal: first.id })).proposal)).toEqual(["posted", "posted"]);
  },

  "G21 the second decision is made as the requester": async () => {
    const policy = POLICY.replace(
      "sample 5%",
      'approve watched: by 1 of director when requester.kind == "agent" and not ("operator" in requester.roles)\n  sample 5%',
    );
    const w = world({ policy, options: { permissions: { administer: { roles: ["operator"] } } } });
    const first = await proposedRefund(w, "20.00");
    // The administrator is a person and an operator; that the call is theirs widens nothing.
    expect(no(await w.gate.commit(as("root"), { proposal: first.id })).code).toBe("not_approved");
    ok(await w.gate.approve(as("dora"), { ...about(first), role: "director" }));
    w.evaluator = evaluatorOf(policy.replace("sample 5%", 'forbid bots: requester.kind == "agent"\n  sample 5%'));
    expect(no(await w.gate.commit(as("root"), { proposal: first.id })).code).toBe("denied");
    expect(w.executed).toEqual([]);
  },

  "G23 the canonical digest": async () => {
    const w = world();
    const digest = async (over: object, id = "same"): Promise<string> => {
      const made = world();
      return ok(await made.gate.propose(BOT, { change_set: { ...refund("20.00", { id }), ...over } })).proposal.digest;
    };
    const base = await digest({ confidence: 1 });
    const text = JSON.stringify({ ...refund("20.00", { id: "same" }), confidence: 1 });
    const turned = Object.fromEntries(Object.entries(JSON.parse(text) as object).reverse());
    expect(await digest(turned)).toBe(base);
    expect(
      ok(await w.gate.propose(BOT, { change_set: text.replace('"confidence":1', '"confidence" : 1.0') })).proposal
        .digest,
    ).toBe(base);
    expect(await digest({ confidence: "1" })).not.toBe(base);
    expect(await digest({ confidence: undefined })).not.toBe(await digest({ confidence: null }));
    const [one, two] = [refund("20.00").changes[0]!, refund("20.00", { order: "o-1" }).changes[0]!];
    // Changes are a set, by the schema; lists elsewhere are lists.
    expect(await digest({ changes: [one, two] })).toBe(await digest({ changes: [two, one] }));
    const linked = (ids: readonly string[]) => digest({ changes: [{ ...one, evidence: ids }] });
    expect(await linked(["a", "b"])).not.toBe(await linked(["b", "a"]));
  },

  "I01 every approval that does not count has one reason": async () => {
    const w = world({ options: { lifetimes: { approval_ms: 3_600_000 } } });
    const door = async (who: string, role?: string, by = BOT): Promise<string> => {
      const first = ok(await w.gate.propose(by, { change_set: refund("80.00", { order: "o-2" }) })).proposal;
      const answer = await w.gate.approve(as(who), { ...about(first), ...(role === undefined ? {} : { role }) });
      ok(await w.gate.withdraw(by, { proposal: first.id }));
      return answer.ok ? uncounted(answer.proposal).join() : answer.code;
    };
    // Whom the gate can turn away at the door, it does: that is no act at all.
    expect(await door("ben", "finance")).toBe("ben: not_in_pool");
    expect(await door("ann", undefined, as("ann"))).toBe("requester");
    expect(await door("olga")).toBe("owner");
    expect(await door("agent:other", "support_lead")).toBe("non_human");
    // The others are listed.
    let view = await proposedRefund(w, "620.00");
    ok(await w.gate.approve(as("cleo"), { ...about(view), role: "finance" }));
    view = ok(await w.gate.approve(as("cleo"), { ...about(view), role: "finance" })).proposal;
    expect(uncounted(view)).toEqual(["cleo: superseded"]);
    view = ok(await w.gate.revise(as("ann"), { ...about(view), change_set: refund("610.00") })).proposal;
    expect(uncounted(view)).toEqual(["cleo: superseded", "cleo: stale_revision"]);
    expect(no(await w.gate.approve(as("ann"), { ...about(view), role: "support_lead" })).code).toBe("contributor");
    view = ok(await w.gate.approve(as("ben"), { ...about(view), role: "finance" })).proposal;
    w.directory = { ...DIRECTORY, principals: { ...DIRECTORY.principals, ben: { roles: [] } } };
    expect(uncounted(await look(w, view.id)).at(-1)).toBe("ben: role_lost");
    w.directory = DIRECTORY;
    w.clock.pass(3_600_000);
    expect(uncounted(await look(w, view.id)).at(-1)).toBe("ben: expired");
  },

  "I03 what is pending tells what is missing": async () => {
    const w = world({
      policy: POLICY.replace("by 1 of finance }", "by 2 of finance or 2 of director }").replace(
        "at medium { approve lead: by 1 of support_lead }",
        "",
      ),
    });
    w.directory = { ...DIRECTORY, principals: { ...DIRECTORY.principals, dan: { roles: ["director"] } } };
    const first = await proposedRefund(w, "620.00");
    ok(await w.gate.approve(as("ben"), { ...about(first), role: "finance" }));
    const { review } = ok(await w.gate.approve(as("dora"), { ...about(first), role: "director" })).proposal;
    expect(review.standing).toBe("pending");
    expect(review.alternatives.map(({ set, seated, people, missing }) => ({ set, seated, people, missing }))).toEqual([
      { set: { director: 2 }, seated: 1, people: 2, missing: { director: 1 } },
      { set: { finance: 2 }, seated: 1, people: 2, missing: { finance: 1 } },
    ]);
    expect(review.open.every(({ eligible }) => eligible.length > 0)).toBe(true);
  },

  "I05 the record of a decision pins what went into it": async () => {
    const w = world();
    const first = await approvedRefund(w);
    ok(await w.gate.commit(BOT, { proposal: first.id }));
    const { events } = ok(await w.gate.history(BOT, first.id));
    const proposed = events[0]!;
    const decision = proposed.data["decision"] as ProposalView["decision"];
    expect(proposed.digest).toBe(first.digest);
    expect(proposed.policy).toBe(decision.policy.digest);
    expect(decision.policy.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(decision.decided_at).toBe("2026-11-16T09:00:00Z");
    expect(decision.reasons.map(({ clause }) => clause)).toContain("shop.Refund.lead");
    expect(proposed.data["required"]).toMatchObject({ sets: [{ support_lead: 1 }] });
    expect(proposed.data["facts"]).toMatchObject({ order: { total: usd("5000.00") } });
    expect(proposed.data["reservations"]).toHaveLength(2);
    const claimed = events.find(({ type }) => type === "claimed")!;
    expect(claimed.data["receipt"]).toMatchObject({
      digest: first.digest,
      seats: [{ seat: "support_lead", by: "cleo" }],
    });
    expect(decision.directory_version).toBe("1");
  },

  "I07 reading changes nothing": async () => {
    const w = world();
    const first = await approvedRefund(w);
    const everything = () =>
      w.store.read("default", async (view) => [await view.head(), await view.find({ order: "newest", limit: 10 })]);
    // Also where much is due: escalation, expiry of the approval, of the reservation, of the proposal.
    w.clock.pass(8 * 86_400_000);
    const before = await everything();
    expect((await look(w, first.id)).review.standing).toBe("expired");
    ok(await w.gate.list(as("ann")));
    ok(await w.gate.list(as("ann"), { view: "all" }));
    ok(await w.gate.history(as("ann"), first.id));
    ok(await w.gate.measures(as("ann")));
    expect(await everything()).toEqual(before);
  },

  "I09 a denial cannot be overridden": async () => {
    const w = world();
    const first = await proposedRefund(w, "901.00", { order: "o-1" });
    expect(first.status).toBe("denied");
    const told = { ...about(first), role: "director", reason: "fire" };
    expect(no(await w.gate.override(as("dora"), told)).code).toBe("denied");
  },

  "J01 a requirement of nobody": async () => {
    for (const requirement of ["0 of finance", "of finance", ""]) {
      const text = POLICY.replace("by 1 of finance", `by ${requirement}`);
      const { evaluator } = loadPolicySet([{ name: "shop.bylaw", text }], { today: "2026-11-16" });
      expect(evaluator, requirement).toBeNull();
    }
  },

  "J03 an empty change set": async () => {
    const w = world();
    const empty = ok(await w.gate.propose(BOT, { change_set: { ...refund("20.00"), changes: [] } })).proposal;
    expect([empty.status, empty.decision.outcome]).toEqual(["denied", "deny"]);
  },

  "J05 a rule that cannot be evaluated": async () => {
    const w = world();
    w.orders.set("o-3", { id: "o-3", refunded: usd("0.00"), phone: null });
    const first = await proposedRefund(w, "20.00", { order: "o-3" });
    expect([first.status, first.decision.outcome]).toEqual(["held", "hold"]);
    expect(first.decision.unknown.map(({ path }) => path)).toEqual(["facts.order.total"]);
    expect(no(await w.gate.commit(BOT, { proposal: first.id })).code).toBe("held");
  },

  "J07 whom to ask is complete and minimal": async () => {
    const w = world();
    const all = {
      "agent:bot": DIRECTORY.principals["agent:bot"]!,
      olga: {},
      ana: { roles: ["finance", "support_lead"] },
      ben: { roles: ["support_lead"] },
      cy: {},
    };
    w.directory = { principals: all };
    const first = await proposedRefund(w, "620.00");
    expect(first.review.next.map(({ by, role }) => `${by} as ${role}`)).toEqual([
      "ana as finance",
      "ben as support_lead",
    ]);
  },

  "J09 a reviewer whom the change itself appoints": async () => {
    const policy = `policy hr
environments prod
role finance "Finance"
record Member { role: text? }
action Appoint {
  autonomy guided
  input person: text
  changes Member.role
  approve money: by 1 of finance
  irreversible
}
`;
    const w = world({ policy, options: { records: null } });
    w.directory = { principals: { ...DIRECTORY.principals, zoe: { roles: [] } } };
    const change_set = {
      id: "appoint",
      action: "hr.Appoint",
      environment: "prod",
      inputs: { person: "zoe" },
      changes: [{ target: { type: "Member", id: "zoe" }, field: "role", old: null, new: "finance" }],
    };
    const first = ok(await w.gate.propose(BOT, { change_set })).proposal;
    expect(no(await w.gate.approve(as("zoe"), { ...about(first), role: "finance" })).code).toBe("role_not_held");
    expect((await look(w, first.id)).review.standing).toBe("pending");
  },

  "J11 who approves is who is signed in": async () => {
    const w = world();
    const first = await proposedRefund(w, "80.00");
    const call = { ...about(first), role: "support_lead" };
    // A call that names an approver is not taken in part: it is refused, with the name of the member.
    for (const member of ["approver", "by", "principal", "person"]) {
      const answer = no(await w.gate.approve(BOT, { ...call, [member]: "ann" } as never));
      expect([answer.code, answer.message]).toEqual(["malformed", expect.stringContaining(`\`${member}\``)]);
    }
    expect(no(await w.gate.approve(BOT, call)).code).toBe("non_human");
    const after = await look(w, first.id);
    expect([after.acts, after.review.standing]).toEqual([[], "pending"]);
    const { events } = ok(await w.gate.history(BOT, first.id));
    expect(events.map(({ type, actor }) => `${type} ${actor.id}`)).toEqual(["proposed agent:bot", "refused agent:bot"]);
  },

  "J13 the requester does not write the requirement": async () => {
    const w = world();
    for (const own of [
      { reviewers: { sets: [{}] } },
      { required: { people: 0 } },
      { tier: "low" },
      { approvals: [{ by: "ann" }] },
    ])
      expect(no(await w.gate.propose(BOT, { change_set: { ...refund("80.00"), ...own } })).code).toBe("malformed");
  },
};

describe("narrative scenarios", () => {
  test.each(Object.entries(CASES))("%s", async (_name, play) => {
    await play();
  });

  test("all of them", () => {
    const told = Object.keys(CASES).map((name) => name.slice(0, 3));
    expect(narrative.map(({ id }) => id).filter((id) => !told.includes(id))).toEqual([]);
    expect(told).toHaveLength(24);
  });
});
