import { command } from "../../command.ts";
import { EXIT } from "../../exit-codes.ts";
import { type StoreFlags, storeArguments } from "../../gate/flags.ts";

interface Options extends StoreFlags {
  readonly key?: readonly string[];
  readonly checkpoints?: string;
  readonly log?: string;
  readonly json?: true;
}

export const verify = command<[], Options>({
  name: "verify",
  summary: "find any edit, gap, reordering or truncation, and name the first bad event",
  description:
    "Reads the whole log: each event's hash, its link to the one before, its number, time and tenant; each checkpoint; and\n" +
    "whether each stored proposal is what its last event left behind. Without --key signatures are not looked at. What was\n" +
    "cut off or rewritten together with its checkpoints only shows beside --checkpoints that were kept elsewhere.",
  examples: [
    {
      about: "Is the log whole, and does it agree with the checkpoints that we keep elsewhere?",
      command: "bylaw audit verify --key audit.pub.pem --checkpoints checkpoints.jsonl",
    },
  ],
  setup: (c) =>
    storeArguments(c)
      .option("--key <files...>", "Ed25519 public keys (PEM), one of which must have signed each checkpoint")
      .option(
        "--checkpoints <file>",
        "checkpoints that were kept elsewhere: what `bylaw audit checkpoint --out` writes",
      )
      .option("--log <file>", "a log from `bylaw audit export` instead of the store's, or - for standard input")
      .option("--json", "print the result as JSON"),
  run: async (_, options, io) => {
    const { verifyFile, verifyOwn } = await import("../../gate/verifying.ts");
    const { verificationText } = await import("../../gate/verification.ts");
    const found = await (options.log === undefined ? verifyOwn(options) : verifyFile(options.log, options));
    io.out(options.json ? `${JSON.stringify({ version: "1", ...found }, null, 2)}\n` : verificationText(found));
    return found.ok ? EXIT.ok : EXIT.findings;
  },
});
