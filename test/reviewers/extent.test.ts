/** What is too much to list stays too much: no further demand, and no row that is not known, makes the bar lower. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decide } from "../../src/decision/decide.ts";
import type { SeatSet } from "../../src/decision/documents.ts";
import {
  ceiling,
  demanded,
  fromRequirement,
  implies,
  joinAll,
  type ResolvedRequirement,
  type SeatSets,
  TOO_MANY,
} from "../../src/decision/reviewers/algebra.ts";
import { seatSetOf } from "../../src/decision/reviewers/crew.ts";
import { CREWS, ceilingOf, choose, manageable } from "../../src/decision/reviewers/extent.ts";
import type { ConcreteRequirement } from "../../src/eval/resolved.ts";
import { loadPolicySet } from "../../src/policy-set.ts";

const seed = Number(process.env["LAW_SEED"] ?? Date.now() % 1_000_000);
console.log(`LAW_SEED=${seed}`);

/** The bar as a decision draws it: too many alternatives hold, and stand for one above all of them. */
function bar(requirements: readonly ResolvedRequirement[]): { readonly held: boolean; readonly sets: SeatSets } {
  const sets = demanded(requirements);
  return sets === TOO_MANY
    ? { held: true, sets: [ceiling({ op: "join", parts: requirements })] }
    : { held: false, sets };
}

function expectHigher(strict: readonly ResolvedRequirement[], loose: readonly ResolvedRequirement[]): void {
  const [high, low] = [bar(strict), bar(loose)];
  if (low.held) expect(high.held, "a hold became a review").toBe(true);
  expect(implies(high.sets, low.sets), `${JSON.stringify(low.sets)} became ${JSON.stringify(high.sets)}`).toBe(true);
}

/** Many roles, so that bounds are met; few, so that demands overlap. */
const requirement = fc.constantFrom(3, 12, 40).chain((many) => {
  const role = fc.nat(many - 1).map((n) => (n === 0 ? "person" : `r${n}`));
  const roles = fc.uniqueArray(role, { minLength: 2, maxLength: 6 });
  const leaf: fc.Arbitrary<ResolvedRequirement> = fc.oneof(
    fc.record({ op: fc.constant("seats" as const), count: fc.integer({ min: 1, max: 2 }), role }),
    fc.record({ op: fc.constantFrom("any" as const, "roles" as const), count: fc.integer({ min: 1, max: 2 }), roles }),
    fc.constant({ op: "nobody" as const }),
  );
  const row = fc.oneof(leaf, fc.record({ op: fc.constant("and" as const), parts: fc.array(leaf, { maxLength: 3 }) }));
  const table = fc.record({ op: fc.constant("join" as const), parts: fc.array(row, { minLength: 1, maxLength: 3 }) });
  return fc.oneof(
    row,
    table,
    fc.record({
      op: fc.constantFrom("and" as const, "or" as const),
      parts: fc.array(fc.oneof(row, table), { minLength: 1, maxLength: 3 }),
    }),
  );
});

/** The same requirement with one row known, where several may fit. */
function oneRow(asked: ResolvedRequirement): ResolvedRequirement {
  if (asked.op === "join") return asked.parts[0]!;
  return asked.op === "and" || asked.op === "or" ? { op: asked.op, parts: asked.parts.map(oneRow) } : asked;
}

const list = fc.array(requirement, { minLength: 1, maxLength: 16 });
const options = { numRuns: 500, seed };

describe("however many alternatives there are", () => {
  it("one more requirement only tightens", () => {
    fc.assert(
      fc.property(list, requirement, fc.nat(), (asked, more, at) => {
        const index = at % (asked.length + 1);
        expectHigher([...asked.slice(0, index), more, ...asked.slice(index)], asked);
      }),
      options,
    );
  });

  it("rows that are not known ask for at least what the known row asks", () => {
    fc.assert(
      fc.property(list, (asked) => expectHigher(asked, asked.map(oneRow))),
      options,
    );
  });

  it("what can be listed is the join", () => {
    let [tried, listed] = [0, 0];
    fc.assert(
      fc.property(list, (asked) => {
        tried++;
        const sets = demanded(asked);
        if (sets === TOO_MANY) return;
        listed++;
        expect(sets).toEqual(joinAll(asked.map(fromRequirement)));
      }),
      { ...options, numRuns: 300 },
    );
    expect(listed).toBeGreaterThan(tried / 5);
  });

  it("few roles make few crews, however often they are asked for", () => {
    const pairs = Array.from({ length: 45 }, (_, n) => [n % 10, (n + 1 + Math.floor(n / 10)) % 10]);
    const asked = pairs.map(([a, b]): ResolvedRequirement => ({ op: "any", count: 1, roles: [`r${a}`, `r${b}`] }));
    expect(2 ** 10).toBe(CREWS);
    expect(demanded(asked)).not.toBe(TOO_MANY);
  });
});

