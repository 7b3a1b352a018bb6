import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decide } from "../../src/decision/decide.ts";
import { ask } from "../../src/decision/read/ask.ts";
import { ALL_WAYS } from "../../src/decision/read/ways.ts";
import {
  actionSchema,
  changeSetSchema,
  contextSchema,
  decisionSchema,
  directorySchema,
  inputsSchema,
} from "../../src/decision/schemas.ts";
import { compile } from "../../src/eval/compile.ts";
import type { Type } from "../../src/model/type.ts";
import { bool, changeSet, decimal, field, int, list, money, NOW, optional, planOf, text } from "./plan.ts";

const choice: Type = { kind: "choice", name: null, values: ["damaged", "late", "goodwill"] };
const TYPES: Readonly<Record<string, Type>> = {
  text,
  bool,
  int,
  decimal,
  money,
  choice,
  time: { kind: "time" },
  date: { kind: "date" },
  duration: { kind: "duration" },
  maybe: optional(money),
  list: list(int),
  map: { kind: "map", of: money },
  record: { kind: "record", id: "a.Node" },
};
const NODE = {
  id: "a.Node",
  doc: null,
  fields: [
    field("name", text),
    field("amount", optional(money)),
    field("next", optional({ kind: "record", id: "a.Node" })),
  ],
};
const plan = planOf(
  {
    inputs: Object.entries(TYPES).map(([name, type]) => field(name, type)),
    changes: [
      { record: "a.Order", target: "Order", field: "total", type: money },
      { record: "a.Order", target: "Order", field: "note", type: optional(text) },
    ],
  },
  {
    records: { "a.Node": NODE },
    evidence: [
      { id: "photo", title: null, tools: [], fields: [] },
      { id: "score", title: null, tools: [], fields: [field("value", int), field("note", optional(text))] },
    ],
  },
);

const GOOD: Readonly<Record<string, unknown>> = {
  text: "x",
  bool: true,
  int: "12",
  decimal: "0.5",
  money: { amount: "120.00", currency: "USD" },
  choice: "late",
  time: "2026-11-22T10:15:00+01:00",
  date: "2026-12-01",
  duration: "P30D",
  maybe: null,
  list: ["1", 2],
  map: { a: { amount: 1, currency: "EUR" } },
  record: { name: "a", next: { name: "b", amount: { amount: "1", currency: "USD" } } },
};
const CHANGE = {
  target: { type: "Order", id: "o-1" },
  field: "total",
  old: null,
  new: { amount: "1", currency: "USD" },
};
const good = (inputs: Record<string, unknown> = {}, more: Record<string, unknown> = {}): Record<string, unknown> =>
  changeSet({ inputs: { ...GOOD, ...inputs }, changes: [CHANGE], ...more });
const misfitsOf = (document: unknown): string[] =>
  ask(plan, document, { now: NOW }, ALL_WAYS)
    .misfits.list()
    .map(({ path, found, expected, help }) => `${path}: ${found}; ${expected}${help === null ? "" : ` (${help})`}`);

