/** When values are equal, when they are the same, and the texts that long lists are compared by. */
import { describe, expect, test } from "vitest";
import { add, divide, parseDecimal } from "../../src/eval/decimal.ts";
import { equalValues, identical, isMoney, keyOf } from "../../src/eval/equality.ts";
import { addMoney, amountText, currencies, money, moneyText, NO_MONEY, sameCurrency } from "../../src/eval/money.ts";
import { Unknown, unknown, type Value } from "../../src/eval/value.ts";

const number = (text: string) => parseDecimal(text)!;
const euros = (text: string) => money(number(text), "EUR");
const dollars = (text: string) => money(number(text), "USD");
const record = (fields: Readonly<Record<string, Value>>): Value => new Map(Object.entries(fields));
const offline = unknown("b", "offline");
const late = unknown("a", "timed out");

const said = (value: boolean | Unknown): string =>
  value instanceof Unknown ? value.causes.map(({ path, why }) => `${path}: ${why}`).join("; ") : String(value);
const equal = (a: Value, b: Value): string => said(equalValues(a, b, () => "here"));
const meets = (value: Value): readonly (string | null)[] => {
  const met: (string | null)[] = [];
  keyOf(value, (currency) => met.push(currency));
  return met;
};
const key = (value: Value): string | null => keyOf(value, () => {});

/** Each with how `==` answers, and whether the two are the same. Both ways round give the same answer. */
const PAIRS: readonly [string, Value, Value, string, boolean][] = [
  ["a text and itself", "x", "x", "true", true],
  ["two texts", "x", "y", "false", false],
  ["a number however written", number("1.50"), number("1.5"), "true", true],
  ["a number and a text", number("1"), "1", "false", false],
  ["a number and money", number("1"), euros("1"), "false", false],
  ["a sum and what it comes to", add(number("0.25"), number("0.75")), number("1"), "true", true],
  ["money and a text", euros("1"), "1", "false", false],
  ["money of one currency", euros("1.0"), euros("1"), "true", true],
  ["other money of one currency", euros("1"), euros("2"), "false", false],
  ["money of two currencies", euros("1"), dollars("1"), "here: EUR and USD do not compare", false],
  ["the sum of nothing and zero euros", NO_MONEY, euros("0"), "true", false],
  ["absent and absent", null, null, "false", true],
  ["absent and a text", null, "x", "false", false],
  ["absent and unknown", null, offline, "false", false],
  ["unknown and a text", offline, "x", "b: offline", false],
  ["unknown and itself", offline, offline, "b: offline", false],
  ["unknown and unknown", offline, late, "a: timed out; b: offline", false],
  ["empty lists", [], [], "true", true],
  ["lists of other lengths", ["x"], ["x", "x"], "false", false],
  ["lists in another order", ["x", "y"], ["y", "x"], "false", false],
  ["lists that hold nothing in one place", [null], [null], "true", true],
  ["lists that differ beside what is unknown", ["x", offline], ["y", offline], "false", false],
  ["lists that differ behind what is unknown", [offline, "x"], [late, "y"], "false", false],
  ["lists that agree beside what is unknown", ["x", offline], ["x", "y"], "b: offline", false],
  ["lists with two currencies", [euros("1"), "x"], [dollars("1"), "x"], "here: EUR and USD do not compare", false],
  ["a list and a record", [], record({}), "false", false],
  ["a list and a text", ["x"], "x", "false", false],
  ["a record and a text", record({}), "x", "false", false],
  ["records with fields in another order", record({ a: "x", b: "y" }), record({ b: "y", a: "x" }), "true", true],
  ["records of which one holds nothing", record({ a: "x", b: null }), record({ a: "x" }), "true", true],
  ["records of which one holds more", record({ a: "x", b: "y" }), record({ a: "x" }), "false", false],
  ["records that differ within", record({ a: record({ b: "x" }) }), record({ a: record({ b: "y" }) }), "false", false],
];

describe("equal and the same", () => {
  test.each(PAIRS)("%s", (_, a, b, wanted, same) => {
    expect([equal(a, b), equal(b, a)]).toEqual([wanted, wanted]);
    expect([identical(a, b), identical(b, a)]).toEqual([same, same]);
  });
});

