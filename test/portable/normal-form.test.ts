/** What the export and the normal form look like, and where they stop: money in minor units, and never a rounded number. */
import { describe, expect, test } from "vitest";
import type { Context } from "../../src/decision/documents.ts";
import { portableDocument } from "../../src/decision/portable.ts";
import type { Evaluator } from "../../src/eval/evaluator.ts";
import type { PortableCondition } from "../../src/eval/portable/documents.ts";
import { exportJsonLogic } from "../../src/eval/portable/export.ts";
import { loadPolicySet } from "../../src/policy-set.ts";
import { RUNNERS } from "./agree.ts";

const ACTION = `
record Order { id: text, total: money, weight: decimal, tags: map of text, note: text?, gift: bool?, fees: list of money, parts: list of text }
define pay(m: money) = m * 3
action Refund {
  autonomy guided
  input amount: money, count: int, moment: time
  fact order: Order = orders(amount)
  changes Order.total
  irreversible
  approve by 1 of person
`;

function load(clauses: string): Evaluator {
  const text = `policy shop\ntiers low < high\ntimezone "Europe/Berlin"\n${ACTION}\n${clauses}\n}\n`;
  const { evaluator, diagnostics } = loadPolicySet([{ name: "shop.bylaw", text }], { today: "2026-11-22" });
  if (evaluator === null) throw new Error(diagnostics.map(({ what, help }) => `${what} ${help}`).join("\n"));
  return evaluator;
}

const ORDER = {
  id: "o-1",
  total: { amount: "120.00", currency: "USD" },
  weight: "0.25",
  tags: { kind: "gift" },
  note: null,
  gift: true,
  fees: [],
  parts: [],
};

const changeSet = (inputs: object): object => ({
  id: "cs-1",
  action: "shop.Refund",
  environment: "prod",
  requester: { id: "user:ann", kind: "person" },
  inputs: { amount: { amount: "50", currency: "USD" }, count: 2, moment: "2026-11-22T10:15:00Z", ...inputs },
  changes: [{ target: { type: "Order", id: "o-1" }, field: "total", old: null, new: { amount: "1", currency: "USD" } }],
});

interface Asked {
  readonly yes: unknown;
  readonly no: unknown;
  readonly lost: readonly string[];
  readonly document: unknown;
  readonly condition: PortableCondition;
}

/** One forbidden condition, asked of one change set. */
function ask(condition: string, inputs: object = {}, order: object = ORDER): Asked {
  const evaluator = load(`forbid it: ${condition}`);
  const rules = exportJsonLogic(evaluator.plan);
  const own = Object.entries(rules.actions["shop.Refund"]!.conditions).find(([id]) => id.endsWith(".it"))![1];
  const { document, not_representable, misfits } = portableDocument(evaluator, rules, changeSet(inputs), {
    now: "2026-11-22T10:15:00Z",
    facts: { order },
  } as unknown as Context);
  expect(misfits).toEqual([]);
  const run = (formula: unknown): unknown => RUNNERS["json-logic-js"]!(formula, document);
  return "unsupported" in own
    ? { yes: null, no: null, lost: not_representable, document, condition: own }
    : { yes: run(own.certainly_true), no: run(own.certainly_false), lost: not_representable, document, condition: own };
}

const TRUE = { yes: true, no: false };
const FALSE = { yes: false, no: true };
const UNKNOWN = { yes: false, no: false };

