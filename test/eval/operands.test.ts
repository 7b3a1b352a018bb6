/**
 * What operators give for operands that are missing, unknown, or of a kind that the checker rules out: always a value,
 * with the operand named. Policies from source cannot say most of this; plans made by hand can.
 */
import { describe, expect, test } from "vitest";
import { compile } from "../../src/eval/compile.ts";
import { decimalOfNumber } from "../../src/eval/decimal.ts";
import type { Frame } from "../../src/eval/evaluator.ts";
import { money } from "../../src/eval/money.ts";
import { Unknown, unknown, type Value } from "../../src/eval/value.ts";
import type { Builtin, Numeric } from "../../src/model/expression.ts";
import type { PlanExpr } from "../../src/plan/plan.ts";
import { DAY, frameOf, PLAN } from "./generate.ts";

const input = (name: string): PlanExpr => ({ op: "input", name });
const [a, b] = [input("a"), input("b")];
const yes: PlanExpr = { op: "const", type: { kind: "bool" }, value: true };
const n = (of: number): Value => decimalOfNumber(of)!;
const usd = money(decimalOfNumber(5)!, "USD");
const open = unknown("facts.x", "timed out");
const other = unknown("facts.y", "not asked");

const evaluator = compile(PLAN);
function gives(expr: PlanExpr, left: Value | undefined, right?: Value, extra: Partial<Frame> = {}): unknown {
  const inputs = new Map(
    Object.entries({ a: left, b: right }).filter((entry): entry is [string, Value] => entry[1] !== undefined),
  );
  const value = evaluator.evaluate(expr, { ...frameOf({ inputs, history: [] }), ...extra }, 4);
  return value instanceof Unknown ? value.causes.map(({ path, why }) => `${path}: ${why}`).join("; ") : value;
}

const STRANGE = "not of the expected type";
const arith = (fn: "+" | "-" | "*" | "/", leftAs: Numeric, rightAs: Numeric, as: Numeric): PlanExpr => ({
  op: "arith",
  fn,
  left: a,
  right: b,
  leftAs,
  rightAs,
  as,
});

