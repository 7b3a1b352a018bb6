/** What is used of a quota: amounts of one kind, ledgers as sources give them, windows at their ends. */
import { describe, expect, it } from "vitest";
import { type Amount, amountOf, amountText, plus, within, zeroLike } from "../../src/decision/quota/amount.ts";
import { freesAt, ledger, usedAt } from "../../src/decision/quota/usage.ts";
import type { Usage, UsageEntry } from "../../src/decision/read/question.ts";
import { UTC } from "../../src/eval/calendar.ts";
import { parseDecimal, ZERO } from "../../src/eval/decimal.ts";
import { money } from "../../src/eval/money.ts";
import { Unknown, unknown, type Value } from "../../src/eval/value.ts";
import type { WindowShape } from "../../src/model/expression.ts";

const n = (text: string): Amount => parseDecimal(text)!;
const euros = (text: string): Amount => money(parseDecimal(text)!, "EUR");
const dollars = (text: string): Amount => money(parseDecimal(text)!, "USD");
const late = unknown("usage", "late");

const told = (found: Amount | boolean | Unknown): string | boolean => {
  if (typeof found === "boolean") return found;
  if (found instanceof Unknown) return found.causes.map(({ path, why }) => `${path}: ${why}`).join("; ");
  return amountText(found);
};

describe("amounts", () => {
  it.each<[string, Value, string]>([
    ["a number", n("1.50"), "1.5"],
    ["money", euros("1.5"), "1.50 EUR"],
    ["absent", null, "here: missing"],
    ["a text", "1", "here: not an amount"],
    ["a list", [n("1")], "here: not an amount"],
    ["not known", late, "usage: late"],
  ])("%s", (_name, value, wanted) => expect(told(amountOf(value, "here"))).toBe(wanted));

  it("nothing of one is zero of its kind", () => {
    expect([n("5"), euros("5"), money(ZERO, null)].map((amount) => amountText(zeroLike(amount)))).toEqual([
      "0",
      "0.00 EUR",
      "0",
    ]);
  });

  const most = "9".repeat(34);
  it.each<[Amount, Amount, string, string | boolean]>([
    [n("1"), n("2"), "3", true],
    [n("2"), n("2"), "4", true],
    [n("2"), n("1.9"), "3.9", false],
    [euros("1"), euros("1"), "2.00 EUR", true],
    [euros("1.01"), euros("1"), "2.01 EUR", false],
    [money(ZERO, null), euros("1"), "1.00 EUR", true],
    [euros("1"), dollars("1"), "here: EUR and USD do not add up", "here: EUR and USD do not compare"],
    [n("1"), euros("1"), "here: a number and money do not add up", "here: a number and money do not compare"],
    [euros("1"), n("1"), "here: a number and money do not add up", "here: a number and money do not compare"],
    [n(most), n("0.1"), "here: out of the exact range", false],
    [euros(most), euros("0.1"), "here: out of the exact range", false],
  ])("%o and %o (%#)", (a, b, sum, fits) => {
    expect([told(plus(a, b, "here")), told(within(a, b, "here"))]).toEqual([sum, fits]);
  });
});

const entry = (at: number, amount: Value, open = false): UsageEntry => ({ at, amount, open });
const usage = (used: Value, entries: readonly UsageEntry[] | null): Usage => ({ used, entries });

describe("ledgers", () => {
  it("nothing listed is nothing used", () => {
    expect(ledger(undefined, euros("5"), "here")).toEqual({ used: euros("0"), entries: [] });
  });

  it("entries stand by their time", () => {
    const entries = [entry(3, n("1")), entry(1, n("2"), true), entry(2, n("3"))];
    expect(ledger(usage(null, entries), n("0"), "here")).toEqual({
      used: null,
      entries: [entry(1, n("2"), true), entry(2, n("3")), entry(3, n("1"))],
    });
    expect(ledger(usage(n("7"), null), n("0"), "here")).toEqual({ used: n("7"), entries: null });
  });

  it("one amount that is not known leaves all of it so", () => {
    expect(ledger(usage(late, null), n("0"), "here")).toBe(late);
    expect(ledger(usage("x", [entry(1, n("1"))]), n("0"), "here")).toEqual(unknown("here", "not an amount"));
    expect(ledger(usage(n("1"), [entry(1, n("1")), entry(2, late)]), n("0"), "here")).toBe(late);
  });
});

const HOUR = 3_600_000;
const NOON = Date.UTC(2026, 10, 22, 12);
const MIDNIGHT = Date.UTC(2026, 10, 22);
const rolling: WindowShape = { kind: "rolling", ms: 4 * HOUR };
const daily: WindowShape = { kind: "calendar", unit: "day" };
const ever: WindowShape = { kind: "ever" };
const open: WindowShape = { kind: "open" };