describe("a condition", () => {
  test("is two formulas over a document that says what is known", () => {
    const asked = ask("amount > 100 USD");
    expect(asked.condition).toEqual({
      certainly_true: {
        and: [
          { "===": [{ var: "inputs.amount.is" }, "present"] },
          { "===": [{ var: "inputs.amount.currency" }, "USD"] },
          { "<": [10_000, { var: "inputs.amount.value" }] },
        ],
      },
      certainly_false: {
        and: [
          { "===": [{ var: "inputs.amount.is" }, "present"] },
          { "===": [{ var: "inputs.amount.currency" }, "USD"] },
          { "!": [{ "<": [10_000, { var: "inputs.amount.value" }] }] },
        ],
      },
      exact: true,
    });
    expect(asked.document).toEqual({ inputs: { amount: { is: "present", value: 5_000, currency: "USD" } } });
    expect(asked).toMatchObject(FALSE);
  });

  test.each([
    ["amount > 100 USD", { amount: { amount: "100.01", currency: "USD" } }, TRUE],
    ["amount > 100 USD", { amount: { amount: "100.00", currency: "USD" } }, FALSE],
    ["amount > 100 USD", { amount: { $unknown: "timed out" } }, UNKNOWN],
    ["amount > 100 USD", { amount: { amount: "500", currency: "EUR" } }, UNKNOWN],
    ["amount > 100 JPY", { amount: { amount: "101", currency: "JPY" } }, TRUE],
    ["amount > 0.001 KWD", { amount: { amount: "0.002", currency: "KWD" } }, TRUE],
    ["amount > 0.005 USD", { amount: { amount: "0.01", currency: "USD" } }, TRUE],
    ["amount / 3 < 17 USD", {}, TRUE],
    ["amount > order.total - 80 USD", {}, TRUE],
    ["count * 0.5 == 1", {}, TRUE],
    ['order.tags["kind"] == "gift"', {}, TRUE],
    ['order.tags["size"] is missing', {}, TRUE],
    ["order.note is missing", {}, TRUE],
    ["date(moment) == 2026-11-23", { moment: "2026-11-22T23:30:00Z" }, TRUE],
    ['weekday(moment) == "monday"', { moment: "2026-11-22T23:30:00Z" }, TRUE],
    ["moment < 2026-11-22T10:15:00.001Z", {}, TRUE],
    ['order.id like "o-*"', {}, TRUE],
    ['order.id like "*-1"', {}, TRUE],
    ['order.id like "o-1*-1"', {}, FALSE],
  ])("%s of %j", (condition, inputs, expected) => {
    expect(ask(condition, inputs)).toMatchObject({ ...expected, lost: [] });
  });
});

describe("a condition over a fact", () => {
  const usd = (amount: string): object => ({ amount, currency: "USD" });
  const hidden = { $unknown: "timed out" };

  test.each([
    ["order.gift == true", { gift: null }, FALSE],
    ["order.gift == true", { gift: hidden }, UNKNOWN],
    ["order.gift != true", { gift: null }, TRUE],
    ["order.gift == false", { gift: false }, TRUE],
    ["sum(order.fees) > 2 USD", { fees: [usd("1"), usd("1.01")] }, TRUE],
    ["sum(order.fees) > 2 USD", { fees: [] }, FALSE],
    ["sum(order.fees) > 2 USD", { fees: [usd("5"), hidden] }, UNKNOWN],
    ["sum(order.fees) > 2 USD", { fees: [usd("5"), { amount: "5", currency: "EUR" }] }, UNKNOWN],
    ["sum(order.fees) == sum(order.fees)", { fees: [usd("5"), { amount: "5", currency: "EUR" }] }, UNKNOWN],
    ["any(f in order.fees: f > 2 USD)", { fees: [hidden, usd("5")] }, TRUE],
    ["all(f in order.fees: f > 2 USD)", { fees: [hidden, usd("1")] }, FALSE],
    ["all(f in order.fees: f > amount)", { fees: [usd("51"), usd("52")] }, TRUE],
    ["count(f in order.fees: f > amount) == 1", { fees: [usd("51"), usd("1")] }, TRUE],
    [
      'contains_all(order.parts, ["b", "a"])',
      { parts: ["a", "b"] },
      { condition: { unsupported: expect.any(String) } },
    ],
    ["contains_all(order.parts, list(p in order.parts: p))", { parts: ["a", "a", "b"] }, TRUE],
    ['contains_all(list(p in order.parts: p where p != "b"), order.parts)', { parts: ["a", "b"] }, FALSE],
    [
      'contains_all(order.parts, list(f in order.fees: "a"))',
      { parts: ["a", hidden], fees: [usd("1"), usd("1")] },
      UNKNOWN,
    ],
    [
      'contains_all(order.parts, list(f in order.fees: "z"))',
      { parts: ["a", "b", hidden], fees: [usd("1"), usd("1")] },
      FALSE,
    ],
    ["count(distinct(order.parts)) == 2", { parts: ["a", "b", "a"] }, TRUE],
    ["count(distinct(order.parts)) == 2", { parts: ["a", hidden] }, UNKNOWN],
    ["first(order.parts) == order.id", { parts: ["o-1", "x"] }, TRUE],
    ["last(order.parts) is missing", { parts: [] }, TRUE],
    ["first(distinct(order.parts)) is missing", { parts: ["a", "b"] }, FALSE],
    ["first(distinct(order.parts)) is missing", { parts: ["a", hidden] }, UNKNOWN],
    ["first(list(p in order.parts: 1)) is missing", { parts: [] }, TRUE],
    ["any(p in zip(order.parts, order.parts): p.left != p.right)", { parts: ["a", "b"] }, FALSE],
    ["any(p in adjacent(order.parts): p.left == p.right)", { parts: ["a", "b", "b"] }, TRUE],
    ["order.tags[order.note] is missing", { note: null }, TRUE],
    ["order.tags[order.note] is missing", { note: "kind" }, FALSE],
    ["order.tags[order.note] is missing", { note: hidden }, UNKNOWN],
    ["order.tags[order.note] is missing", { note: hidden, tags: {} }, TRUE],
    ['order.tags[order.note] == "gift"', { note: "kind" }, TRUE],
  ])("%s of %j", (condition, order, expected) => {
    expect(ask(condition, {}, { ...ORDER, ...order })).toMatchObject(expected);
  });
});