describe("what a requirement comes to", () => {
  const of = (count: number, role: string): ConcreteRequirement => ({ op: "seats", count, role });
  const any = (count: number, ...roles: string[]): ConcreteRequirement => ({ op: "any", count, roles });
  const roles = (count: number, ...roles: string[]): ConcreteRequirement => ({ op: "roles", count, roles });
  const all = (op: "and" | "or" | "join", ...parts: ConcreteRequirement[]): ConcreteRequirement => ({ op, parts });
  const nobody: ConcreteRequirement = { op: "nobody" };
  const each = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));
  const ten = (role: string): ConcreteRequirement => all("join", ...each(10, (n) => of(1, `${role}${n}`)));
  const pair = (n: number): ConcreteRequirement => any(1, `a${n}`, `b${n}`);

  it.each<[string, ConcreteRequirement, SeatSet]>([
    ["nobody", nobody, {}],
    ["two of one role", of(2, "a"), { a: 2 }],
    ["two of any of two", any(2, "a", "b"), { a: 2, b: 2 }],
    ["two roles of three", roles(2, "a", "b", "c"), { a: 1, b: 1, c: 1 }],
    ["one and two more", all("and", of(1, "a"), of(2, "a"), nobody, of(1, "b")), { a: 3, b: 1 }],
    ["one or two", all("or", of(1, "a"), of(2, "a"), of(1, "b")), { a: 2, b: 1 }],
    ["one joined with two", all("join", of(1, "a"), of(2, "a")), { a: 2 }],
    ["anybody", of(2, "person"), { person: 2 }],
    ["nothing of all", all("and"), {}],
  ])("at most: %s", (_name, requirement, most) => expect(seatSetOf(ceilingOf(requirement))).toEqual(most));

  it.each<[string, readonly ConcreteRequirement[], number, boolean]>([
    ["as many ways as the bound says", each(11, pair), 2_048, true],
    ["and one more", each(11, pair), 2_047, false],
    ["the same asked for again and again", each(30, () => pair(0)), 2, true],
    ["two of any of three are six ways", each(5, (n) => any(2, `a${n}`, `b${n}`, `c${n}`)), 7_776, true],
    ["and no fewer", each(5, (n) => any(2, `a${n}`, `b${n}`, `c${n}`)), 7_775, false],
    ["two roles of four are six ways", each(5, (n) => roles(2, `a${n}`, `b${n}`, `c${n}`, `d${n}`)), 7_776, true],
    ["and no fewer", each(5, (n) => roles(2, `a${n}`, `b${n}`, `c${n}`, `d${n}`)), 7_775, false],
    ["a role named twice is one", each(11, (n) => any(1, `a${n}`, `b${n}`, `a${n}`)), 2_048, true],
    ["alternatives add up", [all("or", ...each(12, (n) => all("and", pair(n), pair(n + 20))))], 48, true],
    ["and no fewer", [all("or", ...each(12, (n) => all("and", pair(n), pair(n + 20))))], 47, false],
    [
      "what asks for one thing alone makes no more of it",
      [...each(11, pair), ...each(40, (n) => of(1, `c${n}`))],
      2_048,
      true,
    ],
    ["few roles make few crews", each(10, (n) => any(1, `r${n}`, `r${(n + 1) % 10}`)), 1, true],
    ["not with a seat for anybody", each(10, (n) => any(1, `r${n}`, `r${(n + 1) % 10}`, "person")), 1, false],
    [
      "rows that are open stand for each of them",
      [all("and", ...each(9, (n) => all("join", of(1, `a${n}`), of(1, `b${n}`))))],
      1,
      true,
    ],
    ["up to a bound", [all("or", ...each(10, (n) => all("join", of(1, `a${n}`), of(1, `b${n}`))))], 1_000_000, false],
    ["a thousand of them", [all("join", ...each(1_000, (n) => of(1, `a${n}`)))], 1, true],
    ["a thousand by ten each", [all("and", ten("a"), ten("b"), ten("c"))], 1, true],
    ["and what stands behind them counts", [all("and", ten("a"), ten("b"), ten("c"), pair(0))], 1, false],
    ["so it is between alternatives", [all("or", ten("a"), ten("b"), ten("c"), of(1, "d"))], 4, false],
    ["what nobody can meet is one way", [roles(3, "a", "b"), any(1), all("or")], 1, true],
    ["a million ways are counted", each(6, (n) => any(1, ...each(10, (m) => `r${n}_${m}`))), 1_000_000, true],
    ["more are not", each(20, pair), 2_000_000, false],
    ["eleven roles make too many crews", each(11, (n) => any(1, `r${n}`, `r${(n + 1) % 11}`)), 1, false],
    [
      "what leaves no choice makes no more crews",
      [...each(10, (n) => any(1, `r${n}`, `r${(n + 1) % 10}`)), ...each(40, (n) => of(1, `c${n}`))],
      1,
      true,
    ],
    ...[
      all("or", of(1, "r0"), of(1, "person")),
      all("and", any(1, "r0", "r1"), of(1, "person")),
      roles(1, "r0", "person"),
      all("or", of(1, "r0"), all("and", of(1, "r1"), any(1, "r2", "person"))),
    ].map((asks): [string, readonly ConcreteRequirement[], number, boolean] => [
      "not with a seat for anybody somewhere",
      [...each(10, (n) => any(1, `r${n}`, `r${(n + 1) % 10}`)), asks],
      1,
      false,
    ]),
    [
      "with nobody for an alternative they do",
      [...each(10, (n) => any(1, `r${n}`, `r${(n + 1) % 10}`)), all("or", nobody, of(1, "r0"))],
      1,
      true,
    ],
    ["also where one is joined with the other", [all("join", ...each(1_001, (n) => of(1, `a${n}`)))], 1_000_000, false],
  ])("in how many ways: %s (%#)", (_name, asked, most, fits) => expect(manageable(asked, most)).toBe(fits));

  it("so many out of so many", () => {
    expect([choose(5, 0), choose(5, 2), choose(5, 4), choose(5, 5), choose(5, 6), choose(5, -1)]).toEqual([
      1, 10, 5, 1, 0, 0,
    ]);
    expect([choose(1_000_000, 1), choose(1_000_001, 1)]).toEqual([1_000_000, 1 / 0]);
    expect([choose(22, 9), choose(1_414, 2), choose(1_415, 2), choose(60, 30)]).toEqual([
      497_420,
      998_991,
      1 / 0,
      1 / 0,
    ]);
  });
});

