import { describe, expect, it } from "vitest";
import { columns, contrast, fitting, grouped, shorten, visible } from "../../src/decision/explain/text.ts";
import {
  amountInWords,
  asRecord,
  durationInWords,
  isAmount,
  listField,
  numberWord,
  peopleInWords,
  textField,
  timeInWords,
  titleOf,
  valueInWords,
} from "../../src/decision/explain/words.ts";

describe("what is seen", () => {
  it.each([
    ["plain", "plain"],
    ["a\nb\r\tc", "a\\nb\\r\\tc"],
    ["\u001b[31mred", "\\u{1b}[31mred"],
    ["\u202eevil\u202c", "\\u{202e}evil\\u{202c}"],
    ["zero\u200bwidth\u2060\ufeff", "zero\\u{200b}width\\u{2060}\\u{feff}"],
    ["\ud800 alone", "\\u{d800} alone"],
    ["tag\u{e0041}", "tag\\u{e0041}"],
    ["⚠️ 🎉 é 注文", "⚠️ 🎉 é 注文"],
  ])("%j", (text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  it.each([
    ["abc", 3],
    ["e\u0301", 1],
    ["注文", 4],
    ["🎉", 2],
    ["한국어", 6],
    ["ﾊﾝｶｸ", 4],
    ["Ａ", 2],
    ["", 0],
  ])("%s takes %i columns", (text, width) => {
    expect(columns(text)).toBe(width);
  });

  it("cuts where the column ends, never within a character", () => {
    expect(fitting("注文書", 5)).toBe("注文");
    expect(fitting("注", 1)).toBe("注");
    expect(fitting("e\u0301x", 1)).toBe("e\u0301");
    expect(fitting("abc", 9)).toBe("abc");
  });
});

describe("long texts", () => {
  it("say how much is left out", () => {
    expect(shorten("x".repeat(2_000))).toBe("x".repeat(2_000));
    expect(shorten("x".repeat(12_345))).toBe(`${"x".repeat(1_500)} […10,345 characters not shown…] ${"x".repeat(500)}`);
    expect(shorten("🎉".repeat(3_001))).not.toMatch(/\p{Cs}/u);
  });

  it("show what differs, with what is around it", () => {
    const before = "a".repeat(1_200);
    const after = "z".repeat(400);
    expect(contrast(`${before} thirty ${after}`, `${before} ninety ${after}`)).toEqual([
      `[…the first 1,141 characters stay…] ${"a".repeat(59)} thirty ${"z".repeat(57)} […the last 343 characters stay…]`,
      `[…the first 1,141 characters stay…] ${"a".repeat(59)} ninety ${"z".repeat(57)} […the last 343 characters stay…]`,
    ]);
    expect(contrast("short", "shorter")).toEqual(["short", "shorter"]);
    expect(contrast(before, "short")).toEqual([before, "short"]);
    expect(contrast("short", before)).toEqual(["short", before]);
    expect(contrast("a".repeat(299), "a".repeat(400))).toEqual(["a".repeat(299), "a".repeat(400)]);
    expect(contrast("a".repeat(300), "a".repeat(400))).toEqual([
      `[…the first 240 characters stay…] ${"a".repeat(60)}`,
      `[…the first 240 characters stay…] ${"a".repeat(160)}`,
    ]);
    expect(contrast(before, before)).toEqual([before, before]);
  });

  it("are put together again from what is shown and what stays", () => {
    const [old, fresh] = contrast(`${"🎉".repeat(200)}x${"🎉".repeat(200)}`, `${"🎉".repeat(200)}${"🎉".repeat(200)}`);
    expect(old).not.toMatch(/\p{Cs}/u);
    expect(fresh).not.toMatch(/\p{Cs}/u);
  });
});

describe("words", () => {
  it.each([
    ["1234567.50", "1,234,567.50"],
    ["-1000", "-1,000"],
    ["999", "999"],
    ["1e9", "1e9"],
  ])("%s is grouped", (number, words) => {
    expect(grouped(number)).toBe(words);
  });

  it("amounts, times, durations, numbers", () => {
    expect(amountInWords("5000.00 USD")).toBe("5,000.00 USD");
    expect(amountInWords("5000 usd")).toBe("5000 usd");
    expect(timeInWords("2026-11-22T10:15:00Z")).toBe("2026-11-22 10:15 UTC");
    expect(timeInWords("2026-11-22T10:15:30.5+01:00")).toBe("2026-11-22 10:15:30 UTC+01:00");
    expect(timeInWords("soon")).toBe("soon");
    expect(durationInWords("PT4H")).toBe("4 hours");
    expect(durationInWords("P1DT30M")).toBe("1 day 30 minutes");
    expect(durationInWords("4 hours")).toBe("4 hours");
    expect(["P", "PT", "PT1S", "P1DT2H3M4S", "xPT1S", "PT1Sx"].map(durationInWords)).toEqual([
      "P",
      "PT",
      "1 second",
      "1 day 2 hours 3 minutes 4 seconds",
      "xPT1S",
      "PT1Sx",
    ]);
    expect(
      ["2026-11-22T10:15Z", "2026-11-22T10:15:00-05:30", "2026-11-22T10:15:07Z", "x2026-11-22T10:15Z"].map(timeInWords),
    ).toEqual(["2026-11-22 10:15 UTC", "2026-11-22 10:15 UTC-05:30", "2026-11-22 10:15:07 UTC", "x2026-11-22T10:15Z"]);
    expect(["1234.5", "-1234 EUR", "1234 EURO", "x1234", "1234. EUR"].map(amountInWords)).toEqual([
      "1,234.5",
      "-1,234 EUR",
      "1234 EURO",
      "x1234",
      "1234. EUR",
    ]);
    expect([peopleInWords(0), peopleInWords(1), peopleInWords(2), peopleInWords(1_200)]).toEqual([
      "No people",
      "One person",
      "Two people",
      "1,200 people",
    ]);
    expect([0, 1, 10, 11, 1_200].map(numberWord)).toEqual(["no", "one", "ten", "11", "1,200"]);
  });

  it.each([
    [null, "none"],
    ["", "empty text"],
    [true, "yes"],
    [{ amount: "1250.00", currency: "EUR" }, "1,250.00 EUR"],
    [{ $unknown: "the service is down" }, "unknown (the service is down)"],
    [["a", "b"], '["a", "b"]'],
    [{ a: 1, b: { c: null } }, "{ a: 1, b: { c: null } }"],
  ])("%j reads %s", (value, words) => {
    expect(valueInWords(value).text).toBe(words);
  });

  it("of long lists and records what is left out is counted, or marked", () => {
    const list = valueInWords(Array.from({ length: 1_000 }, () => "x".repeat(96))).text;
    expect(list).toMatch(/, … 980 more\]$/u);
    const record = valueInWords(
      Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`key_${1_000 + n}`, n])),
    ).text;
    expect(record).toMatch(/, … \}$/u);
    expect(valueInWords([[[1]]]).text).toBe("[[[1]]]");
    expect(valueInWords({ a: [], b: {} }).text).toBe("{ a: [], b: {  } }");
    expect(valueInWords({ amount: "1", currency: 5 }).text).toBe('{ amount: "1", currency: 5 }');
    expect(valueInWords({ amount: "1000", currency: "EUR" }).text).toBe("1,000 EUR");
    expect(valueInWords({ $unknown: 5 }).text).toBe("{ $unknown: 5 }");
    expect([valueInWords(undefined).text, valueInWords(7).text, valueInWords(false).text]).toEqual(["none", "7", "no"]);
  });

  it("fields of what may be anything", () => {
    const some = { word: "x", empty: "", list: [1], number: 5 };
    expect(["word", "empty", "list", "toString", "none"].map((field) => textField(some, field))).toEqual([
      "x",
      null,
      null,
      null,
      null,
    ]);
    expect(["word", "list", "none"].map((field) => listField(some, field))).toEqual([[], [1], []]);
    expect([textField(null, "word"), textField(["x"], "0"), listField("x", "length")]).toEqual([null, null, []]);
    expect([asRecord(some), asRecord([]), asRecord(null), asRecord("x")]).toEqual([some, null, null, null]);
    expect([
      titleOf({ a: "A" }, "a"),
      titleOf({ a: "A" }, "b"),
      titleOf(undefined, "a"),
      titleOf({}, "toString"),
    ]).toEqual(["A", "b", "a", "toString"]);
    expect([isAmount("5"), isAmount("-5.5 EUR"), isAmount("5 EURO"), isAmount("x")]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it("a document of any size has words of a bounded length", () => {
    const deep = JSON.parse(`${"[".repeat(60)}${"]".repeat(60)}`);
    expect(valueInWords(deep).text).toContain("…");
    expect(valueInWords(Array.from({ length: 100_000 }, (_, n) => n)).text.length).toBeLessThan(3_000);
    expect(
      valueInWords(Object.fromEntries(Array.from({ length: 100_000 }, (_, n) => [`key_${n}`, n]))).text.length,
    ).toBeLessThan(3_000);
  });
});
