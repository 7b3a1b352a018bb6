/**
 * A short run of every fuzzing target, with a fresh seed each time, and every input that has ever failed. `npm run fuzz`
 * tries as many inputs as one has patience for. FUZZ_SEED tries a seed again, FUZZ_RUNS more of it.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { attempt, inputOf } from "./campaign.ts";
import { minimise } from "./minimise.ts";
import { Random } from "./random.ts";
import { holds, type Input, type Target } from "./target.ts";
import { TARGETS } from "./targets.ts";

const SEED = Number(process.env["FUZZ_SEED"] ?? Date.now() % 1_000_000);
const RUNS = Number(process.env["FUZZ_RUNS"] ?? 150);
/** The cheap ones try more. */
const MORE: Readonly<Record<string, number>> = { json: 10, approvals: 10, parse: 3 };

const FOLDER = join(import.meta.dirname, "../../fixtures/fuzz");
const kept = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".json"))
  .sort();

describe("what has failed once holds now", () => {
  it.each(kept)("%s", (name) => {
    const { target, says, input } = JSON.parse(readFileSync(join(FOLDER, name), "utf8")) as {
      readonly target: string;
      readonly says: string;
      readonly input: Input;
    };
    expect(says, "a sentence on what went wrong").not.toBe("");
    expect(TARGETS.has(target)).toBe(true);
    expect(attempt(TARGETS.get(target)!, input)?.message).toBeUndefined();
  });
});

describe(`by chance (seed ${SEED})`, () => {
  it.each([...TARGETS.values()].map((target) => [target.name, target.about, target] as const))(
    "%s: %s",
    (_, __, target) => {
      const runs = RUNS * (MORE[target.name] ?? 1);
      const found = Array.from({ length: runs }, (_, index) => attempt(target, inputOf(target, SEED, index))).find(
        (failure) => failure !== null,
      );
      const shown = found === undefined ? "" : `${found.message}\n${JSON.stringify(found.input)}`;
      expect(shown).toBe("");
    },
    120_000 + RUNS * 500,
  );
});

describe("the harness", () => {
  const picky: Target = {
    name: "picky",
    about: "fails on an x in a list of three",
    make: (random) => ({ list: random.times(40, () => random.pick(["a", "b", "x"]).repeat(3)) }),
    run: ({ list }) => holds(!(Array.isArray(list) && list.some((one) => String(one).includes("x"))), "no x", () => ""),
  };

  it("makes the same input from the same seed and number, and others from others", () => {
    for (const target of TARGETS.values()) {
      const one = JSON.stringify(inputOf(target, 5, 17));
      expect(JSON.stringify(inputOf(target, 5, 17))).toBe(one);
      const others = [18, 19, 20, 21].map((index) => JSON.stringify(inputOf(target, 5, index)));
      expect(others.some((other) => other !== one)).toBe(true);
    }
  });

  it("sees a rule broken, and cuts the input down to what breaks it", () => {
    const failures = [0, 1, 2, 3].map((index) => attempt(picky, inputOf(picky, 1, index)));
    const first = failures.find((failure) => failure !== null)!;
    expect(first.kind).toBe("no x");
    expect(minimise(first.input, (input) => attempt(picky, input)?.kind === "no x")).toEqual({ list: ["x"] });
  });

  it("draws numbers below their bound, all of them", () => {
    const random = new Random(3);
    const drawn = new Set(random.times(500, () => random.below(7)));
    expect([...drawn].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(Math.max(...random.times(500, () => random.few(9)))).toBe(9);
  });
});
