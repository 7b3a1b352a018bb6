/**
 * Mutation testing: `npm run mutation`, or of some files: `npm run mutation -- --mutate src/eval/decimal.ts`.
 * `MUTATION_BACKEND=generated` is for the faster back ends, which the interpreter's run leaves alone.
 */
const faster = ["src/eval/closures/**/*.ts", "src/decision/fast/**/*.ts"];
const others = [
  "src/{eval,decision,plan}/**/*.ts",
  // Checked against the interpreter, case by case, by tests that take too long here.
  "!src/eval/portable/**",
  ...faster.map((files) => `!${files}`),
];

/** A sample has no results that a full run could start from. */
const sample = process.env["MUTATION_SAMPLE"] !== undefined;

export default {
  testRunner: "vitest",
  vitest: { configFile: "stryker.vitest.config.ts", related: false },
  mutate: process.env["MUTATION_BACKEND"] === "generated" ? faster : others,
  appendPlugins: ["./test/mutation/sample.mjs"],
  checkers: sample ? ["sample"] : [],
  coverageAnalysis: "perTest",
  // A mutant in what a module computes once, while it is loaded, costs a new process and a run of every test.
  ignoreStatic: true,
  concurrency: 2,
  timeoutMS: 10_000,
  timeoutFactor: 3,
  tempDirName: ".stryker-tmp",
  ignorePatterns: ["/dist", "/coverage", "/bench"],
  incremental: !sample,
  incrementalFile: "coverage/mutation/incremental.json",
  reporters: ["clear-text", "progress-append-only", "json", "html"],
  allowConsoleColors: false,
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: "coverage/mutation/mutation.json" },
  htmlReporter: { fileName: "coverage/mutation/mutation.html" },
  thresholds: { high: 95, low: 85, break: 85 },
};
