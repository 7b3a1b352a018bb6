/** The quick way to the canonical form of an event gives what the code gives, also where it has to be left to the code. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalText } from "../../../src/eval/canonical.ts";
import { eventText } from "../../../src/gate/audit/canonical.ts";

const DEPTH = 200;

test("any JSON", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), (data) => {
      expect(eventText(data)).toBe(canonicalText(data, DEPTH));
    }),
    { numRuns: 2_000 },
  );
});

test("what objects and the platform would put in another order, or leave out", () => {
  const nested = (levels: number): unknown => (levels === 0 ? 1 : { in: nested(levels - 1) });
  for (const data of [
    { 10: 1, 9: 2, "-1": 3, a: 4, "01": 5 },
    JSON.parse('{"z":1,"__proto__":{"b":2,"a":1},"constructor":3}'),
    { b: undefined, a: { toJSON: 1 } },
    { é: 1, e: 2, "\u{1F600}": 3, "\uFFFD": 4, "": 5 },
    ["\ud800", "\u2028", '"\\\b'],
    nested(DEPTH),
  ])
    expect(eventText(data)).toBe(canonicalText(data, DEPTH));
  expect(eventText({ 10: 1, 9: 2 })).toBe('{"10":1,"9":2}');
});

test("what is no JSON has no text", () => {
  const circle: Record<string, unknown> = {};
  circle["own"] = circle;
  const tooDeep = JSON.parse(`${"[".repeat(DEPTH + 1)}${"]".repeat(DEPTH + 1)}`);
  for (const data of [
    circle,
    tooDeep,
    { a: Number.NaN },
    [undefined],
    { a: () => 1 },
    { a: 1n },
    [Number.POSITIVE_INFINITY],
  ])
    expect(eventText(data)).toBeNull();
});
