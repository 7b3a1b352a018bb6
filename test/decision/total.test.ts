import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decide } from "../../src/decision/decide.ts";
import { type Context, Decision } from "../../src/decision/documents.ts";
import { compile } from "../../src/eval/compile.ts";
import type { Evaluator } from "../../src/eval/evaluator.ts";
import { evaluatorOf } from "./fixtures.ts";
import { changeSet, clause, NOW, planOf, TRUE } from "./plan.ts";

const evaluator = evaluatorOf({
  "a.bylaw": `
policy a
role finance "Finance"
evidence photo { size: int }
record Order { id: text, total: money, tags: list of text, limits: map of money, next: Order? }
action Act {
  autonomy guided
  impact money = amount
  input amount: money, note: text?
  fact order: Order = orders(note)
  changes Order.total
  let left = order.total - amount
  require room: left >= 0 USD
  forbid tagged: "frozen" in order.tags
  score 20 big: amount > 100 USD
  tier high: score >= 20 or confidence < 0.5
  at high { approve by 1 of finance evidence photo within 1 day }
  quota daily: sum of amount up to 500 USD per day for each requester.id
  forbid repeated: any(h in history of Act in last 24 hours: h.amount == amount)
}`,
});
const DOCUMENT = changeSet({
  inputs: { amount: { amount: "120.00", currency: "USD" } },
  changes: [
    {
      target: { type: "Order", id: "o-1" },
      field: "total",
      old: null,
      new: { amount: "1", currency: "USD" },
      evidence: ["e1"],
    },
  ],
  evidence: [{ id: "e1", kind: "photo", issuer: "x", at: NOW, data: { size: 1 } }],
  confidence: "0.9",
});
const CONTEXT = {
  now: NOW,
  facts: { order: { id: "o-1", total: { amount: "300", currency: "USD" }, tags: ["a"], limits: {}, next: null } },
  history: [
    {
      action: "a.Act",
      at: "2026-11-22T09:00:00Z",
      status: "committed",
      requester: { id: "user:bob", kind: "person" },
      inputs: { amount: { amount: "1", currency: "USD" } },
    },
  ],
  usage: [{ clause: "a.Act.daily", key: ["user:ann"], used: { amount: "1", currency: "USD" } }],
  directory: { principals: { "user:ann": {}, "user:fred": { roles: ["finance"] } } },
};

/** Deciding it throws nothing, gives a decision, and the same one twice. */
function sound(document: unknown, context: unknown, by = evaluator): Decision {
  const decision = decide(by, document, context as Context);
  const bytes = JSON.stringify(decision);
  const read = Decision.safeParse(JSON.parse(bytes));
  expect(read.error).toBeUndefined();
  expect(JSON.stringify(decide(by, document, context as Context))).toBe(bytes);
  return decision;
}

describe("every change set gets a decision", () => {
  it("is reviewed as it stands", () =>
    expect(sound(DOCUMENT, CONTEXT)).toMatchObject({ outcome: "review", misfits: [] }));

  it("whatever JSON comes", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (document, context) => {
        expect(sound(document, context).outcome).toBe("deny");
      }),
      { numRuns: 300 },
    );
  });

  it("whatever text comes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.uint8Array(), (text, bytes) => {
        expect(sound(text, bytes).outcome).toBe("deny");
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    undefined,
    null,
    0,
    Number.NaN,
    "",
    Symbol("x"),
    () => 1,
    [],
    new Date(),
    new Proxy(
      {},
      {
        get: () => {
          throw new Error("no");
        },
      },
    ),
  ])("%#", (odd) => {
    expect(sound(odd, odd).outcome).toBe("deny");
    expect(sound(DOCUMENT, odd).outcome).toBe("deny");
    expect(sound(odd, CONTEXT).outcome).toBe("deny");
  });

  it("wherever something odd stands", () => {
    const odd = fc.constantFrom<unknown>(
      null,
      true,
      0,
      -1,
      1e300,
      0.1 + 0.2,
      "",
      "x",
      "\ud800",
      [],
      {},
      [[]],
      { $unknown: "x" },
      { $unknown: 1 },
      { amount: "1", currency: "EUR" },
      { __proto__: null, constructor: 1 },
      JSON.parse('{"__proto__": {"x": 1}}'),
      "9".repeat(400),
      "2026-02-30T00:00:00Z",
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.nat(), odd), { minLength: 1, maxLength: 3 }), (edits) => {
        const documents: [unknown, unknown] = [DOCUMENT, CONTEXT];
        for (const [first, at, value] of edits) documents[first ? 0 : 1] = edit(documents[first ? 0 : 1], at, value);
        const decision = sound(...documents);
        if (decision.misfits.length > 0) expect(decision.outcome).toBe("deny");
      }),
      { numRuns: 600 },
    );
    expect(({} as Record<string, unknown>)["x"]).toBeUndefined();
  });
});

