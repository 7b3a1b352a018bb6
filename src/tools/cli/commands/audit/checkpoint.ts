import { command } from "../../command.ts";
import { EXIT } from "../../exit-codes.ts";
import { type StoreFlags, storeArguments } from "../../gate/flags.ts";

interface Options extends StoreFlags {
  readonly sign?: string;
  readonly out?: string;
  readonly json?: true;
}

export const checkpoint = command<[], Options>({
  name: "checkpoint",
  summary: "sign where the log stands now",
  description:
    "Verifies what came since the last checkpoint, signs the last event's hash with an Ed25519 key and keeps that in the\n" +
    "store. Does nothing where no event came since. Keep a copy elsewhere: only that shows a log that was cut or rewritten\n" +
    "together with its checkpoints.",
  examples: [
    {
      about: "Every hour: vouch for the log, and keep the statement elsewhere",
      command: "bylaw audit checkpoint --sign audit.key.pem --out /mnt/elsewhere/checkpoints.jsonl",
    },
  ],
  setup: (c) =>
    storeArguments(c)
      .option("--sign <file>", "Ed25519 private key (PEM); `bylaw keys` makes a pair")
      .option("--out <file>", "a file to add the checkpoint to, as a line")
      .option("--json", "print the checkpoint as JSON"),
  run: async (_, options, io) => {
    const { fail } = await import("../../../files/fault.ts");
    const { readText } = await import("../../../files/read.ts");
    const { appendTo } = await import("../../../files/write.ts");
    const { checkpointed } = await import("../../../../gate/audit/checkpointed.ts");
    const { withStore } = await import("../../gate/store.ts");
    const { verificationText } = await import("../../gate/verification.ts");
    const { sign } = options;
    if (sign === undefined)
      return fail(
        "There is no key to sign with.",
        "A checkpoint is a signed statement.",
        "Name the key with `--sign`.",
      );
    const key = { pem: readText(sign), at: Date.parse(io.now()) };
    const made = await withStore(options, (store, tenant) => checkpointed(store, tenant, key));
    if (!made.ok && made.why === "bad_key")
      return fail(
        `${sign} holds no key to sign with.`,
        "It takes an Ed25519 private key in PEM (PKCS #8).",
        "Make a pair with `bylaw keys`.",
      );
    if (!made.ok) {
      if (options.json) io.out(`${JSON.stringify({ version: "1", ...made.verification }, null, 2)}\n`);
      else io.out(`${verificationText(made.verification)}\nNothing was signed.\n`);
      return EXIT.findings;
    }
    const { row, fresh } = made;
    if (fresh && row !== null && options.out !== undefined) appendTo(options.out, `${row.jws}\n`);
    if (options.json)
      io.out(
        `${JSON.stringify({ version: "1", fresh, checkpoint: row === null ? null : JSON.parse(row.body), jws: row === null ? null : JSON.parse(row.jws) }, null, 2)}\n`,
      );
    else if (row === null) io.out("The log is empty: there is nothing to sign.\n");
    else
      io.out(fresh ? `Signed the log up to event ${row.seq}.\n` : `Nothing new: event ${row.seq} was signed before.\n`);
    return EXIT.ok;
  },
});
