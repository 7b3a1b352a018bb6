/** Requirements at the bounds of alternatives, which take long to compare. */
import { expect, it } from "vitest";
import type { Alternatives, ResolvedRequirement, SeatSets } from "../../src/decision/reviewers/algebra.ts";
import {
  ALTERNATIVES_PER_CLAUSE,
  ALTERNATIVES_PER_JOIN,
  ANYONE,
  add,
  ceiling,
  demanded,
  fromRequirement,
  join,
  minimal,
  seats,
  TOO_MANY,
} from "../../src/decision/reviewers/algebra.ts";

function listed(alternatives: Alternatives): SeatSets {
  if (alternatives === TOO_MANY) throw new Error("too many alternatives");
  return alternatives;
}
it("a clause may have as many as the bound says and not one more", () => {
  const roles = Array.from({ length: ALTERNATIVES_PER_CLAUSE }, (_, n) => `role_${n}`);
  expect(fromRequirement({ op: "any", count: 1, roles })).toHaveLength(ALTERNATIVES_PER_CLAUSE);
  expect(fromRequirement({ op: "any", count: 1, roles: [...roles, "one_more"] })).toBe(TOO_MANY);
});

it("so it is where parts add up past the bound", () => {
  const half = (name: string, count: number): ResolvedRequirement => ({
    op: "any",
    count: 1,
    roles: Array.from({ length: count }, (_, n) => `${name}_${n}`),
  });
  expect(fromRequirement({ op: "or", parts: [half("a", 1_000), half("b", 1_000)] })).toHaveLength(2_000);
  expect(fromRequirement({ op: "or", parts: [half("a", 1_000), half("b", 1_001)] })).toBe(TOO_MANY);
  const [a, b, c] = [fromRequirement(half("a", 100)), fromRequirement(half("b", 100)), fromRequirement(half("c", 101))];
  expect(join(a, b)).toHaveLength(ALTERNATIVES_PER_JOIN);
  expect(join(a, c)).toBe(TOO_MANY);
});

it("a large requirement joined with itself is itself, in time", () => {
  const large = listed(fromRequirement({ op: "any", count: 3, roles: [..."abcdefghijklmnopqrst"] }));
  expect(large).toHaveLength(1_540);
  expect(JSON.stringify(join(large, large))).toBe(JSON.stringify(large));
  expect(join(large, seats(ANYONE, 2))).toHaveLength(1_540);
});

it("so many combinations of seats are added up and not one more, however few come of them", () => {
  const of = (count: number): SeatSets => listed(fromRequirement({ op: "any", count, roles: ["a", "b"] }));
  expect([of(249).length * of(399).length, of(250).length]).toEqual([100_000, 251]);
  expect(add(of(249), of(399))).toHaveLength(649);
  expect(add(of(250), of(399))).toBe(TOO_MANY);
});

it("what one clause may not ask for, all together may not either", () => {
  const roles = Array.from({ length: ALTERNATIVES_PER_CLAUSE + 1 }, (_, n) => `role_${n}`);
  expect(demanded([{ op: "any", count: 1, roles }])).toBe(TOO_MANY);
  expect(demanded([{ op: "roles", count: 1, roles }])).toBe(TOO_MANY);
});

it("counts of none are no seats", () => {
  expect(minimal([{ finance: 0, legal: 1 }])).toEqual([{ legal: 1 }]);
  expect(minimal([{ finance: 0, person: 0 }])).toEqual([{}]);
  expect(ceiling({ op: "any", count: 0, roles: ["finance"] })).toEqual({});
});

it("crews come smallest first, then with more for anybody, then with more of the first role", () => {
  expect(
    minimal([{ c: 1, d: 1 }, { b: 2 }, { b: 1, c: 1 }, { a: 1, person: 1 }, { e: 1 }, { d: 2 }, { c: 2 }]),
  ).toEqual([{ e: 1 }, { a: 1, person: 1 }, { b: 2 }, { b: 1, c: 1 }, { c: 2 }, { c: 1, d: 1 }, { d: 2 }]);
  expect(minimal([{ a: 1, b: 1 }, { a: 1, person: 1 }, { person: 3 }])).toEqual([{ a: 1, person: 1 }, { person: 3 }]);
});
