import { decisionArguments } from "../arguments.ts";
import { command } from "../command.ts";
import { EXIT } from "../exit-codes.ts";
import type { DecisionOptions } from "../inputs.ts";

interface Options extends DecisionOptions {
  readonly markdown?: true;
  readonly requester?: true;
  readonly json?: true;
}

export const explain = command<[changeSet: string], Options>({
  name: "explain",
  summary: "decide a change set, and show the decision as a page for a person",
  description:
    "Decides a change set and shows the decision as a page: impact first, then outcome and who must agree,\n" +
    "what is missing, what changes, and why. The exit code tells the outcome, as for `decide`.",
  examples: [
    { about: "Show a decision as a page", command: "bylaw explain refund.json --policy rules --context context.json" },
    {
      about: "Write it into a ticket",
      command: "bylaw explain refund.json --policy rules --context context.json --markdown > decision.md",
    },
  ],
  setup: (c) =>
    decisionArguments(c)
      .option("--markdown", "print Markdown")
      .option("--requester", "the page for the requester: without what the policy does not disclose")
      .option("--json", "print the page and the decision as JSON"),
  run: async ([changeSet], options, io) => {
    const { exitOf, readInputs } = await import("../inputs.ts");
    const inputs = await readInputs(changeSet, options, io);
    if (inputs === null) return EXIT.findings;
    const { decide } = await import("../../../decision/decide.ts");
    const { explain } = await import("../../../decision/explain/explain.ts");
    const { titles } = await import("../titles.ts");
    const decision = decide(inputs.evaluator, inputs.changeSet, inputs.context);
    const changeSetData = asData(inputs.changeSet);
    const { plan } = inputs.evaluator;
    const page = explain(decision, changeSetData, {
      format: options.markdown ? "markdown" : "terminal",
      colour: io.colour.out && !options.markdown && !options.json,
      width: io.width,
      titles: titles(plan),
      audience: options.requester ? "requester" : "operator",
      disclose: plan.actions[actionOf(changeSetData)]?.disclose,
    });
    io.out(options.json ? `${JSON.stringify({ page, decision }, null, 2)}\n` : `${page.trimEnd()}\n`);
    return exitOf(decision.outcome);
  },
});

/** What cannot be read has been refused by the decision; its page then shows what there is. */
function asData(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const actionOf = (data: unknown): string =>
  typeof data === "object" && data !== null && "action" in data && typeof data.action === "string" ? data.action : "";
