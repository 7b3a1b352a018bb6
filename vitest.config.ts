import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

/** Two cores are what the smallest CI machine has; more workers there only take memory from each other. */
const maxWorkers = Math.max(2, Math.min(4, availableParallelism()));

/** Tests that run the built command line; only these wait for a build. */
const built = ["test/cli/**/*.test.ts", "test/docs.test.ts", "test/package.test.ts"];

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
        test: { name: "built", include: built, globalSetup: ["test/support/build.ts"], testTimeout: 60_000 },
      },
    ],
  },
});
