/** What generated code takes from trusted sources as it stands: prepared directories, and usage as one sum for each key. */
import { describe, expect, test } from "vitest";
import type { Directory } from "../../../src/decision/documents.ts";
import { LIBRARY as L } from "../../../src/decision/fast/library.ts";
import { prepareDirectory } from "../../../src/decision/reviewers/prepared.ts";

const DIRECTORY: Directory = {
  principals: {
    "user:ann": { kind: "person", roles: ["lead"], groups: ["g"] },
    "user:bob": { kind: "person", active: false },
    "agent:one": { kind: "agent", owner: "user:ann", roles: ["support"] },
    "agent:two": { kind: "agent", owner: "user:ann", active: false },
  },
  groups: { g: { roles: ["money"] } },
};
const people = L.peopleIn(prepareDirectory(DIRECTORY))!;

describe("directories", () => {
  test("only those that were prepared", () => {
    expect(people.account("user:ann")?.kind).toBe("person");
    for (const other of [DIRECTORY, {}, null, undefined, "v1"]) expect(L.peopleIn(other)).toBeUndefined();
  });

  test.each<readonly [string, string, readonly string[], boolean]>([
    ["user:ann", "person", [], true],
    ["user:ann", "person", ["lead"], true],
    ["user:ann", "person", ["lead", "money"], true],
    ["user:ann", "person", ["boss"], false],
    ["user:ann", "person", ["boss", "lead"], false],
    ["user:ann", "person", ["lead", "boss"], false],
    ["user:ann", "agent", [], false],
    ["user:bob", "person", [], false],
    ["user:eve", "person", [], false],
    ["agent:one", "agent", ["support"], true],
    ["agent:one", "person", ["support"], false],
    ["agent:two", "agent", [], false],
  ])("%s as %s with the roles %j", (id, kind, roles, told) => {
    const account = L.askerIn(people, id, kind, roles);
    expect(account?.id).toBe(told ? id : undefined);
  });

  test("the roles of an account are all that it holds", () => {
    const { roles } = people.account("user:ann")!;
    const listed = L.rolesOf(people.account("user:ann")!);
    expect([...listed].sort()).toEqual(["lead", "money"]);
    expect(roles.size).toBe(2);
  });

  test.each<readonly [string, boolean]>([
    ["user:ann", true],
    ["user:eve", true],
    ["user:bob", false],
    ["agent:one", false],
    ["agent:two", false],
  ])("%s may be acted for: %s", (id, may) => {
    expect(L.personIn(people, id)).toBe(may);
  });
});

