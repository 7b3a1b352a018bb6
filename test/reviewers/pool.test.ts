/** Who could take which seat: people and not accounts, in groups of the same roles; and how much is said of what is lacking. */
import { describe, expect, it } from "vitest";
import { readDirectory } from "../../src/decision/reviewers/directory.ts";
import { fillable } from "../../src/decision/reviewers/fillable.ts";
import {
  bottleneckInWords,
  bottleneckOf,
  candidates,
  type Group,
  groupByRoles,
  groupsWithout,
  poolOf,
} from "../../src/decision/reviewers/pool.ts";
import { reviewersSatisfied } from "../../src/decision/reviewers/satisfied.ts";

const directory = {
  principals: {
    zed: { roles: ["finance", "legal"] },
    ana: { roles: ["finance"] },
    "ana-2": { person: "ana", roles: ["finance", "legal"] },
    ben: { roles: ["finance"], active: false },
    bot: { kind: "agent" as const, roles: ["finance"] },
    cy: { roles: ["legal"] },
    dan: { roles: ["ops"] },
  },
};
const people = readDirectory(directory);
const ROLES = ["legal", "finance", "person", "legal"];

const named = (pool: ReturnType<typeof candidates>): readonly unknown[] =>
  pool.map(({ person, account, roles }) => [person, account, Object.fromEntries(roles)]);
const grouped = (groups: readonly Group[]): readonly unknown[] =>
  groups.map(({ roles, members }) => [roles.join(" and "), members.map(({ person }) => person)]);

describe("the pool", () => {
  it("is everybody who may review, with the first account of theirs for each role that is asked for", () => {
    expect(named(candidates(people, [], ROLES))).toEqual([
      ["ana", "ana", { finance: "ana", legal: "ana-2" }],
      ["cy", "cy", { legal: "cy" }],
      ["dan", "dan", {}],
      ["zed", "zed", { finance: "zed", legal: "zed" }],
    ]);
    expect(named(candidates(people, ["ana-2", "zed"], ["legal"]))).toEqual([
      ["cy", "cy", { legal: "cy" }],
      ["dan", "dan", {}],
    ]);
  });

  it("falls into groups of the same roles, in the order of their first members", () => {
    const pool = candidates(people, [], ROLES);
    expect(grouped(groupByRoles(pool, ROLES))).toEqual([
      ["finance and legal", ["ana", "zed"]],
      ["legal", ["cy"]],
      ["", ["dan"]],
    ]);
    expect(grouped(groupByRoles(pool, ["finance"]))).toEqual([
      ["finance", ["ana", "zed"]],
      ["", ["cy", "dan"]],
    ]);
    expect(groupByRoles([], ROLES)).toEqual([]);
  });

  it("without some persons has the groups that are left, in order again", () => {
    const groups = groupByRoles(candidates(people, [], ROLES), ROLES);
    expect(grouped(groupsWithout(groups, new Set(["ana"])))).toEqual([
      ["legal", ["cy"]],
      ["", ["dan"]],
      ["finance and legal", ["zed"]],
    ]);
    expect(grouped(groupsWithout(groups, new Set(["cy", "dan"])))).toEqual([["finance and legal", ["ana", "zed"]]]);
    expect(groupsWithout(groups, new Set())).toEqual(groups);
  });

  it("is the same however often, and for whatever else, it was asked for", () => {
    for (const excluded of [[], ["ana-2"], ["nobody"], ["cy", "dan"], []])
      for (const roles of [ROLES, ["finance"], ["ops", "person"], []]) {
        const pool = candidates(people, excluded, roles);
        const found = poolOf(people, excluded, roles);
        expect(found.members.map(({ person }) => person)).toEqual(pool.map(({ person }) => person));
        expect(grouped(found.groups)).toEqual(grouped(groupByRoles(pool, roles)));
      }
  });
});

