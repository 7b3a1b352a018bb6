/** A line read at the cost of `JSON.parse` says what the exact reader says of it, whatever stands there. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decide } from "../../src/decision/decide.ts";
import { loadPolicySet } from "../../src/policy-set.ts";
import { type Line, parseLine, strictly } from "../../src/tools/replay/parse.ts";
import { membersIn, membersOf, shortest } from "../../src/tools/replay/proof.ts";

const policy = `policy shop
record Order { id: text, total: decimal, due: time, tags: map of text }
action Refund {
  autonomy guided
  input amount: decimal, count: int, note: text
  fact  order: Order = orders(amount)
  changes Order.total
  irreversible
  require small: amount < 1_000_000_000_000_000_000_000
  tier high: amount > order.total or count > 3
}
`;
const { evaluator, diagnostics } = loadPolicySet([{ name: "shop.bylaw", text: policy }], { today: "2026-11-22" });
if (evaluator === null) throw new Error(diagnostics[0]?.what);

const LINE = {
  change_set: {
    id: "cs-1",
    action: "shop.Refund",
    environment: "prod",
    requester: { id: "user:ann", kind: "person", roles: ["clerk"] },
    inputs: { amount: "120.50", count: 3, note: "parcel “broken”" },
    changes: [{ target: { type: "Order", id: "o-1" }, field: "total", old: 1.5, new: 0 }],
  },
  context: {
    now: "2026-11-22T10:15:00Z",
    facts: { order: { id: "o-1", total: 99.99, due: "2026-12-01T00:00:00Z", tags: { a: "b", __proto__x: "c" } } },
  },
};

/** All that a line leads to: what a log of decisions would hold. */
function meaning(line: Line): string {
  if (typeof line === "string") return line;
  const { remedies: _, ...decision } = decide(evaluator!, line.changeSet, line.context as string);
  return JSON.stringify([line.id, line.action, decision]);
}

function agree(text: string | Uint8Array): Line {
  const bytes = Buffer.from(text as string);
  // Other bytes around it must not matter.
  const inside = Buffer.concat([Buffer.from('"}]9'), bytes, Buffer.from('\n{"')]);
  const line = parseLine(inside, 4, 4 + bytes.length);
  expect(meaning(line), bytes.toString()).toBe(meaning(strictly(bytes)));
  return line;
}

/** Numbers in every notation, escapes, doubles of names, and what is no JSON at all. */
const SPLICES = [
  "1e3",
  "1E+5",
  "-0",
  "-0.0",
  "1.0",
  "0.000001",
  "1e-9",
  "123456789012345678",
  "0.12345678901234568",
  "0.1234567890123456789",
  "9007199254740993",
  "1000000000000000000000",
  "1e400",
  "1e-400",
  "01",
  ".5",
  "NaN",
  '"\\u00e9"',
  '"\\ud83d\\ude00"',
  '"\\ud800"',
  '"\\uD800"',
  '"\\\\ud800"',
  '"\\""',
  '"\\n"',
  '"\u0001"',
  '"é😀"',
  '"\u2028"',
  "null",
  "[]",
  "{}",
  '{"__proto__":1}',
  '{"__proto__":1,"__proto__":2}',
  '{"a":1,"a":1}',
  '{"a":1,"\\u0061":1}',
  '{"1":1,"1":1}',
  "[1,1,1]",
  '"a":1,"a":1000',
  ",",
  ":",
  "{",
  "]",
  '"',
  " ",
  "\t",
  "\ufeff",
  "//",
];

