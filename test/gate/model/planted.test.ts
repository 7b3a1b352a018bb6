/** The model can fail: faults planted into the gate and into a store, each found within a few runs. */
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { moduleWith } from "../../laws/faults/fault.ts";
import { sqlitePlace } from "../places.ts";
import { OF_STORES, OF_THE_GATE } from "./planted.ts";

/** Fixed: whether a fault is found must not depend on luck. */
const SEED = 11;
const RUNS = 60;

type Hold = typeof import("../holding.ts");
const HOLD = fileURLToPath(new URL("../holding.ts", import.meta.url));

describe("the model finds", { timeout: 300_000 }, () => {
  test.each(OF_THE_GATE)("$says", async (fault) => {
    const { disagreement, inMemory } = await moduleWith<Hold>(fault, HOLD);
    expect(await disagreement(inMemory, { runs: RUNS, seed: SEED, shrink: false })).not.toBeNull();
  });

  test.each(OF_STORES)("in SQLite: $says", async (fault) => {
    const { disagreement, overPlace } = await moduleWith<Hold>(fault, HOLD);
    const place = sqlitePlace();
    try {
      expect(await disagreement(overPlace(place), { runs: RUNS, seed: SEED, shrink: false })).not.toBeNull();
    } finally {
      await place.remove();
    }
  });
});