describe("arithmetic", () => {
  test.each(["+", "-", "*", "/"] as const)("%s names whatever is not there or not known", (fn) => {
    const expr = arith(fn, "number", "number", "number");
    expect(gives(expr, null, n(1))).toBe("inputs.a: missing");
    expect(gives(expr, n(1), null)).toBe("inputs.b: missing");
    expect(gives(expr, null, null)).toBe("inputs.a: missing; inputs.b: missing");
    expect(gives(expr, open, n(1))).toBe("facts.x: timed out");
    expect(gives(expr, n(1), open)).toBe("facts.x: timed out");
    expect(gives(expr, other, open)).toBe("facts.x: timed out; facts.y: not asked");
  });

  test.each<[string, "+" | "-" | "*" | "/", Value, Value]>([
    ["text and a number", "+", "1", n(1)],
    ["a number and text", "+", n(1), "1"],
    ["two truths", "+", true, true],
    ["money and a number", "+", usd, n(1)],
    ["money less a number", "-", usd, n(1)],
    ["a number and money", "+", n(1), usd],
    ["a number by money", "/", n(1), usd],
    ["money times money", "*", usd, usd],
    ["money times text", "*", usd, "2"],
    ["text times money", "*", "2", usd],
    ["a number and a duration", "+", n(1), 1],
    ["a number by a duration", "/", n(1), 1],
    ["a duration and a number", "+", 1, n(1)],
    ["a duration times a duration", "*", 1, 1],
  ])("%s: nothing that can be computed", (_says, fn, left, right) => {
    const of = (value: Value): Numeric => (typeof value === "number" ? "duration" : "number");
    expect(gives(arith(fn, of(left), of(right), "number"), left, right)).toContain(STRANGE);
  });

  test("money is scaled by numbers, and divided by money", () => {
    expect(gives(arith("*", "money", "number", "money"), usd, n(2))).toEqual(money(decimalOfNumber(10)!, "USD"));
    expect(gives(arith("*", "number", "money", "money"), n(2), usd)).toEqual(money(decimalOfNumber(10)!, "USD"));
    expect(gives(arith("/", "money", "number", "money"), usd, n(2))).toEqual(money(decimalOfNumber(2.5)!, "USD"));
    expect(gives(arith("/", "money", "money", "number"), usd, usd)).toEqual(n(1));
    expect(gives(arith("/", "money", "number", "money"), usd, n(0))).toBe("inputs.b: division by zero");
    expect(gives(arith("/", "money", "money", "number"), usd, money(decimalOfNumber(0)!, "USD"))).toBe(
      "inputs.b: division by zero",
    );
  });

  test("durations are scaled to whole milliseconds, from either side", () => {
    expect(gives(arith("*", "duration", "number", "duration"), 10, n(1.5))).toBe(15);
    expect(gives(arith("*", "number", "duration", "duration"), n(1.5), 10)).toBe(15);
    expect(gives(arith("/", "duration", "number", "duration"), 10, n(4))).toMatch(/whole milliseconds$/);
    expect(gives(arith("/", "duration", "duration", "number"), 10, 4)).toEqual(n(2.5));
    expect(gives(arith("/", "duration", "duration", "number"), 10, 0)).toBe("inputs.b: division by zero");
    expect(gives(arith("*", "time", "number", "time"), 10, n(2))).toContain(STRANGE);
    expect(gives(arith("*", "number", "time", "time"), n(2), 10)).toContain(STRANGE);
  });

  test("dates move by whole days, and differ by days", () => {
    expect(gives(arith("+", "date", "duration", "date"), 100, 2 * DAY)).toBe(102);
    expect(gives(arith("-", "date", "duration", "date"), 100, 2 * DAY)).toBe(98);
    expect(gives(arith("+", "duration", "date", "date"), 2 * DAY, 100)).toBe(102);
    expect(gives(arith("-", "date", "date", "duration"), 100, 98)).toBe(2 * DAY);
    expect(gives(arith("+", "date", "duration", "date"), 100, DAY / 2)).toMatch(/whole days only$/);
    expect(gives(arith("+", "duration", "date", "date"), DAY / 2, 100)).toMatch(/whole days only$/);
  });

  test("the calendar and exact milliseconds end somewhere", () => {
    const [first, last] = [Date.parse("0001-01-01T00:00:00Z"), Date.parse("9999-12-31T23:59:59.999Z")];
    const [plus, minus] = [arith("+", "time", "duration", "time"), arith("-", "time", "duration", "time")];
    expect(gives(plus, last - 1, 1)).toBe(last);
    expect(gives(plus, last, 1)).toMatch(/out of the range of the calendar$/);
    expect(gives(minus, first + 1, 1)).toBe(first);
    expect(gives(minus, first, 1)).toMatch(/out of the range of the calendar$/);
    const days = arith("+", "date", "duration", "date");
    expect(gives(days, Math.floor(last / DAY) - 1, DAY)).toBe(Math.floor(last / DAY));
    expect(gives(days, Math.floor(last / DAY), DAY)).toMatch(/out of the range of the calendar$/);
    expect(gives(days, first / DAY + 1, -DAY)).toBe(first / DAY);
    expect(gives(days, first / DAY, -DAY)).toMatch(/out of the range of the calendar$/);
    const long = arith("+", "duration", "duration", "duration");
    expect(gives(long, Number.MAX_SAFE_INTEGER, 1)).toMatch(/out of the range of the calendar$/);
    expect(Object.is(gives(arith("-", "duration", "duration", "duration"), 0, 0), 0)).toBe(true);
  });

  test("a sign turns round numbers, money and durations", () => {
    const minus: PlanExpr = { op: "negate", as: "number", operand: a };
    expect(gives(minus, n(2))).toEqual(n(-2));
    expect(gives(minus, usd)).toEqual(money(decimalOfNumber(-5)!, "USD"));
    expect(gives(minus, DAY)).toBe(-DAY);
    expect(Object.is(gives(minus, 0), 0)).toBe(true);
    expect(gives(minus, null)).toBe("inputs.a: missing");
    expect(gives(minus, open)).toBe("facts.x: timed out");
    expect(gives(minus, "x")).toContain(STRANGE);
  });
});

