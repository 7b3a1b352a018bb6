/**
 * What has no form, and why, also of plans that the checker would not make: a plan is data, and whoever exports one is told
 * which part of it JSON Logic cannot say.
 */
import { describe, expect, test } from "vitest";
import { exportCondition, exportJsonLogic } from "../../src/eval/portable/export.ts";
import type { Ambient, Builtin, Comparable, Numeric, Wire } from "../../src/model/expression.ts";
import type { Type } from "../../src/model/type.ts";
import type { Plan, PlanAction, PlanExpr } from "../../src/plan/plan.ts";
import { PLAN } from "../eval/generate.ts";
import { readable } from "./readable.ts";

const kind = (name: "int" | "text" | "bool" | "decimal" | "money" | "time" | "date" | "duration" | "tier"): Type => ({
  kind: name,
});
const optional = (of: Type): Type => ({ kind: "optional", of });
const list = (of: Type): Type => ({ kind: "list", of });
const record = (id: string): Type => ({ kind: "record", id });

const INPUTS: Readonly<Record<string, Type>> = {
  n: kind("int"),
  d: kind("decimal"),
  m: kind("money"),
  w: kind("money"),
  t: kind("text"),
  b: kind("bool"),
  at: kind("time"),
  day: kind("date"),
  long: kind("duration"),
  row: record("row"),
  other: record("other"),
  gone: record("gone"),
  circle: record("circle"),
  odd: record("odd"),
  ns: list(kind("int")),
  ms: list(kind("money")),
  ts: list(kind("text")),
  ats: list(kind("time")),
  bs: list(kind("bool")),
  map: { kind: "map", of: kind("int") },
  maybe: optional(kind("int")),
  maybool: optional(kind("bool")),
  mayrow: optional(record("row")),
  twice: optional(optional(kind("int"))),
  outcome: { kind: "outcome" },
  level: { kind: "level" },
  never: { kind: "never" },
};

const field = (name: string, type: Type) => ({ name, type, doc: null });
const RECORDS = {
  row: [field("n", kind("int")), field("t", optional(kind("text")))],
  other: [field("n", kind("int")), field("t", optional(kind("text")))],
  circle: [field("next", optional(record("circle")))],
  odd: ["a.b", "", "__proto__", "constructor", "prototype"].map((name) => field(name, kind("int"))),
};

const x = (name: string): PlanExpr => ({ op: "input", name });
const c = (type: Type, value: Wire): PlanExpr => ({ op: "const", type, value });
const number = (value: string): PlanExpr => c(kind("decimal"), value);
const none = (type: Type): PlanExpr => c(optional(type), null);
const local: PlanExpr = { op: "local", slot: 0, name: "x0" };
const of = (from: PlanExpr, name: string): PlanExpr => ({ op: "field", of: from, field: name, safe: false });
const equal = (left: PlanExpr, right: PlanExpr): PlanExpr => ({ op: "equal", negated: false, left, right });
const compare = (left: PlanExpr, right: PlanExpr, as: Comparable = "number"): PlanExpr => ({
  op: "compare",
  cmp: "<",
  as,
  left,
  right,
});
const arith = (fn: "+" | "-" | "*" | "/", left: PlanExpr, right: PlanExpr, as: Numeric = "number"): PlanExpr => ({
  op: "arith",
  fn,
  left,
  right,
  leftAs: as,
  rightAs: as,
  as,
});
const call = (name: Builtin, ...args: readonly PlanExpr[]): PlanExpr => ({ op: "builtin", name, args, as: null });
const items = (...all: readonly PlanExpr[]): PlanExpr => ({ op: "items", items: all });
const when = (condition: PlanExpr, then: PlanExpr, otherwise: PlanExpr): PlanExpr => ({
  op: "if",
  condition,
  then,
  otherwise,
});
const either = (value: PlanExpr, otherwise: PlanExpr): PlanExpr => ({ op: "default", value, otherwise });
const over = (op: "any" | "all" | "none" | "count", source: PlanExpr, body: PlanExpr): PlanExpr => ({
  op,
  slot: 0,
  binder: "x0",
  source,
  body,
});
const made = (
  op: "sum" | "list" | "min" | "max",
  source: PlanExpr,
  body: PlanExpr,
  where: PlanExpr | null = null,
): PlanExpr => ({ op, slot: 0, binder: "x0", source, body, where, as: null });
/** Whatever it is, a condition asks whether it is there. */
const there = (operand: PlanExpr): PlanExpr => ({ op: "present", negated: false, operand });
const ambient = (name: Ambient): PlanExpr => ({ op: "ambient", name });