describe("a fault of the engine", () => {
  const plan = planOf({
    clauses: [
      clause({ kind: "deny", verb: "forbid" }),
      clause({ kind: "approve", requirement: { op: "seats", count: 1, role: "finance" }, excluding: null }),
    ],
  });
  // Of the reference: generated code for the whole of a decision would not ask it.
  const broken = (more: Partial<Evaluator>): Evaluator => ({
    ...compile(plan, { backend: "interpreter" }),
    digest: "sha256:x",
    ...more,
  });
  it.each<[string, Partial<Evaluator>]>([
    [
      "evaluate",
      {
        evaluate: () => {
          throw new RangeError("stack");
        },
      },
    ],
    [
      "evaluate, with something that is no error",
      {
        evaluate: () => {
          throw null;
        },
      },
    ],
    [
      "resolve",
      {
        evaluate: (expr) => expr === TRUE,
        resolve: () => {
          throw new Error("no");
        },
      },
    ],
    ["an answer of the wrong kind", { evaluate: () => Symbol("x") as never }],
  ])("in %s denies", (_, more) => {
    const decision = sound(changeSet(), { now: NOW }, broken(more));
    expect(["deny", "hold"]).toContain(decision.outcome);
  });
  it("is named in a warning", () => {
    const decision = sound(
      changeSet(),
      { now: NOW },
      broken({
        evaluate: () => {
          throw new RangeError("stack");
        },
      }),
    );
    expect(decision).toMatchObject({
      outcome: "deny",
      tier: "high",
      warnings: ["internal fault, so denied: RangeError: stack"],
    });
  });
  it("in the digest leaves the decision", () => {
    const faulty = {
      ...compile(plan),
      get digest(): string {
        throw new Error("no");
      },
    };
    expect(sound(changeSet(), { now: NOW }, faulty)).toMatchObject({ outcome: "deny", policy: { digest: "unknown" } });
  });
  it.each([[null], [undefined], [{}]])("an evaluator that is %j decides nothing, and denies", (none) => {
    const decision = decide(none as unknown as Evaluator, changeSet(), { now: NOW });
    expect(decision).toMatchObject({ outcome: "deny", policy: { set: "", digest: "unknown" }, remedies: [] });
    expect(decision.warnings).toEqual([
      "no rules to decide by, so denied: the policy set has faults, or none was given",
    ]);
  });
});

function edit(document: unknown, at: number, value: unknown): unknown {
  const copy: unknown = structuredClone(document);
  const places: { readonly holder: Record<string, unknown>; readonly key: string }[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    for (const key of Object.keys(node)) {
      places.push({ holder: node as Record<string, unknown>, key });
      visit((node as Record<string, unknown>)[key]);
    }
  };
  visit(copy);
  const place = places[at % Math.max(1, places.length)];
  if (place !== undefined)
    Object.defineProperty(place.holder, place.key, { value, enumerable: true, writable: true, configurable: true });
  return copy;
}
