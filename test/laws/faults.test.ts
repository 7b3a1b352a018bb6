/** Every law can fail: faults planted into the engine, each caught by its law within a few runs. */
import { describe, expect, test } from "vitest";
import { LAWS } from "./all.ts";
import { FAULTS } from "./faults/all.ts";
import { engineWith } from "./faults/fault.ts";

/** Fixed: whether a fault is found must not depend on luck. */
const SEED = 11;
const RUNS = 6_000;

for (const law of LAWS) {
  const faults = FAULTS.get(law.number) ?? [];
  describe(`${law.number} ${law.says}`, { timeout: 300_000 }, () => {
    test("three faults or more", () => {
      expect(faults.length).toBeGreaterThanOrEqual(3);
    });
    test.each(faults)("catches: $says", async (fault) => {
      const engine = await engineWith(fault);
      expect(law.hold(engine, { runs: RUNS, seed: SEED, shrink: false }).broken).not.toBeNull();
    });
  });
}

describe("a counterexample is small enough to read", { timeout: 300_000 }, () => {
  test("of a law about a policy and a change set", async () => {
    const fault = FAULTS.get(2)!.find(({ says }) => says === "a clause whose condition is unknown does nothing")!;
    const law = LAWS.find(({ number }) => number === 2)!;
    const { broken } = law.hold(await engineWith(fault), { runs: RUNS, seed: SEED });
    console.log(broken);
    // One clause beside what every policy has, or what it needs to show; one change set, one place that is unknown.
    expect(broken!.match(/^ .*\bc\d+\b/gm)!.length).toBeLessThanOrEqual(2);
    expect(broken!.match(/^--- change set$/gm)).toHaveLength(1);
    expect(broken!.split("--- unknown, one after the other\n")[1]!.split("\n\n")[0]!.split("\n")).toHaveLength(1);
    expect(broken).toContain("repeat with LAW_SEED=");
  });
});
