/** What generated code once decided otherwise than the reference, each with the document that showed it. */
import { expect, test } from "vitest";
import { decide } from "../../../src/decision/decide.ts";
import type { Context, Decision } from "../../../src/decision/documents.ts";
import { verdict } from "../../../src/decision/verdict.ts";
import { documents, refunds } from "./refunds.ts";
import { compare, isQuick, type Pair } from "./same.ts";

type Documents = ReturnType<typeof documents>;

function same(pair: Pair, { changeSet, context }: Documents): Decision {
  expect(compare(pair, changeSet, context, true).difference).toBeNull();
  return decide(pair.generated, changeSet, context as unknown as Context);
}

const quick = ({ generated }: Pair, { changeSet, context }: Documents): boolean =>
  isQuick(generated, changeSet, context);
const hidden = (of: object, name: string): void => {
  Object.defineProperty(of, name, { enumerable: false });
};
const at = (of: unknown, ...path: (string | number)[]): Record<string, unknown> =>
  path.reduce<unknown>((found, step) => (found as Record<string | number, unknown>)[step], of) as Record<
    string,
    unknown
  >;

/** Made anew for each test, so that each is seen to reach the code that makes it. */
const plain = (): Pair => refunds("forbid large: amount > 100 USD");

test("sound documents are decided by generated code, so that the cases below say something", () => {
  expect(quick(plain(), documents())).toBe(true);
  expect(same(plain(), documents()).outcome).toBe("allow");
});

test("a confidence that no rule reads must fit its contract too", () => {
  for (const confidence of ["+1", 5.5, -0.1, "", true, null, { $unknown: "why" }])
    expect(same(plain(), documents({ changeSet: { confidence } })).misfits.length).toBe(
      typeof confidence === "object" && confidence !== null ? 0 : 1,
    );
});

test("a version is 1 or a misfit", () => {
  for (const version of ["2", 1, "", null, "2026-11-22T10:15Z"])
    expect(same(plain(), documents({ changeSet: { version } })).outcome).toBe("deny");
  expect(quick(plain(), documents({ changeSet: { version: "1" } }))).toBe(true);
});

test("a member that does not show itself is not made up for by one that is not declared", () => {
  const paths: readonly (readonly [readonly (string | number)[], string])[] = [
    [["changeSet"], "id"],
    [["changeSet"], "action"],
    [["changeSet"], "environment"],
    [["changeSet"], "requester"],
    [["changeSet", "requester"], "kind"],
    [["changeSet", "inputs"], "amount"],
    [["changeSet", "inputs", "amount"], "currency"],
    [["changeSet", "changes", 0], "field"],
    [["changeSet", "changes", 0, "target"], "type"],
    [["changeSet", "evidence", 0], "issuer"],
    [["changeSet", "evidence", 0, "data"], "points"],
    [["context"], "now"],
    [["context"], "facts"],
    [["context", "facts", "order"], "total"],
    [["context", "facts", "order", "total"], "amount"],
    [["context", "usage", 0], "used"],
  ];
  const pair = refunds("quota q: 5 per day", "forbid large: amount > 100 USD or order.total > 100 USD");
  for (const [path, name] of paths) {
    const all = documents({ context: { usage: [{ clause: "shop.Refund.q", used: 1 }] } });
    expect(quick(pair, all)).toBe(true);
    const record = at(all, ...path);
    hidden(record, name);
    record["more"] = 1;
    expect(same(pair, all).outcome, `${path.join(".")}.${name}`).not.toBe("allow");
  }
});

test("nor by one that shows itself and is undefined", () => {
  const all = documents({ inputs: { opt: undefined } });
  hidden(at(all, "changeSet", "inputs"), "amount");
  expect(same(plain(), all).misfits.length).toBe(1);
  const envelope = documents({ changeSet: { version: undefined } });
  hidden(envelope.changeSet, "id");
  expect(same(plain(), envelope).misfits.length).toBe(1);
  expect(same(plain(), documents({ inputs: { opt: undefined }, changeSet: { version: undefined } })).outcome).toBe(
    "allow",
  );
});

