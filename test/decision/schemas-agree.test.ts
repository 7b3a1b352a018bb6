/** Documents, put to the generated schemas and to the reader. */
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decide } from "../../src/decision/decide.ts";
import type { Context } from "../../src/decision/documents.ts";
import {
  actionSchema,
  changeSetSchema,
  contextSchema,
  decisionSchema,
  directorySchema,
  inputsSchema,
} from "../../src/decision/schemas.ts";
import { compile } from "../../src/eval/compile.ts";
import { cases, evaluatorOf } from "./fixtures.ts";
import { NOW } from "./plan.ts";
import { GOOD, good, misfitsOf, plan } from "./typed.ts";

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
    expect(seen.both).toBeGreaterThan(seen.tried * 0.02);
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

describe.each(cases)("$name", ({ policies, change_set, document, context }) => {
  it("has a change set that the generated schema takes, if the reader does", () => {
    const evaluator = evaluatorOf(policies);
    const action = change_set["action"] as string;
    if (document !== null || !Object.hasOwn(evaluator.plan.actions, action)) return;
    const ajv = new Ajv2020({ strict: false });
    const accepted = ajv.compile(actionSchema(evaluator.plan, action))(change_set);
    const { misfits } = decide(evaluator, change_set, context as Context);
    if (misfits.length === 0) expect(accepted, JSON.stringify(ajv.errors)).toBe(true);
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
