import fc from "fast-check";
import type { Alternatives, ResolvedRequirement, SeatSet } from "../../../src/decision/reviewers/algebra.ts";
import { claim, type Law } from "../law.ts";

type Triple = readonly [ResolvedRequirement, ResolvedRequirement, ResolvedRequirement];
interface Panel {
  readonly asked: Triple;
  /** Who approved: one hat for each person. */
  readonly hats: readonly string[];
}

const ROLES = ["finance", "legal", "lead", "person"];
const role = fc.constantFrom(...ROLES);
const roles = fc.uniqueArray(fc.constantFrom(...ROLES.slice(0, 3)), { minLength: 2, maxLength: 3 });
const leaf: fc.Arbitrary<ResolvedRequirement> = fc.oneof(
  fc.record({ op: fc.constant("seats" as const), count: fc.integer({ min: 1, max: 2 }), role }),
  fc.record({ op: fc.constantFrom("any" as const, "roles" as const), count: fc.integer({ min: 1, max: 2 }), roles }),
  fc.constant({ op: "nobody" as const }),
);
const requirement: fc.Arbitrary<ResolvedRequirement> = fc.oneof(
  { weight: 2, arbitrary: leaf },
  {
    weight: 3,
    arbitrary: fc.record({
      op: fc.constantFrom("and" as const, "or" as const, "join" as const),
      parts: fc.array(leaf, { minLength: 1, maxLength: 3 }),
    }),
  },
);

export const algebra: Law<Panel> = {
  number: 8,
  says: "reviewer algebra: joining is commutative, associative, idempotent, monotone, and met when every part is",
  samples: fc.record({
    asked: fc.tuple(requirement, requirement, requirement),
    hats: fc.array(fc.constantFrom(...ROLES.slice(0, 3), "intern"), { maxLength: 6 }),
  }),
  check({ algebra: { either, fromRequirement, join } }, { asked, hats }) {
    const [a, b, c] = asked.map((one) => fromRequirement(one)) as [Alternatives, Alternatives, Alternatives];
    const same = (x: Alternatives, y: Alternatives, words: string): void =>
      claim(JSON.stringify(x) === JSON.stringify(y), () => `${words}: ${JSON.stringify(x)} and ${JSON.stringify(y)}`);
    same(join(a, b), join(b, a), "commutative");
    same(join(join(a, b), c), join(a, join(b, c)), "associative");
    same(join(a, a), a, "idempotent");
    same(join(a, [{}]), a, "nobody is the identity");
    same(join(a, either(b, c)), either(join(a, b), join(a, c)), "distributes over or");
    same(join(a, join(a, b)), join(a, b), "monotone: what is joined is demanded");
    same(either(a, join(a, b)), a, "absorbs");
    const enough = (sets: Alternatives): boolean => sets !== "too_many" && sets.some((set) => filled(set, hats));
    for (const [index, sets] of [a, b, c].entries())
      claim(enough(sets) === met(asked[index]!, hats), () => `requirement ${index}: ${enough(sets)} for ${hats}`);
    const every = asked.every((one) => met(one, hats));
    claim(enough(join(join(a, b), c)) === every, () => `the join is met is ${!every}, every part is met is ${every}`);
    return 1;
  },
  tell: ({ asked, hats }) => [...asked.map((one) => JSON.stringify(one)), `hats: ${hats.join(", ")}`].join("\n"),
};

/** Whether the hats fill one alternative: enough of each role, and enough people in all. */
function filled(set: SeatSet, hats: readonly string[]): boolean {
  const seats = Object.entries(set);
  if (seats.reduce((sum, [, count]) => sum + count, 0) > hats.length) return false;
  return seats.every(([name, count]) => name === "person" || hats.filter((hat) => hat === name).length >= count);
}

/** Whether the hats meet a requirement, by what the words say: for `and`, by trying every way to share them out. */
function met(asked: ResolvedRequirement, hats: readonly string[]): boolean {
  switch (asked.op) {
    case "nobody":
      return true;
    case "seats":
      return (asked.role === "person" ? hats : hats.filter((hat) => hat === asked.role)).length >= asked.count;
    case "any":
      return hats.filter((hat) => asked.roles.includes(hat)).length >= asked.count;
    case "roles":
      return asked.roles.filter((name) => hats.includes(name)).length >= asked.count;
    case "or":
      return asked.parts.some((part) => met(part, hats));
    case "join":
      return asked.parts.every((part) => met(part, hats));
    case "and": {
      const { parts } = asked;
      const share = (index: number, shares: readonly (readonly string[])[]): boolean =>
        index === hats.length
          ? parts.every((part, i) => met(part, shares[i]!))
          : parts.some((_, i) =>
              share(
                index + 1,
                shares.map((own, k) => (k === i ? [...own, hats[index]!] : own)),
              ),
            );
      return share(
        0,
        parts.map(() => []),
      );
    }
  }
}
