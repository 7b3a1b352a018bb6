/** Which denominators leave numbers exact, and which names have a path. */
import { describe, expect, test } from "vitest";
import { fraction } from "../../src/eval/portable/constant.ts";
import { FALSE, literal, TRUE } from "../../src/eval/portable/formula.ts";
import { gatherNeeds, type Origin } from "../../src/eval/portable/needs.ts";
import { leastCommon } from "../../src/eval/portable/numbers.ts";
import { denominatorFits, gcd } from "../../src/eval/portable/scale.ts";
import { step, withinExact } from "../../src/eval/portable/term.ts";
import { Unsupported } from "../../src/eval/portable/unsupported.ts";

describe("a denominator fits", () => {
  test.each([
    [1n, true],
    [3n, true],
    [10n ** 15n, true],
    [10n ** 15n + 1n, false],
    [2n ** 20n, true],
    [2n ** 21n, false],
    [3n * 2n ** 20n, true],
    [3n * 2n ** 21n, false],
    [5n ** 20n, true],
    [5n ** 21n, false],
    [5n ** 20n * 2n, true],
    [7n ** 17n, true],
  ])("%d: %s", (denominator, fits) => expect(denominatorFits(denominator)).toBe(fits));
});

test.each([
  [12n, 18n, 6n, 36n],
  [18n, 12n, 6n, 36n],
  [7n, 3n, 1n, 21n],
  [5n, 5n, 5n, 5n],
  [1n, 8n, 1n, 8n],
])("of %d and %d", (a, b, greatest, least) => {
  expect(gcd(a, b)).toBe(greatest);
  expect(leastCommon(a, b)).toBe(least);
});

test("of what is negative, and of nothing", () => {
  expect(gcd(-12n, 18n)).toBe(6n);
  expect(gcd(12n, -18n)).toBe(6n);
  expect(gcd(0n, 5n)).toBe(5n);
});

describe("a constant", () => {
  test.each([
    [6n, 4n, 3, 2n, 3n],
    [-6n, 4n, -3, 2n, 3n],
    [0n, 7n, 0, 1n, 0n],
    [2n ** 53n - 1n, 1n, 2 ** 53 - 1, 1n, 2n ** 53n - 1n],
    [1n - 2n ** 53n, 1n, 1 - 2 ** 53, 1n, 2n ** 53n - 1n],
    [2n ** 54n - 2n, 2n, 2 ** 53 - 1, 1n, 2n ** 53n - 1n],
  ])("%d over %d", (num, den, value, denominator, most) => {
    expect(fraction(num, den)).toEqual({ value: literal(value), denominator, most });
  });

  test.each([
    [2n ** 53n, 1n],
    [-(2n ** 53n), 1n],
    [1n, 2n ** 21n],
    [1n, 10n ** 15n + 1n],
  ])("%d over %d has no form", (num, den) => {
    expect(() => fraction(num, den)).toThrow(new Unsupported("a constant with more digits than a double holds"));
  });
});

describe("a number that may leave the exact doubles", () => {
  const most = (of: bigint) => ({ present: TRUE, absent: FALSE, value: literal("v"), denominator: 1n, most: of });

  test("is guarded from 2^53 on", () => {
    expect(withinExact(most(2n ** 53n - 1n))).toEqual({ term: most(2n ** 53n - 1n), guarded: false });
    const { term, guarded } = withinExact(most(2n ** 53n));
    expect(guarded).toBe(true);
    expect(term.most).toBe(2n ** 53n - 1n);
    expect(term.present).toMatchObject({ kind: "and", parts: [{ kind: "not" }, { kind: "not" }] });
  });
});

describe("names that JSON Logic has no path to", () => {
  test.each(["", "a.b", ".", "__proto__", "constructor", "prototype"])("%j", (name) => {
    expect(() => step(name)).toThrow(
      new Unsupported(`a field named ${JSON.stringify(name)}: JSON Logic has no path to it`),
    );
  });

  test.each(["a", "toString", "a/b", "__proto", "constructors", "0"])("%j has one", (name) => {
    expect(step(name)).toBe(name);
  });

  const text = { kind: "text" } as const;

  test.each<readonly [Origin, string]>([
    [{ kind: "input", name: "a" }, "inputs.a"],
    [{ kind: "fact", name: "a" }, "facts.a"],
    [{ kind: "ambient", name: "now" }, "now"],
    [{ kind: "history", action: "p.q.Act", last_ms: 5 }, "history.p/q/Act.5"],
    [{ kind: "changes_to", record: "p.q.Order", field: "total" }, "changes_to.p/q/Order.total"],
    [{ kind: "evidence_of", evidence: "p.q.check" }, "evidence_of.p/q/check"],
  ])("%j stands at %s", (origin, path) => {
    const needs = gatherNeeds();
    needs.root(origin, text);
    expect(needs.roots()).toEqual([{ path, type: text, origin }]);
  });

  test.each<Origin>([
    { kind: "input", name: "constructor" },
    { kind: "fact", name: "__proto__" },
    { kind: "history", action: "constructor", last_ms: 5 },
    { kind: "changes_to", record: "prototype", field: "total" },
    { kind: "changes_to", record: "Order", field: "a.b" },
    { kind: "evidence_of", evidence: "" },
  ])("%j stands nowhere", (origin) => {
    expect(() => gatherNeeds().root(origin, text)).toThrow(Unsupported);
  });

  test("what is read is listed once", () => {
    const needs = gatherNeeds();
    for (const name of ["b", "c", "a", "b"]) needs.root({ kind: "input", name }, text);
    expect(needs.roots().map(({ path }) => path)).toEqual(["inputs.b", "inputs.c", "inputs.a"]);
  });
});