function planOf(overlay: Partial<PlanAction> = {}, functions: Plan["functions"] = PLAN.functions): Plan {
  const action = {
    id: "p.Act",
    inputs: Object.entries(INPUTS).map(([name, type]) => field(name, type)),
    facts: [],
    lets: [],
    clauses: [],
    ...overlay,
  } as unknown as PlanAction;
  return {
    ...PLAN,
    functions,
    records: Object.fromEntries(Object.entries(RECORDS).map(([id, fields]) => [id, { id, doc: null, fields }])),
    actions: { "p.Act": action },
  };
}

const exported = (fires: PlanExpr, plan: Plan = planOf()) =>
  exportCondition(plan, plan.actions["p.Act"]!, fires).condition;

const WHY: readonly (readonly [string, PlanExpr])[] = [
  // Names that the plan does not have
  ["the input missing, which the action does not have", there(x("missing"))],
  ["the fact missing, which the action does not have", there({ op: "fact", name: "missing" })],
  ["the let missing, which the action does not have", there({ op: "let", name: "missing" })],
  ["the definition p.missing, which the plan does not have", { op: "call", fn: "p.missing", args: [] }],
  ["the definition toString, which the plan does not have", { op: "call", fn: "toString", args: [] }],
  ["the field missing, which row does not have", there(of(x("row"), "missing"))],
  ["the record gone, whose fields are not in the plan", there(x("gone"))],
  ["the tier missing, which the policy set does not have", equal(ambient("tier"), c(kind("tier"), "missing"))],
  ["x0, which nothing binds", local],
  ["`outcome`, which only guarantees read", there(ambient("outcome"))],
  ["`people`, which only guarantees read", there(ambient("people"))],
  ["`autonomy`, which only guarantees read", there(ambient("autonomy"))],
  ["a value of the type outcome", there(x("outcome"))],
  ["a value of the type level", there(x("level"))],
  ["a value of the type never", there(x("never"))],
  ["an optional of an optional", there(x("twice"))],
  // Names that JSON Logic has no path to
  ['a field named "a.b": JSON Logic has no path to it', there(of(x("odd"), "a.b"))],
  ['a field named "": JSON Logic has no path to it', there(of(x("odd"), ""))],
  ['a field named "__proto__": JSON Logic has no path to it', there(of(x("odd"), "__proto__"))],
  ['a field named "constructor": JSON Logic has no path to it', there(of(x("odd"), "constructor"))],
  ['a field named "prototype": JSON Logic has no path to it', there(of(x("odd"), "prototype"))],
  // Constants
  ["a constant that is none of its type", there(c(kind("int"), "1.5"))],
  ["a record or a map that is written as a constant", there(c(record("row"), { n: "1", t: null }))],
  ["a constant with more digits than a double holds", compare(x("n"), number("9007199254740992"))],
  ["a constant with more digits than a double holds", compare(x("n"), number("-9007199254740992"))],
  ["a constant with more digits than a double holds", compare(x("n"), number("0.000000000000000000001"))],
  // Kinds that an operator does not take
  ["a condition that is no bool", x("n")],
  ["a condition that is no bool", { op: "and", parts: [x("b"), x("t")] }],
  ["a condition that is no bool", { op: "not", operand: x("n") }],
  ["a condition that is no bool", when(x("n"), x("b"), x("b"))],
  ["a condition that is no bool", over("any", x("ns"), local)],
  ["the field n of what is no record", there(of(x("n"), "n"))],
  ["an entry of what is no map", there({ op: "index", of: x("n"), key: x("t") })],
  ["an entry under a key that is no text", there({ op: "index", of: x("map"), key: x("n") })],
  ["`in` of what is no list", { op: "in", negated: false, item: x("t"), list: x("t") }],
  [
    "`==` of lists or maps: JSON Logic compares no structures",
    { op: "in", negated: false, item: x("n"), list: items(c(kind("text"), "a")) },
  ],
  [
    "`==` of lists or maps: JSON Logic compares no structures",
    { op: "in", negated: false, item: x("t"), list: items(number("1")) },
  ],
  ["`like` of what is no text", { op: "like", negated: false, text: x("n"), pattern: c(kind("text"), "a") }],
  ["`like` with a pattern that is not a constant", { op: "like", negated: false, text: x("t"), pattern: x("n") }],
  ["`lower` of what is no text", there(call("lower", x("n")))],
  ["this of what is no list", there(call("length", x("n")))],
  ["this of what is no list", there(call("count", x("t")))],
  ["this of what is no list", over("any", x("n"), x("b"))],
  ["this of what is no list", there(made("list", x("n"), x("b")))],
  ["this of a list that is written out", there(made("list", items(x("n")), local))],
  ["this of a list that is written out", there(call("zip", x("ns"), items(x("n"))))],
  ["`date` of a date", there(call("date", x("day")))],
  ["`time_of_day` of a date", there(call("time_of_day", x("day")))],
  ["`weekday` of an instant that is computed: JSON Logic has no calendar", there(call("weekday", x("long")))],
  ["`weekday` of an instant that is computed: JSON Logic has no calendar", there(call("weekday", x("t")))],
  [
    "`weekday` of an instant that is computed: JSON Logic has no calendar",
    there(call("weekday", call("time_of_day", x("at")))),
  ],
  ["arithmetic with what is no number", there(arith("+", x("b"), x("n")))],
  ["a sum of money and what is none", there(arith("+", x("m"), x("n")))],
  ["a sum of money and what is none", there(arith("-", x("n"), x("m"), "money"))],
  [
    "a duration times a number: it may not come out in whole milliseconds",
    there(arith("*", ambient("tier"), number("2"))),
  ],
  [
    "`weekday` of an instant that is computed: JSON Logic has no calendar",
    there(call("weekday", { op: "negate", as: "time" as Numeric, operand: x("at") })),
  ],
  ["arithmetic with what is no number", there(arith("+", x("n"), x("t")))],
  ["the negative of what is no number", there({ op: "negate", as: "number", operand: x("t") })],
  ["the least or greatest of what is no number", there(call("min_of"))],
  ["the least or greatest of what is no number", there(call("min_of", x("t"), x("n")))],
  ["the least or greatest of what is no number", there(call("max_of", x("n"), x("t")))],
  ["the least or greatest of what is no number", there(call("max_of", x("n"), x("m")))],
  ["a sum, least or greatest of what is no number", there(call("sum", x("ts")))],
  ["a sum, least or greatest of what is no number", there(call("min", x("bs")))],
  ["a sum of instants", there(call("sum", x("ats")))],
  ["the least or greatest of sums that may be of nothing", there(made("min", x("ns"), call("sum", x("ms"))))],
  ["a score or tier beside what is no number", equal(ambient("score"), x("t"))],
  ["a score or tier beside what is no number", equal(x("t"), ambient("tier"))],
  // Numbers
  ["a duration divided: it may not come out in whole milliseconds", there(arith("/", x("long"), x("n"), "duration"))],
  ["a duration divided: it may not come out in whole milliseconds", there(arith("/", x("n"), x("long"), "duration"))],
  ["a duration times a number: it may not come out in whole milliseconds", there(arith("*", x("long"), x("n")))],
  ["a duration times a number: it may not come out in whole milliseconds", there(arith("*", x("n"), x("long")))],
  ["division by a value: JSON Logic divides in binary floating point", there(arith("/", x("n"), x("n")))],
  ["arithmetic with what is no number", there(arith("/", x("n"), none(kind("int"))))],
  ["division by zero", there(arith("/", x("n"), number("0")))],
  [
    "numbers with more places than a double holds",
    there(arith("/", arith("/", x("n"), number("1048576")), number("2"))),
  ],
  [
    "numbers with more places than a double holds",
    there(arith("*", arith("/", x("n"), number("1048576")), arith("/", x("n"), number("2")))),
  ],
  [
    "numbers with more places than a double holds",
    compare(arith("/", x("n"), number("999999999989")), arith("/", x("n"), number("999999999961"))),
  ],
  [
    "a date that moves by other than a constant number of whole days",
    there(arith("+", x("day"), c(kind("duration"), "PT25H"), "date")),
  ],
  ["a date that moves by other than a constant number of whole days", there(arith("-", x("day"), x("long"), "date"))],
  // Comparisons
  ["a comparison of values that have no order in JSON Logic", compare(x("b"), x("b"), "bool")],
  ["a comparison of values that have no order in JSON Logic", compare(x("n"), x("m"))],
  ["a comparison of values that have no order in JSON Logic", compare(x("m"), x("n"))],
  ["a comparison of values that have no order in JSON Logic", compare(x("t"), x("n"))],
  [
    "the order of texts: implementations of JSON Logic order texts and numbers in them differently",
    compare(x("t"), x("t"), "text"),
  ],
  ["`==` of lists or maps: JSON Logic compares no structures", equal(x("ns"), x("ns"))],
  ["`==` of lists or maps: JSON Logic compares no structures", equal(x("map"), x("map"))],
  ["`==` of lists or maps: JSON Logic compares no structures", equal(x("t"), x("n"))],
  ["`==` of lists or maps: JSON Logic compares no structures", equal(x("n"), x("t"))],
  ["`==` of lists or maps: JSON Logic compares no structures", equal(x("b"), x("t"))],
  ["`==` of lists or maps: JSON Logic compares no structures", equal(x("n"), x("m"))],
  ["`==` of lists or maps: JSON Logic compares no structures", equal(x("row"), x("other"))],
  ["`==` of lists or maps: JSON Logic compares no structures", equal(x("t"), x("row"))],
  ["`==` of lists or maps: JSON Logic compares no structures", equal(x("row"), x("t"))],
  [
    "`==` of lists or maps: JSON Logic compares no structures",
    over("any", call("adjacent", x("ns")), equal(local, local)),
  ],
  ["`==` of records that hold records without end", equal(x("circle"), x("circle"))],
  ["a comparison of items that are neither texts nor numbers", there(call("distinct", x("ms")))],
  ["a comparison of items that are neither texts nor numbers", call("contains_all", x("bs"), x("ns"))],
  ["a comparison of items that are neither texts nor numbers", call("contains_all", x("ns"), x("bs"))],
  // Choices
  ["a choice between records, lists or maps", there(when(x("b"), x("row"), x("row")))],
  ["a choice between records, lists or maps", there(when(x("b"), x("ns"), x("ns")))],
  ["a choice between records, lists or maps", there(when(x("b"), x("n"), x("m")))],
  ["a choice between records, lists or maps", there(when(x("b"), x("m"), x("n")))],
  ["a choice between records, lists or maps", there(when(x("b"), x("t"), x("n")))],
  ["a choice between records, lists or maps", there(when(x("b"), x("n"), x("t")))],
  ["a choice between records, lists or maps", there(when(x("b"), x("b"), x("n")))],
  ["a choice between records, lists or maps", there(either(x("mayrow"), x("row")))],
  ["a choice between records, lists or maps", there(either(x("maybe"), x("t")))],
  ["a choice between records, lists or maps", there(either(x("maybe"), x("b")))],
  ["a choice between records, lists or maps", there(either(x("maybool"), x("n")))],
  ["a match without rows", there({ op: "match", subjects: [x("n")], rows: [] })],
  // Lists
  ["the field n of a pair", over("any", call("adjacent", x("ns")), there(of(local, "n")))],
  [
    "pairs of lists that are computed with a condition",
    there(call("zip", made("list", x("ns"), local, x("b")), x("ns"))),
  ],
  [
    "pairs of lists that are computed with a condition",
    there(call("zip", x("ns"), made("list", x("ns"), local, x("b")))),
  ],
  ["pairs of lists that are computed with a condition", there(call("zip", call("distinct", x("ns")), x("ns")))],
  ["pairs of lists that are computed with a condition", there(call("zip", call("adjacent", x("ns")), x("ns")))],
  ["neighbours in a list that is computed with a condition", there(call("adjacent", call("distinct", x("ns"))))],
  ["`keys` of a map: JSON Logic sorts no keys", there(call("keys", x("map")))],
  ["`values` of a map: JSON Logic sorts no keys", there(call("values", x("map")))],
];

