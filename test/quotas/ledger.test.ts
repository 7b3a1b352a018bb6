/** Quotas against a ledger kept by hand: in zones whose days have 23, 25, 23.5 and 24.5 hours, or none at all. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decide } from "../../src/decision/decide.ts";
import { compile } from "../../src/eval/compile.ts";
import type { Evaluator } from "../../src/eval/evaluator.ts";
import { loadPolicySet } from "../../src/policy-set.ts";
import { changeSet, clause, decimal, field, planOf } from "../decision/plan.ts";
import { type Counted, counted, freesAt, type Posting, QUARTER, startsAround, type Unit } from "./ledger.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const seed = Number(process.env["LAW_SEED"] ?? Date.now() % 1_000_000);
console.log(`LAW_SEED=${seed}`);

function evaluatorFor(timezone: string, window: Counted, limit: number): Evaluator {
  const quota = clause(
    {
      kind: "quota",
      sum: { op: "input", name: "amount" },
      sumAs: "number",
      limit: { op: "const", type: decimal, value: String(limit) },
      window,
      keys: [],
      keyTypes: [],
      otherwise: { kind: "deny" },
    },
    { id: "a.Act.q" },
  );
  return compile({ ...planOf({ inputs: [field("amount", decimal)], clauses: [quota] }), timezone });
}

const instant = (at: number): string => new Date(at).toISOString().replace(".000Z", "Z");

/** A zone, a moment at which something odd happens to its clock, and how long the days around it are. */
const ODD: readonly (readonly [zone: string, around: string, hours: readonly number[]])[] = [
  ["Europe/Berlin", "2026-03-29T01:00:00Z", [23]],
  ["Europe/Berlin", "2026-10-25T01:00:00Z", [25]],
  ["America/New_York", "2026-03-08T07:00:00Z", [23]],
  ["America/New_York", "2026-11-01T06:00:00Z", [25]],
  ["Australia/Lord_Howe", "2026-04-04T15:00:00Z", [24.5]],
  ["Australia/Lord_Howe", "2026-10-03T15:30:00Z", [23.5]],
  // The day begins at one o'clock.
  ["America/Sao_Paulo", "2018-11-04T03:00:00Z", [23]],
  // The clock goes back over midnight: the day before goes on.
  ["Africa/Cairo", "2026-10-29T21:00:00Z", [25]],
  // There was no 30 December 2011.
  ["Pacific/Apia", "2011-12-30T10:00:00Z", []],
  ["Asia/Kathmandu", "2026-06-01T18:15:00Z", []],
  ["UTC", "2024-02-29T00:00:00Z", []],
];

const window = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .constantFrom<Unit>("hour", "day", "week", "month", "year")
      .map((unit): Counted => ({ kind: "calendar", unit })),
  },
  {
    weight: 1,
    arbitrary: fc
      .integer({ min: 1, max: 200 })
      .map((quarters): Counted => ({ kind: "rolling", ms: quarters * QUARTER })),
  },
  { weight: 1, arbitrary: fc.constantFrom<Counted>({ kind: "ever" }, { kind: "open" }) },
);

describe.each(ODD)("%s around %s", (zone, around, hours) => {
  const middle = Date.parse(around);
  const starts = startsAround(zone, middle);

  test("the ledger sees the odd day", () => {
    const near = starts.day.filter((start) => Math.abs(start - middle) < 3 * DAY);
    const lengths = near.slice(1).map((start, i) => (start - near[i]!) / HOUR);
    expect([...new Set(lengths)].filter((length) => length !== 24)).toEqual(hours);
  });

  test("counts as the ledger does, and says exactly when there is room again", () => {
    const moment = fc.oneof(
      fc.integer({ min: -300, max: 300 }).map((quarters) => middle + quarters * QUARTER),
      fc.integer({ min: -5, max: 5 }).chain((n) => fc.constantFrom(-1, 0, 1).map((ms) => nearest(n) + ms)),
    );
    const nearest = (n: number): number => starts.day[starts.day.findIndex((start) => start >= middle) + n]!;
    const posting = fc.record({ at: moment, amount: fc.integer({ min: -2, max: 5 }), open: fc.boolean() });
    fc.assert(
      fc.property(
        fc.record({
          postings: fc.array(posting, { maxLength: 7 }),
          shape: window,
          now: moment,
          amount: fc.integer({ min: 0, max: 8 }),
          limit: fc.integer({ min: 0, max: 12 }),
        }),
        ({ postings, shape, now, amount, limit }) => {
          const decision = decide(evaluatorFor(zone, shape, limit), changeSet({ inputs: { amount: String(amount) } }), {
            now: iso(now),
            usage: [{ clause: "a.Act.q", entries: entries(postings) }],
          });
          const used = counted(postings, shape, now, starts);
          const fits = used + amount <= limit;
          const frees = fits ? null : freesAt(postings, shape, now, starts, limit - amount);
          expect(decision.quotas).toEqual([
            {
              clause: "a.Act.q",
              key: [],
              limit: String(limit),
              used: String(used),
              after: String(used + amount),
              fits,
              frees_at: frees === null ? null : iso(frees),
            },
          ]);
          expect(decision.outcome).toBe(fits ? "allow" : "deny");
        },
      ),
      { numRuns: 250, seed },
    );
  });
});

const iso = (at: number): string => (at % 1_000 === 0 ? instant(at) : new Date(at).toISOString());
const entries = (postings: readonly Posting[]): { at: string; amount: string; open: boolean }[] =>
  postings.map(({ at, amount, open }) => ({ at: iso(at), amount: String(amount), open }));

describe("two refunds a day, in Berlin", () => {
  const { evaluator } = loadPolicySet(
    [
      {
        name: "a.bylaw",
        text: 'policy a\nenvironments prod\ntimezone "Europe/Berlin"\naction Act {\n  autonomy autopilot\n  input amount: decimal\n  quota daily: 2 per day\n  sample 1%\n  rollback by Act within 1 day\n}\n',
      },
    ],
    { today: "2026-01-01" },
  );
  const ask = (now: string, posted: readonly string[]): readonly [string, string | null] => {
    const usage = [{ clause: "a.Act.daily", entries: posted.map((at) => ({ at, amount: "1" })) }];
    const { outcome, quotas } = decide(evaluator!, changeSet({ inputs: { amount: "1" } }), { now, usage });
    return [outcome, quotas[0]!.frees_at];
  };

  test("on the long day of October a refund of half past midnight still counts 24 hours later", () => {
    const posted = ["2026-10-25T00:30:00+02:00", "2026-10-25T12:00:00+01:00"];
    expect(ask("2026-10-25T23:59:00+01:00", posted)).toEqual(["deny", "2026-10-25T23:00:00Z"]);
    expect(ask("2026-10-26T00:00:00+01:00", posted)).toEqual(["allow", null]);
  });

  test("on the short day of March there is room again after 23 hours", () => {
    const posted = ["2026-03-29T00:00:00+01:00", "2026-03-29T12:00:00+02:00"];
    expect(ask("2026-03-29T23:59:59+02:00", posted)).toEqual(["deny", "2026-03-29T22:00:00Z"]);
    expect(ask("2026-03-30T00:00:00+02:00", posted)).toEqual(["allow", null]);
  });
});