describe("reading", () => {
  const field = (safe: boolean): PlanExpr => ({ op: "field", of: a, field: "f", safe });
  const entry = (safe: boolean, safe_key: boolean): PlanExpr => ({ op: "index", of: a, key: b, safe, safe_key });
  const map = new Map<string, Value>([["k", n(1)]]);

  test("a field", () => {
    expect(gives(field(false), null)).toBe("inputs.a: missing");
    expect(gives(field(true), null)).toBeNull();
    expect(gives(field(true), open)).toBe("facts.x: timed out");
    expect(gives(field(false), map)).toBeNull();
    expect(gives(field(false), "text")).toBe(`inputs.a: ${STRANGE}`);
  });

  test("an entry", () => {
    expect(gives(entry(false, false), map, "k")).toEqual(n(1));
    expect(gives(entry(false, false), map, "l")).toBeNull();
    expect(gives(entry(false, false), null, "k")).toBe("inputs.a: missing");
    expect(gives(entry(true, false), null, open)).toBeNull();
    expect(gives(entry(false, false), map, null)).toBe("inputs.b: missing");
    expect(gives(entry(false, true), open, null)).toBeNull();
    expect(gives(entry(true, true), map, "k")).toEqual(n(1));
    expect(gives(entry(false, false), new Map(), open)).toBeNull();
    expect(gives(entry(false, false), new Map(), null)).toBeNull();
    expect(gives(entry(false, false), open, "k")).toBe("facts.x: timed out");
    expect(gives(entry(false, false), map, open)).toBe("facts.x: timed out");
    expect(gives(entry(false, false), other, open)).toBe("facts.x: timed out; facts.y: not asked");
    expect(gives(entry(false, false), "text", "k")).toContain(STRANGE);
    expect(gives(entry(false, false), map, true)).toContain(STRANGE);
    expect(gives(entry(false, false), new Map([["1970-01-02", true]]), 1)).toBe(true);
    expect(gives(entry(false, false), new Map([["1970-01-02", true]]), 2)).toBeNull();
  });

  test("what nobody supplied, and score and tier that have no range", () => {
    expect(gives(a, undefined)).toBe("inputs.a: not supplied");
    const read = (name: "score" | "tier" | "now" | "requester"): PlanExpr => ({ op: "ambient", name }) as PlanExpr;
    const ambient = new Map<never, Value>();
    expect(gives(read("requester"), n(1), n(1), { ambient })).toBe("requester: not supplied");
    expect(gives(read("now"), n(1), n(1), { ambient, now: 7 })).toBe(7);
    const score = { certain: 3, assumed: 4 };
    const tier = { certain: "low", assumed: "high" };
    expect(gives(read("score"), n(1), n(1), { score })).toBe("score: depends on what is not known");
    expect(gives(read("tier"), n(1), n(1), { tier })).toBe("tier: depends on what is not known");
    const rangeCauses = [{ path: "facts.vip", why: "timed out" }];
    expect(gives(read("score"), n(1), n(1), { score, rangeCauses })).toBe("facts.vip: timed out");
    expect(gives(read("score"), n(1), n(1), { score: { certain: 3, assumed: 3 } })).toEqual(n(3));
    expect(gives(read("tier"), n(1), n(1), { tier: { certain: "low", assumed: "low" } })).toBe("low");
  });

  const history: PlanExpr = { op: "history", action: "p.Act", last_ms: 10 };
  const entryAt = (at: Value): Value => new Map([["at", at]]);
  const within = (entries: Value, left = 100): unknown =>
    gives(history, n(1), n(1), { now: 100, history: () => entries, work: { left } });

  test("history: after the start, up to now", () => {
    expect(within([89, 90, 91, 100, 101].map(entryAt))).toEqual([91, 100].map(entryAt));
    expect(within([entryAt(95), entryAt(open), other])).toBe("facts.x: timed out; facts.y: not asked");
    expect(within([entryAt(95), "no entry", entryAt("no time")])).toEqual([entryAt(95)]);
    expect(within(open)).toBe("facts.x: timed out");
    expect(within(null)).toContain("missing");
    expect(within([entryAt(95), entryAt(96)], 1)).toMatch(/^evaluation: takes more than/);
    expect(within([entryAt(95), entryAt(96)], 2)).toEqual([95, 96].map(entryAt));
  });
});

