import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { standIn } from "./test/backends/stand-in.ts";
import { keptPool } from "./test/mutation/kept-pool.ts";

type Backend = "interpreter" | "generated" | "portable";
const backend = (process.env["MUTATION_BACKEND"] ?? "interpreter") as Backend;

/**
 * The tests that mutants meet: tables of cases and unit tests, which end in seconds, the shortest first. The laws, the
 * long random runs and whatever starts a process stay out, because each mutant would pay for them.
 */
const tests = {
  interpreter: [
    "eval/{order,operands,wire,canonical,requirement,equality,iso,like,decimal,calendar}",
    "decision/{join,limits,verdict,schemas}",
    "reviewers/{sane,pool,exclusion,transport,text,fixtures,algebra,extent,algebra-bounds,seating,scenarios}",
    "decision/{sampling,quota,usage,combine,read,remedies,envelope,json,misfits,typed,prepared-directory}",
    "plan/{path,lower}",
    "eval/fixtures",
    "eval/kleene",
    "decision/fixtures",
    "reviewers/explain",
    "decision/total",
  ],
  // First single parts, then what closures alone are asked, then what must be quick.
  generated: [
    "eval/{operands,requirement}",
    "backends/generated/{code,reading,trusted,forms,refused,gives-up,whole,expressions,odd}",
    "backends/closures",
    "backends/attack/{quick,differences,decision}",
    "eval/fixtures",
  ],
  // What is written out first, then what is compared with the interpreter. Longer comparisons notice nothing more.
  portable: ["portable/{scale,formula,values,refusals,normal-form,forms,operators}"],
}[backend].map((name) => `test/${name}.test.ts`);

/** Fewer of them, divided by semicolons: for work on one file. A score then is at least what it says. */
const include = process.env["MUTATION_TESTS"]?.split(";") ?? tests;

/** Mutants must not hide behind another back end that decides in their place. */
const instead = {
  interpreter: [standIn("src/eval/backend.ts", "test/backends/interpreter.ts")],
  generated: [],
  portable: [standIn("src/eval/compile.ts", "test/backends/json-logic.ts")],
}[backend];

const few = fileURLToPath(new URL("test/mutation/few-runs.ts", import.meta.url));
const fewRuns: Plugin = {
  name: "few-runs",
  enforce: "pre",
  resolveId: (source, importer) => (source === "fast-check" && importer !== few ? few : null),
};

/** Short files first: most mutants are noticed by one of them. */
class AsListed extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => ORDER.findIndex((name) => moduleId.includes(name));
    return [...files].sort((a, b) => place(a) - place(b));
  }
}
const ORDER = tests.flatMap((name) => {
  const [, before, names, after] = /^(.*)\{(.*)\}(.*)$/.exec(name) ?? ["", name, "", ""];
  return names!.split(",").map((one) => `${before}${one}${after}`);
});

export default defineConfig({
  plugins: [fewRuns, ...instead],
  test: {
    pool: keptPool(),
    // Mutants are switched on while the code runs; loading it again for each of them would take most of the time.
    isolate: false,
    // The first run counts which test reaches what, which takes many times as long.
    testTimeout: 600_000,
    // What a property says of its number of runs is said of this one.
    env: { LAW_RUNS: "400" },
    sequence: { sequencer: AsListed },
    include,
    reporters: process.env["STRYKER_MUTATOR_WORKER"] === undefined ? ["default"] : [{}],
  },
});