describe("usage", () => {
  const usd = (amount: unknown, currency: unknown = "USD") => ({ amount, currency });
  const entry = (used: unknown, key?: unknown) => ({ clause: "q", ...(key === undefined ? {} : { key }), used });
  const many = (length: number) => Array.from({ length }, (_, i) => entry(i, [`k${i}`]));
  const hidden = (of: object, name: string): object => Object.defineProperty(of, name, { enumerable: false });

  test.each<readonly [string, unknown]>([
    ["none", []],
    ["a number", [entry(1)]],
    ["a decimal as text", [entry("1.2345")]],
    ["an amount", [entry(usd("40.00"))]],
    ["an amount as a number", [entry(usd(40))]],
    ["of several keys", [entry(1, []), entry(1, ["a"]), entry(1, ["a", "b"]), entry(1, ["b"])]],
    ["of several quotas", [entry(1), { clause: "r", used: 1 }]],
    ["a hundred", many(100)],
  ])("%s", (_, list) => {
    expect(L.usages(list, ["q", "r"])).toBe(true);
  });

  test.each<readonly [string, unknown]>([
    ["no list", {}],
    ["what is as long as a list", { length: 0 }],
    ["a text", "q"],
    ["too many", many(101)],
    ["nothing", [undefined]],
    ["null", [null]],
    ["a number", [7]],
    ["a function", [() => 1]],
    ["an instance of a class", [Object.assign(Object.create({}), entry(1))]],
    ["a list", [Object.assign([], entry(1))]],
    ["a quota that is not there", [{ clause: "s", used: 1 }]],
    ["no quota", [{ used: 1 }]],
    ["a quota that is no text", [{ clause: ["q"], used: 1 }]],
    ["nothing used", [{ clause: "q" }]],
    ["more places than are read", [entry("1.23456")]],
    ["not a number", [entry("many")]],
    ["a flag", [entry(true)]],
    ["null used", [entry(null)]],
    ["a key that is no list", [entry(1, "a")]],
    ["a key of null", [entry(1, null)]],
    ["a key of numbers", [entry(1, [7])]],
    ["a key with half of a character", [entry(1, ["\ud800"])]],
    ["another member", [{ ...entry(1), more: 1 }]],
    ["another member beside a key", [{ ...entry(1, ["a"]), more: 1 }]],
    ["entries beside a sum", [{ ...entry(1), entries: [] }]],
    ["entries in place of a sum", [{ clause: "q", entries: [] }]],
    ["a key that is undefined and shows itself", [{ clause: "q", key: undefined, used: 1 }]],
    ["a key that does not show itself", [hidden(entry(1, ["a"]), "key")]],
    ["a sum that does not show itself", [hidden(entry(1), "used")]],
    ["one member hidden, and one too many", [{ ...hidden({ ...entry(1) }, "used"), more: 1 }]],
    ["one key twice", [entry(1, ["a"]), entry(2, ["a"])]],
    ["no key twice", [entry(1), entry(2, [])]],
    ["a fault behind what is sound", [entry(1), entry("many", ["a"])]],
    ["an amount of no currency", [entry({ amount: "1" })]],
    ["an amount of no known currency", [entry(usd("1", "usd"))]],
    ["an amount that is none", [entry(usd("many"))]],
    ["an amount of more places than are read", [entry(usd("1.23456"))]],
    ["an amount with another member", [entry({ ...usd("1"), more: 1 })]],
    ["an amount whose currency does not show itself", [entry(hidden(usd("1"), "currency"))]],
    [
      "an amount with one member hidden, and one too many",
      [entry(Object.assign(hidden(usd("1"), "currency"), { more: 1 }))],
    ],
    ["an amount that is an instance of a class", [entry(Object.assign(Object.create({}), usd("1")))]],
    ["an amount that is a list", [entry(Object.assign([], usd("1")))]],
  ])("left to the reference: %s", (_, list) => {
    expect(L.usages(list, ["q", "r"])).toBe(false);
  });

  test("of one key of one quota", () => {
    const list = [
      { clause: "r", used: 1 },
      { clause: "q", used: 2 },
      { clause: "q", key: ["a"], used: 3 },
      { clause: "q", key: ["a", "b"], used: 4 },
      { clause: "q", key: ["b", "a"], used: 5 },
    ];
    expect(L.used(list, "q", [])).toBe(2);
    expect(L.used(list, "r", [])).toBe(1);
    expect(L.used(list, "q", ["a"])).toBe(3);
    expect(L.used(list, "q", ["a", "b"])).toBe(4);
    expect(L.used(list, "q", ["b", "a"])).toBe(5);
    for (const [clause, key] of [
      ["q", ["b"]],
      ["r", ["a"]],
      ["s", []],
    ] as const)
      expect(L.used(list, clause, key)).toBeUndefined();
  });

  test("as a number, nothing being none", () => {
    expect(L.usedNumber(undefined, 4)).toBe(0);
    expect(L.usedNumber("1.5", 4)).toBe(15_000);
    expect(L.usedNumber("1.5", 0)).toBe(Number.NaN);
    expect(L.usedNumber(usd("1"), 4)).toBe(Number.NaN);
  });

  test("as an amount of one currency, nothing being none of any", () => {
    expect(L.usedMoney(undefined, 4, "EUR")).toBe(0);
    expect(L.usedMoney(usd("1.5"), 4, "USD")).toBe(15_000);
    expect(L.usedMoney(usd("1.5"), 4, "EUR")).toBe(Number.NaN);
    expect(L.usedMoney(3, 4, "USD")).toBe(Number.NaN);
  });
});
