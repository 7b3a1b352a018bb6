/** Seating against enumeration: every way to put people on seats, tried in small worlds with accounts, owners and groups. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Directory, SeatSet } from "../../src/decision/documents.ts";
import { ANYONE } from "../../src/decision/reviewers/algebra.ts";
import { readDirectory } from "../../src/decision/reviewers/directory.ts";
import { fillable } from "../../src/decision/reviewers/fillable.ts";
import type { ReviewersQuestion as AnyQuestion, Approval } from "../../src/decision/reviewers/satisfied.ts";
import { reviewersSatisfied } from "../../src/decision/reviewers/satisfied.ts";

const ROLES = ["finance", "legal", "ops"];
const IDS = ["ana", "ben", "cy", "dan", "ana-2", "bot"];
const GROUPS = ["g1", "g2", "g3"];
const ESCALATION = "director";
const TIMES = ["2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z", "2026-03-02T11:00:00+00:00"];

const someOf = <T>(items: readonly T[]): fc.Arbitrary<T[]> => fc.subarray([...items]);

/** With the directory as a document: the reference reads it too. */
type ReviewersQuestion = AnyQuestion & { readonly directory: Directory };

const directory: fc.Arbitrary<Directory> = fc.record({
  principals: fc
    .tuple(
      ...IDS.map((id) =>
        fc.record({
          roles: someOf([...ROLES, ESCALATION]),
          groups: someOf(GROUPS),
          active: fc.boolean().map((off) => !off || id !== "dan"),
        }),
      ),
    )
    .map((entries) =>
      Object.fromEntries(
        entries.map((entry, index) => {
          const id = IDS[index]!;
          if (id === "ana-2") return [id, { ...entry, person: "ana" }];
          if (id === "bot") return [id, { ...entry, kind: "agent" as const, owner: "cy" }];
          return [id, entry];
        }),
      ),
    ),
  groups: fc
    .tuple(...GROUPS.map(() => fc.record({ in: someOf(GROUPS), roles: fc.subarray(ROLES, { maxLength: 1 }) })))
    .map((entries) => Object.fromEntries(entries.map((entry, index) => [GROUPS[index]!, entry]))),
});

const set: fc.Arbitrary<SeatSet> = fc
  .record(
    Object.fromEntries([...ROLES, ANYONE].map((role) => [role, fc.integer({ min: 0, max: role === ANYONE ? 1 : 2 })])),
  )
  .map((counts) => Object.fromEntries(Object.entries(counts).filter(([, n]) => n > 0)));

const approval: fc.Arbitrary<Approval> = fc.record(
  { by: fc.constantFrom(...IDS, "nobody"), role: fc.constantFrom(...ROLES, ESCALATION), at: fc.constantFrom(...TIMES) },
  { requiredKeys: ["by"] },
);

const question: fc.Arbitrary<ReviewersQuestion> = fc.record({
  reviewers: fc.record({
    sets: fc.array(set, { minLength: 1, maxLength: 3 }),
    excluded: fc.subarray(["cy", "ana-2", "zoe"], { maxLength: 1 }),
    escalations: fc.oneof(
      fc.constant([]),
      fc.constantFrom(...TIMES).map((at) => [{ role: ESCALATION, at }]),
    ),
  }),
  directory,
  approvals: fc.array(approval, { maxLength: 6 }),
  now: fc.constant("2026-03-02T11:00:00Z"),
  requester: fc.oneof(fc.constant(undefined), fc.constantFrom({ id: "bot" }, { id: "dan" })),
});

// ------------------------------------------------------------------------------------ the model, told independently

/** Roles by repeated widening until nothing is added. */
function rolesOf(world: Directory, id: string): ReadonlySet<string> {
  const entry = world.principals[id]!;
  const groups = new Set(entry.groups ?? []);
  for (let before = -1; before !== groups.size; ) {
    before = groups.size;
    for (const name of [...groups]) for (const parent of world.groups?.[name]?.in ?? []) groups.add(parent);
  }
  return new Set([...(entry.roles ?? []), ...[...groups].flatMap((name) => world.groups?.[name]?.roles ?? [])]);
}

const personOf = (id: string): string => (id === "ana-2" ? "ana" : id);

function barred(asked: ReviewersQuestion): ReadonlySet<string> {
  const ids = [...(asked.reviewers.excluded ?? []), ...(asked.requester ? [asked.requester.id] : [])];
  if (asked.requester?.id === "bot") ids.push("cy");
  return new Set(ids.map(personOf));
}

function mayReview(asked: ReviewersQuestion, id: string): boolean {
  const entry = asked.directory.principals[id];
  return entry !== undefined && id !== "bot" && entry.active !== false && !barred(asked).has(personOf(id));
}

