import { command } from "../command.ts";
import { EXIT } from "../exit-codes.ts";

export const init = command<[folder: string], { readonly json?: true }>({
  name: "init",
  summary: "write a starter policy with passing fixtures, and a gate over it",
  description:
    "Writes a small policy set, fixtures that pass, an example to decide, and the configuration of a gate that it can be\n" +
    "proposed to. Never writes over a file.",
  examples: [{ about: "Start in a new folder, and see it pass", command: "bylaw init policy && bylaw test policy" }],
  setup: (c) => c.argument("[folder]", "where to write", ".").option("--json", "print the names of the files as JSON"),
  run: async ([folder], options, io) => {
    const { starter } = await import("../starter.ts");
    const { writeNew } = await import("../../files/write.ts");
    const written = writeNew(folder, starter);
    if (options.json) {
      io.out(`${JSON.stringify({ version: "1", folder, files: written }, null, 2)}\n`);
      return EXIT.ok;
    }
    const at = folder === "." ? "" : `${folder}/`;
    const set = folder === "." ? "" : ` ${folder}`;
    const gate = folder === "." ? "" : ` --gate ${folder}`;
    const policy = folder === "." ? "" : ` --policy ${folder}`;
    io.out(
      `Wrote ${written.map((name) => `${at}${name}`).join(", ")}.\n\n` +
        "Try next:\n" +
        `  bylaw check${set}\n` +
        `  bylaw test${set}\n` +
        `  bylaw explain ${at}examples/refund.json${policy} --context ${at}examples/refund.context.json\n` +
        `  bylaw propose ${at}examples/refund.json${gate} --as agent:support-7\n`,
    );
    return EXIT.ok;
  },
});
