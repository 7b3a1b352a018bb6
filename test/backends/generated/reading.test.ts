/** How generated code reads single values: exactly, or not at all, and then the reference reads the documents. */
import { describe, expect, test } from "vitest";
import { LIBRARY as L } from "../../../src/decision/fast/library.ts";
import { zoneNamed } from "../../../src/eval/calendar.ts";

/** For the reference. */
const NO = Number.NaN;
const DAY = 86_400_000;

describe("numbers, in units of some places", () => {
  test.each<readonly [unknown, number, number]>([
    // Texts.
    ["0", 0, 0],
    ["7", 0, 7],
    ["-7", 0, -7],
    ["10", 0, 10],
    ["1234567890", 0, 1_234_567_890],
    ["0", 4, 0],
    ["-0", 4, 0],
    ["-0.0", 4, 0],
    ["0.5", 4, 5_000],
    ["-0.5", 4, -5_000],
    ["0.0001", 4, 1],
    ["12.3456", 4, 123_456],
    ["12.34560", 4, 123_456],
    ["12.34561", 4, NO],
    ["1.0", 0, 1],
    ["1.00", 0, 1],
    ["1.5", 0, NO],
    ["999999999999999", 0, 999_999_999_999_999],
    ["-999999999999999", 0, -999_999_999_999_999],
    ["1000000000000000", 0, NO],
    ["999999999999999", 4, NO],
    ["900719925474.0991", 4, 9_007_199_254_740_991],
    ["-900719925474.0991", 4, -9_007_199_254_740_991],
    ["900719925474.0992", 4, NO],
    ["-900719925474.0992", 4, NO],
    ["0.000000000000000000", 4, 0],
    ["0.0000000000000000000", 4, NO],
    ["1.000000000000000001", 4, NO],
    ["", 4, NO],
    ["-", 4, NO],
    ["--1", 4, NO],
    ["+1", 4, NO],
    ["00", 4, NO],
    ["01", 4, NO],
    ["-01", 4, NO],
    ["-00.5", 4, NO],
    [".", 4, NO],
    [".5", 4, NO],
    ["-.5", 4, NO],
    ["1.", 4, NO],
    ["-1.", 4, NO],
    ["1..5", 4, NO],
    ["1.5.5", 4, NO],
    ["1,5", 4, NO],
    ["1-5", 4, NO],
    ["1/5", 4, NO],
    ["1:5", 4, NO],
    ["1.5/", 4, NO],
    ["1.5:", 4, NO],
    ["1./5", 4, NO],
    ["/", 4, NO],
    [":", 4, NO],
    ["a", 4, NO],
    ["1a", 4, NO],
    ["1.5a", 4, NO],
    ["1e3", 4, NO],
    [" 1", 4, NO],
    ["1 ", 4, NO],
    ["٣", 4, NO],
    // Numbers.
    [0, 4, 0],
    [-0, 4, 0],
    [7, 0, 7],
    [-7, 2, -700],
    [5.5, 4, 55_000],
    [-5.5, 4, -55_000],
    [5.5, 0, NO],
    [12_345.1234, 4, 123_451_234],
    [1_234_567_890.1234, 4, 12_345_678_901_234],
    [12_345_678_901.2345, 4, NO],
    [0.1 + 0.2, 4, NO],
    [1e-7, 4, NO],
    [0.00005, 4, NO],
    [999_999_999_999_999, 0, 999_999_999_999_999],
    [-999_999_999_999_999, 0, -999_999_999_999_999],
    [1_000_000_000_000_000, 0, NO],
    [-1_000_000_000_000_000, 0, NO],
    [900_719_925_474, 4, 9_007_199_254_740_000],
    [-900_719_925_474, 4, -9_007_199_254_740_000],
    [900_719_925_475, 4, NO],
    [-900_719_925_475, 4, NO],
    [Number.MAX_SAFE_INTEGER, 0, NO],
    [1e21, 0, NO],
    [Number.NaN, 4, NO],
    [Number.POSITIVE_INFINITY, 4, NO],
    // What is none.
    [undefined, 4, NO],
    [null, 4, NO],
    [true, 4, NO],
    [7n, 4, NO],
    [["7"], 4, NO],
    [new String("7"), 4, NO],
    [{ valueOf: () => 7 }, 4, NO],
  ])("%s with %i places", (value, scale, units) => {
    expect(L.number(value, scale)).toBe(units);
  });
});