function mayTake(asked: ReviewersQuestion, { by, role, at }: Approval, seat: string): boolean {
  if (!mayReview(asked, by)) return false;
  const held = rolesOf(asked.directory, by);
  if (role !== undefined && !held.has(role)) return false;
  const hats = role === undefined ? [...held] : [role];
  if (seat === ANYONE || hats.includes(seat)) return true;
  const escalations = asked.reviewers.escalations ?? [];
  return at !== undefined && escalations.some((one) => hats.includes(one.role) && Date.parse(at) >= Date.parse(one.at));
}

/** Every assignment of approvals to seats, no person twice. */
function canSeat(
  asked: ReviewersQuestion,
  seats: readonly string[],
  approvals: readonly Approval[],
  sitting: readonly string[] = [],
): boolean {
  const [seat, ...rest] = seats;
  if (seat === undefined) return true;
  return approvals.some(
    (given) =>
      !sitting.includes(personOf(given.by)) &&
      mayTake(asked, given, seat) &&
      canSeat(asked, rest, approvals, [...sitting, personOf(given.by)]),
  );
}

const seatsOf = (asked: SeatSet): readonly string[] =>
  Object.entries(asked).flatMap(([role, n]) => Array.from({ length: n }, () => role));

function satisfied(asked: ReviewersQuestion, approvals: readonly Approval[]): boolean {
  return asked.reviewers.sets.some((one) => canSeat(asked, seatsOf(one), approvals));
}

/** Everybody approves now, from every account. */
const everybody = (asked: ReviewersQuestion): readonly Approval[] => IDS.map((by) => ({ by, at: asked.now }));

const RUNS = { numRuns: 800 };

describe("seating, against every assignment", () => {
  it("satisfied exactly when some assignment fills some alternative", () => {
    fc.assert(
      fc.property(question, (asked) => {
        const answer = reviewersSatisfied(asked);
        expect(answer.satisfied).toBe(satisfied(asked, asked.approvals));
        expect(answer.status === "satisfied").toBe(answer.satisfied);
      }),
      { numRuns: 1_500 },
    );
  });

  it("unsatisfiable exactly when not even everybody's approval would do, and then it says what is lacking", () => {
    fc.assert(
      fc.property(question, (asked) => {
        const answer = reviewersSatisfied(asked);
        const possible = satisfied(asked, [...asked.approvals, ...everybody(asked)]);
        expect(answer.fillable).toBe(possible);
        expect(answer.status === "unsatisfiable").toBe(!possible);
        expect(answer.lacking.length > 0).toBe(!possible);
        answer.alternatives.forEach((alternative, index) => {
          const one = seatsOf(asked.reviewers.sets[index]!);
          expect(alternative.fillable).toBe(canSeat(asked, one, [...asked.approvals, ...everybody(asked)]));
          const partial = Math.max(
            ...subsetsOf(one)
              .filter((some) => canSeat(asked, some, asked.approvals))
              .map((some) => some.length),
          );
          expect(alternative.seated).toBe(partial);
        });
      }),
      { numRuns: 600 },
    );
  });

  it("a bottleneck is one: these seats have only these people, who are fewer", () => {
    fc.assert(
      fc.property(question, (asked) => {
        for (const { bottleneck } of reviewersSatisfied(asked).alternatives) {
          if (bottleneck === null) continue;
          const able = IDS.filter((by) =>
            Object.keys(bottleneck.seats).some((seat) => mayTake(asked, { by, at: asked.now }, seat)),
          );
          expect(bottleneck.people).toEqual([...new Set(able.map(personOf))].sort());
          expect(seatsOf(bottleneck.seats).length).toBeGreaterThan(bottleneck.people.length);
        }
      }),
      RUNS,
    );
  });

  it("those to ask next complete it, and no fewer people could", () => {
    fc.assert(
      fc.property(question, (asked) => {
        const { next, status } = reviewersSatisfied(asked);
        expect(next !== null).toBe(status === "pending");
        if (next === null) return;
        const given = next.ask.map(
          ({ by, role }): Approval => ({ by, at: asked.now, ...(role === null ? {} : { role }) }),
        );
        expect(reviewersSatisfied({ ...asked, approvals: [...asked.approvals, ...given] }).satisfied).toBe(true);
        const asks = new Set(next.ask.map(({ by }) => personOf(by)));
        expect(asks.size).toBe(next.ask.length);
        const people = [...new Set(IDS.map(personOf))];
        for (const fewer of subsetsOf(people).filter((some) => some.length < asks.size)) {
          const more = everybody(asked).filter(({ by }) => fewer.includes(personOf(by)));
          expect(satisfied(asked, [...asked.approvals, ...more])).toBe(false);
        }
      }),
      { numRuns: 600 },
    );
  });

  it("every approval sits or is told why not; nobody sits twice; every seat is taken by right", () => {
    fc.assert(
      fc.property(question, (asked) => {
        const answer = reviewersSatisfied(asked);
        const told = [...answer.seats.map((seat) => seat.approval), ...answer.uncounted.map((one) => one.approval)];
        expect(told.sort()).toEqual(asked.approvals.map((_, index) => index));
        expect(new Set(answer.seats.map((seat) => seat.person)).size).toBe(answer.seats.length);
        for (const seat of answer.seats) {
          const given = asked.approvals[seat.approval]!;
          expect(seat.by).toBe(given.by);
          expect(mayTake(asked, given, seat.seat)).toBe(true);
        }
        if (answer.alternative === null) return;
        const seats = [
          ...answer.seats.map((seat) => seat.seat),
          ...answer.open.flatMap(({ seat, count }) => Array.from({ length: count }, () => seat)),
        ];
        expect(seats.sort()).toEqual([...seatsOf(asked.reviewers.sets[answer.alternative]!)].sort());
        for (const { seat, eligible } of answer.open) {
          for (const by of eligible) expect(mayTake(asked, { by, at: asked.now }, seat)).toBe(true);
        }
      }),
      RUNS,
    );
  });

  it("one more approval never takes away what was reached; the same question has the same answer", () => {
    fc.assert(
      fc.property(question, approval, (asked, more) => {
        const before = reviewersSatisfied(asked);
        const after = reviewersSatisfied({ ...asked, approvals: [...asked.approvals, more] });
        if (before.satisfied) expect(after.satisfied).toBe(true);
        expect(JSON.stringify(reviewersSatisfied(structuredClone(asked)))).toBe(JSON.stringify(before));
      }),
      RUNS,
    );
  });

  it("a decision's word on whether the seats can be filled agrees, escalations counted as they will come", () => {
    fc.assert(
      fc.property(question, (asked) => {
        const people = readDirectory(asked.directory);
        const { sets, excluded = [], escalations = [] } = asked.reviewers;
        const ids = IDS.filter((id) => barred(asked).has(personOf(id)));
        const answer = fillable({ sets, excluded: [...excluded, ...ids], people, escalations });
        const late: ReviewersQuestion = { ...asked, now: "2027-01-01T00:00:00Z" };
        expect(answer.fillable).toBe(satisfied(late, everybody(late)));
        const early = { ...late, reviewers: { ...asked.reviewers, escalations: [] } };
        expect(answer.lacking.length > 0).toBe(!satisfied(early, everybody(early)));
      }),
      RUNS,
    );
  });
});

