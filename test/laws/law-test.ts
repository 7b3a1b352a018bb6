import { expect, test } from "vitest";
import { ENGINE } from "./engine.ts";
import { hold, type Law, RUNS, SEED } from "./law.ts";

/** A law as a test of the engine. */
export function lawTest<Sample>(law: Law<Sample>): void {
  test(`${law.number} ${law.says}`, { timeout: 3_600_000 }, () => {
    const { runs, broken } = hold(law, ENGINE, { runs: RUNS, seed: SEED });
    console.log(`law ${law.number}: ${runs} runs, LAW_SEED=${SEED}`);
    expect(broken, broken ?? "").toBeNull();
    expect(runs).toBeGreaterThanOrEqual(RUNS);
  });
}
