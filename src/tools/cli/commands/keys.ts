import { command } from "../command.ts";
import { EXIT } from "../exit-codes.ts";

export const keys = command<[name: string], { readonly json?: true }>({
  name: "keys",
  summary: "make a pair of keys to sign bundles and checkpoints with",
  description:
    "Makes an Ed25519 pair: NAME.key.pem to sign with, which nobody else may see, and NAME.pub.pem for those who load\n" +
    "bundles or verify the audit log. Never writes over a file.",
  examples: [
    {
      about: "Make a pair, and sign a bundle",
      command: "bylaw keys release && bylaw build rules --sign release.key.pem -o policy.json",
    },
  ],
  setup: (c) =>
    c
      .argument("[name]", "what the files are called, folder included", "bylaw")
      .option("--json", "print what was made as JSON"),
  run: async ([name], options, io) => {
    const { generateKeys } = await import("../../../bundle/sign.ts");
    const { writeNew } = await import("../../files/write.ts");
    const { basename, dirname } = await import("node:path");
    const pair = await generateKeys();
    const [secret, open] = [`${basename(name)}.key.pem`, `${basename(name)}.pub.pem`];
    const own = { [secret]: pair.private_key, [open]: pair.public_key };
    // Only the owner may read what signs.
    const before = process.umask(0o077);
    try {
      writeNew(dirname(name), own);
    } finally {
      process.umask(before);
    }
    if (options.json) io.out(`${JSON.stringify({ version: "1", id: pair.id, files: Object.keys(own) }, null, 2)}\n`);
    else io.out(`Wrote ${secret} and ${open}. Signatures name the key ${pair.id}.\n`);
    return EXIT.ok;
  },
});
