/** A verdict of documents that are vouched for does not look at what can change neither outcome nor tier any more. */
import { describe, expect, test } from "vitest";
import { decide } from "../../../src/decision/decide.ts";
import { fastOf } from "../../../src/decision/fast/fast.ts";
import { verdict } from "../../../src/decision/verdict.ts";
import { compile } from "../../../src/eval/compile.ts";
import { loadPolicySet } from "../../../src/policy-set.ts";

/** `late` reads a line of which nothing is known. */
const ODD = "any(line in order.lines: line.odd)";

function ruled(clauses: string) {
  const text = `policy p
tiers low < medium < high
role finance "Finance"
evidence photo
record Line { odd: bool }
record Order { lines: list of Line }
action Act {
  autonomy autopilot
  input amount: int
  fact order: Order = orders(amount)
  sample 1% when amount > 1_000_000
  rollback by Act
  ${clauses}
}`;
  const { evaluator, diagnostics } = loadPolicySet([{ name: "p.bylaw", text }], { today: "2026-11-16" });
  if (evaluator === null) throw new Error(diagnostics.map(({ what, why }) => `${what}: ${why}`).join("\n"));
  return evaluator;
}

const documents = (amount: number) => ({
  changeSet: {
    id: "cs_1",
    action: "p.Act",
    environment: "prod",
    requester: { id: "agent:bot", kind: "agent", owner: "olga", roles: [] },
    inputs: { amount },
  },
  context: {
    now: "2026-11-16T09:00:00Z",
    facts: { order: { lines: [{ odd: false }, { $unknown: "the order service hangs" }] } },
  },
});

describe.each([
  ["a tier", `tier high sure: amount > 10\n  tier medium late: ${ODD}`, "allow high"],
  ["a denial behind another", `forbid sure: amount > 10\n  forbid late: ${ODD}`, "deny low"],
  ["an approval behind a denial", `forbid sure: amount > 10\n  approve late: by 1 of finance when ${ODD}`, "deny low"],
  [
    "an approval behind a hold",
    `evidence sure: photo when amount > 10\n  approve late: by 1 of finance when ${ODD}`,
    "hold low",
  ],
  ["evidence behind a denial", `forbid sure: amount > 10\n  evidence late: photo when ${ODD}`, "deny low"],
])("%s", (_, clauses, wanted) => {
  const evaluator = ruled(clauses);
  const reference = compile(evaluator.plan, { backend: "interpreter" });

  test("is not looked at where the verdict is settled", () => {
    const { changeSet, context } = documents(11);
    expect(fastOf(evaluator)!.vouched(changeSet, context)).toBeGreaterThanOrEqual(0);
    const found = verdict(evaluator, changeSet, context, { vouched: true });
    expect(`${found.outcome} ${found.tier}`).toBe(wanted);
    const { outcome, tier } = decide(reference, changeSet, context);
    expect(found).toEqual({ outcome, tier });
  });

  test("is looked at where it is not", () => {
    const { changeSet, context } = documents(10);
    expect(fastOf(evaluator)!.vouched(changeSet, context)).toBe(-1);
    const found = verdict(evaluator, changeSet, context, { vouched: true });
    const { outcome, tier } = decide(reference, changeSet, context);
    expect(found).toEqual({ outcome, tier });
    expect(`${outcome} ${tier}`).not.toBe(wanted);
  });
});

test("what only tells is not looked at in any verdict", () => {
  const evaluator = ruled(`require late: not ${ODD} else warn\n  escalate to finance after 4 hours`);
  const { changeSet, context } = documents(11);
  expect(fastOf(evaluator)!.vouched(changeSet, context)).toBeGreaterThanOrEqual(0);
  expect(verdict(evaluator, changeSet, context, { vouched: true })).toEqual({ outcome: "allow", tier: "low" });
});
