/** Usage and the instant of room, against a ledger that is counted by brute force. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decide } from "../../src/decision/decide.ts";
import { calendarWindow, zoneNamed } from "../../src/eval/calendar.ts";
import { compile } from "../../src/eval/compile.ts";
import { instantText } from "../../src/eval/iso.ts";
import type { WindowShape } from "../../src/model/expression.ts";
import type { PlanExpr } from "../../src/plan/plan.ts";
import { changeSet, clause, decimal, field, planOf } from "./plan.ts";

const HOUR = 3_600_000;
const BERLIN = zoneNamed("Europe/Berlin")!;
const number = (value: number): PlanExpr => ({ op: "const", type: decimal, value: String(value) });

interface Posting {
  readonly at: number;
  readonly amount: number;
  readonly open: boolean;
}

function evaluatorFor(window: WindowShape, limit: number): ReturnType<typeof compile> {
  const quota = clause(
    {
      kind: "quota",
      sum: { op: "input", name: "amount" },
      sumAs: "number",
      limit: number(limit),
      window,
      keys: [],
      keyTypes: [],
      otherwise: { kind: "deny" },
    },
    { id: "a.Act.q" },
  );
  return compile(planOf({ inputs: [field("amount", decimal)], clauses: [quota] }));
}

const entries = (postings: readonly Posting[]): unknown[] =>
  postings.map(({ at, amount, open }) => ({ at: instantText(at), amount: String(amount), open }));

/** What counts at an instant, by the letter. */
function counted(postings: readonly Posting[], window: WindowShape, now: number): number {
  const inside = (at: number): boolean => {
    switch (window.kind) {
      case "rolling":
        return at > now - window.ms;
      case "calendar":
        return at >= calendarWindow(BERLIN, window.unit, now).start;
      case "ever":
        return true;
      case "open":
        return false;
    }
  };
  return postings.reduce((sum, { at, amount, open }) => (open || inside(at) ? sum + amount : sum), 0);
}

/** The first instant after `now` at which it fits: by trying each at which something leaves. */
function brute(
  postings: readonly Posting[],
  window: WindowShape,
  now: number,
  amount: number,
  limit: number,
): number | null {
  const instants =
    window.kind === "rolling"
      ? postings.filter(({ open }) => !open).map(({ at }) => at + window.ms)
      : window.kind === "calendar"
        ? [calendarWindow(BERLIN, window.unit, now).end]
        : [];
  const fitting = instants
    .filter((at) => at > now)
    .sort((a, b) => a - b)
    .find((at) => counted(postings, window, at) + amount <= limit);
  return fitting ?? null;
}

const window = fc.oneof(
  fc.integer({ min: 1, max: 60 }).map((hours): WindowShape => ({ kind: "rolling", ms: hours * HOUR })),
  fc
    .constantFrom("hour", "day", "week", "month", "year")
    .map((unit): WindowShape => ({ kind: "calendar", unit: unit as "day" })),
  fc.constantFrom<WindowShape>({ kind: "ever" }, { kind: "open" }),
);

describe("quotas", () => {
  // Around both changes of the clock, and away from them.
  it.each([Date.UTC(2026, 2, 29, 1, 30), Date.UTC(2026, 9, 25, 0, 30), Date.UTC(2026, 5, 1)])(
    "count as a ledger does, around %d",
    (around) => {
      const posting = fc.record({
        at: fc.integer({ min: -80, max: 3 }).map((steps) => around + steps * (HOUR / 2)),
        amount: fc.integer({ min: -2, max: 5 }),
        open: fc.boolean(),
      });
      fc.assert(
        fc.property(
          fc.array(posting, { maxLength: 8 }),
          window,
          fc.integer({ min: 0, max: 8 }),
          fc.integer({ min: 0, max: 12 }),
          (postings, shape, amount, limit) => {
            const decision = decide(evaluatorFor(shape, limit), changeSet({ inputs: { amount: String(amount) } }), {
              now: instantText(around),
              usage: [{ clause: "a.Act.q", entries: entries(postings) }] as never,
            });
            const used = counted(postings, shape, around);
            const fits = used + amount <= limit;
            const frees = fits ? null : brute(postings, shape, around, amount, limit);
            expect(decision.quotas).toEqual([
              {
                clause: "a.Act.q",
                key: [],
                limit: String(limit),
                used: String(used),
                after: String(used + amount),
                fits,
                frees_at: frees === null ? null : instantText(frees),
              },
            ]);
            expect(decision.outcome).toBe(fits ? "allow" : "deny");
            const time = decision.remedies.filter(({ kind }) => kind === "time").map(({ do: words }) => words);
            expect(time).toEqual(frees === null ? [] : [`wait until ${instantText(frees)}`]);
          },
        ),
        { numRuns: 400 },
      );
    },
  );

  it("let all postings of one instant leave together", () => {
    const now = Date.UTC(2026, 5, 1);
    const postings = [5, -2, 1].map((amount) => ({ at: now - HOUR / 2, amount, open: false }));
    const held = { at: now, amount: 9, open: true };
    const decision = decide(evaluatorFor({ kind: "rolling", ms: HOUR }, 9), changeSet({ inputs: { amount: "1" } }), {
      now: instantText(now),
      usage: [{ clause: "a.Act.q", entries: entries([...postings, held]) }] as never,
    });
    expect(decision.quotas[0]).toMatchObject({ used: "13", fits: false, frees_at: null });
  });
});
