import { command } from "../command.ts";
import { EXIT } from "../exit-codes.ts";
import { today } from "../today.ts";

interface Options {
  readonly json?: true;
  readonly today?: string;
}

export const plan = command<[folders: readonly string[]], Options>({
  name: "plan",
  summary: "print the plan of a policy set as JSON: what is evaluated, with all names resolved",
  hidden: true,
  examples: [{ about: "Look at what a policy set means to the evaluator", command: "bylaw plan rules" }],
  setup: (c) =>
    c
      .argument("[folders...]", "policy folders or .bylaw files", ["."])
      .option("--today <date>", "check as of this date (YYYY-MM-DD)")
      .option("--json", "the form it always has"),
  run: async ([folders], options, io) => {
    const { loadPolicyFolder } = await import("../../files/load.ts");
    const { frames } = await import("../text.ts");
    const { evaluator, diagnostics, files } = loadPolicyFolder(folders, today(options.today, io));
    if (evaluator === null) {
      io.err(frames(diagnostics, files, { colour: io.colour.err, width: io.width }));
      return EXIT.findings;
    }
    io.out(`${JSON.stringify({ digest: evaluator.digest, plan: evaluator.plan }, null, 2)}\n`);
    return EXIT.ok;
  },
});