test("an entry of a map that does not show itself is not there", () => {
  const pair = refunds('forbid dear: order.prices["a"] is present');
  const all = documents();
  at(all, "context", "facts", "order", "prices")["a"] = { amount: "5", currency: "USD" };
  expect(same(pair, all).outcome).toBe("deny");
  hidden(at(all, "context", "facts", "order", "prices"), "a");
  expect(same(pair, all).outcome).toBe("allow");
});

test("a list answers by its places, not by members of its own", () => {
  const own = { includes: () => true, indexOf: () => 0, map: () => ["q"], every: () => true, find: () => undefined };
  const pair = refunds(
    'forbid named: "z" in words',
    "quota q: 5 per day",
    "approve two: by 1 of lead excluding words",
    'forbid boss: "boss" in requester.roles',
  );
  const all = documents({ context: { usage: [{ clause: "shop.Refund.q", used: 9 }] } });
  for (const list of [
    at(all, "changeSet", "inputs", "words"),
    at(all, "changeSet", "requester", "roles"),
    at(all, "context", "usage"),
  ]) {
    Object.assign(list, own);
    Object.defineProperty(list, Symbol.iterator, { value: () => ["q"].values() });
  }
  const decision = same(pair, all);
  expect(decision.outcome).toBe("deny");
  expect(decision.reviewers.excluded).toEqual(["a", "agent:one", "b", "user:olga"]);
  const twice = documents({
    changeSet: { requester: { id: "user:ann", kind: "person", roles: Object.assign(["a", "a"], own) } },
  });
  same(refunds("forbid many: count(requester.roles) > 1"), twice);
});

test("a getter that asks for another decision loses nothing of what was weighed", () => {
  const text = "y".repeat(2000);
  const lists = Array.from({ length: 100 }, () => text);
  const loose = (): unknown => Array.from({ length: 26 }, () => lists);
  const all = documents();
  const facts = at(all, "context", "facts");
  // Each is below the bound, and all of them are above it.
  for (const name of ["one", "two"]) facts[name] = Array.from({ length: 30 }, () => text.repeat(1));
  facts["three"] = loose();
  let asked = 0;
  Object.defineProperty(all.changeSet, "correlation_id", {
    enumerable: true,
    get: () => {
      asked++;
      decide(plain().generated, documents().changeSet, documents().context as unknown as Context);
      return "c";
    },
  });
  expect(quick(plain(), all)).toBe(false);
  expect(asked).toBeGreaterThan(0);
  same(plain(), all);
});

test("the key of a quota is what stands at its places", () => {
  const iterates = Object.defineProperty(["late"], Symbol.iterator, { value: () => ["other"].values() });
  const usage = [["late"], iterates].map((key) => ({ clause: "shop.Refund.q", key, used: 1 }));
  const all = documents({ context: { usage } });
  expect(same(refunds("quota q: 5 per day for each reason"), all).misfits.length).toBe(1);
});

test("editors are those at the places of their list", () => {
  const editors = Object.defineProperty(["user:cat"], Symbol.iterator, { value: () => ["q"].values() });
  const { excluded } = same(plain(), documents({ context: { editors } })).reviewers;
  expect(excluded).toEqual(["agent:one", "user:cat", "user:olga"]);
});

test("an object that stands twice in a list is there twice", () => {
  for (const name of ["evidence", "changes"] as const) {
    const all = documents();
    const list = all.changeSet[name] as unknown[];
    list.push(list[0]);
    expect(same(plain(), all).misfits.length).toBe(1);
  }
});

// ------------------------------------------------------------------------------------------------ vouched documents

const vouched = ({ generated }: Pair, { changeSet, context }: Documents) =>
  verdict(generated, changeSet, context as unknown as Context, { vouched: true });
const agrees = (pair: Pair, all: Documents): void => {
  const { outcome, tier } = decide(pair.reference, all.changeSet, all.context as unknown as Context);
  expect(vouched(pair, all)).toEqual({ outcome, tier });
};

test("vouched: usage listed by its entries is not no usage", () => {
  const pair = refunds("quota q: sum of amount up to 100 USD in any 7 days");
  const entry = { at: "2026-11-22T09:00:00Z", amount: { amount: "99.00", currency: "USD" } };
  const all = documents({ context: { usage: [{ clause: "shop.Refund.q", entries: [entry] }] } });
  agrees(pair, all);
  expect(vouched(pair, all).outcome).not.toBe("allow");
});

