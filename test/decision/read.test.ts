/** The reader of values by itself: what no policy asks for, what is past a bound, and where paths lead. */
import { describe, expect, it } from "vitest";
import { InexactNumber, type Json } from "../../src/decision/json/json.ts";
import { askerBehind } from "../../src/decision/read/asker.ts";
import { MAX_ITEMS, MAX_NUMBER_TEXT } from "../../src/decision/read/bounds.ts";
import { closest, closestName } from "../../src/decision/read/close.ts";
import { compareTexts, listOf, recordOf, sortedTexts, textOf, textsOf } from "../../src/decision/read/members.ts";
import { MAX_MISFITS, type Misfits, misfits } from "../../src/decision/read/misfits.ts";
import { at, place, stablePlace } from "../../src/decision/read/path.ts";
import { type Reading, read } from "../../src/decision/read/read.ts";
import { decimalOf } from "../../src/decision/read/scalars.ts";
import type { Shape } from "../../src/decision/read/shape.ts";
import { readDirectory } from "../../src/decision/reviewers/directory.ts";
import { zoneNamed } from "../../src/eval/calendar.ts";
import { decimalText, parseDecimal } from "../../src/eval/decimal.ts";
import { money } from "../../src/eval/money.ts";
import { Unknown, unknown, type Value } from "../../src/eval/value.ts";
import { bool, decimal, field, int, list, money as moneyType, optional, text } from "./plan.ts";

const LINE = { id: "a.Line", doc: null, fields: [field("sku", text), field("count", optional(int))] };
const path = at(null, "inputs");

function reading(more: Partial<Reading> = {}): Reading & { readonly misfits: Misfits } {
  return {
    misfits: misfits(),
    records: { "a.Line": LINE } as never,
    tiers: ["low", "high"],
    zone: zoneNamed("Europe/Berlin")!,
    open: false,
    unknowns: true,
    ...more,
  };
}

const record = (members: Readonly<Record<string, Json>>): Json => new Map(Object.entries(members));
const told = ({ list }: Misfits): readonly string[] =>
  list().map(({ path, found, expected, help }) => `${path}: ${found}; ${expected}${help === null ? "" : ` (${help})`}`);

function found(shape: Shape, json: Json, more: Partial<Reading> = {}): readonly [Value, readonly string[]] {
  const how = reading(more);
  return [read(shape, json, path, how), told(how.misfits)];
}
const faults = (shape: Shape, json: Json, more: Partial<Reading> = {}): readonly string[] => {
  const [value, said] = found(shape, json, more);
  if (said.length > 0) expect(value).toEqual(unknown("inputs", "does not fit the contract"));
  return said;
};