describe("a line means what the exact reader says", () => {
  test("as it was written, with spaces, and with everything escaped", () => {
    const compact = JSON.stringify(LINE);
    const spaced = JSON.stringify(LINE, null, 1).replaceAll("\n", " ");
    const escaped = compact.replace(/[^\x20-\x7e]/gu, (one) =>
      [...Array(one.length).keys()].map((i) => `\\u${one.charCodeAt(i).toString(16).padStart(4, "0")}`).join(""),
    );
    const meanings = [compact, spaced, escaped].map((text) => meaning(agree(text)));
    expect(new Set(meanings).size).toBe(1);
    expect(meanings[0]).toContain('"tier":"high"');
  });

  test.each([
    ["a name twice", '{"change_set":{"id":"a","id":"b"},"context":{}}', "a second time"],
    ["the same name in another spelling", '{"change_set":{"id":"a","\\u0069d":"b"},"context":{}}', "a second time"],
    ["a name twice, masked by a long number", '{"change_set":{"a":0,"a":0,"n":1e9},"context":{}}', "a second time"],
    ["half of a pair", '{"change_set":{"id":"\\ud800"},"context":{}}', "surrogate"],
    ["no JSON", "{", "the end of the text"],
    ["nothing", "", "an empty text"],
    ["a list", "[]", "not a record"],
    ["no change set", '{"context":{}}', 'no "change_set"'],
    ["no context", '{"change_set":{}}', 'no "context"'],
  ])("%s is told", (_, text, words) => {
    expect(agree(text)).toContain(words);
  });

  test("what is not UTF-8 is told, never replaced", () => {
    const bytes = Buffer.from(JSON.stringify(LINE).replace("cs-1", "cs-\u00e9").replace(/[“”]/gu, ""), "latin1");
    expect(agree(bytes)).toContain("0xE9");
  });

  test("digits that a double loses are refused, not rounded", () => {
    const text = JSON.stringify(LINE).replace('"120.50"', "12345678901234567.25");
    expect(meaning(agree(text))).toContain("send it as text");
  });

  test("nesting past the bound is told", () => {
    for (const depth of [62, 63, 64, 65, 5_000])
      agree(`{"change_set":{},"context":${"[".repeat(depth)}${"]".repeat(depth)}}`);
    const deep = `{"change_set":{},"context":${"[".repeat(64)}${"]".repeat(64)}}`;
    expect(agree(deep)).toContain("nesting deeper than 64");
  });

  test("a property: pieces put into a line, and taken out of it", () => {
    const compact = JSON.stringify(LINE);
    const spaced = JSON.stringify(LINE, null, 1).replaceAll("\n", " ");
    const edit = fc.record({ at: fc.nat(), cut: fc.nat({ max: 12 }), put: fc.constantFrom("", ...SPLICES) });
    // Values and names are replaced as a whole more often than not, so that much of it stays JSON.
    const value = fc.record({ at: fc.nat(), put: fc.constantFrom(...SPLICES) });
    let sound = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(compact, spaced),
        fc.array(value, { maxLength: 3 }),
        fc.array(edit, { maxLength: 2 }),
        (text, values, edits) => {
          let mutated = text;
          for (const { at, put } of values) {
            const tokens = [...mutated.matchAll(/"(?:[^"\\]|\\.)*"|-?\d[\d.]*/gu)];
            const token = tokens[at % tokens.length];
            if (token !== undefined)
              mutated = mutated.slice(0, token.index) + put + mutated.slice(token.index + token[0].length);
          }
          for (const { at, cut, put } of edits) {
            const place = at % (mutated.length + 1);
            mutated = mutated.slice(0, place) + put + mutated.slice(place + cut);
          }
          if (typeof agree(mutated) !== "string") sound++;
        },
      ),
      { numRuns: 3_000, seed: 20261124 },
    );
    // Or it would only show that what is no JSON is no JSON.
    expect(sound).toBeGreaterThan(300);
  });
});

describe("the proofs", () => {
  const both = (text: string): readonly [boolean, boolean] => {
    const bytes = Buffer.from(text);
    const parsed: unknown = JSON.parse(text);
    return [shortest(parsed, text), membersIn(bytes, 0, bytes.length) === membersOf(parsed)];
  };

  test("hold for what `JSON.stringify` writes, so that most logs are read fast", () => {
    expect(both(JSON.stringify(LINE))).toEqual([true, true]);
  });

  test("by counting, also for what is written with spaces and escapes", () => {
    expect(both(JSON.stringify(LINE, null, 2))).toEqual([false, true]);
    expect(both('{"a":"\\u00e9\\n"}')).toEqual([false, true]);
  });

  test("a property: never for a record with a name twice, however its numbers are written", () => {
    const number = fc
      .tuple(
        fc.constantFrom("", "-"),
        fc.nat({ max: 999_999 }),
        fc.constantFrom("", ".5", ".000", ".00125"),
        fc.constantFrom("", "e3", "E-7", "e12"),
      )
      .map((parts) => parts.join(""));
    const member = fc.tuple(fc.constantFrom("a", "b", "", "__proto__"), number);
    fc.assert(
      fc.property(fc.array(member, { minLength: 1, maxLength: 8 }), (members) => {
        const text = `{${members.map(([name, value]) => `"${name}":${value}`).join(",")}}`;
        const twice = new Set(members.map(([name]) => name)).size < members.length;
        if (twice) expect(both(text), text).toEqual([false, false]);
      }),
      { numRuns: 2_000, seed: 20261124 },
    );
  });
});