describe("conditions", () => {
  test("what stands where a condition has to stand", () => {
    const not: PlanExpr = { op: "not", operand: a };
    expect(gives(not, null)).toBe("inputs.a: missing");
    expect(gives(not, "yes")).toBe(`inputs.a: ${STRANGE}`);
    expect(gives(not, open)).toBe("facts.x: timed out");
    for (const op of ["and", "or"] as const) {
      expect(gives({ op, parts: [a, b] }, null, "yes")).toBe(`inputs.a: missing; inputs.b: ${STRANGE}`);
      expect(gives({ op, parts: [a, b] }, open, op === "or")).toBe(op === "or");
      expect(gives({ op, parts: [] }, true, true)).toBe(op === "and");
    }
  });

  test("membership", () => {
    const isIn: PlanExpr = { op: "in", negated: false, item: a, list: b };
    expect(gives(isIn, null, [n(1)])).toBe(false);
    expect(gives(isIn, n(1), null)).toBe(false);
    expect(gives(isIn, open, null)).toBe(false);
    expect(gives(isIn, open, [])).toBe(false);
    expect(gives(isIn, open, [n(1)])).toBe("facts.x: timed out");
    expect(gives(isIn, n(1), open)).toBe("facts.x: timed out");
    expect(gives(isIn, other, open)).toBe("facts.x: timed out; facts.y: not asked");
    expect(gives(isIn, n(1), [other, open])).toBe("facts.x: timed out; facts.y: not asked");
    expect(gives(isIn, n(1), [open, n(1)])).toBe(true);
    expect(gives(isIn, n(1), "text")).toBe(`inputs.b: ${STRANGE}`);
    expect(gives({ ...isIn, negated: true } as PlanExpr, n(1), [n(2)])).toBe(true);
    expect(gives(isIn, n(1), [n(2), n(1)], { work: { left: 1 } })).toMatch(/^evaluation: takes more than/);
    expect(gives(isIn, n(1), [n(2), n(1)], { work: { left: 2 } })).toBe(true);
  });

  test("patterns of text", () => {
    const isLike: PlanExpr = { op: "like", negated: false, text: a, pattern: b };
    expect(gives(isLike, null, "*")).toBe("inputs.a: missing");
    expect(gives(isLike, "x", null)).toBe("inputs.b: missing");
    expect(gives(isLike, other, open)).toBe("facts.x: timed out; facts.y: not asked");
    expect(gives(isLike, n(1), "*")).toBe(`inputs.a: ${STRANGE}`);
    expect(gives(isLike, "x", n(1))).toBe(`inputs.a: ${STRANGE}`);
    expect(gives({ ...isLike, negated: true } as PlanExpr, "x", "y*")).toBe(true);
  });

  test("presence", () => {
    const present = (negated: boolean): PlanExpr => ({ op: "present", negated, operand: a });
    expect([gives(present(false), null), gives(present(true), null)]).toEqual([false, true]);
    expect([gives(present(false), n(1)), gives(present(true), n(1))]).toEqual([true, false]);
    expect(gives(present(false), open)).toBe("facts.x: timed out");
  });

  test("score and tier: known where both ends agree", () => {
    const score: PlanExpr = { op: "ambient", name: "score" };
    const tier: PlanExpr = { op: "ambient", name: "tier" };
    const range = { score: { certain: 3, assumed: 5 }, tier: { certain: "low", assumed: "high" } };
    const equals = (left: PlanExpr, right: PlanExpr): PlanExpr => ({ op: "equal", negated: false, left, right });
    const exceeds = (left: PlanExpr, right: PlanExpr, as: "number" | "tier"): PlanExpr => ({
      op: "compare",
      cmp: ">",
      as,
      left,
      right,
    });
    for (const [at, known] of [
      [2, true],
      [3, null],
      [4, null],
      [5, false],
      [6, false],
    ] as const)
      expect(gives(exceeds(score, a, "number"), n(at), null, range)).toBe(
        known ?? "score: depends on what is not known",
      );
    for (const [at, known] of [
      [2, false],
      [3, null],
      [5, null],
      [6, false],
    ] as const)
      for (const expr of [equals(score, a), equals(a, score)])
        expect(gives(expr, n(at), null, range)).toBe(known ?? "score: depends on what is not known");
    expect(gives(equals(tier, a), "low", null, range)).toBe("tier: depends on what is not known");
    expect(gives(exceeds(tier, a, "tier"), "low", null, range)).toBe("tier: depends on what is not known");
    expect(gives(exceeds(tier, a, "tier"), "high", null, range)).toBe(false);
    expect(gives(equals(score, a), null, null, range)).toBe(false);
    expect(gives(equals(score, a), n(3), null, { score: { certain: 3, assumed: 3 } })).toBe(true);
    expect(gives(equals(tier, a), "low", null, { tier: { certain: "low", assumed: "low" } })).toBe(true);
    // An input may be called what it likes.
    const named = {
      ...range,
      inputs: new Map<string, Value>([
        ["score", n(3)],
        ["tier", "low"],
        ["a", n(3)],
      ]),
    };
    expect(gives(equals(input("score"), a), null, null, named)).toBe(true);
    expect(gives(equals(input("tier"), a), null, null, named)).toBe(false);
    expect(gives(equals(score, a), open, null, range)).toBe("facts.x: timed out");
    expect(gives(exceeds(score, a, "number"), null, null, range)).toBe("inputs.a: missing");
  });
});

