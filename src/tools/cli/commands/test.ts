import { command } from "../command.ts";
import { EXIT } from "../exit-codes.ts";

interface Options {
  readonly json?: true;
  readonly junit?: true;
  readonly strict?: true;
  readonly verbose?: true;
}

export const test = command<[paths: readonly string[]], Options>({
  name: "test",
  summary: "run the fixtures beside the rules",
  description:
    "Runs the *.test.yaml files that are named or lie under the named folders: each case is decided and compared with\n" +
    "what it expects. Clauses that no case makes fire are named. See docs/howto/testing.md.",
  examples: [
    { about: "Run all fixtures under this folder", command: "bylaw test" },
    {
      about: "Fail when a clause is never tried, and report to a CI service",
      command: "bylaw test rules --strict --junit > report.xml",
    },
  ],
  setup: (c) =>
    c
      .argument("[paths...]", "fixture files or folders", ["."])
      .option("--strict", "fail when a clause never fires")
      .option("-v, --verbose", "name the cases that pass too")
      .option("--json", "print the results as JSON")
      .option("--junit", "print the results as JUnit XML"),
  run: async ([paths], options, io) => {
    const { reportJson, reportJunit, reportText, runFixtures } = await import("../../testing/index.ts");
    const { spendEffort } = await import("../../files/effort.ts");
    const { fail } = await import("../../files/fault.ts");
    // Each case decides, and the remedies of each decision decide again.
    spendEffort();
    const report = runFixtures(paths);
    if (report.files.length === 0) {
      fail(
        `There is no *.test.yaml file in ${paths.join(", ")}.`,
        "A run without tests would pass and show nothing.",
        "Write one beside the rules; docs/howto/testing.md shows how.",
      );
    }
    const strict = options.strict === true;
    if (options.json) io.out(`${JSON.stringify(reportJson(report), null, 2)}\n`);
    else if (options.junit) io.out(reportJunit(report));
    else {
      const { colour, width } = io;
      io.out(reportText(report, { colour: colour.out, width, strict, verbose: options.verbose === true }));
    }
    const silent = strict && report.clauses.silent.length > 0;
    return report.passed && !silent ? EXIT.ok : EXIT.findings;
  },
});
