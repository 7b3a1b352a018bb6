/**
 * Every member of every operation, handed everything that it is not: each call is answered with `malformed` and the name of the
 * member, nothing is thrown, and neither a proposal nor the log has changed.
 */
import { describe, expect, test } from "vitest";
import type { Gate, Refusal } from "../../../src/gate/api.ts";
import { as, BOT, no, ok, proposedRefund, refund, usd, type World, world } from "../world.ts";

type Kind = "text" | "whole" | "comment" | "document" | "choice" | "list" | "record";

/** A sound call of each operation about a proposal, and what kind each of its members is. */
const OPERATIONS: {
  readonly [name in Exclude<keyof Gate, "tick" | "get" | "history">]: {
    readonly sound: (id: string) => Record<string, unknown>;
    readonly kinds: { readonly [member: string]: Kind };
  };
} = {
  propose: {
    sound: () => ({ change_set: refund("20.00") }),
    kinds: { change_set: "document", idempotency_key: "text" },
  },
  revise: {
    sound: (proposal) => ({ proposal, revision: 1, change_set: refund("30.00") }),
    kinds: {
      proposal: "text",
      revision: "whole",
      digest: "text",
      change_set: "document",
      idempotency_key: "text",
    },
  },
  withdraw: { sound: (proposal) => ({ proposal }), kinds: { proposal: "text", reason: "comment" } },
  approve: {
    sound: (proposal) => ({ proposal, revision: 1 }),
    kinds: { proposal: "text", revision: "whole", digest: "text", role: "text", comment: "comment" },
  },
  reject: {
    sound: (proposal) => ({ proposal, revision: 1, comment: "no" }),
    kinds: { proposal: "text", revision: "whole", digest: "text", role: "text", comment: "comment" },
  },
  question: {
    sound: (proposal) => ({ proposal, revision: 1, comment: "why?" }),
    kinds: { proposal: "text", revision: "whole", digest: "text", role: "text", comment: "comment" },
  },
  answer: {
    sound: (proposal) => ({ proposal, question: 0, comment: "so" }),
    kinds: { proposal: "text", question: "whole", comment: "comment" },
  },
  withdrawAct: { sound: (proposal) => ({ proposal }), kinds: { proposal: "text", comment: "comment" } },
  override: {
    sound: (proposal) => ({ proposal, revision: 1, role: "director", reason: "fire" }),
    kinds: { proposal: "text", revision: "whole", digest: "text", role: "text", reason: "comment" },
  },
  commit: {
    sound: (proposal) => ({ proposal }),
    kinds: { proposal: "text", digest: "text", change_set: "document", idempotency_key: "text" },
  },
  reconcile: {
    sound: (proposal) => ({ proposal, found: "done", reason: "looked" }),
    kinds: { proposal: "text", found: "choice", reason: "comment" },
  },
  revert: {
    sound: (proposal) => ({ proposal, reason: "wrong" }),
    kinds: { proposal: "text", reason: "comment", inputs: "record", evidence: "list", idempotency_key: "text" },
  },
  incident: {
    sound: (proposal) => ({ proposal, severity: "low", reason: "harm" }),
    kinds: { proposal: "text", severity: "choice", reason: "comment" },
  },
  list: {
    sound: () => ({ view: "all" }),
    kinds: { view: "choice", statuses: "list", action: "text", requester: "text", limit: "whole", after: "text" },
  },
  measures: {
    sound: () => ({}),
    kinds: { since: "text", until: "text", action: "text", tier: "text", by: "list" },
  },
};

class Amount {
  readonly amount = 1;
}
const throwing = new Proxy(
  {},
  {
    get: () => {
      throw new Error("trap");
    },
    ownKeys: () => {
      throw new Error("trap");
    },
    getPrototypeOf: () => {
      throw new Error("trap");
    },
  },
);
const revoked = (): object => {
  const { proxy, revoke } = Proxy.revocable([], {});
  revoke();
  return proxy;
};
const wordless = {
  toString: () => {
    throw new Error("no words");
  },
};

/** By name, so that a failure says which. */
const VALUES: readonly (readonly [name: string, value: unknown, fine: readonly Kind[]])[] = [
  ["null", null, []],
  ["true", true, []],
  ["0", 0, ["whole"]],
  ["-0", -0, ["whole"]],
  ["-1", -1, []],
  ["0.5", 0.5, []],
  ["NaN", Number.NaN, []],
  ["Infinity", Number.POSITIVE_INFINITY, []],
  ["2^53", 2 ** 53, []],
  ["a bigint", 1n, []],
  ["a symbol", Symbol("s"), []],
  ["a function", () => "x", []],
  ["an empty text", "", ["comment"]],
  ["U+0000", "a\0b", ["comment"]],
  ["half a pair", "a\ud800b", []],
  ["100 kB of text", "x".repeat(100_000), ["comment"]],
  ["a list", [], ["list"]],
  ["a list of null", [null], []],
  ["a list of itself", [[]], []],
  ["an object", {}, ["record"]],
  ["an instance", new Amount(), []],
  ["a date", new Date(0), []],
  ["a text object", new String("pr_1"), []],
  ["a proxy that throws", throwing, []],
  ["a revoked proxy", revoked(), []],
  ["what has no words", wordless, []],
];

/** Whoever may do most, so that nothing is refused for another reason before it is read. */
const CALLERS: { readonly [operation: string]: string } = {
  approve: "ann",
  reject: "ann",
  question: "ann",
  override: "dora",
  incident: "root",
  reconcile: "root",
};

