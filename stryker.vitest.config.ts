import { defineConfig } from "vitest/config";
import { standIn } from "./test/backends/stand-in.ts";

/**
 * The tests that mutants meet: tables of cases and unit tests, which end in seconds. The laws, the long random runs and
 * whatever starts a process stay out, because each mutant would pay for them.
 */
const tests = [
  "test/eval/{calendar,decimal,equality,fixtures,iso,like,order,requirement}.test.ts",
  "test/decision/{fixtures,join,quota,sampling}.test.ts",
  "test/reviewers/{algebra,exclusion,explain,fixtures,scenarios,seating,text,transport}.test.ts",
  "test/plan/*.test.ts",
];

/** Fewer of them, divided by semicolons: for work on one file. A score then is at least what it says. */
const include = process.env["MUTATION_TESTS"]?.split(";") ?? tests;

/** The interpreter is the meaning: its mutants must not hide behind faster code that decides in its place. */
const interpreter = standIn("src/eval/backend.ts", "test/backends/interpreter.ts");

export default defineConfig({
  plugins: process.env["MUTATION_BACKEND"] === "generated" ? [] : [interpreter],
  test: {
    pool: "threads",
    // Mutants are switched on while the code runs; loading it again for each of them would take most of the time.
    isolate: false,
    testTimeout: 30_000,
    include,
  },
});
