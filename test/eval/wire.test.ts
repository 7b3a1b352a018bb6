/** Values as constants of plans, digests and keys write them, and back. */
import { describe, expect, test } from "vitest";
import { decimalOfNumber } from "../../src/eval/decimal.ts";
import { money } from "../../src/eval/money.ts";
import { show } from "../../src/eval/show.ts";
import { both, CAUSES, sortCauses, type Unknown, unknown, unknownAmong, type Value } from "../../src/eval/value.ts";
import { decodeWire, encodeWire, type Records } from "../../src/eval/wire.ts";
import type { Wire } from "../../src/model/expression.ts";
import type { Type } from "../../src/model/type.ts";

const n = (of: number): Value => decimalOfNumber(of)!;
const text: Type = { kind: "text" };
const day: Type = { kind: "date" };
const record: Type = { kind: "record", id: "p.Order" };
const records: Records = {
  "p.Order": {
    id: "p.Order",
    fields: [
      { name: "id", type: text, doc: null },
      { name: "on", type: { kind: "optional", of: day }, doc: null },
    ],
  } as unknown as Records[string],
};
const list = (of: Type): Type => ({ kind: "list", of });
const map = (of: Type): Type => ({ kind: "map", of });
const maybe = (of: Type): Type => ({ kind: "optional", of });

describe.each<[string, Type, Wire, Value]>([
  ["text", text, "a", "a"],
  ["a choice", { kind: "choice", name: null, values: ["a"] }, "a", "a"],
  ["a tier", { kind: "tier" }, "low", "low"],
  ["an outcome", { kind: "outcome" }, "deny", "deny"],
  ["a level", { kind: "level" }, "guided", "guided"],
  ["truth", { kind: "bool" }, true, true],
  ["a whole number", { kind: "int" }, "5", n(5)],
  ["a number", { kind: "decimal" }, "0.5", n(0.5)],
  ["money", { kind: "money" }, { amount: "5.00", currency: "USD" }, money(decimalOfNumber(5)!, "USD")],
  ["a time", { kind: "time" }, "1970-01-01T00:00:01Z", 1000],
  ["a date", day, "1970-01-03", 2],
  ["a duration", { kind: "duration" }, "PT1S", 1000],
  ["a list", list(day), ["1970-01-02", "1970-01-03"], [1, 2]],
  ["an empty list", list(day), [], []],
  [
    "a map",
    map(day),
    { a: "1970-01-02", b: "1970-01-03" },
    new Map([
      ["a", 1],
      ["b", 2],
    ]),
  ],
  [
    "a record",
    record,
    { id: "o", on: "1970-01-02" },
    new Map<string, Value>([
      ["id", "o"],
      ["on", 1],
    ]),
  ],
  ["what may be absent", maybe(day), "1970-01-02", 1],
  ["a list of what may be absent", maybe(list(maybe(day))), ["1970-01-02"], [1]],
])("%s", (_says, type, wire, value) => {
  test("is read", () => {
    expect(decodeWire(type, wire, records)).toEqual(value);
  });

  test("is written", () => {
    const written = encodeWire(type, value, records);
    expect(decodeWire(type, written, records)).toEqual(value);
    if (type.kind !== "money") expect(written).toEqual(wire);
  });

  test("is none of another type", () => {
    const others: readonly Wire[] = [7 as unknown as Wire, "\u0000", true, ["\u0000"], { "\u0000": "\u0000" }];
    const texts = ["text", "choice", "tier", "outcome", "level"];
    const taken = others.filter((other) => decodeWire(type, other, records) !== undefined);
    expect(taken).toEqual(texts.includes(type.kind) ? ["\u0000"] : type.kind === "bool" ? [true] : []);
    expect(decodeWire(type, null, records)).toBeNull();
  });
});

