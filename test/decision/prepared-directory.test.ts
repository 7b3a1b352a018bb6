/** A prepared directory gives what its document gives, to the byte, whatever stands in it. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decide } from "../../src/decision/decide.ts";
import type { Context, Directory } from "../../src/decision/documents.ts";
import { readDirectory } from "../../src/decision/reviewers/directory.ts";
import { candidates, groupByRoles, poolOf } from "../../src/decision/reviewers/pool.ts";
import { prepareDirectory } from "../../src/decision/reviewers/prepared.ts";
import { reviewersSatisfied } from "../../src/decision/reviewers/satisfied.ts";
import { evaluatorOf } from "./fixtures.ts";

const evaluator = evaluatorOf({
  "a.bylaw": `
policy a

role finance "Finance"
role lead    "Team leads"

action Act {
  autonomy autopilot
  input amount: decimal
  approve by 1 of finance or 2 of lead when amount > 10
  approve by 1 of lead
  forbid own: "finance" in requester.roles because "finance does not ask for itself"
  escalate to finance after 4 hours
  sample 5%
  rollback by Act
}
`,
});

type Principal = Directory["principals"][string];

const IDS = ["user:ana", "user:ben", "user:cleo", "agent:x", "__proto__", "constructor"];
const id = fc.constantFrom(...IDS);
const roles = fc.subarray(["finance", "lead", "person"]);
const GROUPS = ["g", "h", "__proto__"];

const member = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(of, { nil: undefined, freq: 2 });
/** Mostly what a directory holds, and now and then what none does. */
const odd = fc.oneof(
  { weight: 40, arbitrary: fc.constant(undefined) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(null, 3, "text", [1], { $unknown: "timed out" }, Number.NaN, "\ud800", 10n),
  },
);

const record = (entries: readonly (readonly [string, unknown])[]): object =>
  Object.fromEntries(entries.filter(([, value]) => value !== undefined));

const principal = fc
  .tuple(
    member(fc.constantFrom("person", "agent", "service")),
    member(roles),
    member(fc.subarray(GROUPS)),
    member(id),
    member(id),
    member(fc.boolean()),
    odd,
    odd,
  )
  .map(([kind, held, groups, person, owner, active, strange, whole]) =>
    whole !== undefined
      ? whole
      : record([
          ["kind", strange ?? kind],
          ["roles", held],
          ["groups", groups],
          ["person", person],
          ["owner", owner],
          ["active", active],
        ]),
  );

const directory: fc.Arbitrary<unknown> = fc
  .tuple(
    member(fc.constantFrom("v1", "v2")),
    fc.array(fc.tuple(id, principal), { maxLength: 8 }),
    member(
      fc.array(fc.tuple(fc.constantFrom(...GROUPS), fc.tuple(member(fc.subarray(GROUPS)), member(roles))), {
        maxLength: 4,
      }),
    ),
    odd,
    odd,
  )
  .map(([version, principals, groups, strange, whole]) =>
    whole !== undefined
      ? whole
      : record([
          ["version", version],
          ["principals", Object.fromEntries(principals)],
          [
            "groups",
            groups &&
              Object.fromEntries(
                groups.map(([name, [within, held]]) => [
                  name,
                  record([
                    ["in", within],
                    ["roles", held],
                  ]),
                ]),
              ),
          ],
          ["strange", strange],
        ]),
  );

const seed = process.env["LAW_SEED"] === undefined ? {} : { seed: Number(process.env["LAW_SEED"]) };

test("in decisions", () => {
  const outcomes = new Set<string>();
  let [tried, misfits] = [0, 0];
  fc.assert(
    fc.property(
      fc.record({
        directory,
        requester: id,
        kind: fc.constantFrom("person", "agent"),
        owner: member(id),
        behind: member(id),
        editors: member(fc.subarray(IDS)),
        amount: fc.constantFrom("5", "50", "?"),
      }),
      ({ directory, requester, kind, owner, behind, editors, amount }) => {
        tried++;
        const changeSet = {
          id: "cs-1",
          action: "a.Act",
          environment: "prod",
          requester: record([
            ["id", requester],
            ["kind", kind],
            ["owner", owner],
            ["on_behalf_of", behind],
          ]),
          inputs: { amount },
        };
        const context = { now: "2026-11-22T10:15:00Z", ...(editors === undefined ? {} : { editors }) };
        const plainly = decide(evaluator, changeSet, { ...context, directory } as Context);
        const prepared = prepareDirectory(directory as Directory);
        // Twice: what the first decision remembers must not change the second.
        for (let i = 0; i < 2; i++) {
          const decision = decide(evaluator, changeSet, { ...context, directory: prepared });
          expect(JSON.stringify(decision)).toBe(JSON.stringify(plainly));
        }
        outcomes.add(plainly.outcome);
        if (plainly.misfits.some(({ path }) => path.startsWith("context.directory") || path.startsWith("directory")))
          misfits++;
      },
    ),
    { numRuns: 600, ...seed },
  );
  expect([...outcomes]).toEqual(expect.arrayContaining(["deny", "review"]));
  expect(misfits).toBeGreaterThan(tried / 30);
});

