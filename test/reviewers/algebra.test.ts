/**
 * The laws of requirements, against a model that knows nothing of alternatives: whether people in given hats meet a
 * requirement, said of the requirement itself, tried on every choice of hats in a small world.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Alternatives, ResolvedRequirement, SeatSet, SeatSets } from "../../src/decision/reviewers/algebra.ts";
import {
  ANYONE,
  add,
  ceiling,
  either,
  fromRequirement,
  IMPOSSIBLE,
  implies,
  join,
  joinAll,
  minimal,
  NOBODY,
  people,
  seats,
  TOO_MANY,
} from "../../src/decision/reviewers/algebra.ts";

const ROLES = ["finance", "legal", "ops"] as const;

/** How many people wear which hat; `person` is a hat without a role. */
type Hats = Readonly<Record<string, number>>;

const MOST = 3;
const WORLD: readonly Hats[] = [...ROLES, ANYONE].reduce<Hats[]>(
  (worlds, role) => worlds.flatMap((hats) => Array.from({ length: MOST + 1 }, (_, n) => ({ ...hats, [role]: n }))),
  [{}],
);

const headcount = (hats: Hats): number => Object.values(hats).reduce((sum, n) => sum + n, 0);

/** The meaning of a requirement, said directly. `and` splits the people between its parts in every possible way. */
function meets(requirement: ResolvedRequirement, hats: Hats): boolean {
  switch (requirement.op) {
    case "nobody":
      return true;
    case "seats":
      return (requirement.role === ANYONE ? headcount(hats) : (hats[requirement.role] ?? 0)) >= requirement.count;
    case "any":
      return [...new Set(requirement.roles)].reduce((sum, role) => sum + (hats[role] ?? 0), 0) >= requirement.count;
    case "roles":
      return [...new Set(requirement.roles)].filter((role) => (hats[role] ?? 0) > 0).length >= requirement.count;
    case "or":
      return requirement.parts.some((part) => meets(part, hats));
    case "join":
      return requirement.parts.every((part) => meets(part, hats));
    case "and": {
      const [first, ...rest] = requirement.parts;
      if (first === undefined) return true;
      return splits(hats).some(([here, there]) => meets(first, here) && meets({ op: "and", parts: rest }, there));
    }
  }
}

function splits(hats: Hats): readonly (readonly [Hats, Hats])[] {
  return Object.entries(hats).reduce<(readonly [Hats, Hats])[]>(
    (found, [role, n]) =>
      found.flatMap(([here, there]) =>
        Array.from(
          { length: n + 1 },
          (_, take) =>
            [
              { ...here, [role]: take },
              { ...there, [role]: n - take },
            ] as const,
        ),
      ),
    [[{}, {}]],
  );
}

/** The meaning of alternatives: the upward-closed set of role counts and of people in all. */
function met(sets: SeatSets, hats: Hats): boolean {
  return sets.some(
    (set) =>
      Object.entries(set).every(([role, n]) => role === ANYONE || (hats[role] ?? 0) >= n) &&
      headcount(set) <= headcount(hats),
  );
}

function listed(alternatives: Alternatives): SeatSets {
  if (alternatives === TOO_MANY) throw new Error("too many alternatives in a small world");
  return alternatives;
}

const count = fc.integer({ min: 0, max: 2 });
const leaf: fc.Arbitrary<ResolvedRequirement> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ op: fc.constant("seats" as const), count, role: fc.constantFrom(...ROLES, ANYONE) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      op: fc.constantFrom("any" as const, "roles" as const),
      count,
      roles: fc.array(fc.constantFrom(...ROLES), { maxLength: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ op: "nobody" as const }) },
);
const tree: fc.Arbitrary<ResolvedRequirement> = fc.letrec<{ node: ResolvedRequirement }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 2, depthIdentifier: "requirement" },
    leaf,
    // Two parts at most: the model tries every way to split the people between them.
    fc.record({
      op: fc.constantFrom("and" as const, "or" as const, "join" as const),
      parts: fc.array(tie("node"), { minLength: 1, maxLength: 2 }),
    }),
  ),
})).node;

const seatSet: fc.Arbitrary<SeatSet> = fc
  .record(Object.fromEntries([...ROLES, ANYONE].map((role) => [role, fc.integer({ min: 0, max: 2 })])))
  .map((set) => Object.fromEntries(Object.entries(set).filter(([, n]) => n > 0)));
