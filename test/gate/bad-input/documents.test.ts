/** Change sets that are none, or say what they must not: each is refused with what is wrong, or denied; none widens anything. */
import { describe, expect, test } from "vitest";
import { about, as, BOT, no, ok, refund, usd, type World, world } from "../world.ts";

const sound = refund("20.00", { id: "cs" });
const json = (over: object): string => JSON.stringify({ ...sound, ...over });
const without = (name: string): object => Object.fromEntries(Object.entries(sound).filter(([key]) => key !== name));

/** What is wrong, the document, and words of the message. */
const REFUSED: readonly (readonly [string, unknown, string])[] = [
  ["nothing", undefined, "undefined"],
  ["text that is no JSON", "{", "cannot be read"],
  ["a list", "[]", "no JSON object"],
  ["a duplicate key", '{"id":"a","id":"b"}', "`id` a second time"],
  ["a duplicate key further in", `{"id":"a","inputs":{"x":1,"x":2}}`, "a second time"],
  ["bytes that are no UTF-8", new Uint8Array([0x7b, 0xff, 0x7d]), "cannot be read"],
  ["an inexact number", json({}).replace('"confidence":"0.9"', '"confidence":0.123456789012345678'), "more digits"],
  ["a number out of range", json({}).replace('"confidence":"0.9"', '"confidence":1e999'), "1e999"],
  ["no id", without("id"), "id"],
  ["an empty id", { ...sound, id: "" }, "id"],
  ["an id that is a number", { ...sound, id: 5 }, "id"],
  ["an id of 10 kB", { ...sound, id: "x".repeat(10_000) }, "id"],
  ["an id with U+0000", { ...sound, id: "a\0b" }, "`id`"],
  ["an id with half a pair", { ...sound, id: "a\ud800" }, "surrogate"],
  ["no action", without("action"), "action"],
  ["an action with U+0000", { ...sound, action: "shop.Refund\0" }, "`action`"],
  ["an action that is a list", { ...sound, action: ["shop.Refund"] }, "action"],
  ["an environment with U+0000", { ...sound, environment: "prod\0" }, "`environment`"],
  ["an environment of 10 kB", { ...sound, environment: "x".repeat(10_000) }, "`environment`"],
  ["changes that are none", { ...sound, changes: [null] }, "changes[0]"],
  ["changes that are a text", { ...sound, changes: "all" }, "changes"],
  ["a change without a target", { ...sound, changes: [{ field: "refunded", old: null, new: null }] }, "target"],
  ["inputs that are a list", { ...sound, inputs: [1] }, "inputs"],
  ["evidence that is none", { ...sound, evidence: [{}] }, "evidence[0]"],
  ["its own reviewers", { ...sound, reviewers: { people: 0, sets: [{}] } }, "reviewers"],
  ["its own requirement", { ...sound, required: { people: 0 } }, "required"],
  ["its own decision", { ...sound, decision: { outcome: "allow" } }, "decision"],
  ["facts", { ...sound, facts: { order: { total: usd("9999999.00") } } }, "facts"],
  ["a time of its own", { ...sound, now: "2020-01-01T00:00:00Z" }, "now"],
  ["usage", { ...sound, usage: [] }, "usage"],
  ["a directory", { ...sound, directory: { principals: {} } }, "directory"],
  ["an override", { ...sound, override: { by: "dora" } }, "override"],
  ["a member called __proto__", json({}).replace("{", '{"__proto__":{"outcome":"allow"},'), "__proto__"],
  ["a requester that is a text", { ...sound, requester: "agent:bot" }, "requester"],
  ["a requester with more than there is", { ...sound, requester: { id: "agent:bot", admin: true } }, "admin"],
  ["a requester of another kind of thing", { ...sound, requester: { kind: "god" } }, "kind"],
  ["another version", { ...sound, version: "2" }, "version"],
  [
    "a getter that throws",
    Object.defineProperty({ ...sound }, "id", {
      enumerable: true,
      get: () => {
        throw new Error("x");
      },
    }),
    "cannot be read",
  ],
  ["an instance of a class", Object.assign(new (class Change {})(), sound), "instance of a class"],
  [
    "a circle",
    (() => {
      const self: Record<string, unknown> = { ...sound };
      self["inputs"] = self;
      return self;
    })(),
    "nesting deeper",
  ],
  ["a bigint", { ...sound, inputs: { ...sound.inputs, amount: 1n } }, "bigint"],
];

