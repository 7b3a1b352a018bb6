/** Whatever many people do at the same time, in whatever order, over every store: the gate does what the model says. */
import { expect, test } from "vitest";
import { DURABLE, LEFT_OUT } from "../places.ts";
import { disagreement, inMemory, overPlace, RUNS, SEED } from "./hold.ts";
import { met } from "./run.ts";

const LONG = { timeout: 3_600_000 };

test("over the memory store", LONG, async () => {
  console.log(`${RUNS} runs, GATE_SEED=${SEED}`);
  const found = await disagreement(inMemory, { runs: RUNS, seed: SEED });
  expect(found, found ?? "").toBeNull();
});

test.each(DURABLE)("over $name", LONG, async ({ make }) => {
  const place = make();
  try {
    const found = await disagreement(overPlace(place), { runs: Math.ceil(RUNS / 4), seed: SEED });
    expect(found, found ?? "").toBeNull();
  } finally {
    await place.remove();
  }
});

if (LEFT_OUT !== null) test.skip(LEFT_OUT, () => {});

/** What no run ever does is not tested: the commonest of all that there is must have happened. */
test("the runs get everywhere", () => {
  for (const name of EVERYWHERE) expect(met.has(name), name).toBe(true);
});

const EVERYWHERE = [
  ...["proposed", "revised", "approved", "rejected", "questioned", "act_withdrawn", "overridden", "drifted", "expired"],
  ...["claimed", "committed", "in_doubt", "reconciled", "revert_proposed", "refused"],
  ...["store_failed", "store_unknown", "not_approved", "denied", "held", "already_committed"],
];