describe("branches", () => {
  test("a choice that is open is none where both sides agree", () => {
    const choice: PlanExpr = {
      op: "if",
      condition: a,
      then: b,
      otherwise: { op: "const", type: { kind: "decimal" }, value: "1" },
    };
    expect(gives(choice, open, n(1))).toEqual(n(1));
    expect(gives(choice, open, n(2))).toBe("facts.x: timed out");
    expect(gives(choice, open, other)).toBe("facts.x: timed out; facts.y: not asked");
    expect(gives(choice, true, n(2))).toEqual(n(2));
    expect(gives(choice, false, n(2))).toEqual(n(1));
  });

  test("rows of a match, where no row fits and where several may", () => {
    const text = (value: string): PlanExpr => ({ op: "const", type: { kind: "text" }, value });
    const match: PlanExpr = {
      op: "match",
      subjects: [a],
      rows: [
        { patterns: [{ kind: "one-of", values: [text("x"), b] }], result: text("first") },
        { patterns: [{ kind: "compare", cmp: ">", as: "text", value: text("x") }], result: text("second") },
        { patterns: [{ kind: "range", as: "text", low: text("m"), high: text("p") }], result: text("third") },
      ],
    };
    expect(gives(match, "x", "k")).toBe("first");
    expect(gives(match, "k", "k")).toBe("first");
    expect(gives(match, "y", "k")).toBe("second");
    for (const inside of ["m", "n", "p"]) expect(gives(match, inside, "k")).toBe("third");
    for (const outside of ["l", "pp", ""]) expect(gives(match, outside, "k")).toMatch(/no row fits$/);
    expect(gives(match, null, "k")).toMatch(/no row fits$/);
    expect(gives(match, "y", open)).toBe("facts.x: timed out");
    expect(gives(match, "x", open)).toBe("first");
    expect(gives(match, open, "k")).toBe("facts.x: timed out");
    expect(gives(match, n(1), "k")).toContain(STRANGE);
  });

  test("a default is for what is absent alone", () => {
    const either: PlanExpr = { op: "default", value: a, otherwise: b };
    expect(gives(either, null, n(2))).toEqual(n(2));
    expect(gives(either, n(1), n(2))).toEqual(n(1));
    expect(gives(either, open, n(2))).toBe("facts.x: timed out");
  });
});