describe("currencies", () => {
  test.each(["USD", "AAA", "ZZZ", "AZA"])("%s", (code) => expect(L.currency(code)).toBe(true));
  test.each(["", "US", "USDX", "usd", "@AA", "A@A", "AA@", "[AA", "A[A", "AA[", "ÄAA", 840, null, undefined, ["USD"]])(
    "none: %s",
    (code) => expect(L.currency(code)).toBe(false),
  );
});

const days = (year: number, month: number, day: number): number => Date.UTC(year, month - 1, day) / DAY;

/** A text with another character at each of its places. */
const spoilt = (text: string, signs: string): readonly string[] =>
  [...signs].flatMap((sign) =>
    [...text].flatMap((old, at) => (old === sign ? [] : [text.slice(0, at) + sign + text.slice(at + 1)])),
  );

describe("dates", () => {
  test.each<readonly [string, number]>([
    ["1970-01-01", 0],
    ["2026-11-22", days(2026, 11, 22)],
    ["2024-02-29", days(2024, 2, 29)],
    ["2000-02-29", days(2000, 2, 29)],
    ["0002-01-01", -718_797],
    ["9998-12-31", days(9998, 12, 31)],
    ...[31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].map((last, i): readonly [string, number] => [
      `2026-${String(i + 1).padStart(2, "0")}-${last}`,
      days(2026, i + 1, last),
    ]),
  ])("%s", (text, day) => {
    expect(L.date(text)).toBe(day);
  });

  test.each([
    ...[31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].map(
      (last, i) => `2026-${String(i + 1).padStart(2, "0")}-${last + 1}`,
    ),
    "1900-02-29",
    "2024-02-30",
    "2024-04-31",
    "2026-00-10",
    "2026-13-10",
    "2026-11-00",
    "0000-06-01",
    "0001-06-01",
    "9999-06-01",
    "2026-11-2",
    "2026-11-222",
    "20261122",
    "",
  ])("left to the reference: %s", (text) => {
    expect(L.date(text)).toBe(NO);
  });

  test("left to the reference: with another sign in any place, or no text", () => {
    for (const text of spoilt("2026-11-22", "/:a ")) expect(L.date(text), text).toBe(NO);
    for (const value of [20_261_122, null, undefined, [..."2026-11-22"], { length: 10 }])
      expect(L.date(value)).toBe(NO);
  });
});

describe("instants", () => {
  test.each<readonly [string, string]>([
    ["2026-11-22T10:15:30Z", "2026-11-22T10:15:30.000Z"],
    ["2026-11-22T00:00:00Z", "2026-11-22T00:00:00.000Z"],
    ["2026-11-22T23:59:59Z", "2026-11-22T23:59:59.000Z"],
    ["2026-11-22T10:15:30.123Z", "2026-11-22T10:15:30.123Z"],
    ["2026-11-22T10:15:30.009Z", "2026-11-22T10:15:30.009Z"],
    ["2026-11-22T10:15:30+00:00", "2026-11-22T10:15:30.000Z"],
    ["2026-11-22T10:15:30+05:30", "2026-11-22T04:45:30.000Z"],
    ["2026-11-22T10:15:30-05:30", "2026-11-22T15:45:30.000Z"],
    ["2026-11-22T10:15:30.500-01:00", "2026-11-22T11:15:30.500Z"],
    ["2026-11-22T10:15:30+23:59", "2026-11-21T10:16:30.000Z"],
  ])("%s", (text, utc) => {
    expect(L.instant(text)).toBe(Date.parse(utc));
  });

  test.each([
    "2026-11-22T24:00:00Z",
    "2026-11-22T10:60:00Z",
    "2026-11-22T10:15:60Z",
    "2026-11-31T10:15:30Z",
    "2026-11-22T10:15:30",
    "2026-11-22T10:15:30z",
    "2026-11-22T10:15:30ZZ",
    "2026-11-22T10:15:30.Z",
    "2026-11-22T10:15:30.1Z",
    "2026-11-22T10:15:30.12Z",
    "2026-11-22T10:15:30.1234Z",
    "2026-11-22T10:15:30.123",
    "2026-11-22T10:15:30+24:00",
    "2026-11-22T10:15:30+05:60",
    "2026-11-22T10:15:30+0530",
    "2026-11-22T10:15:30+05",
    "2026-11-22T10:15:30+05:3",
    "2026-11-22T10:15:30+05:300",
    "2026-11-22T10:15:30.123+05:3",
    "2026-11-22T10:15Z",
    "2026-11-22",
    "",
  ])("left to the reference: %s", (text) => {
    expect(L.instant(text)).toBe(NO);
  });

  test("left to the reference: with another sign in any place, or no text", () => {
    for (const whole of ["2026-11-22T10:15:30Z", "2026-11-22T10:15:30.123Z", "2026-11-22T10:15:30.123+05:30"])
      for (const text of spoilt(whole, "/:a ")) expect(L.instant(text), text).toBe(NO);
    for (const value of [1, null, undefined, [..."2026-11-22T10:15:30Z"]]) expect(L.instant(value)).toBe(NO);
  });
});