describe("keys", () => {
  // Currencies are told apart beside the keys; what is absent equals nothing at the top.
  const comparable = PAIRS.filter(
    ([, a, b, wanted]) => a !== null && b !== null && (wanted === "true" || wanted === "false"),
  ).filter(([, a, b]) => key(a) !== null && key(b) !== null);

  test.each(comparable)("%s", (_, a, b, wanted) => {
    expect(key(a) === key(b)).toBe(wanted === "true");
  });

  test.each<[string, Value, string | null]>([
    ["text", 'say "x"', '"say \\"x\\""'],
    ["truth", true, "true"],
    ["a time", 12, "12"],
    ["absent", null, "null"],
    ["a number in its lowest form", number("120.500"), "#1205e1"],
    ["a number with places to spare", add(number("0.25"), number("0.05")), "#3e1"],
    ["an integer keeps its zeros", number("100"), "#100e0"],
    ["a fraction", divide(number("2"), number("6")), "#1/3"],
    ["money", euros("1.50"), "$15e1"],
    ["a list", ["a", true], '[true,"a",]'],
    ["a record", record({ b: "y", a: "x", c: null }), '{"b":"y""a":"x"}'],
    ["what is not known", offline, null],
    ["what is not known within", record({ a: ["x", offline] }), null],
  ])("of %s", (_, value, wanted) => {
    expect(key(value)).toBe(wanted);
  });

  test("tell each currency that they leave out", () => {
    expect(meets([euros("1"), record({ a: dollars("1") }), NO_MONEY])).toEqual([null, "USD", "EUR"]);
    expect(meets(["EUR", number("1")])).toEqual([]);
  });
});

describe("money", () => {
  test.each<[string, Value, boolean]>([
    ["money", euros("1"), true],
    ["a number", number("1"), false],
    ["a text", "1 EUR", false],
    ["absent", null, false],
    ["a list", [], false],
    ["a record", record({}), false],
    ["what is not known", offline, false],
  ])("%s: %#", (_, value, wanted) => {
    expect(isMoney(value)).toBe(wanted);
  });

  test("the sum of nothing is in every currency, on either side", () => {
    expect([sameCurrency(NO_MONEY, euros("1")), sameCurrency(euros("1"), NO_MONEY)]).toEqual([true, true]);
    expect(sameCurrency(euros("1"), dollars("1"))).toBe(false);
  });

  test("two currencies have one name, whichever comes first", () => {
    expect([currencies(euros("1"), dollars("1")), currencies(dollars("1"), euros("1"))]).toEqual([
      "EUR and USD",
      "EUR and USD",
    ]);
    expect(currencies(NO_MONEY, euros("1"))).toBe("EUR and none");
    expect(currencies(euros("1"), NO_MONEY)).toBe("EUR and none");
  });

  test("a sum out of the exact range is none", () => {
    const most = money(number("9".repeat(34)), "EUR");
    expect(addMoney(most, euros("0.1"))).toBeNull();
    expect(moneyText(addMoney(euros("1.25"), NO_MONEY)!)).toBe("1.25 EUR");
  });

  test.each([
    ["5000", "JPY", "5000 JPY"],
    ["5000.5", "JPY", "5000.5 JPY"],
    ["1", "KWD", "1.000 KWD"],
    ["1", "CLF", "1.0000 CLF"],
    ["1.2", "EUR", "1.20 EUR"],
    ["1.234", "EUR", "1.234 EUR"],
    ["0", null, "0"],
    ["1.5", null, "1.5"],
  ])("%s %s is written %s", (amount, currency, wanted) => {
    expect(moneyText(money(number(amount), currency))).toBe(wanted);
  });

  test("a third of a euro is cut where a quotient is", () => {
    expect(amountText(money(divide(number("1"), number("3"))!, "EUR"))).toBe(`0.${"3".repeat(34)}…`);
    const large = money(divide(number(`${"9".repeat(33)}8`), number("3"))!, "EUR");
    expect(amountText(large)).toBe(`${"3".repeat(33)}2…`);
  });
});
