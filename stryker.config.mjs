/** Mutation testing: `npm run mutation`, or of one file, `npm run mutation -- --mutate src/eval/decimal.ts`. */
export default {
  testRunner: "vitest",
  vitest: { configFile: "stryker.vitest.config.ts", related: false },
  mutate: ["src/{eval,decision,plan}/**/*.ts"],
  coverageAnalysis: "perTest",
  // A mutant in what a module computes once, while it is loaded, costs a new process and a run of every test.
  ignoreStatic: true,
  concurrency: 2,
  timeoutMS: 20_000,
  timeoutFactor: 3,
  tempDirName: ".stryker-tmp",
  ignorePatterns: ["dist", "coverage", "bench", ".ci", "docs", "grammar"],
  incremental: true,
  incrementalFile: "coverage/mutation/incremental.json",
  reporters: ["clear-text", "json", "html"],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: "coverage/mutation/mutation.json" },
  htmlReporter: { fileName: "coverage/mutation/mutation.html" },
  thresholds: { high: 95, low: 85, break: 85 },
  allowConsoleColors: false,
};