describe("bottlenecks", () => {
  const groups = groupByRoles(candidates(people, [], [...ROLES, "ops"]), [...ROLES, "ops"]);
  const NOWHERE = new Set<string>();

  it.each<[Record<string, number>, ReadonlySet<string>, unknown]>([
    [{ finance: 2, legal: 1 }, NOWHERE, null],
    [{ person: 4 }, NOWHERE, null],
    [{}, NOWHERE, null],
    [{ finance: 3 }, NOWHERE, { seats: { finance: 3 }, people: ["ana", "zed"] }],
    [{ legal: 1, treasury: 1 }, NOWHERE, { seats: { treasury: 1 }, people: [] }],
    [{ finance: 2, legal: 2 }, NOWHERE, { seats: { finance: 2, legal: 2 }, people: ["ana", "cy", "zed"] }],
    [{ person: 5 }, NOWHERE, { seats: { person: 5 }, people: ["ana", "cy", "dan", "zed"] }],
    [{ finance: 3 }, new Set(["ops"]), null],
    [{ finance: 4 }, new Set(["ops"]), { seats: { finance: 4 }, people: ["ana", "dan", "zed"] }],
    [{ treasury: 4 }, new Set(["ops", "legal"]), null],
  ])("of %j with %o anywhere (%#)", (set, anywhere, wanted) => {
    expect(bottleneckOf(set, groups, anywhere)).toEqual(wanted);
  });

  it.each<[Record<string, number>, readonly string[], string]>([
    [{ finance: 1 }, [], "finance: nobody who may review holds this role"],
    [{ person: 1 }, [], "anybody: nobody may take these seats"],
    [{ finance: 1, legal: 1 }, [], "finance and legal: nobody may take these seats"],
    [{ finance: 2 }, ["ana"], "finance: 2 seats, but only ana may take them"],
    [{ a: 1, b: 1, person: 2 }, ["ana", "ben"], "a, b and anybody: 4 seats, but only ana, ben may take them"],
  ])("%j of %j is told in words", (seats, people, words) => {
    expect(bottleneckInWords({ seats, people })).toBe(words);
  });

  it("ten are told, each once", () => {
    const sets = Array.from({ length: 12 }, (_, n) => ({ [`role${n}`]: 1 }));
    const words = sets.slice(0, 10).map((set) => `${Object.keys(set)[0]}: nobody who may review holds this role`);
    const twice = sets.flatMap((set) => [set, set]);
    expect(fillable({ sets: twice, excluded: [], people, escalations: [] })).toEqual({
      fillable: false,
      lacking: words,
    });
    expect(reviewersSatisfied({ reviewers: { sets: twice }, directory, approvals: [] }).lacking).toEqual(words);
  });

  it("nobody can tell without a directory, and nothing meets what cannot be met", () => {
    const escalations = [{ role: "ops", at: "2026-03-02T10:00:00Z" }];
    expect(fillable({ sets: [{ finance: 1 }], excluded: [], people: null, escalations })).toEqual({
      fillable: null,
      lacking: [],
    });
    expect(fillable({ sets: [], excluded: [], people, escalations })).toEqual({
      fillable: false,
      lacking: ["no set of reviewers meets what is asked for"],
    });
  });

  it("until the first escalation by time, however they are listed", () => {
    const [early, late] = ["2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z"];
    const lacking = (at: string): unknown => ({
      fillable: true,
      lacking: [`until ${at}, treasury: nobody who may review holds this role`],
    });
    const asked = { sets: [{ treasury: 1 }], excluded: [], people };
    for (const [a, b] of [
      ["ops", "legal"],
      ["legal", "ops"],
    ] as const)
      expect(
        fillable({
          ...asked,
          escalations: [
            { role: a, at: late },
            { role: b, at: early },
          ],
        }),
      ).toEqual(lacking(early));
    expect(
      fillable({
        ...asked,
        escalations: [
          { role: "ops", at: late },
          { role: "none", at: early },
        ],
      }),
    ).toEqual(lacking(late));
  });
});
