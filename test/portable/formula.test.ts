/** Formulas by themselves: what is decided while they are made, how large they are, and how they are written as JSON Logic. */
import { describe, expect, test } from "vitest";
import * as F from "../../src/eval/portable/formula.ts";
import { type Formula, literal, read, Scope } from "../../src/eval/portable/formula.ts";
import { readsBeyond, render } from "../../src/eval/portable/render.ts";
import { readable } from "./readable.ts";

interface Names {
  readonly p: Formula;
  readonly q: Formula;
  readonly r: Formula;
  readonly list: Formula;
  readonly doc: Scope;
}

function names(): Names {
  const doc = new Scope();
  return { p: read(doc, "p"), q: read(doc, "q"), r: read(doc, "r"), list: read(doc, "list"), doc };
}

const { TRUE, FALSE, NOTHING } = F;

const MADE: readonly (readonly [string, (of: Names) => Formula])[] = [
  // What is known is not asked.
  ["false", () => F.not(TRUE)],
  ["true", () => F.not(FALSE)],
  ["not p", ({ p }) => F.not(p)],
  ["p", ({ p }) => F.not(F.not(p))],
  ["not 1", () => F.not(literal(1))],
  ["true", () => F.and()],
  ["false", () => F.or()],
  ["p", ({ p }) => F.and(p)],
  ["p", ({ p }) => F.or(p)],
  ["p and q", ({ p, q }) => F.and(p, q)],
  ["p or q", ({ p, q }) => F.or(p, q)],
  ["p and q", ({ p, q }) => F.and(TRUE, p, TRUE, q)],
  ["p or q", ({ p, q }) => F.or(p, FALSE, q)],
  ["false", ({ p, q }) => F.and(p, FALSE, q)],
  ["true", ({ p, q }) => F.or(p, TRUE, q)],
  ["true", () => F.and(TRUE, TRUE)],
  ["false", () => F.or(FALSE, FALSE)],
  ["p", ({ p }) => F.and(p, p)],
  ["p or q", ({ p, q }) => F.or(p, q, p)],
  ["p and q and r", ({ p, q, r }) => F.and(F.and(p, q), r)],
  ["p and q and r", ({ p, q, r }) => F.and(p, F.and(q, r, p))],
  ["p or q or r", ({ p, q, r }) => F.or(F.or(p, q), r)],
  ["(p or q) and r", ({ p, q, r }) => F.and(F.or(p, q), r)],
  ["(p and q) or r", ({ p, q, r }) => F.or(F.and(p, q), r)],
  ["null and p", ({ p }) => F.and(NOTHING, p)],
  ["p", ({ p, q }) => F.choose(TRUE, p, q)],
  ["q", ({ p, q }) => F.choose(FALSE, p, q)],
  ["q", ({ p, q }) => F.choose(p, q, q)],
  ["if(p, q, r)", ({ p, q, r }) => F.choose(p, q, r)],
  // Comparisons
  ["true", () => F.same(literal("a"), literal("a"))],
  ["false", () => F.same(literal("1"), literal(1))],
  ['p = "a"', ({ p }) => F.same(p, literal("a"))],
  ['"a" = p', ({ p }) => F.same(literal("a"), p)],
  ["p = q", ({ p, q }) => F.same(p, q)],
  ["true", () => F.below(literal(1), literal(2))],
  ["false", () => F.below(literal(2), literal(2))],
  ["p < 2", ({ p }) => F.below(p, literal(2))],
  ["2 < p", ({ p }) => F.below(literal(2), p)],
  ['"a" < 2', () => F.below(literal("a"), literal(2))],
  ['2 < "a"', () => F.below(literal(2), literal("a"))],
  // Arithmetic
  ["3", () => F.plus(literal(1), literal(2))],
  ["p", ({ p }) => F.plus(literal(0), p)],
  ["p", ({ p }) => F.plus(p, literal(0))],
  ["p + 1", ({ p }) => F.plus(p, literal(1))],
  ["1 + p", ({ p }) => F.plus(literal(1), p)],
  ["-1", () => F.minus(literal(1), literal(2))],
  ["p", ({ p }) => F.minus(p, literal(0))],
  ["0 - p", ({ p }) => F.minus(literal(0), p)],
  ["p - 1", ({ p }) => F.minus(p, literal(1))],
  ["6", () => F.times(literal(2), literal(3))],
  ["p", ({ p }) => F.times(p, literal(1))],
  ["p", ({ p }) => F.times(literal(1), p)],
  ["p * 2", ({ p }) => F.times(p, literal(2))],
  ["2 * p", ({ p }) => F.times(literal(2), p)],
  ["0 * p", ({ p }) => F.times(literal(0), p)],
  // Texts and lists
  ['"a" in p', ({ p }) => F.within(literal("a"), p)],
  ["substr(p, 0, 2)", ({ p }) => F.slice(p, 0, 2)],
  ["substr(p, 0, 0)", ({ p }) => F.slice(p, 0, 0)],
  ["substr(p, -2)", ({ p }) => F.slice(p, -2)],
  ["[p, 1]", ({ p }) => F.listing(p, literal(1))],
  ["[]", () => F.listing()],
  ["merge(p, q)", ({ p, q }) => F.joining(p, q)],
  ["some(list, true)", ({ list }) => F.some(list, () => TRUE)],
  ["false", ({ list }) => F.some(list, () => FALSE)],
  ["some(list, is = 1)", ({ list }) => F.some(list, (one) => F.same(read(one, "is"), literal(1)))],
  ["true", ({ list }) => F.every(list, () => TRUE)],
  ["not some(list, true)", ({ list }) => F.every(list, () => FALSE)],
  ["not some(list, not it)", ({ list }) => F.every(list, (one) => read(one, ""))],
  ["list", ({ list }) => F.filter(list, () => TRUE)],
  ["filter(list, false)", ({ list }) => F.filter(list, () => FALSE)],
  ["filter(list, it)", ({ list }) => F.filter(list, (one) => read(one, ""))],
  [
    "reduce(list, accumulator + current.n, 0)",
    ({ list }) => F.fold(list, literal(0), (one, sofar) => F.plus(sofar, read(one, "n"))),
  ],
  // Where a body reads more than its item, a pair carries the data around.
  [
    "reduce(reduce(list, [accumulator.0, accumulator.1 or (current = accumulator.0.p)], [it, false]), current, null)",
    ({ list, p }) => F.some(list, (one) => F.same(read(one, ""), p)),
  ],
  [
    "reduce(reduce(list, [accumulator.0, if(accumulator.0.p, merge(accumulator.1, [current]), accumulator.1)], [it, []]), current, null)",
    ({ list, p }) => F.filter(list, () => p),
  ],
  [
    "reduce(reduce(list, [accumulator.0, accumulator.1 + (current.n * accumulator.0.p)], [it, q]), current, null)",
    ({ list, p, q }) => F.fold(list, q, (one, sofar) => F.plus(sofar, F.times(read(one, "n"), p))),
  ],
  [
    "some(list, some(of, it))",
    ({ list }) => F.some(list, (one) => F.some(read(one, "of"), (inner) => read(inner, ""))),
  ],
  [
    "some(list, reduce(reduce(of, [accumulator.0, accumulator.1 or (current = accumulator.0.n)], [it, false]), current, null))",
    ({ list }) => F.some(list, (one) => F.some(read(one, "of"), (inner) => F.same(read(inner, ""), read(one, "n")))),
  ],
  [
    "reduce(list, reduce(reduce(current.of, [accumulator.0, if(current, accumulator.1, accumulator.0.accumulator)], [it, 1]), current, null), 0)",
    ({ list }) =>
      F.fold(list, literal(0), (one, outer) =>
        F.fold(read(one, "of"), literal(1), (inner, sofar) => F.choose(read(inner, ""), sofar, outer)),
      ),
  ],
  // What stands below a value.
  ["p", ({ p }) => F.part(p, "")],
  ["p.a.b", ({ p }) => F.part(F.part(p, "a"), "b")],
  ["a", ({ doc }) => F.part(read(doc, ""), "a")],
  ["if(p, q.a, r.a)", ({ p, q, r }) => F.part(F.choose(p, q, r), "a")],
  ["reduce([null], current.a, null)", () => F.part(NOTHING, "a")],
  ["reduce([merge(p)], current.a, null)", ({ p }) => F.part(F.joining(p), "a")],
];

