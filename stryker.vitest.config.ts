import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/**
 * The tests that mutants meet: tables of cases and unit tests, which end in seconds. The laws, the long random runs and
 * whatever starts a process stay out, because each mutant would pay for them.
 */
const units = [
  "test/eval/{decimal,iso,like,calendar,requirement,equality,currencies,steps}.test.ts",
  "test/reviewers/{algebra,exclusion,fixtures,scenarios,seating,text}.test.ts",
  "test/decision/{sampling,quota,words}.test.ts",
  "test/plan/*.test.ts",
];

/** These evaluate policies, and do so with the interpreter and with the fastest back end. */
const evaluates = ["test/{eval,decision}/fixtures.test.ts"];

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** The interpreter is the meaning; mutants in it must not hide behind faster code. */
function interpreter(): Plugin {
  const [from, to] = [path("src/eval/backend.ts"), path("test/backends/interpreter.ts")];
  return {
    name: "interpreter",
    enforce: "pre",
    async resolveId(source, importer) {
      if (importer === to) return null;
      const found = await this.resolve(source, importer, { skipSelf: true });
      return found?.id === from ? to : null;
    },
  };
}

export default defineConfig({
  test: {
    pool: "threads",
    testTimeout: 30_000,
    projects: [
      { extends: true, plugins: [interpreter()], test: { name: "interpreter", include: [...units, ...evaluates] } },
      { extends: true, test: { name: "generated", include: evaluates } },
    ],
  },
});
