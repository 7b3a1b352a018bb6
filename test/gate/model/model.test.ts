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

/**
 * What no run ever does is not tested: the commonest of all that there is must happen. Few runs may miss some of it, so more
 * are made until it has; a gate that can never be brought there would go on missing it.
 */
test("the runs get everywhere", LONG, async () => {
  for (let more = 1; more <= MOST_MORE && missed().length > 0; more++) {
    const found = await disagreement(inMemory, { runs: RUNS, seed: SEED + more });
    expect(found, found ?? "").toBeNull();
  }
  expect(missed()).toEqual([]);
});

const MOST_MORE = 20;

const EVERYWHERE = [
  ...["proposed", "revised", "approved", "rejected", "questioned", "act_withdrawn", "overridden", "drifted", "expired"],
  ...["claimed", "committed", "in_doubt", "reconciled", "revert_proposed", "refused"],
  ...["store_failed", "store_unknown", "not_approved", "denied", "held", "already_committed"],
];
const missed = (): readonly string[] => EVERYWHERE.filter((name) => !met.has(name));