describe("in a decision", () => {
  const pairs = Array.from({ length: 14 }, (_, n) => n);
  const everyA = `approve all_a: by ${pairs.map((n) => `1 of a${n}`).join(" and ")}`;
  const policy = (more: string): string => `policy many
environments prod
${pairs.map((n) => `role a${n}\nrole b${n}`).join("\n")}
action Act {
  autonomy proposal
  input x: text
  ${pairs.map((n) => `approve p${n}: by 1 of any [a${n}, b${n}]`).join("\n  ")}
  ${more}
  irreversible
}
`;
  const outcomeOf = (more: string): ReturnType<typeof decide> => {
    const files = [{ name: "many.bylaw", text: policy(more) }];
    const { evaluator, diagnostics } = loadPolicySet(files, { today: "2026-11-22" });
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    const requester = { id: "person:ann", kind: "person" };
    return decide(
      evaluator!,
      { id: "cs", action: "many.Act", environment: "prod", requester, inputs: { x: "" } },
      { now: "2026-11-22T10:00:00Z" },
    );
  };

  it("fourteen pairs to choose from are too many, and a clause that would settle all of them lifts no hold", () => {
    const before = outcomeOf("");
    const after = outcomeOf(everyA);
    expect([...before.misfits, ...after.misfits]).toEqual([]);
    expect([before.outcome, after.outcome]).toEqual(["hold", "hold"]);
    expect(implies(after.reviewers.sets, before.reviewers.sets)).toBe(true);
    expect(after.warnings).toContain(
      "the required reviewers have too many alternatives to list: one that meets them all is given",
    );
  });
});