test.each<readonly [unknown, number]>([
  ["PT1H", 3_600_000],
  ["P1D", DAY],
  ["-PT1H", -3_600_000],
  ["P1M", NO],
  ["", NO],
  // Longer than what the weight of documents allows for.
  [`P${"0".repeat(16)}W${"0".repeat(16)}DT${"0".repeat(16)}H${"0".repeat(5)}1S`, 1_000],
  [`P${"0".repeat(16)}W${"0".repeat(16)}DT${"0".repeat(16)}H${"0".repeat(6)}1S`, NO],
  [3_600_000, NO],
  [["PT1H"], NO],
  [null, NO],
])("the duration %j", (value, ms) => {
  expect(L.duration(value)).toBe(ms);
});

describe("texts", () => {
  test.each(["", "a", "e\u0301", "\u{1f600}", "y".repeat(2_000)])("%s", (value) => {
    expect(L.text(value)).toBe(true);
  });

  test.each(["\ud800", "a\udc00", "\udc00\ud800", "y".repeat(2_001), 7, null, undefined, ["a"], new String("a")])(
    "none: %s",
    (value) => {
      expect(L.text(value)).toBe(false);
    },
  );

  const many = (length: number): readonly string[] => Array.from({ length }, (_, i) => `w${i}`);
  test.each<readonly [unknown, boolean, boolean]>([
    [[], true, true],
    [["a"], true, true],
    [["a", "b", "a"], false, true],
    [["a", "b", "a"], true, false],
    [["a", "b", "b"], true, false],
    [["a", 7], false, false],
    [["a", "\ud800"], false, false],
    [["a", undefined], false, false],
    [many(100), true, true],
    [many(101), false, false],
    ["ab", false, false],
    [{ length: 0 }, false, false],
    [null, false, false],
  ])("a list of them: %j, each once: %s", (list, once, is) => {
    expect(L.texts(list, once)).toBe(is);
  });

  test("whether a list holds one", () => {
    expect(L.has(["a", "b"], "b")).toBe(true);
    expect(L.has(["a", "b"], "c")).toBe(false);
    expect(L.has([], undefined)).toBe(false);
    expect(L.has([7], "7")).toBe(false);
  });
});

describe("records", () => {
  test("as JSON gives them", () => {
    expect(L.plain({})).toBe(true);
    expect(L.plain({ a: 1 })).toBe(true);
    for (const other of [[], Object.create(null), Object.create({}), new Date(0), new Map()])
      expect(L.plain(other as object)).toBe(false);
  });

  test("an entry is what shows itself under its name", () => {
    expect(L.entry({ a: 1 }, "a")).toBe(1);
    expect(L.entry({ a: 1 }, "b")).toBeUndefined();
    expect(L.entry({}, "toString")).toBeUndefined();
    expect(L.entry({}, "__proto__")).toBeUndefined();
    expect(L.entry(Object.defineProperty({}, "a", { value: 1 }), "a")).toBeUndefined();
    expect(L.entry(Object.create({ a: 1 }) as Record<string, unknown>, "a")).toBeUndefined();
  });

  test("one record has two names", () => {
    expect(L.oneRecord("Order", "Order")).toBe(true);
    expect(L.oneRecord("shop.Order", "Order")).toBe(true);
    expect(L.oneRecord("Order", "shop.Order")).toBe(true);
    expect(L.oneRecord("Order", "Border")).toBe(false);
    expect(L.oneRecord("shopOrder", "Order")).toBe(false);
    expect(L.oneRecord("Order", "shopOrder")).toBe(false);
  });
});

