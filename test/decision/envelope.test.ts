import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ChangeSet, Context } from "../../src/decision/documents.ts";
import { readJson } from "../../src/decision/json/read.ts";
import { changeSetShape, contextShape } from "../../src/decision/read/envelope.ts";
import { fits } from "../../src/decision/read/fits.ts";
import { misfits } from "../../src/decision/read/misfits.ts";
import { read } from "../../src/decision/read/read.ts";
import type { Shape } from "../../src/decision/read/shape.ts";
import { UTC } from "../../src/eval/calendar.ts";

/** Does the reader take it, as far as the envelope goes? */
function takes(shape: Shape, document: unknown): boolean {
  const faults = misfits();
  const { json, faults: broken } = readJson(document);
  if (json !== undefined)
    read(shape, json, null, { misfits: faults, records: {}, tiers: [], zone: UTC, open: false, unknowns: false });
  return broken.length === 0 && faults.count() === 0;
}

const TIMES = ["2026-11-22T10:15:00Z", "2026-11-22T10:15:00.123+01:00", "2026-02-28T23:59:59-05:30"];
const words = fc.constantFrom("a", "b", "agent:x", "user:ann", "finance", "");
const time = fc.constantFrom(...TIMES);
const money = fc.record({ amount: fc.constantFrom("1", "120.00"), currency: fc.constantFrom("USD", "EUR") });
const amount = fc.oneof(fc.constantFrom("1", "20.5"), money, fc.constantFrom(1, 2.5));
const some = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(arbitrary, { maxLength: 2 });
const record = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }, requiredKeys: (keyof T)[]): fc.Arbitrary<unknown> =>
  fc.record(model as never, { requiredKeys: requiredKeys as never[] });

const kind = fc.constantFrom("person", "agent", "service");
const requester = record(
  { id: fc.constantFrom("a", "user:ann"), kind, roles: some(words), owner: words, on_behalf_of: words },
  ["id", "kind"],
);
const change = record(
  {
    target: fc.record({ type: words, id: words }),
    field: words,
    old: fc.jsonValue(),
    new: fc.jsonValue(),
    reason: words,
    evidence: some(words),
  },
  ["target", "field", "old", "new"],
);
const evidence = record(
  {
    id: fc.constantFrom("e1", "e2"),
    kind: words,
    issuer: words,
    at: time,
    uri: words,
    digest: words,
    data: fc.dictionary(words, fc.integer()),
  },
  ["id", "kind", "issuer", "at"],
);
const changeSet = record(
  {
    version: fc.constant("1"),
    id: fc.constantFrom("cs_1", "x"),
    action: words,
    environment: words,
    requester,
    requested_at: time,
    inputs: fc.dictionary(words, fc.integer()),
    changes: some(change),
    evidence: some(evidence),
    confidence: fc.constantFrom("0.5", 1),
    correlation_id: words,
  },
  ["id", "action", "environment", "requester"],
);
const principal = record(
  { kind, roles: some(words), groups: some(words), person: words, owner: words, active: fc.boolean() },
  [],
);
const context = record(
  {
    now: time,
    facts: fc.dictionary(words, fc.integer()),
    history: some(
      record(
        {
          action: words,
          at: time,
          status: fc.constantFrom("committed", "pending"),
          requester,
          inputs: fc.dictionary(words, fc.integer()),
        },
        ["action", "at", "status", "requester", "inputs"],
      ),
    ),
    usage: some(
      record(
        {
          clause: words,
          key: some(words),
          used: amount,
          entries: some(record({ at: time, amount, open: fc.boolean() }, ["at", "amount"])),
        },
        ["clause"],
      ),
    ),
    directory: record(
      {
        version: words,
        principals: fc.dictionary(words, principal),
        groups: fc.dictionary(words, record({ in: some(words), roles: some(words) }, [])),
      },
      ["principals"],
    ),
    editors: some(words),
    sample_key: words,
  },
  ["now"],
);

/** The document with one node replaced, removed, or joined by a stranger. */
function mutate(document: unknown, at: number, junk: unknown): unknown {
  const places: { readonly holder: Record<string, unknown>; readonly key: string }[] = [];
  const copy: unknown = JSON.parse(JSON.stringify(document));
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const key of Object.keys(value)) {
      places.push({ holder: value as Record<string, unknown>, key });
      visit((value as Record<string, unknown>)[key]);
    }
  };
  visit(copy);
  const { holder, key } = places[at % places.length]!;
  if (junk === "(remove)" && !Array.isArray(holder)) delete holder[key];
  else if (junk === "(add)" && !Array.isArray(holder)) holder["stranger"] = 1;
  else if (junk !== "(remove)" && junk !== "(add)") holder[key] = junk;
  return copy;
}

const junk = fc.constantFrom<unknown>(
  null,
  1,
  true,
  "",
  "x",
  "a\u{1F600}",
  [],
  {},
  [1],
  { a: 1 },
  { $unknown: "why" },
  "(remove)",
  "(add)",
  "y".repeat(201),
);

describe.each([
  { name: "change set", shape: changeSetShape, schema: ChangeSet, documents: changeSet },
  { name: "context", shape: contextShape, schema: Context, documents: context },
])("the envelope of a $name", ({ shape, schema, documents }) => {
  it("takes what the published schema takes", () => {
    fc.assert(
      fc.property(documents, (document) => {
        expect(schema.safeParse(document).success).toBe(true);
        expect(takes(shape, document)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it("refuses what the published schema refuses", () => {
    let [tried, refused] = [0, 0];
    fc.assert(
      fc.property(documents, fc.nat(), junk, (document, at, value) => {
        tried++;
        const mutated = mutate(document, at, value);
        if (schema.safeParse(mutated).success) return;
        refused++;
        expect(takes(shape, mutated)).toBe(false);
      }),
      { numRuns: 600 },
    );
    expect(refused).toBeGreaterThan(tried / 8);
  });

  it("sees at a look what fits, but for amounts that are no text, and nothing that does not", () => {
    // A shape is made ready once; a copy of it is made ready anew.
    const looks = (document: unknown): boolean => fits({ ...shape }, readJson(document).json!);
    fc.assert(
      fc.property(documents, fc.nat(), junk, (document, at, value) => {
        if (!/"(?:used|amount)":[^"]/u.test(JSON.stringify(document))) expect(looks(document)).toBe(true);
        const mutated = mutate(document, at, value);
        if (looks(mutated)) expect(takes(shape, mutated)).toBe(true);
      }),
      { numRuns: 600 },
    );
  });

  it("refuses more only for times and amounts, which a schema cannot tell from other texts", () => {
    fc.assert(
      fc.property(documents, fc.nat(), junk, (document, at, value) => {
        const mutated = mutate(document, at, value);
        if (!schema.safeParse(mutated).success || takes(shape, mutated)) return;
        const faults = misfits();
        read(shape, readJson(mutated).json!, null, {
          misfits: faults,
          records: {},
          tiers: [],
          zone: UTC,
          open: false,
          unknowns: false,
        });
        for (const { expected } of faults.list())
          expect(expected).toMatch(/^(?:a time with its offset|a number as text|a decimal number|a currency)/u);
      }),
      { numRuns: 600 },
    );
  });
});
