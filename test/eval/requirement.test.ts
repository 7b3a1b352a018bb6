import { describe, expect, test } from "vitest";
import { compile } from "../../src/eval/compile.ts";
import { parseDecimal } from "../../src/eval/decimal.ts";
import { money } from "../../src/eval/money.ts";
import { unknown, type Value } from "../../src/eval/value.ts";
import type { PlanExpr, PlanRequirement } from "../../src/plan/plan.ts";
import { frameOf, PLAN } from "./generate.ts";

const usd = (amount: string): Value => money(parseDecimal(amount)!, "USD");
const wire = (amount: string): PlanExpr => ({
  op: "const",
  type: { kind: "money" },
  value: { amount, currency: "USD" },
});
const region = (value: string): PlanExpr => ({ op: "const", type: { kind: "text" }, value });
const one = (role: string): PlanRequirement => ({ op: "seats", count: 1, role });

const evaluator = compile({
  ...PLAN,
  approvalTables: {
    "p.sign_off": {
      params: [],
      rows: [
        {
          patterns: [{ kind: "compare", cmp: "<=", as: "money", value: wire("100") }, { kind: "any" }],
          requirement: { op: "nobody" },
        },
        {
          patterns: [
            { kind: "compare", cmp: "<=", as: "money", value: wire("1000") },
            { kind: "one-of", values: [region("EMEA")] },
          ],
          requirement: one("lead"),
        },
        { patterns: [{ kind: "any" }, { kind: "missing" }], requirement: one("ops") },
        { patterns: [{ kind: "any" }, { kind: "any" }], requirement: { op: "and", parts: [one("cfo"), one("legal")] } },
      ],
    },
  },
});

const table: PlanRequirement = {
  op: "table",
  table: "p.sign_off",
  args: [
    { op: "input", name: "amount" },
    { op: "fact", name: "region" },
  ],
};

function resolve(requirement: PlanRequirement, amount: Value, where: Value) {
  const inputs = new Map([
    ["amount", amount],
    ["region", where],
  ]);
  return evaluator.resolve(requirement, frameOf({ inputs, history: [] }), 0);
}

const both = { op: "and", parts: [one("cfo"), one("legal")] };

describe("approval tables", () => {
  test("the first row that fits", () => {
    expect(resolve(table, usd("100"), "EMEA")).toEqual({ requirement: { op: "nobody" }, assumed: false, causes: [] });
    expect(resolve(table, usd("100.01"), "EMEA").requirement).toEqual(one("lead"));
    expect(resolve(table, usd("100.01"), "APAC").requirement).toEqual(both);
    expect(resolve(table, usd("100.01"), null).requirement).toEqual(one("ops"));
  });

  test("every row that may fit, when something is unknown", () => {
    const open = unknown("facts.region", "timed out");
    expect(resolve(table, usd("500"), open)).toEqual({
      requirement: { op: "join", parts: [one("lead"), one("ops"), both] },
      assumed: true,
      causes: [{ path: "facts.region", why: "timed out" }],
    });
    expect(resolve(table, usd("50"), open)).toEqual({ requirement: { op: "nobody" }, assumed: false, causes: [] });
  });

  test("another currency leaves every bound open", () => {
    const { requirement, assumed, causes } = resolve(table, money(parseDecimal("5")!, "EUR"), "APAC");
    expect(requirement).toEqual({ op: "join", parts: [{ op: "nobody" }, both] });
    expect(assumed).toBe(true);
    expect(causes).toEqual([{ path: "inputs.amount", why: "EUR and USD do not compare" }]);
  });

  test("what stands without a table is asked for as it is", () => {
    for (const plain of [
      one("ops"),
      { op: "any", count: 1, roles: ["ops"] },
      { op: "roles", count: 1, roles: ["ops"] },
    ])
      expect(resolve(plain as PlanRequirement, null, null).requirement).toEqual(plain);
    expect(resolve({ op: "or", parts: [one("ops"), one("cfo")] }, null, null).requirement.op).toBe("or");
  });

  test("inside a requirement", () => {
    expect(resolve({ op: "and", parts: [table, one("ops")] }, usd("500"), "EMEA").requirement).toEqual({
      op: "and",
      parts: [one("lead"), one("ops")],
    });
  });

  test("where nothing can be looked up, all rows together", () => {
    const { requirement, assumed } = resolve(table, "not money", true);
    expect(assumed).toBe(true);
    expect(requirement.op).toBe("join");
    expect(resolve({ op: "table", table: "__proto__", args: [] }, null, null)).toEqual({
      requirement: { op: "join", parts: [] },
      assumed: true,
      causes: [{ path: "__proto__", why: "no row fits" }],
    });
  });
});