type Call = (caller: unknown, call?: unknown) => Promise<{ readonly ok: boolean } | Refusal>;
const callOf = (w: World, name: string): Call => (w.gate as unknown as Record<string, Call>)[name]!;

async function everything(w: World): Promise<unknown> {
  return w.store.read("default", async (view) => ({
    head: await view.head(),
    proposals: await view.find({ order: "newest", limit: 100 }),
  }));
}

async function refusedWithout(w: World, name: string, caller: unknown, call: unknown): Promise<Refusal> {
  const before = await everything(w);
  const answer = no(await (callOf(w, name)(caller, call) as Promise<Refusal>));
  expect(await everything(w), `${name} changed something`).toEqual(before);
  return answer;
}

describe.each(Object.entries(OPERATIONS))("%s", (name, { sound, kinds }) => {
  const caller = as(CALLERS[name] ?? "agent:bot");

  test("members that are what they must not be", async () => {
    const w = world();
    const { id } = await proposedRefund(w, "620.00");
    let tried = 0;
    for (const [member, kind] of Object.entries(kinds))
      for (const [what, value, fine] of VALUES) {
        if (fine.includes(kind)) continue;
        const { code, message } = await refusedWithout(w, name, caller, { ...sound(id), [member]: value });
        const words = kind === "document" ? "change set" : `\`${member}`;
        expect(`${member} as ${what}: ${code}: ${message}`).toContain(`${member} as ${what}: malformed: `);
        expect(message.toLowerCase(), `${member} as ${what}`).toContain(words);
        tried++;
      }
    expect(tried).toBeGreaterThan(40);
  });

  test("members whose getters throw, each by itself; and a proxy for all", async () => {
    const w = world();
    const { id } = await proposedRefund(w, "620.00");
    for (const member of Object.keys(kinds)) {
      const call = Object.defineProperty({ ...sound(id) }, member, {
        enumerable: true,
        get() {
          throw new Error("getter");
        },
      });
      expect((await refusedWithout(w, name, caller, call)).code, member).toBe("malformed");
    }
    for (const call of [throwing, revoked(), null, 5, "x", true, Symbol("s"), [], () => ({})])
      expect((await refusedWithout(w, name, caller, call)).code).toBe("malformed");
  });

  test("members that nobody declared are named, also where they look like others", async () => {
    const w = world();
    const { id } = await proposedRefund(w, "620.00");
    for (const odd of ["approver", "digst", "constructor", "reviewers", "tenant", "now"]) {
      const { code, message } = await refusedWithout(w, name, caller, { ...sound(id), [odd]: "ana" });
      expect([code, message]).toEqual(["malformed", expect.stringContaining(`\`${odd}\` is no member`)]);
    }
    const proto = JSON.parse(`{"__proto__": {"revision": 1}}`) as object;
    expect((await refusedWithout(w, name, caller, proto)).code).toBe("malformed");
  });

  test("callers that are none", async () => {
    const w = world();
    const { id } = await proposedRefund(w, "620.00");
    const faulty: unknown[] = [undefined, null, 5, "ann", [], {}, throwing, revoked()];
    for (const [, value] of VALUES) faulty.push({ principal: value });
    for (const [what, value] of VALUES) {
      if (what !== "0" && what !== "-0") faulty.push({ ...caller, auth_strength: value });
      faulty.push({ ...caller, on_behalf_of: value }, { ...caller, via: value });
    }
    for (const one of faulty) expect((await refusedWithout(w, name, one, sound(id))).code).toBe("malformed");
  });

  test("a member is read once, so that no second look sees something else", async () => {
    const w = world();
    const { id } = await proposedRefund(w, "620.00");
    const reads: Record<string, number> = {};
    const target: Record<string, unknown> = sound(id);
    const counting = new Proxy(target, {
      get(from, member) {
        reads[String(member)] = (reads[String(member)] ?? 0) + 1;
        return from[String(member)];
      },
    });
    await callOf(w, name)(caller, counting);
    expect(Object.entries(reads).filter(([, times]) => times > 1)).toEqual([]);
  });
});

test("what is done to a call once it was made changes nothing", async () => {
  const w = world();
  const [change_set, other] = [refund("20.00"), refund("900.00")];
  const calling = w.gate.propose(BOT, { change_set });
  Object.assign(change_set, { inputs: other.inputs, changes: other.changes });
  expect(ok(await calling).proposal.change_set.inputs).toMatchObject({ amount: usd("20.00") });
});

test.each(["get", "history"])("%s of what is no id", async (name) => {
  const w = world();
  await proposedRefund(w, "620.00");
  for (const [what, value] of VALUES) {
    const { code } = await refusedWithout(w, name, BOT, value);
    expect(code, what).toBe("malformed");
  }
  for (const id of ["__proto__", "constructor", "../pr_1", "pr_1' or '1'='1", "pr_1\u202e", "pr_2", "%70r_1", " pr_1"])
    expect((await refusedWithout(w, name, BOT, id)).code, id).toBe("not_found");
});

test("tick with a limit that is none", async () => {
  const w = world();
  for (const [, value] of VALUES) expect(no(await w.gate.tick(value as never)).code).toBe("malformed");
  expect(await w.gate.tick()).toEqual({ ok: true, done: [], failed: [] });
});

test("every operation of the gate is in the tables above", () => {
  const known = [...Object.keys(OPERATIONS), "get", "history", "tick"].sort();
  expect(Object.keys(world().gate).sort()).toEqual(known);
});
