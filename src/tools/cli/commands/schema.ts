import { command } from "../command.ts";
import { EXIT } from "../exit-codes.ts";

interface Options {
  readonly policy: readonly string[];
  readonly decision?: true;
  readonly context?: true;
  readonly changeSet?: true;
  readonly proposal?: true;
  readonly event?: true;
  readonly checkpoint?: true;
  readonly measures?: true;
  readonly gate?: true;
  readonly json?: true;
}

const DOCUMENTS = [
  { flag: "changeSet", words: "--change-set", schema: "changeSetSchema" },
  { flag: "context", words: "--context", schema: "contextSchema" },
  { flag: "decision", words: "--decision", schema: "decisionSchema" },
  { flag: "proposal", words: "--proposal", schema: "proposalSchema" },
  { flag: "event", words: "--event", schema: "gateEventSchema" },
  { flag: "checkpoint", words: "--checkpoint", schema: "checkpointSchema" },
  { flag: "measures", words: "--measures", schema: "measuresSchema" },
] as const;

export const schema = command<[action: string | undefined], Options>({
  name: "schema",
  summary: "print a JSON Schema: of an action's change sets, of any document that Bylaw reads or writes",
  description:
    "Prints a JSON Schema (draft 2020-12). With an action: of the change sets that its contract allows, so that a tool\n" +
    "can check what it proposes before it proposes it.",
  examples: [
    {
      about: "What a refund must look like",
      command: "bylaw schema support.refunds.IssueRefund --policy rules > refund.schema.json",
    },
    { about: "What a decision looks like", command: "bylaw schema --decision" },
  ],
  setup: (c) =>
    c
      .argument("[action]", "an action, by its whole name or by its last part")
      .option("-p, --policy <folders...>", "policy folders, read as one set", ["."])
      .option("--change-set", "of any change set")
      .option("--context", "of the context")
      .option("--decision", "of the decision")
      .option("--proposal", "of a proposal, as the gate keeps it")
      .option("--event", "of an event of the audit log")
      .option("--checkpoint", "of a checkpoint of the audit log")
      .option("--measures", "of what `bylaw metrics --format json` prints")
      .option("--gate", "of the configuration of a gate, `gate.yaml`")
      .option("--json", "the form it always has"),
  run: async ([action], options, io) => {
    const { fail } = await import("../../files/fault.ts");
    const documents = DOCUMENTS.filter(({ flag }) => options[flag] !== undefined);
    const chosen = documents.length + Number(action !== undefined) + Number(options.gate ?? false);
    if (chosen !== 1) {
      fail(
        chosen === 0 ? "Which schema do you want?" : "That is more than one schema.",
        "There is one for the change sets of each action, and one for each kind of document.",
        `Name an action, or give one of ${DOCUMENTS.map(({ words }) => words).join(", ")}, --gate.`,
      );
    }
    if (options.gate) {
      const { gateConfigurationSchema } = await import("../../../stores/configuration/schema.ts");
      io.out(`${JSON.stringify(gateConfigurationSchema(), null, 2)}\n`);
      return EXIT.ok;
    }
    const schemas = await import("../../../schemas.ts");
    if (action === undefined) {
      io.out(`${JSON.stringify(schemas[documents[0]!.schema](), null, 2)}\n`);
      return EXIT.ok;
    }
    const { loadPolicyFolder } = await import("../../files/load.ts");
    const { evaluator, diagnostics, files } = loadPolicyFolder(options.policy, io.now().slice(0, 10));
    if (evaluator === null) {
      const { frames } = await import("../text.ts");
      io.err(frames(diagnostics, files, { colour: io.colour.err, width: io.width }));
      return EXIT.findings;
    }
    const { nearest } = await import("../../../diagnostics/nearest.ts");
    const all = Object.keys(evaluator.plan.actions);
    const found = all.filter((id) => id === action || id.endsWith(`.${action}`));
    const exact = all.includes(action) ? action : found.length === 1 ? found[0]! : null;
    if (exact === null) {
      const close = nearest(action, [...all, ...all.map((id) => id.slice(id.lastIndexOf(".") + 1))]);
      return fail(
        found.length > 1 ? `Several actions are named ${action}.` : `There is no action ${action}.`,
        `The policy set has ${all.length === 0 ? "none" : all.join(", ")}.`,
        close === undefined || found.length > 1 ? "Write one of these names in full." : `Did you mean \`${close}\`?`,
      );
    }
    io.out(`${JSON.stringify(schemas.actionSchema(evaluator.plan, exact), null, 2)}\n`);
    return EXIT.ok;
  },
});
