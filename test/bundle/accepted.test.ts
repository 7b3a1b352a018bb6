/** Whatever the compiler makes, a loader takes: over generated policies. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { buildBundle, bundleText } from "../../src/bundle/build.ts";
import { openBundle } from "../../src/bundle/open.ts";
import { loadPolicySet } from "../../src/policy-set.ts";
import { policy, texts } from "../laws/policies.ts";

test("a plan that was made of rules is taken", () => {
  fc.assert(
    fc.property(policy, (draft) => {
      const { evaluator } = loadPolicySet(texts(draft), { today: "2026-11-22" });
      const { plan, digest } = evaluator!;
      const opened = openBundle(bundleText(buildBundle(plan, { files: [], json_logic: false })));
      expect(opened.ok ? [] : opened.faults).toEqual([]);
      expect(opened.ok && opened.evaluator.digest).toBe(digest);
    }),
    { numRuns: 40 },
  );
}, 120_000);
