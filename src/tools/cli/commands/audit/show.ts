import { command } from "../../command.ts";
import { EXIT } from "../../exit-codes.ts";
import { type FilterFlags, filterArguments } from "../../gate/flags.ts";

interface Options extends FilterFlags {
  readonly json?: true;
}

export const show = command<[], Options>({
  name: "show",
  summary: "print the log, an event on a line",
  examples: [{ about: "What happened to a proposal?", command: "bylaw audit show --proposal ID" }],
  setup: (c) => filterArguments(c).option("--json", "print the events as JSON, one on a line"),
  run: async (_, options, io) => {
    const { eventText } = await import("../../gate/lines.ts");
    const { streamed } = await import("../../gate/streaming.ts");
    await streamed(options, io, options.json ? (row) => `${row.body}\n` : eventText);
    return EXIT.ok;
  },
});