test.each(WHY)("%s: %j", (why, fires) => {
  expect(exported(fires)).toEqual({ unsupported: why });
});

test("a let or a definition sees no binder of where it is read", () => {
  const value: PlanExpr = { op: "local", slot: 1, name: "x1" };
  const lets = [{ name: "l", slots: 0, value }];
  const functions = { "p.f": { params: [], slots: 0, result: kind("bool"), body: value } };
  const twice = (body: PlanExpr): PlanExpr =>
    over("any", x("bs"), { op: "any", slot: 1, binder: "x1", source: x("bs"), body });
  for (const read of [
    { op: "let", name: "l" },
    { op: "call", fn: "p.f", args: [local] },
  ] as const)
    expect(exported(twice(read), planOf({ lets }, functions))).toEqual({ unsupported: "x1, which nothing binds" });
  expect(exported(twice(value), planOf())).toMatchObject({ exact: true });
});

test("what is no plan at all is no refusal but a fault", () => {
  expect(() => exported({ op: "not" } as unknown as PlanExpr)).toThrow(TypeError);
});

test("what has no form reads nothing", () => {
  const plan = planOf();
  const fires: PlanExpr = { op: "and", parts: [x("b"), there(x("gone"))] };
  expect(exportCondition(plan, plan.actions["p.Act"]!, fires).roots).toEqual([]);
});

