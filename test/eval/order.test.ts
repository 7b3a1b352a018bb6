/** What comes before what, and what is said of values that do not compare. */
import { describe, expect, test } from "vitest";
import { parseDecimal } from "../../src/eval/decimal.ts";
import { holds, order } from "../../src/eval/interpreter/order.ts";
import type { Machine } from "../../src/eval/interpreter/run.ts";
import { money } from "../../src/eval/money.ts";
import { Unknown, unknown, type Value } from "../../src/eval/value.ts";
import type { Comparable } from "../../src/model/expression.ts";

const machine: { readonly plan: Pick<Machine["plan"], "tiers"> } = { plan: { tiers: ["low", "high"] } };
const at = { op: "input", name: "amount" } as const;
const found = (as: Comparable, a: Value, b: Value): string => {
  const difference = order(machine as Machine, as, a, b, at);
  if (difference instanceof Unknown) return difference.causes.map(({ path, why }) => `${path}: ${why}`).join("; ");
  return difference < 0 ? "before" : difference > 0 ? "after" : "with";
};

const three = parseDecimal("3")!;
const half = parseDecimal("0.5")!;
const euros = money(three, "EUR");

describe.each<[Comparable, readonly Value[], Value]>([
  ["number", [half, three], euros],
  ["money", [money(half, "EUR"), euros], three],
  ["time", [1, 2], "1"],
  ["date", [1, 2], "1"],
  ["duration", [1, 2], "1"],
  ["text", ["a", "b"], 1],
  ["bool", [false, true], "true"],
  ["tier", ["low", "high"], "nothing of the sort"],
  ["outcome", ["allow", "review", "hold", "deny"], "low"],
  ["level", ["read_only", "proposal", "guided", "autopilot"], "deny"],
])("%s", (as, ascending, stranger) => {
  test("is in order", () => {
    const wanted = ascending.map((_, i) => ascending.map((_, j) => (i < j ? "before" : i > j ? "after" : "with")));
    expect(ascending.map((a) => ascending.map((b) => found(as, a, b)))).toEqual(wanted);
  });

  test("does not compare with what is of another kind, on either side", () => {
    expect(found(as, ascending[0]!, stranger)).toBe("inputs.amount: not of the expected type");
    expect(found(as, stranger, ascending[0]!)).toBe("inputs.amount: not of the expected type");
    expect(found(as, stranger, stranger)).toBe("inputs.amount: not of the expected type");
  });

  test("is unknown where something is, and where something is missing", () => {
    const [known] = ascending as [Value];
    const [left, right] = [unknown("a", "timed out"), unknown("b", "offline")];
    expect(found(as, left, known)).toBe("a: timed out");
    expect(found(as, known, right)).toBe("b: offline");
    expect(found(as, left, right)).toBe("a: timed out; b: offline");
    expect(found(as, null, known)).toBe("inputs.amount: missing");
    expect(found(as, known, null)).toBe("inputs.amount: missing");
  });
});

test("two currencies have no order; the sum of nothing has one with each", () => {
  expect(found("money", euros, money(three, "USD"))).toBe("inputs.amount: EUR and USD do not compare");
  expect(found("money", money(half, null), euros)).toBe("before");
  expect(found("money", euros, money(half, null))).toBe("after");
});

test.each([
  ["<", [true, false, false]],
  ["<=", [true, true, false]],
  [">", [false, false, true]],
  [">=", [false, true, true]],
  ["==", [false, true, false]],
] as const)("%s of before, with and after", (cmp, wanted) => {
  expect([-2, 0, 2].map((difference) => holds(cmp, difference))).toEqual(wanted);
});
