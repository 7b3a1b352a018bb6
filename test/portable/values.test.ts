/** Values in normal form, type by type, and what is lost on the way: it stands as unknown, and its path is told. */
import { describe, expect, test } from "vitest";
import { compile } from "../../src/eval/compile.ts";
import { parseDecimal } from "../../src/eval/decimal.ts";
import type { Frame } from "../../src/eval/evaluator.ts";
import { money } from "../../src/eval/money.ts";
import { type NormalForm, PortableRead } from "../../src/eval/portable/documents.ts";
import { normalForm } from "../../src/eval/portable/normal-form.ts";
import { unknown, type Value } from "../../src/eval/value.ts";
import type { Type } from "../../src/model/type.ts";
import type { Plan, PlanAction } from "../../src/plan/plan.ts";
import { PLAN } from "../eval/generate.ts";

const of = (kind: "text" | "bool" | "int" | "decimal" | "money" | "time" | "date" | "duration" | "tier"): Type => ({
  kind,
});
const optional = (type: Type): Type => ({ kind: "optional", of: type });
const list = (type: Type): Type => ({ kind: "list", of: type });
const map = (type: Type): Type => ({ kind: "map", of: type });
const record = (id: string): Type => ({ kind: "record", id });

const field = (name: string, type: Type) => ({ name, type, doc: null });
const RECORDS = {
  row: [field("n", of("int")), field("t", optional(of("text")))],
  odd: [field("__proto__", of("int"))],
  bill: [field("money", of("money"))],
  $impact: [field("money", optional(of("money"))), field("bill", record("bill"))],
  "$history:p.Act": [field("at", of("time"))],
};

const number = (text: string): Value => parseDecimal(text);
const usd = (amount: string, currency: string | null = "USD"): Value =>
  money(parseDecimal(amount)!, currency as string);
const fields = (given: Readonly<Record<string, Value>>): Value => new Map(Object.entries(given));
const lost = unknown("inputs.v", "timed out");
/** 00:30 by the clock of Berlin. */
const NIGHT = Date.parse("2026-11-22T23:30:00Z");

function form(reads: readonly PortableRead[], given: Partial<Frame>): NormalForm {
  const inputs = reads.flatMap(({ type, origin }) =>
    origin.kind === "input" || origin.kind === "fact" ? [field(origin.name, type)] : [],
  );
  const action = { id: "p.Act", inputs, facts: inputs, lets: [], clauses: [] } as unknown as PlanAction;
  const plan: Plan = {
    ...PLAN,
    records: Object.fromEntries(Object.entries(RECORDS).map(([id, all]) => [id, { id, doc: null, fields: all }])),
    actions: { "p.Act": action },
  };
  return normalForm(compile(plan, { backend: "interpreter" }), reads, {
    action: "p.Act",
    inputs: new Map(),
    facts: new Map(),
    ambient: new Map<never, Value>(),
    now: NIGHT,
    history: () => [],
    changesTo: () => [],
    evidenceOf: () => [],
    lets: new Map(),
    ...given,
  });
}

const read = (type: Type): PortableRead => ({ path: "inputs.v", type, origin: { kind: "input", name: "v" } });
const one = (type: Type, value: Value): NormalForm => form([read(type)], { inputs: new Map([["v", value]]) });
const present = (value: unknown, beside: object = {}): object => ({ is: "present", value, ...beside });
const text = (value: string): object => present(value, { lower: value.toLowerCase(), length: value.length });

