import { command } from "../command.ts";
import { EXIT } from "../exit-codes.ts";
import { today } from "../today.ts";

interface Options {
  readonly policy: readonly string[];
  readonly bundle?: string;
  readonly key?: readonly string[];
  readonly atLeast?: string;
  readonly against?: readonly string[];
  readonly clauses?: true;
  readonly out?: string;
  readonly workers: string;
  readonly today?: string;
  readonly json?: true;
}

export const replay = command<[log: string], Options>({
  name: "replay",
  summary: "decide a log of change sets, and count",
  description:
    "Decides every line of a log and counts the decisions: by outcome, tier and action. A line is a JSON record\n" +
    "with the members `change_set` and `context`. Memory stays the same however long the log is.",
  examples: [
    { about: "What would these rules have said last month?", command: "bylaw replay november.jsonl --policy rules" },
    {
      about: "What would change if these rules replaced those in force?",
      command: "bylaw replay november.jsonl --policy rules --against draft",
    },
  ],
  setup: (c) =>
    c
      .argument("<log>", "JSONL file, or - for standard input")
      .option("-p, --policy <folders...>", "policy folders, read as one set", ["."])
      .option("--bundle <file>", "a bundle (see `bylaw build`) instead of policy folders")
      .option("--key <files...>", "Ed25519 public keys (PEM), one of which must have signed the bundle")
      .option("--at-least <revision>", "refuse a bundle of an older revision")
      .option("--against <folders...>", "other policy folders: list what they decide in another way")
      .option("--clauses", "count which clauses took effect")
      .option("--out <file>", "write the decisions, one for each line that is not empty, without remedies")
      .option("--workers <count>", "threads that decide", "1")
      .option("--today <date>", "check the rules as of this date (YYYY-MM-DD); waivers run out")
      .option("--json", "print the counts as JSON"),
  run: async ([log], options, io) => {
    const { spendEffort } = await import("../../files/effort.ts");
    const { replay } = await import("../../replay/replay.ts");
    const { reportJson, reportText } = await import("../../replay/report.ts");
    const { progressLine } = await import("../../replay/progress.ts");
    const { outFile } = await import("../../replay/out.ts");
    const { planIn, planOfBundle, workersOf } = await import("../replaying.ts");
    const workers = workersOf(options.workers);
    const date = today(options.today, io);
    const bundled = options.bundle !== undefined || options.key !== undefined || options.atLeast !== undefined;
    const plan = bundled ? await planOfBundle(options, io) : planIn(options.policy, date, io);
    const against = options.against === undefined ? null : planIn(options.against, date, io);
    if (plan === null || (options.against !== undefined && against === null)) return EXIT.findings;
    spendEffort();

    const out = options.out === undefined ? null : await outFile(options.out);
    const line = process.stderr.isTTY === true ? progressLine(io.err, () => performance.now()) : null;
    let stopped = false;
    const stop = (): void => {
      stopped = true;
    };
    // Once: who presses Ctrl-C a second time is not kept waiting for the end of a piece.
    process.once("SIGINT", stop);
    const clauses = options.clauses === true;
    try {
      const tally = await replay({
        rules: { plan, against },
        path: log,
        workers,
        clauses,
        write: out !== null,
        piece: async (text, counted, done) => {
          await out?.write(text);
          line?.tell(counted.lines, done);
        },
        stopped: () => stopped,
      });
      line?.clear();
      const told = { clauses, against: against !== null, stopped };
      io.out(options.json ? `${JSON.stringify(reportJson(tally, told), null, 2)}\n` : reportText(tally, told));
      if (stopped) return EXIT.stopped;
      return tally.unread > 0 ? EXIT.findings : EXIT.ok;
    } finally {
      line?.clear();
      process.off("SIGINT", stop);
      await out?.close();
    }
  },
});
