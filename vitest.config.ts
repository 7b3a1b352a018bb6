import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { standIn } from "./test/backends/stand-in.ts";

/** Two cores are what the smallest CI machine has; more workers there only take memory from each other. */
const maxWorkers = Math.max(2, Math.min(4, availableParallelism()));

/** Tests that run the built command line; only these wait for a build. */
const built = ["test/cli/**/*.test.ts", "test/docs.test.ts", "test/package.test.ts"];

/** Whatever evaluates runs once for each back end. The laws compare all of them in every run. */
const evaluates = ["eval", "decision", "reviewers", "retail", "testing"].map((folder) => `test/${folder}/**/*.test.ts`);

/** Of these, what asks no evaluator, or hardly: text to values, directories to seats. Each back end would run the same code. */
const asksNone = [
  "test/eval/{calendar,calendar-walk,canonical,decimal,iso,like,wire}.test.ts",
  "test/decision/{envelope,json,json-size,read,sampling,usage}.test.ts",
  "test/reviewers/{algebra,algebra-bounds,exclusion,explain,extent,fixtures,pool,sane,scenarios,seating,text,transport}.test.ts",
  "test/retail/confirmation.test.ts",
  "test/testing/read.test.ts",
];

export default defineConfig({
  test: {
    pool: "threads",
    maxWorkers,
    testTimeout: 30_000,
    slowTestThreshold: 1_000,
    projects: [
      { extends: true, test: { name: "source", include: ["test/**/*.test.ts"], exclude: built } },
      {
        extends: true,
        plugins: [standIn("src/eval/backend.ts", "test/backends/interpreter.ts")],
        test: { name: "interpreter", include: evaluates, exclude: asksNone },
      },
      {
        extends: true,
        plugins: [standIn("src/eval/backend.ts", "test/backends/closures.ts")],
        test: { name: "closures", include: evaluates, exclude: asksNone },
      },
      {
        extends: true,
        plugins: [standIn("src/eval/compile.ts", "test/backends/json-logic.ts")],
        // The laws decide hundreds of times for each change set; how deep and how long an evaluation may be is a bound of
        // the other back ends; directories are no conditions.
        test: {
          name: "json-logic",
          include: evaluates,
          exclude: [...asksNone, "test/decision/{laws,prepared-directory}.test.ts", "test/eval/total.test.ts"],
        },
      },
      {
        extends: true,
        test: { name: "built", include: built, globalSetup: ["test/support/build.ts"], testTimeout: 60_000 },
      },
    ],
  },
});