const EXACT: readonly (readonly [string, Type, Value, object])[] = [
  ["a bool", of("bool"), false, present(false)],
  ["a text", of("text"), "Ä😀b", present("Ä😀b", { lower: "ä😀b", length: 3 })],
  ["a choice", { kind: "choice", name: null, values: ["Red"] }, "Red", text("Red")],
  ["an int", of("int"), number("-3"), present(-3)],
  ["the greatest int", of("int"), number("1000000000000000"), present(1e15)],
  ["the least int", of("int"), number("-1000000000000000"), present(-1e15)],
  ["a decimal", of("decimal"), number("0.000001"), present(1)],
  ["the greatest decimal", of("decimal"), number("1000000000"), present(1e15)],
  ["cents", of("money"), usd("12.34"), present(1234, { currency: "USD" })],
  ["yen", of("money"), usd("12", "JPY"), present(12, { currency: "JPY" })],
  ["fils", of("money"), usd("12.345", "KWD"), present(12_345, { currency: "KWD" })],
  ["a tier", of("tier"), "high", present(1)],
  ["the lowest tier", of("tier"), "low", present(0)],
  ["a duration", of("duration"), -5, present(-5)],
  ["the longest duration", of("duration"), 1e15, present(1e15)],
  ["the longest duration back", of("duration"), -1e15, present(-1e15)],
  ["a date", of("date"), 20_780, present(20_780, { weekday: "monday" })],
  [
    "an instant by the clock of the policy",
    of("time"),
    NIGHT,
    present(NIGHT, { date: 20_780, time_of_day: 1_800_000, weekday: "monday" }),
  ],
  ["what is absent", optional(of("int")), null, { is: "absent" }],
  ["what may be absent", optional(of("int")), number("3"), present(3)],
  ["what is not known", of("int"), lost, { is: "unknown" }],
  ["what is not known and may be absent", optional(of("int")), lost, { is: "unknown" }],
  ["a record", record("row"), fields({ n: number("3"), t: "a" }), present({ n: present(3), t: text("a") })],
  [
    "a record with what is absent and not known",
    record("row"),
    fields({ n: lost }),
    present({ n: { is: "unknown" }, t: { is: "absent" } }),
  ],
  [
    "the impact, which may be of nothing",
    record("$impact"),
    fields({ money: usd("0", null), bill: fields({ money: usd("1") }) }),
    present({
      money: present(0, { currency: "" }),
      bill: present({ money: present(100, { currency: "USD" }) }),
    }),
  ],
  ["an empty list", list(of("int")), [], present([])],
  [
    "a list",
    list(of("int")),
    [number("3"), lost],
    present([
      { at: 0, is: "present", value: 3 },
      { at: 1, is: "unknown" },
    ]),
  ],
  [
    "a map, by key",
    map(of("int")),
    fields({ b: number("1"), a: lost, B: number("2") }),
    present([
      { key: "B", entry: present(2) },
      { key: "a", entry: { is: "unknown" } },
      { key: "b", entry: present(1) },
    ]),
  ],
];

describe("what has an exact form", () => {
  test.each(EXACT)("%s", (_, type, value, node) => {
    expect(one(type, value)).toEqual({ document: { inputs: { v: node } }, not_representable: [] });
  });

  test("a field under a name of its own kind is a field", () => {
    const { document } = one(record("odd"), new Map([["__proto__", number("3")]]));
    const { value } = (document as { inputs: { v: { value: object } } }).inputs.v;
    expect(Object.entries(value)).toEqual([["__proto__", present(3)]]);
  });
});

const LOST: readonly (readonly [string, Type, Value, string])[] = [
  ["an int past 10^15", of("int"), number("1000000000000001"), "inputs.v"],
  ["an int past -10^15", of("int"), number("-1000000000000001"), "inputs.v"],
  ["an int that is not whole", of("int"), number("1.5"), "inputs.v"],
  ["a seventh place", of("decimal"), number("0.0000001"), "inputs.v"],
  ["a decimal past 10^9", of("decimal"), number("1000000000.000001"), "inputs.v"],
  ["a part of a cent", of("money"), usd("1.001"), "inputs.v"],
  ["a part of a yen", of("money"), usd("1.5", "JPY"), "inputs.v"],
  ["money of no currency", of("money"), usd("0", null), "inputs.v"],
  ["a duration past 10^15", of("duration"), 1e15 + 1, "inputs.v"],
  ["a duration past -10^15", of("duration"), -1e15 - 1, "inputs.v"],
  ["a tier that there is not", of("tier"), "huge", "inputs.v"],
  ["a record that there is not", record("missing"), fields({}), "inputs.v"],
  ["a record of a name that objects have", record("toString"), fields({}), "inputs.v"],
  ["absence where there is always something", of("int"), null, "inputs.v"],
  ["a type without values", { kind: "never" }, "a", "inputs.v"],
  // Values that are none of their type.
  ["a text for a bool", of("bool"), "true", "inputs.v"],
  ["a number for a text", of("text"), number("1"), "inputs.v"],
  ["a bool for a choice", { kind: "choice", name: null, values: [] }, true, "inputs.v"],
  ["a text for an int", of("int"), "1", "inputs.v"],
  ["a text for a decimal", of("decimal"), "1", "inputs.v"],
  ["a number for money", of("money"), number("1"), "inputs.v"],
  ["a number for a tier", of("tier"), number("1"), "inputs.v"],
  ["a text for a duration", of("duration"), "PT1H", "inputs.v"],
  ["a text for a date", of("date"), "2026-11-22", "inputs.v"],
  ["a text for an instant", of("time"), "2026-11-22T00:00:00Z", "inputs.v"],
  ["a list for a record", record("row"), [], "inputs.v"],
  ["a map for a list", list(of("int")), fields({}), "inputs.v"],
  ["a list for a map", map(of("int")), [], "inputs.v"],
];

