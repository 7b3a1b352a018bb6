import { command } from "../command.ts";
import { EXIT } from "../exit-codes.ts";
import { today } from "../today.ts";

interface Options {
  readonly json?: true;
  readonly sarif?: true;
  readonly today?: string;
  readonly strict?: true;
}

export const check = command<[folders: readonly string[]], Options>({
  name: "check",
  summary: "find the faults of a policy set",
  description:
    "Parses and checks every .bylaw file of a policy set and shows each fault: what happened, why, and what to do.\n" +
    "Several folders are read as one set.",
  examples: [
    { about: "Check the rules in this folder", command: "bylaw check" },
    { about: "Report to a code scanning service", command: "bylaw check rules --sarif > bylaw.sarif" },
  ],
  setup: (c) =>
    c
      .argument("[folders...]", "policy folders or .bylaw files", ["."])
      .option("--json", "print the faults as JSON")
      .option("--sarif", "print the faults as SARIF 2.1.0")
      .option("--today <date>", "check as of this date (YYYY-MM-DD); waivers run out")
      .option("--strict", "let warnings fail too"),
  run: async ([folders], options, io) => {
    const { readPolicyFolder, schemaReader } = await import("../../files/policy-folder.ts");
    const { parse } = await import("../../../syntax/parse.ts");
    const { check } = await import("../../../model/check.ts");
    const { tally } = await import("../../../diagnostics/render/order.ts");
    const { base, files } = readPolicyFolder(folders);
    const parsed = files.map((file) => ({ file, ...parse(file) }));
    const checked = check(parsed, { today: today(options.today, io), readSchema: schemaReader(base) });
    const diagnostics = [...parsed.flatMap((one) => one.diagnostics), ...checked.diagnostics];
    const counts = tally(diagnostics);
    if (options.sarif) {
      const { sarif } = await import("../../../diagnostics/render/sarif.ts");
      const { version } = await import("../version.ts");
      const { relative, sep } = await import("node:path");
      const back = relative(process.cwd(), base).split(sep).map(encodeURIComponent).join("/");
      io.out(
        `${JSON.stringify(sarif(diagnostics, files, version, { prefix: back === "" ? "" : `${back}/` }), null, 2)}\n`,
      );
    } else if (options.json) {
      const { json } = await import("../../../diagnostics/render/json.ts");
      io.out(`${JSON.stringify(json(diagnostics, files), null, 2)}\n`);
    } else {
      const { plural } = await import("../plural.ts");
      let text = "";
      if (diagnostics.length > 0) {
        const { frames } = await import("../text.ts");
        text = frames(diagnostics, files, { colour: io.colour.out, width: io.width });
      }
      const actions = checked.model === null ? "" : `, ${plural(checked.model.actions.length, "action")}`;
      const size = `${plural(files.length, "file")}${actions}`;
      const found = [
        ...(counts.error > 0 ? [plural(counts.error, "error")] : []),
        ...(counts.warning > 0 ? [plural(counts.warning, "warning")] : []),
        ...(counts.info > 0 ? [plural(counts.info, "note")] : []),
      ];
      io.out(`${text}${text === "" ? "" : "\n"}${size}: ${found.length === 0 ? "no faults" : found.join(", ")}.\n`);
    }
    const bad = counts.error > 0 || (options.strict === true && counts.warning > 0);
    return bad ? EXIT.findings : EXIT.ok;
  },
});