describe("lists", () => {
  const item: PlanExpr = { op: "local", slot: 0, name: "x" };
  const over = (op: "any" | "all" | "none" | "count"): PlanExpr => ({
    op,
    slot: 0,
    binder: "x",
    source: a,
    body: item,
  });
  const of = (op: "sum" | "list" | "min" | "max"): PlanExpr =>
    ({ op, slot: 0, binder: "x", source: a, where: b, body: item, as: "number" }) as PlanExpr;

  test.each(["any", "all", "none", "count"] as const)("%s of no list", (op) => {
    expect(gives(over(op), null)).toBe("inputs.a: missing");
    expect(gives(over(op), open)).toBe("facts.x: timed out");
    expect(gives(over(op), "text")).toBe(`inputs.a: ${STRANGE}`);
    expect(gives(over(op), [false, open, other])).toBe(op === "all" ? false : "facts.x: timed out; facts.y: not asked");
    expect(gives(over(op), [true, open])).toBe(op === "any" ? true : op === "none" ? false : "facts.x: timed out");
    expect(gives(over(op), [op === "all", op === "all"], null, { work: { left: 1 } })).toMatch(/^evaluation: takes/);
    expect(gives(over(op), [op === "all", op === "all"], null, { work: { left: 2 } })).not.toEqual(
      expect.stringMatching(/^evaluation/),
    );
  });

  test.each(["sum", "list", "min", "max"] as const)("%s over a list, where something holds", (op) => {
    expect(gives(of(op), null, true)).toBe("inputs.a: missing");
    expect(gives(of(op), "text", true)).toBe(`inputs.a: ${STRANGE}`);
    expect(gives(of(op), [n(1)], open)).toBe("facts.x: timed out");
    expect(gives(of(op), [n(2), n(1), n(3)], true)).toEqual(
      { sum: n(6), list: [n(2), n(1), n(3)], min: n(1), max: n(3) }[op],
    );
    expect(gives(of(op), [n(1)], false)).toEqual({ sum: n(0), list: [], min: null, max: null }[op]);
    expect(gives(of(op), [n(1), n(2)], true, { work: { left: 1 } })).toMatch(/^evaluation: takes more than/);
    expect(gives(of(op), [n(1), n(2)], true, { work: { left: 2 } })).not.toEqual(expect.stringMatching(/^evaluation/));
  });
});