describe("what has none", () => {
  test.each(LOST)("%s", (_, type, value, path) => {
    expect(one(type, value)).toEqual({
      document: { inputs: { v: { is: "unknown" } } },
      not_representable: [path],
    });
  });

  test.each<readonly [string, Type, Value, readonly string[]]>([
    ["in a record", record("row"), fields({ n: number("1.5"), t: number("1") }), ["inputs.v.n", "inputs.v.t"]],
    ["that a record lacks", record("row"), fields({}), ["inputs.v.n"]],
    ["in a list", list(of("int")), [number("1"), number("1.5")], ["inputs.v[1]"]],
    ["in a map", map(of("int")), fields({ 'a"': number("1.5"), b: number("1") }), ['inputs.v["a\\""]']],
    ["within what is there", optional(record("row")), fields({ n: number("1.5") }), ["inputs.v.n"]],
    [
      "of nothing below the impact",
      record("$impact"),
      fields({ bill: fields({ money: usd("0", null) }) }),
      ["inputs.v.bill.money"],
    ],
  ])("%s", (_, type, value, paths) => {
    const { document, not_representable } = one(type, value);
    expect(document).toMatchObject({ inputs: { v: { is: "present" } } });
    expect(not_representable).toEqual(paths);
  });

  test("is told by path", () => {
    const reads = ["b", "a"].map(
      (name): PortableRead => ({ path: `inputs.${name}`, type: of("int"), origin: { kind: "input", name } }),
    );
    const inputs = new Map(["a", "b"].map((name) => [name, number("1.5")]));
    expect(form(reads, { inputs }).not_representable).toEqual(["inputs.a", "inputs.b"]);
  });
});

describe("score and tier", () => {
  const range = (name: "score" | "tier"): PortableRead => ({
    path: name,
    type: of(name === "score" ? "decimal" : "tier"),
    origin: { kind: "ambient", name },
  });

  test("are ranges", () => {
    const score = { certain: 20.5, assumed: 30 };
    const tier = { certain: "low", assumed: "high" };
    expect(form([range("score"), range("tier")], { score, tier })).toEqual({
      document: {
        score: { is: "present", certain: 20_500_000, assumed: 30_000_000 },
        tier: { is: "present", certain: 0, assumed: 1 },
      },
      not_representable: [],
    });
  });

  test("that have no exact form at one end are told", () => {
    for (const score of [
      { certain: 0.0000001, assumed: 1 },
      { certain: 1, assumed: 0.0000001 },
    ])
      expect(form([range("score")], { score })).toEqual({
        document: { score: { is: "unknown" } },
        not_representable: ["score"],
      });
    expect(form([range("tier")], { tier: { certain: "low", assumed: "huge" } })).toEqual({
      document: { tier: { is: "unknown" } },
      not_representable: ["tier"],
    });
  });

  test("are ranges each for itself", () => {
    const ambient = new Map<"score" | "tier", Value>([
      ["score", number("2")],
      ["tier", "high"],
    ]);
    const tier = { certain: "low", assumed: "low" };
    expect(form([range("score")], { ambient, tier }).document).toEqual({
      score: { is: "present", certain: 2_000_000, assumed: 2_000_000 },
    });
    expect(form([range("tier")], { ambient, score: { certain: 1, assumed: 1 } }).document).toEqual({
      tier: { is: "present", certain: 1, assumed: 1 },
    });
  });

  test("are values where nothing makes them ranges", () => {
    const ambient = new Map<"score" | "tier", Value>([
      ["score", number("2")],
      ["tier", "high"],
    ]);
    expect(form([range("score"), range("tier")], { ambient }).document).toEqual({
      score: { is: "present", certain: 2_000_000, assumed: 2_000_000 },
      tier: { is: "present", certain: 1, assumed: 1 },
    });
  });

  test("that are not found yet are unknown, and nothing is lost", () => {
    const ambient = new Map([["score", lost] as const, ["tier", lost] as const]);
    expect(form([range("score"), range("tier")], { ambient })).toEqual({
      document: { score: { is: "unknown" }, tier: { is: "unknown" } },
      not_representable: [],
    });
  });
});