describe("what the checker finds needless has a form", () => {
  const sunday = c(kind("text"), "sunday");
  const any: readonly (readonly [string, string, PlanExpr])[] = [
    ["inputs.b.value = true", "inputs.b.value = false", when(c(kind("bool"), true), x("b"), x("gone"))],
    ["inputs.b.value = true", "inputs.b.value = false", when(c(kind("bool"), false), x("gone"), x("b"))],
    ['inputs.n.is = "present"', "false", there(either(x("n"), x("m")))],
    ["false", "true", there(none(kind("int")))],
    ["false", "true", there(none(kind("bool")))],
    ["false", "true", equal(none(kind("int")), x("n"))],
    ["false", "true", equal(x("t"), none(kind("int")))],
    ["false", "true", equal(ambient("score"), none(kind("int")))],
    ["false", "false", none(kind("bool"))],
    ["inputs.b.value = true", "inputs.b.value = false", either(none(kind("bool")), x("b"))],
    ["false", "false", there(call("lower", none(kind("text"))))],
    [
      '(score.is = "present") and (score.certain = score.assumed)',
      "false",
      there(arith("*", ambient("score"), number("2"))),
    ],
    [
      '(score.is = "present") and (score.certain = score.assumed) and (score.assumed = 20500000)',
      '((score.is = "present") and (20500000 < score.certain)) or ((score.is = "present") and (score.assumed < 20500000))',
      equal(ambient("score"), number("20.5")),
    ],
    [
      '(tier.is = "present") and (tier.certain = tier.assumed) and (tier.assumed = 1)',
      '((tier.is = "present") and (1 < tier.certain)) or ((tier.is = "present") and (tier.assumed < 1))',
      equal(c(kind("tier"), "high"), ambient("tier")),
    ],
    [
      '((inputs.b.value = false) or (inputs.m.is = "present")) and (inputs.b.value = true) and ((inputs.b.value = false) or (inputs.b.value = true)) and (inputs.w.is = "present") and (if(not (inputs.b.value = false), inputs.m.currency, "") = inputs.w.currency) and (if(not (inputs.b.value = false), inputs.m.value, null) = inputs.w.value)',
      '(inputs.b.value = false) or (((inputs.b.value = false) or (inputs.m.is = "present")) and (inputs.b.value = true) and ((inputs.b.value = false) or (inputs.b.value = true)) and (inputs.w.is = "present") and (if(not (inputs.b.value = false), inputs.m.currency, "") = inputs.w.currency) and not (if(not (inputs.b.value = false), inputs.m.value, null) = inputs.w.value))',
      equal(when(x("b"), x("m"), none(kind("money"))), x("w")),
    ],
    [
      '(inputs.b.value = false) and ((inputs.b.value = true) or (inputs.t.is = "present")) and ((inputs.b.value = false) or (inputs.b.value = true)) and (if(not (inputs.b.value = false), null, inputs.t.value) = "a")',
      '(inputs.b.value = true) or ((inputs.b.value = false) and ((inputs.b.value = true) or (inputs.t.is = "present")) and ((inputs.b.value = false) or (inputs.b.value = true)) and not (if(not (inputs.b.value = false), null, inputs.t.value) = "a"))',
      equal(when(x("b"), none(kind("text")), x("t")), c(kind("text"), "a")),
    ],
    [
      '(inputs.b.value = false) and ((inputs.b.value = true) or (inputs.n.is = "present")) and ((inputs.b.value = false) or (inputs.b.value = true)) and (if(not (inputs.b.value = false), null, inputs.n.value) = 3)',
      '(inputs.b.value = true) or ((inputs.b.value = false) and ((inputs.b.value = true) or (inputs.n.is = "present")) and ((inputs.b.value = false) or (inputs.b.value = true)) and not (if(not (inputs.b.value = false), null, inputs.n.value) = 3))',
      equal(when(x("b"), none(kind("int")), x("n")), number("3")),
    ],
    ["false", "true", { op: "in", negated: false, item: x("t"), list: items() }],
    ["true", "false", there(items())],
    ["true", "false", there(c(optional(kind("int")), "3"))],
    ["true", "false", over("any", c(list(kind("date")), ["2026-11-22"]), equal(call("weekday", local), sunday))],
    ["true", "false", over("all", c(list(kind("tier")), ["low"]), compare(local, c(kind("tier"), "high")))],
    ["true", "false", equal(call("weekday", c(kind("time"), "2026-11-21T23:30:00Z")), sunday)],
    ["true", "false", equal(call("weekday", call("date", c(kind("time"), "2026-11-21T23:30:00Z"))), sunday)],
    ["true", "false", equal(call("date", c(kind("time"), "2026-11-21T23:30:00Z")), c(kind("date"), "2026-11-22"))],
    [
      "true",
      "false",
      equal(call("time_of_day", c(kind("time"), "2026-11-21T23:30:00Z")), c(kind("duration"), "PT30M")),
    ],
    ["true", "false", equal(c(kind("text"), "a"), c(kind("text"), "a"))],
    ["true", "false", compare(c(kind("tier"), "low"), c(kind("tier"), "high"))],
    ["true", "false", equal(call("length", c(kind("text"), "a😀é")), number("3"))],
    ["true", "false", equal(call("lower", c(kind("text"), "ÄB")), c(kind("text"), "äb"))],
    ["true", "false", equal(call("count", c(list(kind("int")), ["1", "2"])), number("2"))],
    ['inputs.maybe.is = "present"', 'inputs.maybe.is = "absent"', there(either(x("maybe"), none(kind("int"))))],
    [
      '(inputs.n.is = "present") and (inputs.n.value = 1)',
      '(inputs.n.is = "present") and not (inputs.n.value = 1)',
      { op: "match", subjects: [], rows: [{ patterns: [], result: equal(x("n"), number("1")) }] },
    ],
    // A row behind one that surely fits is not looked at.
    [
      '(inputs.n.is = "present") and (inputs.n.value = 1)',
      '(inputs.n.is = "present") and not (inputs.n.value = 1)',
      {
        op: "match",
        subjects: [number("3")],
        rows: [
          { patterns: [{ kind: "one-of", values: [number("2"), number("3")] }], result: equal(x("n"), number("1")) },
          { patterns: [{ kind: "any" }], result: there(x("gone")) },
        ],
      },
    ],
    [
      '(inputs.t.is = "present") and (inputs.t.value = "a")',
      '(inputs.t.is = "present") and not (inputs.t.value = "a")',
      equal(
        { op: "match", subjects: [x("b")], rows: [{ patterns: [{ kind: "any" }], result: x("t") }] },
        c(kind("text"), "a"),
      ),
    ],
  ];
  test.each(any)("%s; not: %s", (yes, no, fires) => {
    const found = exported(fires);
    if ("unsupported" in found) throw new Error(found.unsupported);
    expect([readable(found.certainly_true), readable(found.certainly_false), found.exact]).toEqual([yes, no, true]);
  });
});

