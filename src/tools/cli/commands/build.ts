import type { Plan } from "../../../plan/plan.ts";
import { FaultError } from "../../files/fault.ts";
import { command } from "../command.ts";
import { EXIT } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { today } from "../today.ts";

interface Options {
  readonly out?: string;
  readonly revision: string;
  readonly expires?: string;
  readonly sources?: true;
  readonly jsonLogic: boolean;
  readonly target: string;
  readonly sign?: readonly string[];
  readonly today?: string;
  readonly json?: true;
}

export const build = command<[folders: readonly string[]], Options>({
  name: "build",
  summary: "compile a policy set into a bundle: one JSON file that decides where no compiler is",
  description:
    "Checks a policy set and writes it as one JSON file: plan, schemas, JSON Logic, where each clause stands, digests.\n" +
    "The same rules give the same bytes. See docs/howto/bundles.md.",
  examples: [
    { about: "Build a bundle", command: "bylaw build rules --revision 7 -o policy.bundle.json" },
    {
      about: "Sign it too, and let it expire",
      command:
        "bylaw build rules --revision 8 --sign release.key.pem --expires 2027-06-01T00:00:00Z -o policy.bundle.json",
    },
  ],
  setup: (c) =>
    c
      .argument("[folders...]", "policy folders or .bylaw files, read as one set", ["."])
      .option("-o, --out <file>", "where to write; left out: standard output")
      .option("--revision <number>", "never smaller than before: loaders refuse what is older than they have seen", "0")
      .option("--expires <time>", "from when on it is refused, ISO 8601 with offset")
      .option("--sources", "carry the texts of the rules too, not only their digests")
      .option("--no-json-logic", "leave out the conditions for other engines: less to load")
      .option("--target <form>", "json: the bundle; esm: generated code for it, as a module", "json")
      .option("--sign <keys...>", "sign with Ed25519 private keys (PEM)")
      .option("--today <date>", "check as of this date (YYYY-MM-DD)")
      .option("--json", "print what was written as JSON"),
  run: async ([folders], options, io) => {
    if (options.target !== "json" && options.target !== "esm")
      throw new FaultError({
        what: `There is no target ${JSON.stringify(options.target)}.`,
        why: "A policy set is written as a bundle or as code.",
        help: "Say --target json or --target esm.",
      });
    const { readPolicyFolder, schemaReader } = await import("../../files/policy-folder.ts");
    const { loadPolicySet } = await import("../../../policy-set.ts");
    const { buildBundle, bundleText } = await import("../../../bundle/build.ts");
    const { revisionOf, signed, timeOf } = await import("../bundles.ts");
    const { base, files } = readPolicyFolder(folders);
    const imported = new Map<string, string>();
    const read = schemaReader(base);
    const { evaluator, diagnostics } = loadPolicySet(files, {
      today: today(options.today, io),
      readSchema(path) {
        const text = read(path);
        if (text !== null) imported.set(path, text);
        return text;
      },
    });
    if (evaluator === null) {
      const { frames } = await import("../text.ts");
      io.err(frames(diagnostics, files, { colour: io.colour.err, width: io.width }));
      return EXIT.findings;
    }
    if (options.target === "esm") return writeModule(evaluator.plan, options, io);
    const bundle = await signed(
      buildBundle(evaluator.plan, {
        files: [...files, ...[...imported].map(([name, text]) => ({ name, text }))],
        revision: revisionOf(options.revision, "--revision"),
        ...(options.expires === undefined ? {} : { expires: timeOf(options.expires) }),
        json_logic: options.jsonLogic,
        texts: options.sources === true,
        ...(process.versions["tz"] === undefined ? {} : { tzdata: process.versions["tz"] }),
      }),
      options.sign ?? [],
    );
    const text = `${bundleText(bundle)}\n`;
    if (options.out === undefined) {
      io.out(text);
      return EXIT.ok;
    }
    const { writeOver } = await import("../../files/write.ts");
    writeOver(options.out, text);
    const { revision, digest, signatures = [] } = bundle;
    const actions = Object.keys(bundle.plan.actions).length;
    if (options.json) {
      const report = {
        version: "1",
        file: options.out,
        set: bundle.set,
        revision,
        actions,
        bytes: text.length,
        digest,
      };
      io.out(`${JSON.stringify({ ...report, signatures: signatures.length }, null, 2)}\n`);
      return EXIT.ok;
    }
    const { plural } = await import("../plural.ts");
    const by = signatures.length === 0 ? "not signed" : plural(signatures.length, "signature");
    io.out(`Wrote ${options.out}: ${plural(actions, "action")}, revision ${revision}, ${by}.\n${digest}\n`);
    return EXIT.ok;
  },
});

/** Generated code holds nothing that a bundle signs: who deploys it trusts it as the rest of the program. */
async function writeModule(plan: Plan, options: Options, io: Io): Promise<number> {
  if (options.sign !== undefined || options.expires !== undefined)
    throw new FaultError({
      what: "A module of code is not signed and does not expire.",
      why: "It is trusted as the rest of the program is; what decides is the bundle.",
      help: "Sign the bundle, and build the module without --sign and --expires.",
    });
  const { generateModule } = await import("../../../decision/fast/module.ts");
  const text = generateModule(plan);
  if (options.out === undefined) {
    io.out(text);
    return EXIT.ok;
  }
  const { writeOver } = await import("../../files/write.ts");
  writeOver(options.out, text);
  const { planDigest } = await import("../../../eval/digest.ts");
  io.out(`Wrote ${options.out}: code for ${Object.keys(plan.actions).length} actions.\n${planDigest(plan)}\n`);
  return EXIT.ok;
}