describe("what nobody declared must be sound all the same", () => {
  const nested = (levels: number): unknown => {
    let at: unknown = 1;
    for (let i = 0; i < levels; i++) at = i % 2 === 0 ? [at] : { at };
    return at;
  };
  const loose = (record: object, ...declared: readonly string[]): boolean => {
    L.begin();
    return L.loose(record, declared);
  };

  test.each<readonly [unknown, boolean]>([
    ["a", true],
    [7, true],
    [-0.5, true],
    [true, true],
    [null, true],
    [undefined, true],
    [[], true],
    [{}, true],
    [["a", [7, { b: null }]], true],
    [{ a: ["b"], c: { d: undefined } }, true],
    [nested(19), true],
    [nested(20), false],
    ["\ud800", false],
    ["y".repeat(2_001), false],
    [Number.NaN, false],
    [Number.POSITIVE_INFINITY, false],
    [7n, false],
    [Symbol.iterator, false],
    [() => 1, false],
    [[undefined], false],
    // A hole.
    [Array.from({ length: 3 }).fill("a", 0, 2), false],
    [["a", "\ud800"], false],
    [{ a: "\ud800" }, false],
    [{ "a\ud800": 1 }, false],
    [{ a: { b: [7n] } }, false],
    [new Date(0), false],
    [Object.create(null), false],
    [[Object.create({})], false],
  ])("%o", (value, sound) => {
    expect(loose({ more: value })).toBe(sound);
    // Where it is declared somebody else looks at it.
    expect(loose({ more: value }, "more")).toBe(true);
    expect(loose({ first: 1, more: value }, "first")).toBe(sound);
  });

  test("names too, and none that marks what is unknown", () => {
    expect(loose({ "a\ud800": 1 })).toBe(false);
    expect(loose({ ["n".repeat(2_001)]: 1 })).toBe(false);
    expect(loose({ $unknown: "why" })).toBe(false);
    expect(loose({ $unknown: "why" }, "$unknown")).toBe(false);
    expect(loose({ more: { $unknown: "why" } })).toBe(true);
  });

  test("up to a thousand values", () => {
    const of = (length: number) => ({ more: Array.from({ length }, () => 1) });
    expect(loose(of(999))).toBe(true);
    expect(loose(of(1_000))).toBe(false);
    expect(loose(of(600))).toBe(true);
    // Of one decision together.
    L.begin();
    expect([L.loose(of(600), []), L.loose(of(600), [])]).toEqual([true, false]);
  });
});

describe("what documents weigh", () => {
  test("is counted from the beginning of a decision, up to eight million", () => {
    const mark = L.begin();
    expect(L.light(mark)).toBe(true);
    L.heavier(7_999_999);
    expect(L.light(mark)).toBe(true);
    L.heavier(1);
    expect(L.light(mark)).toBe(false);
    expect(L.light(L.begin())).toBe(true);
  });

  test("texts by their length, what nobody declared by its values too", () => {
    const weighs = (add: () => unknown, least: number): void => {
      const mark = L.begin();
      L.heavier(8_000_000 - least - 1);
      add();
      expect(L.light(mark)).toBe(true);
      L.heavier(1);
      expect(L.light(mark)).toBe(false);
    };
    weighs(() => L.text("y".repeat(50)), 50);
    weighs(() => L.texts(["ab", "c"], true), 3);
    weighs(() => L.loose({ more: 1 }, []), 104);
    weighs(() => L.loose({ more: "ab" }, []), 106);
    weighs(() => L.loose({ more: [1, { a: true }] }, []), 405);
    weighs(() => L.usages([{ clause: "q", used: 1 }], ["q"]), 201);
    weighs(() => L.usages([{ clause: "q", key: ["abc"], used: 1 }], ["q"]), 204);
  });

  test("a decision made in between ends the count", () => {
    const mark = L.begin();
    const other = L.begin();
    expect(other).not.toBe(mark);
    expect([L.light(mark), L.light(other)]).toEqual([false, true]);
  });

  test("where all records inherit a member, nothing is begun", () => {
    const all = Object.prototype as { inherited?: unknown };
    expect(L.begin()).toBeGreaterThan(0);
    all.inherited = 1;
    try {
      expect(L.begin()).toBe(0);
    } finally {
      delete all.inherited;
    }
  });
});

