import { command } from "../command.ts";
import { EXIT } from "../exit-codes.ts";

interface Options {
  readonly policy: readonly string[];
  readonly decision?: true;
  readonly context?: true;
  readonly changeSet?: true;
  readonly json?: true;
}

export const schema = command<[action: string | undefined], Options>({
  name: "schema",
  summary: "print a JSON Schema: of an action's change sets, of the context, of the decision",
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
      .option("--json", "the form it always has"),
  run: async ([action], options, io) => {
    const { fail } = await import("../../files/fault.ts");
    const chosen = [action !== undefined, options.decision, options.context, options.changeSet].filter(Boolean).length;
    if (chosen !== 1) {
      fail(
        chosen === 0 ? "Which schema do you want?" : "That is more than one schema.",
        "There is one for the change sets of each action, and one each for change sets, contexts and decisions.",
        "Name an action, or give one of --change-set, --context, --decision.",
      );
    }
    const schemas = await import("../../../decision/schemas.ts");
    if (action === undefined) {
      const document = options.decision
        ? schemas.decisionSchema()
        : options.context
          ? schemas.contextSchema()
          : schemas.changeSetSchema();
      io.out(`${JSON.stringify(document, null, 2)}\n`);
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