function subsetsOf<T>(items: readonly T[]): readonly (readonly T[])[] {
  return items.reduce<readonly (readonly T[])[]>(
    (found, item) => found.concat(found.map((some) => [...some, item])),
    [[]],
  );
}

describe("lacking until an escalation", () => {
  const people = readDirectory({
    principals: { ana: { roles: ["finance"] }, cfo: { roles: ["cfo"] }, eve: { roles: ["board"] } },
  });
  const escalations = [
    { role: "board", at: "2026-03-02T18:00:00Z" },
    { role: "cfo", at: "2026-03-02T10:00:00Z" },
  ];

  it("names the instant from which the seats can be filled", () => {
    expect(fillable({ sets: [{ finance: 2 }], excluded: [], people, escalations })).toEqual({
      fillable: true,
      lacking: ["until 2026-03-02T10:00:00Z, finance: 2 seats, but only ana may take them"],
    });
    expect(fillable({ sets: [{ finance: 3 }], excluded: [], people, escalations })).toEqual({
      fillable: true,
      lacking: ["until 2026-03-02T18:00:00Z, finance: 3 seats, but only ana may take them"],
    });
    expect(fillable({ sets: [{ finance: 4 }], excluded: [], people, escalations })).toEqual({
      fillable: false,
      lacking: ["finance: 4 seats, but only ana may take them"],
    });
    expect(fillable({ sets: [{ finance: 1 }], excluded: [], people, escalations })).toEqual({
      fillable: true,
      lacking: [],
    });
  });
});