test("vouched: a fact that is left out is unknown, also where it may be absent", () => {
  const pair = refunds("forbid extra: extra is present");
  const all = documents();
  delete at(all, "context", "facts")["extra"];
  agrees(pair, all);
  expect(vouched(pair, all).outcome).toBe("hold");
});

test("vouched: a time in a rarer form counts", () => {
  const pair = refunds("forbid again: count(history of Refund in last 3 days) > 0");
  const { inputs, requester } = documents().changeSet;
  const entry = { action: "shop.Refund", at: "2026-11-22T10:00:00.5Z", status: "committed", requester, inputs };
  const all = documents({ context: { history: [entry] } });
  agrees(pair, all);
  expect(vouched(pair, all).outcome).toBe("deny");
});

test("vouched: a role that is claimed twice is one", () => {
  const pair = refunds("forbid many: count(requester.roles) > 1");
  agrees(pair, documents({ changeSet: { requester: { id: "user:ann", kind: "person", roles: ["a", "a"] } } }));
});

test("vouched: what a rule reads must fit all the same", () => {
  const one = (name: string, value: unknown) => documents({ inputs: { [name]: value } });
  const cases: readonly (readonly [string, Documents])[] = [
    ['forbid r: reason != "late"', one("reason", "lost")],
    ['forbid r: "z" in words', one("words", [1])],
    ["forbid r: amount > 100 USD", one("amount", { amount: "1", currency: "usd" })],
    ["forbid r: amount == 100 USD", one("amount", { $unknown: "why", amount: "1", currency: "USD" })],
    ["forbid r: confidence < 0.5", documents({ changeSet: { confidence: 7 } })],
    ["forbid r: count(history of Refund in last 3 days) > 0", documents({ context: { history: {} } })],
    ["forbid r: count(changes) > 3", documents({ changeSet: { changes: [] } })],
    [
      "quota q: 5 per day",
      documents({
        context: {
          usage: [
            { clause: "shop.Refund.q", used: "1" },
            { clause: "shop.Refund.q", used: "1" },
          ],
        },
      }),
    ],
    [
      "forbid r: requester.owner is present",
      documents({ changeSet: { requester: { id: "a", kind: "person", owner: null } } }),
    ],
    // These count in every decision, whatever the rules read.
    ["forbid r: amount > 100 USD", documents({ changeSet: { environment: "sandbox" } })],
    ["forbid r: amount > 100 USD", documents({ changeSet: { environment: "nowhere" } })],
    ["forbid r: amount > 100 USD", documents({ changeSet: { requester: { id: "a", kind: "robot" } } })],
    ["forbid r: amount > 100 USD", documents({ changeSet: { requester: { id: "a", kind: "agent" } } })],
  ];
  for (const [clause, all] of cases) {
    const { outcome, tier } = decide(refunds(clause).reference, all.changeSet, all.context as unknown as Context);
    expect(vouched(refunds(clause), all), `${clause}\n${JSON.stringify(all)}`).toEqual({ outcome, tier });
  }
});

test("vouched: what no rule reads is not looked at, and that alone may make a difference", () => {
  const pair = refunds("forbid r: amount > 100 USD");
  for (const all of [documents({ inputs: { opt: "seven" } }), documents({ changeSet: { correlation_id: 7 } })]) {
    expect(vouched(pair, all).outcome).toBe("allow");
    expect(decide(pair.reference, all.changeSet, all.context as unknown as Context).outcome).toBe("deny");
  }
});

test("vouched: a clock that no rule reads, and halves of characters, are not looked at either", () => {
  const cases: readonly (readonly [string, Documents])[] = [
    ["forbid r: amount > 100 USD", documents({ context: { now: "soon" } })],
    ['forbid r: "z" in words', documents({ inputs: { words: ["\ud800"] } })],
  ];
  for (const [clause, all] of cases) {
    const pair = refunds(clause);
    expect(vouched(pair, all).outcome).toBe("allow");
    expect(decide(pair.reference, all.changeSet, all.context as unknown as Context).outcome).toBe("deny");
  }
  // Where a rule reads the clock, it must be one.
  agrees(refunds("forbid r: now > 2027-01-01T00:00:00Z"), documents({ context: { now: "soon" } }));
});