const sets: fc.Arbitrary<SeatSets> = fc.array(seatSet, { maxLength: 4 }).map((some) => listed(minimal(some)));
const RUNS = { numRuns: 150 };

describe("what a requirement means", () => {
  it("alternatives are met exactly when the requirement is", () => {
    fc.assert(
      fc.property(tree, fc.constantFrom(...WORLD), (requirement, hats) => {
        expect(met(listed(fromRequirement(requirement)), hats)).toBe(meets(requirement, hats));
      }),
      { numRuns: 1_000 },
    );
  });

  it("approvers in given hats meet a join exactly when they meet every part", () => {
    fc.assert(
      fc.property(sets, sets, (a, b) => {
        const both = listed(join(a, b));
        for (const hats of WORLD) expect(met(both, hats)).toBe(met(a, hats) && met(b, hats));
      }),
      RUNS,
    );
  });

  it("`or` is met exactly when a part is", () => {
    fc.assert(
      fc.property(sets, sets, (a, b) => {
        const some = listed(either(a, b));
        for (const hats of WORLD) expect(met(some, hats)).toBe(met(a, hats) || met(b, hats));
      }),
      RUNS,
    );
  });

  it("the same meaning is the same bytes", () => {
    fc.assert(
      fc.property(fc.array(seatSet, { maxLength: 4 }), fc.array(seatSet, { maxLength: 4 }), (some, others) => {
        const [a, b] = [listed(minimal(some)), listed(minimal(others))];
        const same = WORLD.every((hats) => met(a, hats) === met(b, hats));
        expect(JSON.stringify(a) === JSON.stringify(b)).toBe(same);
      }),
      RUNS,
    );
    fc.assert(
      fc.property(
        fc
          .array(seatSet, { maxLength: 5 })
          .chain((some) => fc.tuple(fc.constant(some), fc.shuffledSubarray(some, { minLength: some.length }))),
        ([some, shuffled]) => {
          expect(JSON.stringify(minimal(shuffled))).toBe(JSON.stringify(minimal(some)));
        },
      ),
      RUNS,
    );
  });

  it("`people` is the smallest crew that meets it", () => {
    fc.assert(
      fc.property(sets, (a) => {
        const crews = WORLD.filter((hats) => met(a, hats)).map(headcount);
        expect(people(a)).toBe(a.length === 0 ? 0 : Math.min(...crews));
      }),
      RUNS,
    );
  });

  it("the ceiling is above every alternative", () => {
    fc.assert(
      fc.property(
        tree,
        (requirement) =>
          implies([ceiling(requirement)], listed(fromRequirement(requirement))) ||
          fromRequirement(requirement).length === 0,
      ),
      RUNS,
    );
  });
});

describe("laws", () => {
  const same = (a: Alternatives, b: Alternatives): void => expect(JSON.stringify(a)).toBe(JSON.stringify(b));

  it("joining is commutative, associative, idempotent, and nobody is its identity", () => {
    fc.assert(
      fc.property(sets, sets, sets, (a, b, c) => {
        same(join(a, b), join(b, a));
        same(join(a, join(b, c)), join(join(a, b), c));
        same(join(a, a), a);
        same(join(a, NOBODY), a);
        same(joinAll([a, b, c]), joinAll([c, a, b]));
      }),
      RUNS,
    );
  });

  it("joining and `or` distribute over one another and absorb", () => {
    fc.assert(
      fc.property(sets, sets, sets, (a, b, c) => {
        same(join(a, either(b, c)), either(join(a, b), join(a, c)));
        same(either(a, join(b, c)), join(either(a, b), either(a, c)));
        same(join(a, either(a, b)), a);
        same(either(a, join(a, b)), a);
      }),
      RUNS,
    );
  });

  it("joining is monotone: more demands never make it easier", () => {
    fc.assert(
      fc.property(sets, sets, sets, (a, b, c) => {
        expect(implies(listed(join(a, b)), a)).toBe(true);
        if (implies(a, b)) expect(implies(listed(join(a, c)), listed(join(b, c)))).toBe(true);
        if (listed(join(a, b)).length > 0) expect(people(listed(join(a, b)))).toBeGreaterThanOrEqual(people(a));
      }),
      RUNS,
    );
  });

  it("`and` adds seats: commutative, associative, nobody is its identity, never below the join", () => {
    fc.assert(
      fc.property(sets, sets, sets, (a, b, c) => {
        same(add(a, b), add(b, a));
        same(add(a, add(b, c)), add(add(a, b), c));
        same(add(a, NOBODY), a);
        same(add(a, either(b, c)), either(add(a, b), add(a, c)));
        expect(implies(listed(add(a, b)), listed(join(a, b)))).toBe(true);
      }),
      RUNS,
    );
  });

  it("what cannot be met stays so", () => {
    fc.assert(
      fc.property(sets, (a) => {
        same(join(a, IMPOSSIBLE), IMPOSSIBLE);
        same(add(a, IMPOSSIBLE), IMPOSSIBLE);
        same(either(a, IMPOSSIBLE), a);
      }),
      RUNS,
    );
  });
});

