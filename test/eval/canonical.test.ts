/** The one text of plain data, by the examples of RFC 8785 and at its edges. */
import { describe, expect, test } from "vitest";
import { canonicalText } from "../../src/eval/canonical.ts";

const text = (data: unknown, depth = 16): string | null => canonicalText(data, depth);

describe("canonical text", () => {
  test("the example of the standard", () => {
    const example = {
      numbers: [Number("333333333.33333329"), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/",
      literals: [null, true, false],
    };
    expect(text(example)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  test("keys by UTF-16 code units, at every level", () => {
    const keys = ["\u20ac", "\r", "\ufb33", "1", "\ud83d\ude00", "\u0080", "\u00f6"];
    const members = Object.fromEntries(keys.map((key, i) => [key, i]));
    expect(text({ b: members, a: 0 })).toBe(
      '{"a":0,"b":{"\\r":1,"1":3,"\u0080":5,"ö":6,"€":0,"\ud83d\ude00":4,"\ufb33":2}}',
    );
  });

  test("what is empty, and what is alone", () => {
    expect([[], {}, [[]], [{}], null, "", 0, false].map((data) => text(data))).toEqual([
      "[]",
      "{}",
      "[[]]",
      "[{}]",
      "null",
      '""',
      "0",
      "false",
    ]);
    expect(text([1, [2, { a: [3], b: 4 }], 5])).toBe('[1,[2,{"a":[3],"b":4}],5]');
  });

  test("a member that is undefined is not there; elsewhere undefined is no JSON", () => {
    expect(text({ a: undefined, b: 1, c: undefined })).toBe('{"b":1}');
    expect(text([undefined])).toBeNull();
    expect(text(undefined)).toBeNull();
  });

  test("what is no JSON has no text", () => {
    for (const strange of [1n, Symbol("x"), () => 1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      expect(text(strange)).toBeNull();
      expect(text({ a: [strange] })).toBeNull();
    }
    expect(text(new Array(10_000_001))).toBeNull();
  });

  test("nesting is counted by levels that are open, not by values", () => {
    expect(text([[[]]], 3)).toBe("[[[]]]");
    expect(text([[[]]], 2)).toBeNull();
    expect(text({ a: { b: {} } }, 2)).toBeNull();
    expect(text([[], [], [], {}, {}], 2)).toBe("[[],[],[],{},{}]");
    expect(text(1, 0)).toBe("1");
    expect(text([], 0)).toBeNull();
    const circle: unknown[] = [];
    circle.push(circle);
    expect(text(circle)).toBeNull();
  });
});