describe("used at an instant", () => {
  const used = (given: Usage, window: WindowShape, like = n("0")): string | boolean => {
    const found = ledger(given, like, "here");
    return told(found instanceof Unknown ? found : usedAt(found, window, UTC, NOON, like, "here"));
  };

  it("a sum counts as it is; without one, and without entries, nobody knows", () => {
    expect(used(usage(n("7"), null), rolling)).toBe("7");
    expect(used(usage(null, null), rolling)).toBe("here: not supplied");
  });

  it.each<[string, WindowShape, string]>([
    ["rolling, from right after its start", rolling, "111100"],
    ["calendar, from its start", daily, "111111"],
    ["ever", ever, "1111111"],
    ["open, only what is open", open, "1000000"],
  ])("%s", (_name, window, wanted) => {
    const entries = [
      entry(MIDNIGHT - 1, n("1000000"), window === open),
      entry(MIDNIGHT, n("1")),
      entry(NOON - 4 * HOUR, n("10")),
      entry(NOON - 4 * HOUR + 1, n("100")),
      entry(NOON - 1, n("1000")),
      entry(NOON, n("10000")),
      entry(NOON + 1, n("100000")),
    ];
    expect(used(usage(null, entries), window)).toBe(wanted);
  });

  it("what is open counts, however long ago it was made", () => {
    expect(used(usage(null, [entry(0, n("5"), true), entry(0, n("7"))]), rolling)).toBe("5");
  });

  it("of a sum and of entries the larger counts", () => {
    const entries = [entry(NOON, n("5"))];
    expect(["4", "5", "6"].map((sum) => used(usage(n(sum), entries), rolling))).toEqual(["5", "5", "6"]);
  });

  it("two currencies make no sum", () => {
    const mixed = [entry(1, euros("5")), entry(2, dollars("5")), entry(3, euros("5"))];
    expect(used(usage(null, mixed), ever, euros("0"))).toBe("here: EUR and USD do not add up");
    expect(used(usage(euros("1"), mixed), ever, euros("0"))).toBe("here: EUR and USD do not add up");
    expect(used(usage(dollars("1"), [entry(1, euros("5"))]), ever, euros("0"))).toBe(
      "here: EUR and USD do not compare",
    );
  });
});

describe("free again", () => {
  const frees = (given: Usage, window: WindowShape, amount = n("1"), limit = n("5")): number | null => {
    const found = ledger(given, amount, "here");
    if (found instanceof Unknown) throw new Error("not known");
    return freesAt(found, window, UTC, NOON, amount, limit, "here");
  };
  const TOMORROW = MIDNIGHT + 24 * HOUR;

  it("with the next calendar window, but for what is open then", () => {
    expect(frees(usage(n("9"), null), daily)).toBe(TOMORROW);
    expect(frees(usage(n("9"), [entry(NOON, n("9"))]), daily)).toBe(TOMORROW);
    expect(frees(usage(null, [entry(NOON, n("4"), true)]), daily)).toBe(TOMORROW);
    expect(frees(usage(null, [entry(NOON, n("4.5"), true)]), daily)).toBeNull();
    expect(frees(usage(null, [entry(TOMORROW, n("5"))]), daily)).toBeNull();
    expect(frees(usage(n("9"), null), daily, n("6"))).toBeNull();
    expect(frees(usage(n("9"), null), daily, n("1"), euros("5"))).toBeNull();
  });

  it("when enough has left a rolling window", () => {
    const entries = [entry(NOON - 3 * HOUR, n("3")), entry(NOON - HOUR, n("2")), entry(NOON - HOUR, n("1"))];
    expect(frees(usage(null, entries), rolling)).toBe(NOON + HOUR);
    expect(frees(usage(null, entries), rolling, n("3"))).toBe(NOON + 3 * HOUR);
    expect(frees(usage(null, entries), rolling, n("6"))).toBeNull();
    expect(frees(usage(null, [...entries, entry(0, n("3"), true)]), rolling)).toBe(NOON + 3 * HOUR);
    expect(frees(usage(null, [...entries, entry(0, n("5"), true)]), rolling)).toBeNull();
    // What left it before now, or at this instant, is not waited for.
    expect(frees(usage(null, [entry(NOON - 4 * HOUR, n("9"))]), rolling)).toBeNull();
    expect(frees(usage(null, [entry(NOON - 4 * HOUR + 1, n("9"))]), rolling)).toBe(NOON + 1);
    expect(frees(usage(null, [entry(NOON, euros("1"), true), entry(NOON, n("9"))]), rolling)).toBeNull();
    expect(frees(usage(null, [entry(NOON - HOUR, n("9")), entry(NOON, euros("1"))]), rolling)).toBe(NOON + 4 * HOUR);
  });

  it("never, where nothing lapses, or nobody says when", () => {
    expect(frees(usage(n("9"), null), rolling)).toBeNull();
    for (const window of [ever, open]) expect(frees(usage(null, [entry(NOON, n("9"), true)]), window)).toBeNull();
  });
});

it("what does not add up is told alike in whatever order a source lists what is of one instant", () => {
  const entries = [entry(5, n("1")), entry(5, euros("2")), entry(5, dollars("3"))];
  const words = (listed: readonly UsageEntry[]): string | boolean => {
    const given = ledger(usage(null, listed), dollars("1"), "here");
    return given instanceof Unknown ? told(given) : told(usedAt(given, { kind: "ever" }, UTC, 9, dollars("1"), "here"));
  };
  const found = [entries, entries.toReversed(), [entries[1]!, entries[2]!, entries[0]!]].map(words);
  expect(new Set(found)).toEqual(new Set(["here: a number and money do not add up"]));
});