describe("what is not exact stands as unknown, and is told", () => {
  test.each([
    ["amount > 1 USD", { amount: { amount: "12.345", currency: "USD" } }, "inputs.amount"],
    ["amount > 1 JPY", { amount: { amount: "12.5", currency: "JPY" } }, "inputs.amount"],
    ["amount > 1 USD", { amount: { amount: "10000000000000.01", currency: "USD" } }, "inputs.amount"],
    ["count > 1", { count: "1000000000000001" }, "inputs.count"],
  ])("%s of %j", (condition, inputs, path) => {
    expect(ask(condition, inputs)).toMatchObject({ ...UNKNOWN, lost: [path] });
  });

  test("a number of more than six places inside a fact", () => {
    expect(ask("order.weight > 0", {}, { ...ORDER, weight: "0.0000001" })).toMatchObject({
      ...UNKNOWN,
      lost: ["facts.order.weight"],
    });
  });

  test("arithmetic that leaves the whole numbers of doubles is unknown, and the export says that it may be", () => {
    const amount = { amount: "10000000000000.00", currency: "USD" };
    const asked = ask("amount * count > 5 USD", { amount, count: 1_000_000_000 });
    expect(asked).toMatchObject({ ...UNKNOWN, lost: [], condition: { exact: false } });
    expect(ask("amount * count > 5 USD", { count: 3 })).toMatchObject({ ...TRUE, condition: { exact: false } });
    expect(ask("amount + order.total > 5 USD", { amount })).toMatchObject({ ...TRUE, condition: { exact: true } });
  });
});

describe("what JSON Logic cannot say is named", () => {
  test.each([
    ['order.id < "p"', /order of texts/],
    ['order.id like (order.note ?? "*")', /pattern that is not a constant/],
    ["amount / count > 5 USD", /binary floating point/],
    ["count(keys(order.tags)) > 1", /sorts no keys/],
    ['weekday(moment - 3 days) == "monday"', /no calendar/],
    ['order.id like "a*b*c"', /several pieces/],
    ["order.tags == order.tags", /compares no structures/],
  ])("%s", (condition, why) => {
    expect(ask(condition).condition).toEqual({ unsupported: expect.stringMatching(why) });
  });

  test("a definition that doubles at each step is too large, and found out at once", () => {
    const doubling = Array.from({ length: 30 }, (_, n) => `define d${n + 1}(m: money) = d${n}(m) + d${n}(m)`).join(
      "\n",
    );
    const text = `policy shop\ntiers low < high\ndefine d0(m: money) = m\n${doubling}\n${ACTION}\nforbid it: d30(amount) > 5 USD\n}\n`;
    const { evaluator } = loadPolicySet([{ name: "shop.bylaw", text }], { today: "2026-11-22" });
    const { conditions } = exportJsonLogic(evaluator!.plan).actions["shop.Refund"]!;
    expect(Object.values(conditions)).toContainEqual({ unsupported: expect.stringMatching(/^too large/) });
  });
});

test("a change set that fits no action has no document, and says why", () => {
  const evaluator = load("forbid it: count > 1");
  const asked = portableDocument(evaluator, exportJsonLogic(evaluator.plan), { action: "shop.Other" }, {} as Context);
  expect(asked).toMatchObject({ action: null, document: null, not_representable: [] });
  expect(asked.misfits.length).toBeGreaterThan(0);
});

test("score and tier stand in a document as far as they are found", () => {
  const evaluator = load("forbid it: score > 20\nforbid that: tier >= high");
  const given = { now: "2026-11-22T10:15:00Z", facts: { order: ORDER } } as unknown as Context;
  const rules = exportJsonLogic(evaluator.plan);
  const document = (found?: Parameters<typeof portableDocument>[4]): unknown =>
    portableDocument(evaluator, rules, changeSet({}), given, found).document;
  const score = { is: "present", certain: 10_000_000, assumed: 25_500_000 };
  const tier = { is: "present", certain: 0, assumed: 1 };
  const unknown = { is: "unknown" };
  expect(document()).toEqual({ score: unknown, tier: unknown });
  expect(document({ score: { certain: 10, assumed: 25.5 } })).toEqual({ score, tier: unknown });
  expect(document({ tier: { certain: "low", assumed: "high" } })).toEqual({ score: unknown, tier });
});