test.each(MADE)("%s", (wanted, make) => {
  const of = names();
  expect(readable(render(make(of), of.doc))).toBe(wanted);
});

describe("a question asked twice is one formula", () => {
  test("reads of one path, and comparisons with one literal", () => {
    const { p, doc } = names();
    expect(read(doc, "p")).toBe(p);
    expect(F.same(p, literal("a"))).toBe(F.same(p, literal("a")));
    expect(F.same(p, literal("a"))).not.toBe(F.same(p, literal("b")));
    expect(F.and(F.same(p, literal(1)), F.same(p, literal(1)))).toBe(F.same(p, literal(1)));
  });

  test("but not reads of one path in two places", () => {
    const { p } = names();
    expect(read(new Scope(), "p")).not.toBe(p);
  });
});

test.each<readonly [number, (of: Names) => Formula]>([
  [1, ({ p }) => p],
  [1, () => TRUE],
  [2, ({ p }) => F.not(p)],
  [3, ({ p, q }) => F.and(p, q)],
  [4, ({ p, q, r }) => F.or(p, q, r)],
  [4, ({ p, q, r }) => F.choose(p, q, r)],
  [3, ({ p, q }) => F.plus(p, q)],
  [3, ({ list }) => F.some(list, (one) => read(one, ""))],
  [4, ({ list }) => F.filter(list, (one) => F.not(read(one, "")))],
  [6, ({ list }) => F.fold(list, literal(0), (one, sofar) => F.plus(sofar, read(one, "")))],
  // What is shared counts each time, because it is written each time.
  [7, ({ p, q }) => F.same(F.plus(p, q), F.plus(p, q))],
])("a formula of size %i", (size, make) => {
  expect(F.sizeOf(make(names()))).toBe(size);
});

test("what is shared is looked at once", () => {
  const { p, doc } = names();
  let shared = p;
  for (let i = 0; i < 40; i++) shared = F.plus(shared, shared);
  expect(F.sizeOf(shared)).toBe(2 ** 41 - 1);
  expect(readsBeyond(shared, new Set([doc]))).toBe(false);
});

describe("what a formula reads", () => {
  test("is nothing beyond its own items and results", () => {
    const { list, doc, p } = names();
    const own = F.fold(list, literal(0), (one, sofar) => F.plus(sofar, read(one, "")));
    expect(readsBeyond(own, new Set([doc]))).toBe(false);
    expect(readsBeyond(own, new Set())).toBe(true);
    expect(
      readsBeyond(
        F.filter(list, (one) => read(one, "")),
        new Set([doc]),
      ),
    ).toBe(false);
    expect(
      readsBeyond(
        F.some(list, (one) => F.same(read(one, ""), p)),
        new Set(),
      ),
    ).toBe(true);
    expect(readsBeyond(TRUE, new Set())).toBe(false);
  });

  test("is found, or it is a fault of the export", () => {
    expect(() => render(read(new Scope(), "a"), new Scope())).toThrow("a formula reads what is not in scope");
  });
});
