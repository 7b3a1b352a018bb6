/** Limits of imported schemas, at each edge, with the words that a misfit says. */
import { describe, expect, test } from "vitest";
import type { Json } from "../../src/decision/json/json.ts";
import { breach } from "../../src/decision/read/limits.ts";
import { expectation } from "../../src/decision/read/shape.ts";
import { parseDecimal } from "../../src/eval/decimal.ts";
import { unknown } from "../../src/eval/value.ts";
import type { Limits } from "../../src/model/type.ts";

const number = (limits: Limits, text: string): string | null => breach(limits, parseDecimal(text)!, text);
const text = (limits: Limits, value: string): string | null => breach(limits, value, value);
const list = (limits: Limits, json: readonly Json[]): string | null => breach(limits, [], json);

describe("limits", () => {
  test("of numbers", () => {
    expect(["0.9", "1", "1.1"].map((n) => number({ minimum: "1" }, n))).toEqual(["at least 1", null, null]);
    expect(["0.9", "1", "1.1"].map((n) => number({ maximum: "1" }, n))).toEqual([null, null, "at most 1"]);
    expect(["0.9", "1", "1.1"].map((n) => number({ exclusive_minimum: "1" }, n))).toEqual([
      "more than 1",
      "more than 1",
      null,
    ]);
    expect(["0.9", "1", "1.1"].map((n) => number({ exclusive_maximum: "1" }, n))).toEqual([
      null,
      "less than 1",
      "less than 1",
    ]);
    expect(number({ min_length: 9, min_items: 9 }, "1")).toBeNull();
  });

  test("of texts, in characters and not in UTF-16 units", () => {
    expect(["", "a"].map((t) => text({ min_length: 1 }, t))).toEqual(["text that is not empty", null]);
    expect(["a", "ab"].map((t) => text({ min_length: 2 }, t))).toEqual(["text of at least 2 characters", null]);
    expect(["ab", "abc", "😀😀"].map((t) => text({ max_length: 2 }, t))).toEqual([
      null,
      "text of at most 2 characters",
      null,
    ]);
    expect(text({ minimum: "9", min_items: 9 }, "a")).toBeNull();
  });

  test("of lists", () => {
    expect([[], [1], [1, 2]].map((l) => list({ min_items: 1 }, l))).toEqual(["a list of at least 1", null, null]);
    expect([[], [1], [1, 2]].map((l) => list({ max_items: 1 }, l))).toEqual([null, null, "a list of at most 1"]);
    expect(
      [
        [1, 2],
        [1, 1],
      ].map((l) => list({ unique_items: true }, l)),
    ).toEqual([null, "a list without repeats"]);
    expect(list({ unique_items: true }, [new Map([["a", 1]]), new Map([["a", 1]])])).toBe("a list without repeats");
    expect(list({}, [1, 1])).toBeNull();
  });

  test("are kept by what is not known", () => {
    expect(breach({ min_length: 1, min_items: 1, minimum: "1" }, unknown("x", "late"), new Map())).toBeNull();
  });
});

test("what a misfit says was expected", () => {
  const words = (shape: object): string => expectation(shape as Parameters<typeof expectation>[0]);
  expect(words({ kind: "choice", values: ["a"] })).toBe('"a"');
  expect(words({ kind: "choice", values: ["a", "b"] })).toBe('one of "a", "b"');
  expect(words({ kind: "optional", of: { kind: "date" } })).toBe("a date, as 2026-11-22, or null");
  for (const kind of ["list", "many"]) expect(words({ kind })).toBe("a list");
  for (const kind of ["map", "dictionary", "record", "object"]) expect(words({ kind })).toBe("a record");
  expect(words({ kind: "never" })).toBe("nothing");
});
