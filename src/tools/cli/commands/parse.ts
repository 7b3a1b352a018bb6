import { command } from "../command.ts";
import { EXIT } from "../exit-codes.ts";

export const parse = command<[file: string], { readonly json?: true }>({
  name: "parse",
  summary: "print the syntax tree of a file as JSON",
  hidden: true,
  examples: [{ about: "Look at how a file is read", command: "bylaw parse rules/refunds.bylaw" }],
  setup: (c) =>
    c.argument("<file>", "a .bylaw file, or - for standard input").option("--json", "the form it always has"),
  run: async ([path], _, io) => {
    const { parse } = await import("../../../syntax/parse.ts");
    const { readText } = await import("../../files/read.ts");
    const { frames } = await import("../text.ts");
    const file = { name: path === "-" ? "standard input" : path, text: readText(path) };
    const { tree, diagnostics } = parse(file);
    io.out(`${JSON.stringify(tree, null, 2)}\n`);
    io.err(frames(diagnostics, [file], { colour: io.colour.err, width: io.width }));
    return diagnostics.some((one) => one.severity === "error") ? EXIT.findings : EXIT.ok;
  },
});
