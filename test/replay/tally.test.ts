/** Counting piece by piece comes to the same as counting at once; what is shown does not grow with the log. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loadPolicySet } from "../../src/policy-set.ts";
import { reportJson, reportText } from "../../src/tools/replay/report.ts";
import {
  add,
  countChange,
  countReasons,
  countUnread,
  countVerdict,
  emptyTally,
  MOST_EXAMPLES,
  OUTCOMES,
  type Tally,
} from "../../src/tools/replay/tally.ts";

const policy =
  "policy shop\naction Pay { autonomy guided  irreversible }\naction Refund { autonomy guided  irreversible }\n";
const { evaluator } = loadPolicySet([{ name: "shop.bylaw", text: policy }], { today: "2026-11-22" });
const plan = evaluator!.plan;

const verdict = fc.record({ outcome: fc.constantFrom(...OUTCOMES), tier: fc.constantFrom(...plan.tiers) });
const line = fc.record({
  unread: fc.boolean(),
  action: fc.constantFrom(null, "shop.Pay", "shop.Refund", "nowhere", "__proto__"),
  verdict,
  other: verdict,
  clauses: fc.array(fc.constantFrom("shop.Pay.a", "shop.Pay.b", "constructor"), { maxLength: 3 }),
});
type Given = typeof line extends fc.Arbitrary<infer T> ? T : never;

function count(tally: Tally, given: readonly Given[]): Tally {
  for (const one of given) {
    tally.lines++;
    if (one.unread) {
      countUnread(tally, "why");
      continue;
    }
    countVerdict(tally, one.action, one.verdict);
    const reasons = one.clauses.map((clause) => ({ clause, effect: one.verdict.outcome }));
    countReasons(tally, { reasons: reasons as unknown as Parameters<typeof countReasons>[1]["reasons"] });
    countChange(tally, "cs", one.verdict, one.other);
  }
  return tally;
}

const ALL = { clauses: true, against: true, stopped: false };

describe("tallies", () => {
  test("a property: of pieces, added in order, as of the whole", () => {
    fc.assert(
      fc.property(fc.array(fc.array(line, { maxLength: 12 }), { maxLength: 5 }), (pieces) => {
        const sum = emptyTally(plan);
        for (const piece of pieces) add(sum, count(emptyTally(plan), piece));
        const whole = count(emptyTally(plan), pieces.flat());
        expect(reportJson(sum, ALL)).toEqual(reportJson(whole, ALL));
        expect(reportText(sum, ALL)).toBe(reportText(whole, ALL));
      }),
      { numRuns: 300, seed: 20261124 },
    );
  });

  test("only the first examples are kept, with their lines", () => {
    const many = Array.from({ length: 100 }, (): Given => {
      return {
        unread: true,
        action: null,
        verdict: { outcome: "allow", tier: "low" },
        other: { outcome: "allow", tier: "low" },
        clauses: [],
      };
    });
    const sum = emptyTally(plan);
    for (let i = 0; i < 3; i++) add(sum, count(emptyTally(plan), many));
    expect(sum.unread).toBe(300);
    expect(sum.firstUnread.map((one) => one.line)).toEqual(Array.from({ length: MOST_EXAMPLES }, (_, i) => i + 1));
  });

  test("a log cannot make the counts grow: actions that the rules do not have are counted as one", () => {
    const tally = emptyTally(plan);
    for (let i = 0; i < 1_000; i++) countVerdict(tally, `invented-${i}`, { outcome: "deny", tier: "high" });
    expect(Object.keys(tally.actions)).toEqual(["shop.Pay", "shop.Refund"]);
    expect(tally.unknownAction).toEqual([0, 0, 0, 1_000]);
  });

  test("what comes from the log cannot command a terminal", () => {
    const tally = emptyTally(plan);
    tally.lines = 1;
    countChange(tally, "cs\u001b[2J\u202e", { outcome: "allow", tier: "low" }, { outcome: "deny", tier: "low" });
    countUnread(tally, "found \u001b[2J");
    expect(reportText(tally, ALL)).not.toMatch(/[\u001b\u202e]/u);
  });
});
