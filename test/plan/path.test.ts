/** Expressions in words: much as they were written, with no more parentheses than they need. */
import { describe, expect, test } from "vitest";
import { check } from "../../src/model/check.ts";
import { lower } from "../../src/plan/lower.ts";
import { causePath, describe as inWords, readPath } from "../../src/plan/path.ts";
import type { PlanClause, PlanExpr } from "../../src/plan/plan.ts";
import { parse } from "../../src/syntax/parse.ts";

function clauseOf(expr: string): PlanClause {
  const text = `policy a
evidence photo
record Order { total: money, id: text, tags: list of text, by: Order? }
define double(n: decimal) = n * 2
action Act {
  changes Order.total
  input n: decimal input m: decimal input t: text input b: bool input c: bool input d: duration
  input xs: list of decimal input amounts: map of money input may: Order? input opt: text?
  fact order: Order = orders(requester.id)
  let big = n > 10
  forbid it: ${expr}
}
`;
  const file = { name: "a.bylaw", text };
  const parsed = parse(file);
  const checked = check([{ file, tree: parsed.tree }], { today: "2026-11-22" });
  const faults = [...parsed.diagnostics, ...checked.diagnostics].filter(({ severity }) => severity === "error");
  expect(faults.map(({ code, what, help }) => `${code}: ${what} ${help}`)).toEqual([]);
  return lower(checked.model!).actions["a.Act"]!.clauses.find(({ id }) => id === "a.Act.it")!;
}

test.each([
  "b",
  "big",
  "not b",
  "not (b and c)",
  "b and c",
  "b or b and c",
  "(b or c) and b",
  "n + 1 > m * 2",
  "(n + 1) * 2 > m",
  "n - (m - 1) > 0",
  "n - m - 1 > 0",
  "n / (m * 2) > 0",
  "-n > -(n + m)",
  "-n * 2 >= 1",
  "n == m",
  "n != m",
  't == "x"',
  't in ["a", "b"]',
  't not in ["a", "b"]',
  't like "a*"',
  't not like "a*"',
  "opt is present",
  "opt is missing",
  'opt ?? t == "x"',
  "if b then c else big",
  "(if b then n else m) > 1",
  "any(x in xs: x > 1)",
  "all(x in xs: x > 1)",
  "none(x in xs: x > 1)",
  "count(x in xs: x > 1) > 1",
  "sum(x in xs: x * 2) > 1",
  "sum(x in xs: x where x > 1) > 1",
  "count(list(x in xs: x where x > 1)) == 1",
  "count(xs) > 1",
  "max(n, m) > 1",
  "min(n, m) > 1",
  "double(n) > 1",
  "order.total > 5.50 USD",
  'may?.id == "o"',
  'order.by?.by?.id == "o"',
  'amounts["EU"] == 5.00 USD',
  "amounts[t] == 5.00 USD",
  "d > 4 hours",
  "count(history of Act in last 1 day) > 1",
  "count(changes to Order.total) > 1",
  "count(evidence of photo) > 1",
  "n in [1, 2, m]",
  "min(x in xs: x * 2) ?? 0 > 1",
  "max(x in xs: x * 2 where x > 1) ?? 0 > 1",
  "(if b then order else order).total > 5.00 USD",
  "not n > 1 and b",
  "not opt is present",
  "opt ?? t in [t]",
  "n * (m / 2) > 1",
  "-(n + m) > 1",
  "b == (c or big)",
  "(b and c) == big",
])("%s", (expr) => {
  expect(inWords(clauseOf(expr).fires)).toBe(expr);
});

describe("what is too long or too deep", () => {
  const input = (name: string): PlanExpr => ({ op: "input", name });
  test("more than six parts", () => {
    const parts = ["a", "b", "c", "d", "e", "f", "g"].map(input);
    expect(inWords({ op: "or", parts })).toBe("a or b or c or d or e or f or …");
    expect(inWords({ op: "or", parts: parts.slice(0, 6) })).toBe("a or b or c or d or e or f");
    expect(inWords({ op: "items", items: parts })).toBe("[a, b, c, d, e, f, …]");
  });

  test("more than six levels", () => {
    let expr = input("a");
    for (let i = 0; i < 5; i++) expr = { op: "not", operand: expr };
    expect(inWords(expr)).toBe("not not not not not a");
    expect(inWords({ op: "not", operand: expr })).toBe("not not not not not not …");
  });

  test("more than 120 characters", () => {
    const name = (length: number): PlanExpr => ({ op: "not", operand: input("x".repeat(length)) });
    expect(inWords(name(116))).toHaveLength(120);
    expect(inWords(name(116))).not.toContain("…");
    expect(inWords(name(117))).toBe(`not ${"x".repeat(115)}…`);
  });
});

test("constants", () => {
  const words = (kind: string, value: unknown): string =>
    inWords({ op: "const", type: { kind }, value } as unknown as PlanExpr);
  expect(words("optional", null)).toBe("none");
  expect(words("duration", "PT1H")).toBe("1 hour");
  expect(words("duration", "soon")).toBe("soon");
  expect(words("text", 'a"b')).toBe('"a\\"b"');
  expect(words("choice", "a")).toBe('"a"');
  expect(words("tier", "low")).toBe("low");
  expect(words("decimal", "5.0")).toBe("5.0");
  expect(words("bool", true)).toBe("true");
  expect(words("list", [])).toBe("[]");
  expect(words("list", ["a"])).toBe("[…]");
  expect(words("money", { amount: "5", currency: "USD" })).toBe("5 USD");
  expect(words("map", { amount: "5" })).toBe("{…}");
});

test("paths of what is read, with the origin where a cause is named", () => {
  const order: PlanExpr = { op: "fact", name: "order" };
  const total: PlanExpr = { op: "field", of: order, field: "total", safe: false };
  expect([readPath(total), causePath(total)]).toEqual(["order.total", "facts.order.total"]);
  const key = (of: PlanExpr): PlanExpr => ({ op: "index", of: { op: "input", name: "limits" }, key: of }) as PlanExpr;
  expect(causePath(key(order))).toBe("inputs.limits[order]");
  expect(readPath(key({ op: "not", operand: order }))).toBeNull();
  expect(causePath(key({ op: "not", operand: order }))).toBe("limits[not order]");
  expect(causePath({ op: "let", name: "big" })).toBe("big");
  expect(causePath({ op: "not", operand: total })).toBe("not order.total");
});

test("what a clause reads: longest paths once, keys too, nothing that hangs on a binder", () => {
  const reads = (expr: string): readonly string[] => clauseOf(expr).reads.map(({ path }) => path);
  expect(reads("order.total > 5 USD and order.total > 6 USD and b")).toEqual(["order.total", "b"]);
  expect(reads("amounts[t] == 5 USD")).toEqual(["amounts[t]", "t"]);
  expect(reads("amounts[order.id] == 5 USD")).toEqual(["amounts[order.id]", "order.id"]);
  expect(reads("any(x in xs: x > n)")).toEqual(["xs", "n"]);
});