describe("at the edges", () => {
  test.each<[string, Type, unknown]>([
    ["a fraction is no whole number", { kind: "int" }, "0.5"],
    ["money without a currency", { kind: "money" }, { amount: "5" }],
    ["money without an amount", { kind: "money" }, { currency: "USD" }],
    ["money of a number", { kind: "money" }, { amount: 5, currency: "USD" }],
    ["money of no number", { kind: "money" }, { amount: "five", currency: "USD" }],
    ["a field that the record does not have", record, { other: "o" }],
    ["a field of another type", record, { id: true }],
    ["a record that nobody declared", { kind: "record", id: "p.Nothing" }, { id: "o" }],
    ["a list where fields should be", map(day), ["1970-01-02"]],
    ["one item that is none", list(day), ["1970-01-02", "never"]],
    ["nothing has this type", { kind: "never" }, "a"],
  ])("%s", (_says, type, wire) => {
    expect(decodeWire(type, wire as Wire, records)).toBeUndefined();
  });

  test("what is absent is null", () => {
    expect(encodeWire(maybe(day), null, records)).toBeNull();
    expect(encodeWire(list(maybe(day)), [1, null], records)).toEqual(["1970-01-02", null]);
  });

  test("what is not known is written with its causes; what is absent is left out; keys are sorted", () => {
    const open = both(unknown("facts.b", "timed out"), unknown("facts.a", "not supplied"))!;
    expect(encodeWire(text, open, records)).toEqual({ $unknown: "facts.a: not supplied; facts.b: timed out" });
    const order = new Map<string, Value>([
      ["on", null],
      ["id", open],
    ]);
    expect(JSON.stringify(encodeWire(record, order, records))).toBe(
      '{"id":{"$unknown":"facts.a: not supplied; facts.b: timed out"}}',
    );
    expect(
      JSON.stringify(
        encodeWire(
          map(day),
          new Map([
            ["b", 2],
            ["a", 1],
          ]),
          records,
        ),
      ),
    ).toBe('{"a":"1970-01-02","b":"1970-01-03"}');
    expect(encodeWire({ kind: "money" }, money(decimalOfNumber(0)!, null), records)).toEqual({
      amount: "0",
      currency: "",
    });
  });
});

describe("as people read them", () => {
  test.each<[Type, Value, string]>([
    [text, null, "none"],
    [text, unknown("facts.a", "timed out"), "unknown"],
    [text, "x".repeat(200), "x".repeat(200)],
    [text, "x".repeat(201), `${"x".repeat(199)}…`],
    [{ kind: "bool" }, false, "false"],
    [maybe(day), 1, "1970-01-02"],
    [{ kind: "duration" }, 3_600_000, "1 hour"],
    [{ kind: "time" }, 0, "1970-01-01T00:00:00Z"],
    [list(day), [], "[]"],
    [maybe(list(day)), [1, 2, 3], "[1970-01-02, 1970-01-03, 1970-01-04]"],
    [list(day), [1, 2, 3, 4], "[4 items]"],
    [list(list(day)), [[1]], "[1 item]"],
    [list(record), [new Map()], "[1 item]"],
    [record, new Map([["id", "o-1"]]), "{id: o-1, …}"],
    [record, new Map([["id", 1]]), "{…}"],
  ])("%j", (type, value, words) => {
    expect(show(type, value)).toBe(words);
  });
});

test("causes are joined, each once and in order", () => {
  const [a, b] = [unknown("facts.a", "timed out"), unknown("facts.b", "timed out")];
  expect(both(null, null)).toBeNull();
  expect(both(a, null)).toBe(a);
  expect(both(null, b)).toBe(b);
  expect(both(a, unknown("facts.a", "timed out"))).toBe(a);
  const joined = both(b, a)!;
  expect(joined.causes.map(({ path }) => path)).toEqual(["facts.a", "facts.b"]);
  expect(both(joined, both(a, unknown("facts.c", "timed out")))!.causes.map(({ path }) => path)).toEqual([
    "facts.a",
    "facts.b",
    "facts.c",
  ]);
  const late = unknown("facts.a", "late");
  for (const two of [both(late, a), both(a, late)])
    expect(two!.causes.map(({ why }) => why)).toEqual(["late", "timed out"]);
  expect(both(both(a, late), both(late, a))).toEqual(both(late, a));
  const three = [a, late, b, unknown("facts.a", "offline"), unknown("facts.", "zero")];
  const paths = three.reduce<Unknown | null>(both, null)!.causes.map(({ path, why }) => `${path} ${why}`);
  expect(paths).toEqual(["facts. zero", "facts.a late", "facts.a offline", "facts.a timed out", "facts.b timed out"]);
  expect(three.toReversed().reduce<Unknown | null>(both, null)!.causes).toEqual(
    three.reduce<Unknown | null>(both, null)!.causes,
  );
});

test("of many causes the first sixteen are kept, whatever is joined with what", () => {
  const many = Array.from({ length: 20 }, (_, n) => unknown(`facts.f${n + 10}`, "late"));
  const first = many.slice(0, CAUSES).flatMap(({ causes }) => causes);
  expect(CAUSES).toBe(16);
  expect(unknownAmong(many)!.causes).toEqual(first);
  expect(unknownAmong(many.toReversed())!.causes).toEqual(first);
  expect(unknownAmong(["x", many[3]!, null, many[1]!])!.causes).toEqual([...many[1]!.causes, ...many[3]!.causes]);
  expect(unknownAmong(["x", null])).toBeNull();
  expect(sortCauses([])).toEqual([]);
  expect(sortCauses([...first, ...first])).toEqual(first);
});