describe("builtins", () => {
  const call = (name: Builtin, as: "number" | "money" | "duration" | "date" | null, ...args: PlanExpr[]): PlanExpr =>
    ({ op: "builtin", name, as, args }) as PlanExpr;

  test.each<Builtin>([
    "count",
    "sum",
    "min",
    "max",
    "distinct",
    "first",
    "last",
    "adjacent",
    "keys",
    "values",
    "lower",
    "length",
    "date",
    "weekday",
    "time_of_day",
  ])("%s of what it is not for", (name) => {
    expect(gives(call(name, "number", a), null)).toBe("inputs.a: missing");
    expect(gives(call(name, "number", a), open)).toBe("facts.x: timed out");
    expect(gives(call(name, "number", a), true)).toContain(STRANGE);
  });

  test.each<Builtin>(["zip", "contains_all"])("%s of what it is not for", (name) => {
    expect(gives(call(name, null, a, b), "text", [])).toContain(STRANGE);
    expect(gives(call(name, null, a, b), [], "text")).toContain(STRANGE);
    expect(gives(call(name, null, a, b), null, other)).toBe("facts.y: not asked; inputs.a: missing");
  });

  test("lists and maps are paid for by their length", () => {
    expect(gives(call("zip", null, a, b), [n(1)], [n(2)], { work: { left: 1 } })).toMatch(/^evaluation: takes/);
    expect(gives(call("zip", null, a, b), [n(1)], [n(2)], { work: { left: 2 } })).toEqual([
      new Map([
        ["left", n(1)],
        ["right", n(2)],
      ]),
    ]);
    expect(gives(call("keys", null, a), new Map([["k", yes as never]]), null, { work: { left: 0 } })).toMatch(
      /^evaluation: takes/,
    );
    expect(gives(call("zip", null, a, b), [n(1)], [])).toMatch(/lists of 1 and 0 items$/);
  });

  test("sums and extremes name all that is missing or open", () => {
    for (const name of ["sum", "min", "max"] as const) {
      expect(gives(call(name, "number", a), [n(1), null, open])).toMatch(/^facts\.x: timed out; .*: missing$/);
      expect(gives(call(name, "number", a), [n(1), "text"])).toContain(STRANGE);
    }
    expect(gives(call("sum", "money", a), [usd, money(decimalOfNumber(1)!, "EUR")])).toMatch(
      /EUR and USD do not go together$/,
    );
    const three = ["USD", "EUR", "CHF"].map((currency) => money(decimalOfNumber(1)!, currency));
    expect(gives(call("sum", "money", a), three)).toMatch(/: CHF and EUR do not go together$/);
    expect(gives(call("sum", "money", a), [])).toEqual(money(decimalOfNumber(0)!, null));
    expect(gives(call("sum", "duration", a), [DAY, -1])).toBe(DAY - 1);
    expect(gives(call("sum", "duration", a), [Number.MAX_SAFE_INTEGER, 1])).toMatch(
      /out of the range of the calendar$/,
    );
    expect(gives(call("min_of", "number", a, b), n(2), n(1))).toEqual(n(1));
    expect(gives(call("max_of", "number", a, b), n(2), n(1))).toEqual(n(2));
    expect(gives(call("min", "money", a), [usd, money(decimalOfNumber(1)!, "EUR")])).toMatch(/do not compare$/);
  });

  test("distinct: an item that may equal another leaves it open", () => {
    expect(gives(call("distinct", null, a), [n(1), n(2), n(1)])).toEqual([n(1), n(2)]);
    expect(gives(call("distinct", null, a), [null, null])).toEqual([null, null]);
    expect(gives(call("distinct", null, a), [open])).toEqual([open]);
    expect(gives(call("distinct", null, a), [open, n(1), other])).toBe("facts.x: timed out; facts.y: not asked");
    expect(gives(call("distinct", null, a), [usd, money(decimalOfNumber(1)!, "EUR")])).toMatch(
      /EUR and USD do not compare$/,
    );
  });

  test("characters, ends, weekdays", () => {
    expect(gives(call("length", null, a), "a\u{1f600}b")).toEqual(n(3));
    expect(gives(call("length", null, a), [n(1), n(1)])).toEqual(n(2));
    expect([gives(call("first", null, a), [n(1), n(2)]), gives(call("last", null, a), [n(1), n(2)])]).toEqual([
      n(1),
      n(2),
    ]);
    expect([gives(call("first", null, a), []), gives(call("last", null, a), [])]).toEqual([null, null]);
    expect(gives(call("weekday", "date", a), 0)).toBe("thursday");
    expect(
      gives(
        call("keys", null, a),
        new Map<string, Value>([
          ["b", 1],
          ["a", 2],
        ]),
      ),
    ).toEqual(["a", "b"]);
    expect(
      gives(
        call("values", null, a),
        new Map<string, Value>([
          ["b", 1],
          ["a", 2],
        ]),
      ),
    ).toEqual([2, 1]);
  });
});

test("a constant that is none of its type", () => {
  expect(gives({ op: "const", type: { kind: "decimal" }, value: "one" } as PlanExpr, n(1))).toContain(
    "not a constant of its type",
  );
});

test("a call takes a step", () => {
  const call: PlanExpr = { op: "call", fn: "p.both", args: [a, b] };
  expect(gives(call, true, true, { work: { left: 1 } })).toBe(true);
  expect(gives(call, true, true, { work: { left: 0 } })).toMatch(/^evaluation: takes more than/);
});
