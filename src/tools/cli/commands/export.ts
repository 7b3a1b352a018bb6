import { command } from "../command.ts";
import { EXIT } from "../exit-codes.ts";
import { today } from "../today.ts";

interface Options {
  readonly changeSet?: string;
  readonly context?: string;
  readonly today?: string;
  readonly json?: true;
}

export const exportConditions = command<[folders: readonly string[]], Options>({
  name: "export",
  summary: "print the conditions of a policy set as JSON Logic",
  description:
    "Prints each condition as two JSON Logic formulas, certainly true and certainly false, or why it has none.\n" +
    "With --change-set: the document in normal form that the formulas of its action read.",
  examples: [
    { about: "Conditions for a service that runs JSON Logic", command: "bylaw export rules > portable.json" },
    {
      about: "What the formulas read of one change set",
      command: "bylaw export rules --change-set refund.json --context context.json",
    },
  ],
  setup: (c) =>
    c
      .argument("[folders...]", "policy folders or .bylaw files, read as one set", ["."])
      .option("--change-set <file>", "print the normal form of this change set (`-`: standard input)")
      .option("--context <file>", "what trusted sources say of it")
      .option("--today <date>", "check as of this date (YYYY-MM-DD)")
      .option("--json", "the form it always has"),
  run: async ([folders], options, io) => {
    const { fail } = await import("../../files/fault.ts");
    if ((options.changeSet === undefined) !== (options.context === undefined))
      fail(
        "A normal form needs both documents.",
        "Conditions read the change set and what trusted sources say of it.",
        "Give --change-set and --context, or neither.",
      );
    const { loadPolicyFolder } = await import("../../files/load.ts");
    const { evaluator, diagnostics, files } = loadPolicyFolder(folders, today(options.today, io));
    if (evaluator === null) {
      const { frames } = await import("../text.ts");
      io.err(frames(diagnostics, files, { colour: io.colour.err, width: io.width }));
      return EXIT.findings;
    }
    const { exportJsonLogic } = await import("../../../eval/portable/export.ts");
    const rules = exportJsonLogic(evaluator.plan);
    if (options.changeSet === undefined || options.context === undefined) {
      io.out(`${JSON.stringify(rules, null, 2)}\n`);
      return EXIT.ok;
    }
    const { readText } = await import("../../files/read.ts");
    const { portableDocument } = await import("../../../decision/portable.ts");
    const found = portableDocument(evaluator, rules, readText(options.changeSet), readText(options.context));
    io.out(`${JSON.stringify(found, null, 2)}\n`);
    return found.document === null ? EXIT.findings : EXIT.ok;
  },
});
