/**
 * Mutation testing: `npm run mutation`, or of some files: `npm run mutation -- --mutate src/eval/decimal.ts`.
 * `MUTATION_BACKEND=generated` and `=portable` are for the other back ends, which the interpreter's run leaves alone.
 */
const others = {
  generated: ["src/eval/closures/**/*.ts", "src/decision/fast/**/*.ts"],
  portable: ["src/eval/portable/**/*.ts", "src/decision/portable.ts"],
};
const mutate = others[process.env["MUTATION_BACKEND"]] ?? [
  "src/{eval,decision,plan}/**/*.ts",
  ...Object.values(others).flatMap((files) => files.map((name) => `!${name}`)),
];

/** A sample has no results that a full run could start from. */
const sample = process.env["MUTATION_SAMPLE"] !== undefined;

export default {
  testRunner: "vitest",
  vitest: { configFile: "stryker.vitest.config.ts", related: false },
  mutate,
  appendPlugins: ["./test/mutation/sample.mjs"],
  checkers: sample ? ["sample"] : [],
  coverageAnalysis: "perTest",
  // A mutant in what a module computes once, while it is loaded, costs a new process and a run of every test.
  ignoreStatic: true,
  concurrency: 2,
  timeoutMS: 30_000,
  timeoutFactor: 2,
  dryRunTimeoutMinutes: 20,
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
