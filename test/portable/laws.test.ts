/** One meaning: generated policies decide generated change sets the same by JSON Logic, with unknown in any place. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { decide } from "../../src/decision/decide.ts";
import type { Context, Decision } from "../../src/decision/documents.ts";
import { loadPolicySet } from "../../src/policy-set.ts";
import { change, hide, places } from "../laws/change-sets.ts";
import { policy, texts } from "../laws/policies.ts";
import { evaluatorBy, newTally } from "./agree.ts";

const runs = Number(process.env["LAW_RUNS"] ?? 60);
const seed = process.env["LAW_SEED"] === undefined ? {} : { seed: Number(process.env["LAW_SEED"]) };

test("reference interpreter, json-logic-js and json-logic-engine decide alike", { timeout: 600_000 }, () => {
  const tally = newTally();
  fc.assert(
    fc.property(
      policy,
      fc.array(fc.tuple(change, fc.array(fc.nat(), { maxLength: 4 })), { minLength: 1, maxLength: 3 }),
      (draft, cases) => {
        const { evaluator } = loadPolicySet(texts(draft), { today: "2026-11-22" });
        if (evaluator === null) throw new Error("a generated policy has faults");
        const portable = evaluatorBy(evaluator, tally);
        for (const [one, picks] of cases) {
          const open = places(one);
          const hidden = hide(
            one,
            [...new Set(picks.map((n) => n % open.length))].map((n) => open[n]!),
          );
          const { usage: _, ...context } = hidden.context;
          const [byFormulas, byInterpreter] = [portable, evaluator].map((by) =>
            parts(decide(by, hidden.changeSet, context as unknown as Context)),
          );
          expect(tally.disagreements).toEqual([]);
          expect(byFormulas).toEqual(byInterpreter);
        }
      },
    ),
    { numRuns: runs, ...seed },
  );
  console.info(
    `${tally.through} conditions, ${tally.unknown} of them unknown, ${tally.inexact} past what doubles hold, ${tally.unsupported} without a form`,
  );
  expect(tally.through).toBeGreaterThan(runs);
  expect(tally.unknown).toBeGreaterThan(0);
  expect(tally.inexact).toBeLessThan(tally.through / 10);
});

/** Without remedies, which are found by deciding hundreds of times again. */
const parts = ({
  outcome,
  tier,
  score,
  autonomy,
  reviewers,
  evidence,
  reasons,
  unknown,
  quotas,
}: Decision): unknown => ({
  outcome,
  tier,
  score,
  autonomy,
  reviewers,
  evidence,
  reasons,
  unknown,
  quotas,
});