describe("the reader of change sets", () => {
  it("takes a change set that fits", () => expect(misfitsOf(good())).toEqual([]));

  it.each<[string, unknown, string]>([
    ["text", 5, 'inputs.text: 5; text (send it in quotes: "5")'],
    ["bool", "true", 'inputs.bool: "true"; true or false (send true without quotes)'],
    ["int", "1.5", 'inputs.int: "1.5"; a whole number'],
    [
      "int",
      "1,000",
      'inputs.int: "1,000"; a whole number (digits with at most one point, no separators, no leading zeros)',
    ],
    [
      "decimal",
      0.1 + 0.2,
      "inputs.decimal: the number 0.30000000000000004; a decimal number (send it as text: a JSON number carries 15 significant digits)",
    ],
    [
      "decimal",
      `0.${"1".repeat(400)}`,
      /^inputs.decimal: "0.1+…"; a decimal number \(at most 34 digits\)$/u as unknown as string,
    ],
    ["money", 120, 'inputs.money: 120; money, as {"amount": "120.00", "currency": "USD"} (money carries its currency)'],
    [
      "money",
      { amount: "1", currency: "usd" },
      'inputs.money.currency: "usd"; a currency of three capital letters (the nearest is "USD")',
    ],
    [
      "money",
      { amount: 2 ** 60, currency: "USD" },
      "inputs.money.amount: the number 1152921504606847000; a decimal number",
    ],
    [
      "money",
      { amount: "1", currency: "USD", cents: 1 },
      "inputs.money.cents: a field that money does not have; only `amount` and `currency`",
    ],
    ["choice", "damagd", 'inputs.choice: "damagd"; one of "damaged", "late", "goodwill" (the nearest is "damaged")'],
    [
      "time",
      "2026-02-30T10:00:00Z",
      'inputs.time: "2026-02-30T10:00:00Z"; a time, as 2026-11-22T10:15:00Z (there is no such day)',
    ],
    ["time", "2026-03-29T02:30:00", "the clock was set forward over this time; say the offset, as +01:00"],
    ["time", "2026-10-25T02:30:00", "the clock showed this time twice; say the offset, as +01:00"],
    ["time", "2026-10-25T02:30:00.1234Z", "at most milliseconds"],
    ["date", "2026-02-30", "there is no such day"],
    ["duration", "P1M", "months and years have no fixed length"],
    ["list", Array.from({ length: 100_001 }, () => 1), "inputs.list: a list of 100001; a list of at most 100000"],
    ["map", JSON.parse('{"__proto__": 1}'), "inputs.map.__proto__: 1; money"],
    [
      "record",
      { name: "a", nxt: null },
      "inputs.record.nxt: a field that is not declared; one of `name`, `amount`, `next` (the nearest is `next`)",
    ],
    ["text", { $unknown: 1 }, 'inputs.text: a record; a value, or {"$unknown": "why"} and nothing else'],
    ["amout", 1, "inputs.amout: a field that is not declared"],
    ["constructor", 1, "inputs.constructor: a field that is not declared"],
  ])("%s (%#)", (name, value, message) => {
    const told = misfitsOf(good({ [name]: value }));
    expect(told.length).toBeGreaterThan(0);
    if (typeof message === "string") expect(told[0]).toContain(message);
    else expect(told[0]).toMatch(message);
  });

  it("takes a list of a hundred thousand", () =>
    expect(misfitsOf(good({ list: Array.from({ length: 100_000 }, (_, i) => i) }))).toEqual([]));

  it("says which name was probably meant", () => {
    const { money: amount, ...rest } = GOOD;
    expect(misfitsOf(changeSet({ inputs: { ...rest, mony: amount }, changes: [CHANGE] }))).toContain(
      'inputs.money: nothing; money, as {"amount": "120.00", "currency": "USD"} (is it what stands there as `mony`?)',
    );
  });

  it("tells fifty misfits, then how many more", () => {
    const told = misfitsOf(good(Object.fromEntries(Array.from({ length: 70 }, (_, i) => [`stranger${i}`, 1]))));
    expect(told).toHaveLength(51);
    expect(told.at(-1)).toBe(": 20 more misfits; none (mend these first)");
  });

  it.each<[Record<string, unknown>, string]>([
    [{ action: "a.Akt" }, 'action: "a.Akt"; an action of the policy set (the nearest is "a.Act")'],
    [{ action: "Act" }, 'action: "Act"; an action of the policy set (the nearest is "a.Act")'],
    [{ action: "__proto__" }, 'action: "__proto__"; an action of the policy set'],
    [{ environment: "prd" }, 'environment: "prd"; one of "sandbox", "prod" (the nearest is "prod")'],
    [
      { requester: { id: "agent:x", kind: "agent" } },
      'requester.owner: nothing; the principal who answers for the agent (add "owner" to the requester)',
    ],
    [{ changes: [] }, "changes: no changes; at least one of Order.total, Order.note"],
    [
      { changes: [{ ...CHANGE, field: "totl" }] },
      "changes[0].field: a change of Order.totl, which the action does not declare; one of Order.total, Order.note (the nearest is Order.total)",
    ],
    [
      { changes: [CHANGE, CHANGE] },
      'changes[1]: Order.total of "o-1" a second time; one change for each field of a record',
    ],
    [
      { changes: [{ ...CHANGE, evidence: ["ev-1"] }] },
      'changes[0].evidence[0]: "ev-1"; the id of evidence that is attached',
    ],
    [
      { evidence: [{ id: "e", kind: "phot", issuer: "x", at: NOW }] },
      'evidence[0].kind: "phot"; a kind of evidence that the policy set declares (the nearest is "photo")',
    ],
    [
      { evidence: [{ id: "e", kind: "score", issuer: "x", at: NOW }] },
      "evidence[0].data.value: nothing; a whole number",
    ],
    [{ evidence: [{ id: "e", kind: "photo", issuer: "x", at: "2026-11-22" }] }, "evidence[0].at"],
    [{ confidence: "1.5" }, 'confidence: "1.5"; at most 1'],
    [{ extra: 1 }, "extra: a field that is not declared"],
  ])("%j", (more, message) => {
    const told = misfitsOf(good({}, more));
    expect(told.join("\n")).toContain(message);
    expect(decide(compile(plan), good({}, more), { now: NOW }).outcome).toBe("deny");
  });
});