describe("how large a condition may be", () => {
  const nested = (depth: number): PlanExpr => (depth === 1 ? x("b") : { op: "not", operand: nested(depth - 1) });

  test("two hundred expressions in one another", () => {
    expect(exported(nested(200))).toMatchObject({ exact: true });
    expect(exported(nested(201))).toEqual({ unsupported: "nests deeper than 200 expressions" });
  });

  test("beside one another they do not nest", () => {
    const parts = Array.from({ length: 300 }, () => nested(150));
    expect(exported({ op: "and", parts: parts.slice(0, 100) })).toMatchObject({ exact: true });
  });

  const TOO_LARGE = "too large: JSON Logic cannot name what is used twice, so definitions and lets are written out";

  test("twenty thousand operators and operands, whichever formula is the larger", () => {
    const among = (many: number, negated: boolean): PlanExpr => ({
      op: "in",
      negated,
      item: x("t"),
      list: c(
        list(kind("text")),
        Array.from({ length: many }, (_, i) => `t${i}`),
      ),
    });
    // Beside the texts there are seven, and one more where they are not among them.
    for (const negated of [false, true]) {
      expect(exported(among(19_992, negated))).toMatchObject({ exact: true });
      expect(exported(among(19_993, negated))).toEqual({ unsupported: TOO_LARGE });
    }
  });

  test("twenty thousand expressions that are looked at", () => {
    const all = (many: number): PlanExpr => ({ op: "and", parts: Array.from({ length: many }, () => x("b")) });
    expect(exported(all(19_999))).toMatchObject({ exact: true });
    expect(exported(all(20_000))).toEqual({ unsupported: TOO_LARGE });
  });

  test("six records in one another, where they are compared", () => {
    const records = Object.fromEntries(
      Array.from({ length: 7 }, (_, i) => [
        `r${i}`,
        { id: `r${i}`, doc: null, fields: [i === 0 ? field("n", kind("int")) : field("in", record(`r${i - 1}`))] },
      ]),
    );
    const alike = (id: string) =>
      exported(equal(x("one"), x("two")), {
        ...planOf({ inputs: ["one", "two"].map((name) => field(name, record(id))) }),
        records,
      });
    expect(alike("r5")).toMatchObject({ exact: true });
    expect(alike("r6")).toEqual({ unsupported: "`==` of records that hold records without end" });
  });

  test("a let is looked at once, however often it is read", () => {
    const lets = Array.from({ length: 30 }, (_, i) => ({
      name: `l${i}`,
      slots: 0,
      value: (i === 0
        ? x("b")
        : { op: "and", parts: [1, 2].map(() => ({ op: "let", name: `l${i - 1}` })) }) as PlanExpr,
    }));
    expect(exported({ op: "let", name: "l29" }, planOf({ lets }))).toMatchObject({
      certainly_true: { "===": [{ var: "inputs.b.value" }, true] },
    });
  });
});