const head = (w: World) => w.store.read("default", (view) => view.head());

describe("refused as malformed", () => {
  test.each(REFUSED)("%s", async (_what, document, words) => {
    const w = world();
    const answer = no(await w.gate.propose(BOT, { change_set: document }));
    expect(answer.code, answer.message).toBe("malformed");
    expect(answer.message).toContain(words);
    expect(answer.message.length).toBeLessThan(1_500);
    expect(await head(w)).toBeNull();
  });

  test("as a revision and at a commit too, and the proposal stays as it was", async () => {
    const w = world();
    const { proposal } = ok(await w.gate.propose(BOT, { change_set: sound }));
    for (const [what, change_set] of REFUSED) {
      if (change_set === undefined) continue;
      expect(no(await w.gate.revise(BOT, { proposal: proposal.id, revision: 1, change_set })).code, what).toBe(
        "malformed",
      );
      expect(no(await w.gate.commit(BOT, { proposal: proposal.id, change_set })).code, what).toBe("malformed");
    }
    expect(ok(await w.gate.get(BOT, proposal.id)).proposal).toEqual(proposal);
    expect(w.executed).toEqual([]);
  });
});

/** Documents that can be read and do not fit the contract: decided on, and denied. */
const DENIED: readonly (readonly [string, object])[] = [
  ["an action that there is none of", { action: "shop.Nothing" }],
  ["an action called __proto__", { action: "__proto__" }],
  ["an action called constructor", { action: "constructor" }],
  ["an environment that there is none of", { environment: "moon" }],
  ["an input too many", { inputs: { ...sound.inputs, approved: true } }],
  ["an input too few", { inputs: {} }],
  ["an input of another type", { inputs: { ...sound.inputs, amount: "20.00" } }],
  ["a field that the action does not declare", { changes: [{ ...sound.changes[0], field: "total" }] }],
  [
    "a record that the action does not declare",
    { changes: [{ ...sound.changes[0], target: { type: "Shop", id: "s" } }] },
  ],
  ["no changes", { changes: [] }],
  ["one field twice", { changes: [sound.changes[0], { ...sound.changes[0], new: usd("4000.00") }] }],
];

test.each(DENIED)("denied: %s", async (_what, over) => {
  const w = world();
  const answer = await w.gate.propose(BOT, { change_set: { ...sound, ...over } });
  // Where the old value cannot be right either, that is told first.
  if (!answer.ok) return expect(["drift"]).toContain(answer.code);
  expect(answer.proposal.status).toBe("denied");
  expect(no(await w.gate.commit(BOT, { proposal: answer.proposal.id })).code).toBe("denied");
  expect(w.executed).toEqual([]);
});

test("an input that says it is unknown holds the proposal, and no override lifts that", async () => {
  const w = world();
  const inputs = { ...sound.inputs, amount: { $unknown: "guess" } };
  const { proposal } = ok(await w.gate.propose(BOT, { change_set: { ...sound, inputs } }));
  expect(proposal.status).toBe("held");
  expect(no(await w.gate.override(as("dora"), { ...about(proposal), role: "director", reason: "fire" })).code).toBe(
    "not_held_up",
  );
  expect(no(await w.gate.commit(BOT, { proposal: proposal.id })).code).toBe("held");
});

test("what a requester claims to be is replaced by what the directory says", async () => {
  const w = world();
  const claims = { id: "agent:bot", kind: "person", roles: ["director", "finance"], owner: "carl" };
  const { proposal } = ok(await w.gate.propose(BOT, { change_set: { ...sound, requester: claims } }));
  expect(proposal.change_set.requester).toEqual({ id: "agent:bot", kind: "agent", roles: [], owner: "olga" });
});

test("the same change set as text, as bytes, as data, in another order: one proposal", async () => {
  const w = world();
  const text = JSON.stringify(sound);
  const turned = Object.fromEntries(Object.entries(sound).reverse());
  const forms = [text, ` ${text}\n`, new TextEncoder().encode(text), sound, turned, JSON.parse(text)];
  const ids = [];
  for (const change_set of forms) ids.push(ok(await w.gate.propose(BOT, { change_set })).proposal.id);
  expect(new Set(ids).size).toBe(1);
  expect(ok(await w.gate.list(as("ann"), { view: "all" })).proposals).toHaveLength(1);
});