describe("the generated schema of an action", () => {
  const ajv = new Ajv2020({ strict: false, allErrors: false });
  const valid = ajv.compile(actionSchema(plan, "a.Act"));

  it("takes a change set that fits", () => expect(valid(good())).toBe(true));

  const junk = fc.constantFrom<unknown>(
    null,
    true,
    1,
    1.5,
    "",
    "x",
    "12",
    "1.0",
    "-0",
    "007",
    "late",
    [],
    {},
    ["1"],
    { a: 1 },
    { $unknown: "why" },
    { $unknown: 1 },
    "(remove)",
    "(add)",
    { amount: "1", currency: "USD" },
    { amount: "1", currency: "usd" },
    { amount: { $unknown: "x" }, currency: "EUR" },
    { name: "n" },
    { name: "n", next: null },
    "2026-11-22T10:15:00Z",
    "2026-11-22T10:15",
    "2026-11-22",
    "P30D",
    "PT4H",
    "P",
    "PT",
    [{ $unknown: "x" }],
  );

  it("agrees with the reader, but for what a schema cannot say", () => {
    const seen = { tried: 0, both: 0, neither: 0 };
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(), junk), { minLength: 1, maxLength: 3 }), (edits) => {
        seen.tried++;
        let document: unknown = good(
          {},
          { evidence: [{ id: "e1", kind: "score", issuer: "tool:x", at: NOW, data: { value: 3 } }], confidence: "0.5" },
        );
        for (const [at, value] of edits) document = mutate(document, at, value);
        const told = misfitsOf(document);
        const accepted = valid(document);
        if (told.length === 0) {
          seen.both++;
          expect(accepted, JSON.stringify([document, valid.errors])).toBe(true);
        } else if (accepted) for (const message of told) expect(message).toMatch(BEYOND_A_SCHEMA);
        else seen.neither++;
      }),
      { numRuns: 1_000 },
    );
    expect(seen.both).toBeGreaterThan(seen.tried * 0.03);
    expect(seen.neither).toBeGreaterThan(seen.tried * 0.15);
  });

  it("types each document, and the schemas are sound", () => {
    for (const schema of [
      changeSetSchema(),
      contextSchema(),
      decisionSchema(),
      directorySchema(),
      inputsSchema(plan, "a.Act"),
    ])
      expect(ajv.validateSchema(schema)).toBe(true);
    expect(ajv.compile(inputsSchema(plan, "a.Act"))(GOOD)).toBe(true);
    const decision: unknown = JSON.parse(JSON.stringify(decide(compile(plan), good(), { now: NOW })));
    expect(ajv.compile(decisionSchema())(decision)).toBe(true);
  });
});

const BEYOND_A_SCHEMA =
  /no such day|no such time|set forward|showed this time|a time with its offset|a duration|second time|evidence that is attached|more misfits/u;

function mutate(document: unknown, at: number, value: unknown): unknown {
  const copy: unknown = JSON.parse(JSON.stringify(document));
  const places: { readonly holder: Record<string, unknown>; readonly key: string }[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    for (const key of Object.keys(node)) {
      places.push({ holder: node as Record<string, unknown>, key });
      visit((node as Record<string, unknown>)[key]);
    }
  };
  visit(copy);
  const place = places[at % places.length];
  if (place === undefined) return copy;
  const { holder, key } = place;
  if (value === "(remove)" && !Array.isArray(holder)) delete holder[key];
  else if (value === "(add)" && !Array.isArray(holder)) holder["stranger"] = 1;
  else holder[key] = value;
  return copy;
}