describe("size", () => {
  it("a directory of 20,000 people and an alternative of 500 seats", () => {
    const principals = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, n) => [
        `user:${n}`,
        { roles: [ROLES[n % 3]!, ...(n % 7 === 0 ? ["ops"] : [])], groups: ["all"] },
      ]),
    );
    const approvals = Array.from({ length: 400 }, (_, n) => ({ by: `user:${n}` }));
    const answer = reviewersSatisfied({
      reviewers: { sets: [{ finance: 200, legal: 200, ops: 100 }, { finance: 500 }], excluded: ["user:0"] },
      directory: { principals, groups: { all: { roles: ["staff"] } } },
      approvals,
    });
    expect(answer.status).toBe("pending");
    expect(answer.next!.ask).toHaveLength(134); // 500 seats, less 133 from finance, 133 from legal and 100 of 133 from ops
  });

  it("two thousand alternatives over the same people", () => {
    const sets = Array.from({ length: 2_000 }, (_, n) => ({
      [`a${n % 50}`]: 1,
      [`b${Math.floor(n / 50)}`]: 1,
      finance: 1,
    }));
    const answer = reviewersSatisfied({
      reviewers: { sets },
      directory: {
        principals: { ana: { roles: ["finance", "a7"] }, ben: { roles: ["a7", "b3"] }, cy: { roles: ["finance"] } },
      },
      approvals: [{ by: "ana" }],
    });
    expect(answer.status).toBe("pending");
    expect(answer.next!.ask.map((one) => one.by)).toEqual(["ben", "cy"]);
  });
});

describe("broken documents open no door", () => {
  it.each([-1, 0, 0.5, Number.NaN, "1"])("a count of %s", (count) => {
    const set = { finance: count, legal: 1 } as SeatSet;
    const answer = reviewersSatisfied({
      reviewers: { sets: [set] },
      directory: { principals: { ana: { roles: ["legal", "finance"] }, ben: { roles: ["finance"] } } },
      approvals: [{ by: "ana" }, { by: "ben" }],
    });
    expect(answer.satisfied).toBe(false);
  });
});

describe("anything at all", () => {
  const ask = (some: unknown) => reviewersSatisfied(some as ReviewersQuestion);

  it("has an answer, and nobody who is not well formed counts", () => {
    const anything = fc.anything({ withNullPrototype: true, withBigInt: true });
    const account = fc.record(
      { kind: anything, roles: anything, groups: anything, person: anything, owner: anything, active: anything },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(anything, account, anything, anything, (some, one, other, more) => {
        expect(["satisfied", "pending", "unsatisfiable"]).toContain(ask(some).status);
        const approvals = [{ by: "ana" }, { by: "ben", role: other, at: more }, other];
        const half = {
          reviewers: { sets: [{ finance: 2 }], excluded: other, escalations: [more, { role: other, at: some }] },
          editors: more,
          now: some,
          requester: other,
        };
        const answer = ask({ ...half, directory: { principals: { ana: one, ben: some }, groups: other }, approvals });
        expect(answer.satisfied).toBe(false);
        expect(answer.uncounted.length + answer.seats.length).toBe(3);
      }),
      { numRuns: 300 },
    );
  });

  it.each([null, 7, "ana", { person: 7 }, { active: "no" }, { active: 1 }, { kind: "robot" }, { kind: null }, []])(
    "an account like %j does not review",
    (account) => {
      const answer = ask({
        reviewers: { sets: [{ person: 1 }] },
        directory: { principals: { ana: account } },
        approvals: [{ by: "ana" }],
      });
      expect(answer.status).toBe("unsatisfiable");
    },
  );

  it("an approval in a role that is no text is in none", () => {
    const answer = ask({
      reviewers: { sets: [{ finance: 1 }] },
      directory: { principals: { ana: { roles: ["finance"] } } },
      approvals: [{ by: "ana", role: ["finance"] }],
    });
    expect(answer.uncounted.map((one) => one.code)).toEqual(["role_not_held"]);
  });

  it("a set that is none cannot be met", () => {
    expect(ask({ reviewers: { sets: [null] }, directory: { principals: {} }, approvals: [] }).status).toBe(
      "unsatisfiable",
    );
    expect(ask({ reviewers: { sets: [[]] }, directory: { principals: {} }, approvals: [] }).status).toBe(
      "unsatisfiable",
    );
    expect(ask({}).status).toBe("unsatisfiable");
  });
});

describe("a directory in which everybody inherits thousands of roles", () => {
  it("is answered from the roles that are asked for", () => {
    const many = Array.from({ length: 10_000 }, (_, n) => n);
    const people = readDirectory({
      principals: Object.fromEntries(many.map((n) => [`user:${n}`, { groups: ["g0"] }])),
      groups: Object.fromEntries(many.map((n) => [`g${n}`, { in: [`g${n + 1}`], roles: [`r${n}`] }])),
    });
    const answer = fillable({ sets: [{ r9999: 2, r0: 1 }], excluded: ["user:0"], people, escalations: [] });
    expect(answer).toEqual({ fillable: true, lacking: [] });
  });
});