test("each value stands where its path says, and is the one that is meant", () => {
  const int = of("int");
  const reads: readonly PortableRead[] = [
    { path: "inputs.v", type: int, origin: { kind: "input", name: "v" } },
    { path: "facts.v", type: int, origin: { kind: "fact", name: "v" } },
    { path: "inputs.w", type: int, origin: { kind: "input", name: "w" } },
    { path: "environment", type: of("text"), origin: { kind: "ambient", name: "environment" } },
    {
      path: "history.p/Act.5000",
      type: list(record("$history:p.Act")),
      origin: { kind: "history", action: "p.Act", last_ms: 5_000 },
    },
    {
      path: "changes_to.p/Order.total",
      type: list(of("text")),
      origin: { kind: "changes_to", record: "p.Order", field: "total" },
    },
    { path: "evidence_of.check", type: list(of("text")), origin: { kind: "evidence_of", evidence: "check" } },
  ];
  const { document } = form(reads, {
    inputs: new Map([
      ["v", number("1")],
      ["w", number("2")],
    ]),
    facts: new Map([["v", number("3")]]),
    ambient: new Map([["environment", "prod"]]),
    history: (action) => [fields({ at: NIGHT - (action === "p.Act" ? 1 : 9_000) }), fields({ at: NIGHT - 5_000 })],
    changesTo: (...names) => names,
    evidenceOf: (kind) => [kind],
  });
  expect(document).toMatchObject({
    inputs: { v: present(1), w: present(2) },
    facts: { v: present(3) },
    environment: text("prod"),
    history: { "p/Act": { "5000": present([{ at: 0, value: { at: present(NIGHT - 1) } }]) } },
    changes_to: { "p/Order": { total: present([{ value: "p.Order" }, { value: "total" }]) } },
    evidence_of: { check: present([{ value: "check" }]) },
  });
});

describe("a type is data", () => {
  const origin = { kind: "input", name: "v" } as const;
  const names = "text bool int decimal money time date duration tier outcome level never".split(" ");

  test.each<Type>([
    ...names.map((kind) => ({ kind }) as Type),
    { kind: "choice", name: "p.Color", values: ["red"] },
    { kind: "choice", name: null, values: [] },
    record("p.Order"),
    list(optional(map(of("int")))),
  ])("%j", (type) => {
    expect(PortableRead.parse({ path: "inputs.v", type, origin })).toEqual({ path: "inputs.v", type, origin });
  });

  test.each<unknown>([
    {},
    { kind: "" },
    { kind: "set", of: { kind: "int" } },
    { kind: "int", of: { kind: "int" } },
    { kind: "choice", name: null },
    { kind: "choice", values: [] },
    { kind: "choice", name: null, values: [1] },
    { kind: "record" },
    { kind: "list" },
    { kind: "map", of: { kind: "what" } },
    { kind: "optional", of: null },
  ])("%j is none", (type) => {
    expect(PortableRead.safeParse({ path: "inputs.v", type, origin }).success).toBe(false);
  });
});