describe("by example", () => {
  const of = (count: number, role: string): ResolvedRequirement => ({ op: "seats", count, role });

  it("between clauses the larger count, inside a requirement the sum", () => {
    expect([seats("finance", 0), seats("finance", -1)]).toEqual([NOBODY, NOBODY]);
    expect(join(seats("finance", 1), seats("finance", 2))).toEqual([{ finance: 2 }]);
    expect(add(seats("finance", 1), seats("finance", 2))).toEqual([{ finance: 3 }]);
    expect(
      fromRequirement({ op: "and", parts: [of(1, "finance"), { op: "any", count: 1, roles: ["finance", "legal"] }] }),
    ).toEqual([{ finance: 2 }, { finance: 1, legal: 1 }]);
  });

  it("guided autonomy asks for a person, which disappears beside any other demand", () => {
    expect(join(NOBODY, seats(ANYONE, 1))).toEqual([{ person: 1 }]);
    expect(join(seats("finance", 1), seats(ANYONE, 1))).toEqual([{ finance: 1 }]);
    expect(join(either(seats("finance", 1), NOBODY), seats(ANYONE, 1))).toEqual([{ person: 1 }]);
    expect(join(seats("finance", 1), seats(ANYONE, 2))).toEqual([{ finance: 1, person: 1 }]);
  });

  it("k of any takes the union, k roles of takes each once", () => {
    expect(fromRequirement({ op: "any", count: 2, roles: ["legal", "finance"] })).toEqual([
      { finance: 2 },
      { finance: 1, legal: 1 },
      { legal: 2 },
    ]);
    expect(fromRequirement({ op: "roles", count: 2, roles: ["c", "a", "b"] })).toEqual([
      { a: 1, b: 1 },
      { a: 1, c: 1 },
      { b: 1, c: 1 },
    ]);
    expect(fromRequirement({ op: "roles", count: 3, roles: ["a", "b", "b"] })).toEqual([]);
    expect(fromRequirement({ op: "any", count: 1, roles: [] })).toEqual([]);
  });

  it("role names that JavaScript gives a meaning are only names", () => {
    const odd = join(seats("__proto__", 1), join(seats("constructor", 2), seats("toString", 1)));
    expect(JSON.stringify(odd)).toBe('[{"__proto__":1,"constructor":2,"toString":1}]');
    expect(JSON.stringify(join(odd, NOBODY))).toBe(JSON.stringify(odd));
  });
});

describe("bounds", () => {
  it("too many alternatives is an answer, and stays one", () => {
    const many = fromRequirement({ op: "any", count: 6, roles: [..."abcdefghijklmnopqrstuvwxyz"] });
    expect(many).toBe(TOO_MANY);
    expect(join(many, NOBODY)).toBe(TOO_MANY);
    expect(join(NOBODY, many)).toBe(TOO_MANY);
    expect(add(many, IMPOSSIBLE)).toBe(TOO_MANY);
    expect(either(NOBODY, many)).toBe(TOO_MANY);
    expect(joinAll([NOBODY, many])).toBe(TOO_MANY);
  });

  it("counts may be large", () => {
    expect(fromRequirement({ op: "any", count: 1_000_000, roles: ["finance"] })).toEqual([{ finance: 1_000_000 }]);
    expect(fromRequirement({ op: "any", count: 1_000_000, roles: ["finance", "legal"] })).toBe(TOO_MANY);
  });
});