describe("values in words", () => {
  test.each<readonly [number, number, string]>([
    [0, 0, "0"],
    [-0, 0, "0"],
    [7, 0, "7"],
    [-7, 0, "-7"],
    [0, 4, "0"],
    [5_000, 4, "0.5"],
    [-5_000, 4, "-0.5"],
    [1, 4, "0.0001"],
    [10_000, 4, "1"],
    [-10_000, 4, "-1"],
    [123_456, 4, "12.3456"],
    [120_300, 4, "12.03"],
    [100_000, 4, "10"],
    [9_007_199_254_740_991, 4, "900719925474.0991"],
    [9_007_199_254_740_991, 12, "9007.199254740991"],
  ])("%d in units of %i places", (units, scale, text) => {
    expect(L.numberText(units, scale)).toBe(text);
  });

  test.each<readonly [number, number, string, string]>([
    [200_000, 4, "USD", "20.00 USD"],
    [205_000, 4, "USD", "20.50 USD"],
    [205_100, 4, "USD", "20.51 USD"],
    [205_110, 4, "USD", "20.511 USD"],
    [-5_000, 4, "USD", "-0.50 USD"],
    [200_000, 4, "JPY", "20 JPY"],
    [205_000, 4, "JPY", "20.5 JPY"],
    [200_000, 4, "KWD", "20.000 KWD"],
    [205_000, 4, "KWD", "20.500 KWD"],
  ])("%d of %i places in %s", (units, scale, code, text) => {
    expect(L.moneyText(units, scale, code)).toBe(text);
  });

  test.each<readonly [number, number, number | string]>([
    [30_000, 4, 3],
    [-30_000, 4, -3],
    [0, 4, 0],
    [-0, 4, 0],
    [7, 0, 7],
    [35_000, 4, "3.5"],
    [1, 4, "0.0001"],
  ])("the count of %d in units of %i places", (units, scale, count) => {
    expect(L.countText(units, scale)).toBe(count);
  });

  test("texts are cut at two hundred characters", () => {
    expect(L.cut("x".repeat(200))).toBe("x".repeat(200));
    expect(L.cut("x".repeat(201))).toBe(`${"x".repeat(199)}…`);
    expect(L.listText(["a", "x".repeat(201)])).toBe(`[a, ${"x".repeat(199)}…]`);
  });

  test("lists", () => {
    expect([[], ["a"], ["a", "b", "c"], ["a", "b", "c", "d"]].map(L.listText)).toEqual([
      "[]",
      "[a]",
      "[a, b, c]",
      "[4 items]",
    ]);
    expect([0, 1, 2].map(L.recordsText)).toEqual(["[]", "[1 item]", "[2 items]"]);
    const given = ["a", "b"];
    expect(L.copied(given)).toEqual(given);
    expect(L.copied(given)).not.toBe(given);
  });

  test("characters, letters, clocks", () => {
    expect(L.characters("a\u{1f600}b")).toBe(3);
    expect(L.characters("")).toBe(0);
    expect(L.lower("AbÄ")).toBe("abä");
    expect(L.weekday(0)).toBe("thursday");
    const berlin = zoneNamed("Europe/Berlin")!;
    const late = Date.parse("2026-11-22T23:30:00Z");
    expect(L.day(late, berlin)).toBe(days(2026, 11, 23));
    expect(L.clock(late, berlin)).toBe(1_800_000);
    expect(L.dateText(days(2026, 11, 23))).toBe("2026-11-23");
    expect(L.instantText(late)).toBe("2026-11-22T23:30:00Z");
    expect(L.durationText(5_400_000)).toBe("90 minutes");
    expect(L.there(null)).toBe(false);
    expect(L.there({})).toBe(true);
    expect([L.empty, L.none]).toEqual([{}, []]);
    expect([Object.isFrozen(L.empty), Object.isFrozen(L.none)]).toEqual([true, true]);
  });
});