describe("kinds that no policy names", () => {
  it.each<[string, Shape, Json, readonly string[]]>([
    ["a tier", { kind: "tier" }, "low", []],
    ["no tier", { kind: "tier" }, "hgih", ['inputs: "hgih"; one of "low", "high" (the nearest is "high")']],
    ["a number for a tier", { kind: "tier" }, 5, ["inputs: 5; text"]],
    ["an outcome", { kind: "outcome" }, "deny", []],
    ["a number for an outcome", { kind: "outcome" }, 5, ['inputs: 5; text (send it in quotes: "5")']],
    ["a level", { kind: "level" }, "guided", []],
    ["a truth for a level", { kind: "level" }, true, ["inputs: true; text"]],
    ["what never is", { kind: "never" }, "x", ['inputs: "x"; nothing']],
    ["a choice of one", { kind: "choice", name: null, values: ["1"] }, "2", ['inputs: "2"; "1" (the nearest is "1")']],
    ["a number for a choice", { kind: "choice", name: null, values: ["a", "b"] }, 5, ['inputs: 5; one of "a", "b"']],
    ["a record that nobody declared", { kind: "record", id: "a.Nothing" }, record({}), ["inputs: a record; a record"]],
    [
      "a record by a name of JavaScript",
      { kind: "record", id: "toString" },
      record({}),
      ["inputs: a record; a record"],
    ],
    ["a list for a record", { kind: "record", id: "a.Line" }, [], ["inputs: an empty list; a record"]],
    ["a list for members", { kind: "object", members: [] }, [], ["inputs: an empty list; a record"]],
    ["a text for a map", { kind: "map", of: int }, "x", ['inputs: "x"; a record']],
    ["a list for a dictionary", { kind: "dictionary", of: text }, [], ["inputs: an empty list; a record"]],
    ["a record for many", { kind: "many", of: text }, record({}), ["inputs: a record; a list"]],
    ["a number for an amount", { kind: "amount" }, 5, []],
    [
      "a text for an amount",
      { kind: "amount" },
      "x",
      ['inputs: "x"; a number as text, or money as {"amount": "120.00", "currency": "USD"}'],
    ],
    [
      "a time without its offset",
      { kind: "instant" },
      "2026-11-22T10:15:00",
      ['inputs: "2026-11-22T10:15:00"; a time with its offset, as 2026-11-22T10:15:00Z (say the offset: Z, or +01:00)'],
    ],
    ["a time by the clock of the zone", { kind: "time" }, "2026-11-22T10:15:00", []],
    [
      "seconds",
      { kind: "time" },
      1_700_000_000,
      ["inputs: 1700000000; a time, as 2026-11-22T10:15:00Z (seconds or milliseconds since 1970 are not taken)"],
    ],
    ["a truth for a time", { kind: "time" }, true, ["inputs: true; a time, as 2026-11-22T10:15:00Z"]],
    [
      "a day that is none",
      { kind: "date" },
      "2026-02-30",
      ['inputs: "2026-02-30"; a date, as 2026-11-22 (there is no such day)'],
    ],
    ["a day in another form", { kind: "date" }, "22.11.2026", ['inputs: "22.11.2026"; a date, as 2026-11-22']],
    ["a day within a text", { kind: "date" }, "x2026-02-30", ['inputs: "x2026-02-30"; a date, as 2026-11-22']],
    ["a number for a day", { kind: "date" }, 5, ["inputs: 5; a date, as 2026-11-22"]],
    ["a truth in quotes", bool, "false", ['inputs: "false"; true or false (send false without quotes)']],
    ["another text for a truth", bool, "no", ['inputs: "no"; true or false']],
    ["a fraction for a whole number", int, 1.5, ["inputs: 1.5; a whole number"]],
    [
      "separators in a number",
      decimal,
      "1,5",
      ['inputs: "1,5"; a decimal number (digits with at most one point, no separators, no leading zeros)'],
    ],
    ["separators alone", decimal, ",.", ['inputs: ",."; a decimal number']],
    ["too many digits", decimal, "1".repeat(35), [`inputs: "${"1".repeat(35)}"; a decimal number (at most 34 digits)`]],
    [
      "a number that JSON does not carry",
      decimal,
      new InexactNumber("0.12345678901234567"),
      [
        "inputs: the number 0.12345678901234567; a decimal number (send it as text: a JSON number carries 15 significant digits)",
      ],
    ],
    [
      "a number for money",
      moneyType,
      5,
      ['inputs: 5; money, as {"amount": "120.00", "currency": "USD"} (money carries its currency)'],
    ],
    ["a truth for money", moneyType, true, ['inputs: true; money, as {"amount": "120.00", "currency": "USD"}']],
  ])("%s", (_name, shape, json, wanted) => expect(faults(shape, json)).toEqual(wanted));

  it("what is left as it is says nothing", () => {
    expect(found({ kind: "anything" }, record({ $unknown: 5 }))).toEqual([null, []]);
  });
});

describe("money", () => {
  const parts = (members: Readonly<Record<string, Json>>, more: Partial<Reading> = {}) =>
    found(moneyType, record(members), more);
  const open = record({ $unknown: "late" });

  it("is an amount and a currency, as text or as a number", () => {
    expect(parts({ amount: "1.50", currency: "USD" })).toEqual([money(parseDecimal("1.5")!, "USD"), []]);
    expect(parts({ amount: 1.5, currency: "USD" })).toEqual([money(parseDecimal("1.5")!, "USD"), []]);
  });

  it("is unknown where one of the two is", () => {
    expect(parts({ amount: open, currency: "USD" })).toEqual([unknown("inputs.amount", "late"), []]);
    expect(parts({ amount: "1", currency: open })).toEqual([unknown("inputs.currency", "late"), []]);
    const both = new Unknown([
      { path: "inputs.amount", why: "late" },
      { path: "inputs.currency", why: "late" },
    ]);
    expect(parts({ amount: open, currency: open })).toEqual([both, []]);
  });

  it("is none where one of the two does not fit, whatever the other is", () => {
    const misfit = unknown("inputs", "does not fit the contract");
    const currency = "a currency of three capital letters";
    expect(parts({})).toEqual([
      misfit,
      ['inputs.amount: nothing; a decimal number, as "120.00"', `inputs.currency: nothing; ${currency}`],
    ]);
    expect(parts({ amount: open, currency: "usd" })).toEqual([
      misfit,
      [`inputs.currency: "usd"; ${currency} (the nearest is "USD")`],
    ]);
    expect(parts({ amount: "1", currency: "EURO" })).toEqual([misfit, [`inputs.currency: "EURO"; ${currency}`]]);
    expect(parts({ amount: "1", currency: 5 })).toEqual([misfit, [`inputs.currency: 5; ${currency}`]]);
    expect(parts({ amount: "1,5", currency: open })).toEqual([
      misfit,
      [
        'inputs.amount: "1,5"; a decimal number, as "120.00" (digits with at most one point, no separators, no leading zeros)',
      ],
    ]);
    expect(parts({ amount: "1", currency: "USD", cents: 5 })).toEqual([
      misfit,
      ["inputs.cents: a field that money does not have; only `amount` and `currency`"],
    ]);
    expect(parts({ amount: "1", currency: "USD", cents: 5 }, { open: true })).toEqual([
      money(parseDecimal("1")!, "USD"),
      [],
    ]);
  });
});

