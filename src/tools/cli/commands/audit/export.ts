import { command } from "../../command.ts";
import { EXIT } from "../../exit-codes.ts";
import { type FilterFlags, filterArguments } from "../../gate/flags.ts";

interface Options extends FilterFlags {
  readonly format: string;
  readonly source?: string;
  readonly out?: string;
  readonly json?: true;
}

export const exportLog = command<[], Options>({
  name: "export",
  summary: "hand the log out: as it is stored, or as CloudEvents",
  description:
    "Writes a JSON object on each line. `jsonl`: each event as it is stored, with its hash; `bylaw audit verify --log` reads\n" +
    "all of them again. `cloudevents`: each in a CloudEvents 1.0 envelope.",
  examples: [
    {
      about: "Feed a security information system",
      command: "bylaw audit export --format cloudevents --since 2026-11-01 --out november.jsonl",
    },
  ],
  setup: (c) =>
    filterArguments(c)
      .option("--format <format>", "`jsonl` or `cloudevents`", "jsonl")
      .option("--source <uri>", "where CloudEvents come from; left out: /bylaw/gate/TENANT")
      .option("--out <file>", "a new file; left out: standard output")
      .option("--json", "the form it always has"),
  run: async (_, options, io) => {
    const { fail } = await import("../../../files/fault.ts");
    const { cloudEvent, eventLine } = await import("../../../../gate/audit/export.ts");
    const { streamed } = await import("../../gate/streaming.ts");
    const { format, source } = options;
    if (format !== "jsonl" && format !== "cloudevents")
      fail(
        `There is no format ${format}.`,
        "A log is handed out as `jsonl` or as `cloudevents`.",
        "Give one of the two.",
      );
    // What is no event has no envelope; `verify` names it.
    let skipped = 0;
    const line =
      format === "jsonl"
        ? eventLine
        : (row: Parameters<typeof eventLine>[0]): string => {
            const event = cloudEvent(row, source);
            if (event === null) skipped++;
            return event === null ? "" : `${JSON.stringify(event)}\n`;
          };
    await streamed(options, io, line, options.out);
    if (skipped > 0) io.err(`error: ${skipped} of them are no events and were left out; see \`bylaw audit verify\`.\n`);
    return skipped > 0 ? EXIT.findings : EXIT.ok;
  },
});