test("in answers about reviewers", () => {
  const statuses = new Set<string>();
  fc.assert(
    fc.property(
      directory,
      fc.array(fc.record({ by: id, role: fc.constantFrom(undefined, "finance", "lead") })),
      (directory, approvals) => {
        const question = {
          reviewers: { sets: [{ finance: 1, lead: 1 }, { lead: 1 }], excluded: ["user:ana"] },
          requester: { id: "agent:x", owner: "user:cleo" },
          approvals,
        };
        const plainly = reviewersSatisfied({ ...question, directory: directory as Directory });
        const prepared = reviewersSatisfied({ ...question, directory: prepareDirectory(directory as Directory) });
        expect(prepared).toEqual(plainly);
        statuses.add(plainly.status);
      },
    ),
    { numRuns: 600, ...seed },
  );
  expect([...statuses]).toEqual(expect.arrayContaining(["pending", "unsatisfiable"]));
});

test("groups of people are the same remembered or found afresh, whoever is excluded", () => {
  const people = readDirectory({
    principals: Object.fromEntries(
      Array.from({ length: 12 }, (_, i): [string, Principal] => [
        `user:${String.fromCharCode(97 + i)}`,
        {
          roles: ["finance", "lead", "ops"].filter((_, role) => (i >> role) % 2 === 1),
          ...(i % 5 === 4 ? { person: `user:${String.fromCharCode(96 + i)}` } : {}),
          ...(i === 7 ? { active: false } : {}),
        },
      ]),
    ),
  });
  fc.assert(
    fc.property(
      fc.subarray(people.accounts.map(({ id }) => id)),
      fc.subarray(["finance", "lead", "ops", "person"]),
      (excluded, relevant) => {
        const afresh = groupByRoles(candidates(people, excluded, relevant), relevant);
        expect(poolOf(people, excluded, relevant).groups).toEqual(afresh);
      },
    ),
    { numRuns: 500, ...seed },
  );
});

describe("a prepared directory", () => {
  const changeSet = {
    id: "cs-1",
    action: "a.Act",
    environment: "prod",
    requester: { id: "user:ana", kind: "person" },
    inputs: { amount: "50" },
  };
  const now = "2026-11-22T10:15:00Z";
  const outcome = (directory: Context["directory"]): readonly unknown[] => {
    const { outcome, reviewers, directory_version } = decide(evaluator, changeSet, { now, directory });
    return [outcome, reviewers.fillable, directory_version];
  };

  test("does not follow its document", () => {
    const document: Directory = {
      version: "v1",
      principals: { "user:ben": { roles: ["lead"] }, "user:cleo": { roles: ["lead", "finance"] } },
    };
    const prepared = prepareDirectory(document);
    expect(outcome(prepared)).toEqual(["review", true, "v1"]);
    document.version = "v2";
    delete document.principals["user:cleo"];
    expect(outcome(prepared)).toEqual(["review", true, "v1"]);
    expect(outcome(document)).toEqual(["review", false, "v2"]);
  });

  test("counts towards the size of a document as its document does", () => {
    const document: Directory = {
      principals: Object.fromEntries(
        Array.from({ length: 90 }, (_, i) => [`user:${i}`, { person: "p".repeat(100_000) }]),
      ),
    };
    const around = (directory: Context["directory"]): Context => ({
      now,
      facts: { long: "x".repeat(2_000_000) },
      directory,
    });
    const plainly = decide(evaluator, changeSet, around(document));
    expect(plainly.misfits.map(({ found }) => found)).toContain("data above 10 MB");
    expect(JSON.stringify(decide(evaluator, changeSet, around(prepareDirectory(document))))).toBe(
      JSON.stringify(plainly),
    );
  });

  test("is anywhere else what its document would be there", () => {
    const prepared = prepareDirectory({ principals: {} });
    const { outcome, misfits } = decide(evaluator, { ...changeSet, inputs: prepared }, { now });
    expect([outcome, misfits.map(({ path }) => path)]).toEqual(["deny", ["inputs.amount", "inputs.principals"]]);
  });
});