describe("marks of what is not known", () => {
  const marked = (members: Readonly<Record<string, Json>>, more: Partial<Reading> = {}) =>
    found(text, record(members), more);

  it("carry a reason, of so many characters", () => {
    expect(marked({ $unknown: "late" })).toEqual([unknown("inputs", "late"), []]);
    expect(marked({ $unknown: "  " })).toEqual([unknown("inputs", "not known"), []]);
    expect(marked({ $unknown: "x".repeat(200) })).toEqual([unknown("inputs", "x".repeat(200)), []]);
    expect(marked({ $unknown: "x".repeat(201) })).toEqual([unknown("inputs", `${"x".repeat(200)}…`), []]);
  });

  it("stand alone, and are texts", () => {
    const wanted = 'inputs: a record; a value, or {"$unknown": "why"} and nothing else';
    for (const members of [{ $unknown: 5 }, { $unknown: "late", more: 1 }, { $unknown: null }])
      expect(marked(members)).toEqual([unknown("inputs", "does not fit the contract"), [wanted]]);
  });

  it("mean nothing in an envelope", () => {
    expect(marked({ $unknown: "late" }, { unknowns: false })[1]).toEqual(["inputs: a record; text"]);
  });
});

describe("fields", () => {
  const line: Shape = { kind: "record", id: "a.Line" };

  it("that are left out are missing in a change set, unknown in a fact, and none where they may be absent", () => {
    expect(found(line, record({}))).toEqual([
      new Map<string, Value>([
        ["sku", unknown("inputs.sku", "not supplied")],
        ["count", null],
      ]),
      ["inputs.sku: nothing; text"],
    ]);
    expect(found(line, record({}), { open: true })).toEqual([
      new Map<string, Value>([
        ["sku", unknown("inputs.sku", "not supplied")],
        ["count", null],
      ]),
      [],
    ]);
  });

  it("that nobody declared are faults in a change set, and passed over in a fact", () => {
    const members = record({ sku: "a", cuont: 5 });
    expect(found(line, members)[1]).toEqual([
      "inputs.cuont: a field that is not declared; one of `sku`, `count` (the nearest is `count`)",
    ]);
    expect(found(line, members, { open: true })[1]).toEqual([]);
    expect(found(line, record({ sku: "a", sku_: 5, count: 1 }))[1]).toEqual([
      "inputs.sku_: a field that is not declared; one of `sku`, `count`",
    ]);
  });

  it("under a slightly wrong name are found there", () => {
    expect(found(line, record({ skv: "a" }))[1]).toEqual([
      "inputs.sku: nothing; text (is it what stands there as `skv`?)",
      "inputs.skv: a field that is not declared; one of `sku`, `count` (the nearest is `sku`)",
    ]);
  });

  it.each([
    [0, "no fields"],
    [1, "one of `f1`"],
    [12, `one of ${Array.from({ length: 12 }, (_, n) => `\`f${n + 1}\``).join(", ")}`],
    [13, "a declared field"],
  ])("%d of them are named so", (count, words) => {
    const members = Array.from({ length: count }, (_, n) => ({ name: `f${n + 1}`, shape: text, needed: false }));
    const [, said] = found({ kind: "object", members }, record({ something: 1 }));
    expect(said).toEqual([`inputs.something: a field that is not declared; ${words}`]);
  });
});

describe("bounds", () => {
  it("of lists", () => {
    const items = Array.from({ length: MAX_ITEMS }, () => "x");
    for (const kind of ["list", "many"] as const) {
      expect(found({ kind, of: text }, items)[1]).toEqual([]);
      expect(faults({ kind, of: text }, [...items, "x"])).toEqual([
        `inputs: a list of ${MAX_ITEMS + 1}; a list of at most ${MAX_ITEMS}`,
      ]);
    }
  });

  it("of numbers that are texts", () => {
    const long = `1.${"0".repeat(MAX_NUMBER_TEXT - 2)}`;
    expect(decimalText(decimalOf(long)!)).toBe("1");
    expect(decimalOf(`${long}0`)).toBeNull();
    expect([decimalOf(true), decimalOf(null), decimalOf([])]).toEqual([null, null, null]);
  });

  it("of misfits: fifty are told, the others are counted", () => {
    const how = reading();
    const items = Array.from({ length: MAX_MISFITS + 3 }, (_, n) => n);
    const values = read(list(text), items, path, how) as readonly Value[];
    expect(values).toHaveLength(items.length);
    expect(values.every((value) => value instanceof Unknown)).toBe(true);
    expect([how.misfits.count(), how.misfits.full()]).toEqual([MAX_MISFITS + 3, true]);
    const said = told(how.misfits);
    expect(said).toHaveLength(MAX_MISFITS + 1);
    expect(said[0]).toBe('inputs[0]: 0; text (send it in quotes: "0")');
    expect(said[49]).toBe('inputs[49]: 49; text (send it in quotes: "49")');
    expect(said[50]).toBe(": 3 more misfits; none (mend these first)");
  });

  it("of misfits: exactly fifty are all told", () => {
    const how = reading();
    read(
      list(text),
      Array.from({ length: MAX_MISFITS }, (_, n) => n),
      path,
      how,
    );
    expect([how.misfits.full(), told(how.misfits).length]).toEqual([true, MAX_MISFITS]);
    read({ kind: "record", id: "a.Line" }, record({ skv: "a" }), path, how);
    expect(how.misfits.count()).toBe(MAX_MISFITS + 2);
    expect(told(how.misfits).at(-1)).toBe(": 2 more misfits; none (mend these first)");
    expect(closest("hgih", ["high"], how.misfits)).toBeNull();
  });

  it("of names among which the nearest is sought", () => {
    const names = Array.from({ length: 999 }, (_, n) => `name${n}x`);
    expect(closest("hgih", [...names, "high"], misfits())).toBe('the nearest is "high"');
    expect(closest("hgih", ["high"], misfits(), "`")).toBe("the nearest is `high`");
    expect(closest("hgih", [...names, "one more", "high"], misfits())).toBeNull();
    expect(closest("hgih", ["something else"], misfits())).toBeNull();
    expect(closestName("hgih", [...names, "high"])).toBe("high");
    expect(closestName("hgih", [...names, "one more", "high"])).toBeNull();
    expect(closestName("hgih", ["something else"])).toBeNull();
  });
});

