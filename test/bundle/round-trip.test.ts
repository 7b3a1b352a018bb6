/** A bundle decides as the rules do that it was made of: over all fixtures beside the rule packs, and all cases by hand. */

import { expect, test, vi } from "vitest";
import { buildBundle, bundleText } from "../../src/bundle/build.ts";
import { openBundle } from "../../src/bundle/open.ts";
import type { decide } from "../../src/decision/decide.ts";
import type { Context } from "../../src/decision/documents.ts";
import type { Evaluator } from "../../src/eval/evaluator.ts";
import { decide as decideSmall } from "../../src/runtime.ts";
import { runFixtures } from "../../src/tools/testing/index.ts";
import { cases, evaluatorOf } from "../decision/fixtures.ts";
import { RULES } from "./sets.ts";

const counted = vi.hoisted(() => ({ decisions: 0 }));
const opened = new Map<string, Evaluator>();

function fromBundle(evaluator: Evaluator): Evaluator {
  let own = opened.get(evaluator.digest);
  if (own === undefined) {
    const found = openBundle(bundleText(buildBundle(evaluator.plan, { files: [], json_logic: false })));
    if (!found.ok) throw new Error(JSON.stringify(found.faults));
    own = found.evaluator;
    opened.set(evaluator.digest, own);
  }
  return own;
}

/** The small entry takes data alone, and a text may hold what data cannot: names twice, numbers of many digits. */
const isData = (document: unknown): boolean => typeof document === "object" && !(document instanceof Uint8Array);

// Whoever decides here decides twice: by the rules, and by their bundle.
vi.mock("../../src/decision/decide.ts", async (original) => {
  const real = (await original()) as { readonly decide: typeof decide };
  return {
    decide: (...[evaluator, changeSet, context]: Parameters<typeof decide>) => {
      const decision = real.decide(evaluator, changeSet, context);
      counted.decisions++;
      // Member by member: remedies are found when they are first looked at, which the runtime leaves out.
      if (!isData(changeSet) || !isData(context)) return decision;
      const small = decideSmall(fromBundle(evaluator), changeSet, context as Context);
      expect(small.remedies).toEqual([]);
      for (const member of Object.keys(decision) as (keyof typeof decision)[])
        if (member !== "remedies") expect(JSON.stringify(small[member])).toBe(JSON.stringify(decision[member]));
      return decision;
    },
  };
});

test("every fixture of the rule packs", () => {
  const report = runFixtures([RULES]);
  expect(report.passed).toBe(true);
  expect(counted.decisions).toBeGreaterThan(300);
}, 240_000);

test("every case of a decision, remedies included", async () => {
  const { decide } = await import("../../src/decision/decide.ts");
  const before = counted.decisions;
  for (const { policies, change_set, context, document } of cases) {
    const evaluator = evaluatorOf(policies);
    const by = (one: Evaluator) =>
      JSON.stringify(decide(one, document ?? change_set, context as unknown as Parameters<typeof decide>[2]));
    expect(by(fromBundle(evaluator))).toBe(by(evaluator));
  }
  expect(counted.decisions - before).toBe(2 * cases.length);
}, 120_000);