test("the records that are read, and those that these name", () => {
  const plan = planOf({
    clauses: [
      { id: "p.Act.b", fires: there(x("mayrow")) },
      { id: "p.Act.a", fires: there({ op: "index", of: x("homes"), key: x("t") }) },
      { id: "p.Act.c", fires: there(x("all")) },
    ] as unknown as PlanAction["clauses"],
    inputs: [
      field("mayrow", INPUTS["mayrow"]!),
      field("homes", { kind: "map", of: record("circle") }),
      field("t", kind("text")),
      field("all", list(record("outer"))),
    ],
  });
  const records = { ...plan.records, outer: { id: "outer", doc: "a", fields: [field("in", record("odd"))] } };
  const rules = exportJsonLogic({ ...plan, records } as Plan);
  expect(Object.keys(rules.records)).toEqual(["circle", "odd", "outer", "row"]);
  expect(rules.records["row"]).toEqual([
    { name: "n", type: kind("int") },
    { name: "t", type: optional(kind("text")) },
  ]);
  expect(rules.actions["p.Act"]!.reads.map(({ path }) => path)).toEqual([
    "inputs.all",
    "inputs.homes",
    "inputs.mayrow",
    "inputs.t",
  ]);
  expect(rules).toMatchObject({
    version: "1",
    language: "1",
    set: "p",
    timezone: "Europe/Berlin",
    tiers: ["low", "high"],
    decimal_places: 6,
    largest: 1_000_000_000_000_000,
  });
});