it("paths name the place in the document, or what stands there", () => {
  const change = at(at(null, "changes"), 3, "Order o-1 total");
  const deep = at(at(at(change, "new"), "odd name"), 0);
  expect(place(deep)).toBe('changes[3].new["odd name"][0]');
  expect(stablePlace(deep)).toBe('changes[Order o-1 total].new["odd name"][0]');
  expect([place(null), stablePlace(null)]).toEqual(["", ""]);
});

it("members are what they are, or are not there", () => {
  const map = new Map<string, Json>([["a", 1]]);
  expect([recordOf(map), recordOf([]), recordOf(undefined), recordOf(null)]).toEqual([map, null, null, null]);
  expect([listOf(["a"]), listOf(map), listOf("a"), listOf(undefined)]).toEqual([["a"], null, null, null]);
  expect([textOf("a"), textOf(1), textOf(undefined), textOf(["a"])]).toEqual(["a", null, null, null]);
  expect([textsOf(["a", 1, null, "b"]), textsOf("a"), textsOf(undefined)]).toEqual([["a", "b"], [], []]);
  expect(sortedTexts(["b", "a", "b", "B", "\u{1F600}", "\uFB33"])).toEqual(["B", "a", "b", "\u{1F600}", "\uFB33"]);
  expect([compareTexts("a", "b"), compareTexts("b", "a"), compareTexts("a", "a")]).toEqual([-1, 1, 0]);
});

it("who is behind a requester is whom the directory says, or a person of whom little is known", () => {
  const people = readDirectory({
    principals: { bot: { kind: "agent", owner: "olga", roles: ["b", "a"] }, ana: {} },
  });
  const nobody = { on_behalf_of: null, unreadable: [] };
  expect(askerBehind("bot", people)).toEqual({ id: "bot", kind: "agent", roles: ["a", "b"], owner: "olga", ...nobody });
  expect(askerBehind("ana", people)).toEqual({ id: "ana", kind: "person", roles: [], owner: null, ...nobody });
  for (const directory of [people, null])
    expect(askerBehind("eve", directory)).toEqual({ id: "eve", kind: "person", roles: null, owner: null, ...nobody });
});
