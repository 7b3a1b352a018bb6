import { describe, expect, it } from "vitest";
import { decide } from "../../src/decision/decide.ts";
import { compile } from "../../src/eval/compile.ts";
import { changeSet, NOW } from "./plan.ts";
import { CHANGE, GOOD, good, misfitsOf, plan } from "./typed.ts";

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
