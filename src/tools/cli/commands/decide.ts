import { decisionArguments } from "../arguments.ts";
import { command } from "../command.ts";
import { EXIT } from "../exit-codes.ts";
import type { DecisionOptions } from "../inputs.ts";

interface Options extends DecisionOptions {
  readonly json?: true;
}

export const decide = command<[changeSet: string], Options>({
  name: "decide",
  summary: "decide a change set",
  description:
    "Decides a change set and says so in a few lines; --json prints the whole decision.\n" +
    "The exit code tells the outcome: 0 allow, 10 review, 11 hold, 12 deny.",
  examples: [
    {
      about: "Decide a change set with what the order service says",
      command: "bylaw decide refund.json --policy rules --facts facts.json --now 2026-11-22T10:15:00Z",
    },
    {
      about: "Decide what comes in through a pipe, and keep the decision",
      command: "cat refund.json | bylaw decide - --context context.json --json > decision.json",
    },
  ],
  setup: (c) => decisionArguments(c).option("--json", "print the decision as JSON"),
  run: async ([changeSet], options, io) => {
    const { exitOf, readInputs } = await import("../inputs.ts");
    const inputs = await readInputs(changeSet, options, io);
    if (inputs === null) return EXIT.findings;
    const { decide } = await import("../../../decision/decide.ts");
    const decision = decide(inputs.evaluator, inputs.changeSet, inputs.context);
    if (options.json) io.out(`${JSON.stringify(decision, null, 2)}\n`);
    else {
      const { verdict } = await import("../verdict.ts");
      io.out(verdict(decision, { colour: io.colour.out, width: io.width }));
    }
    return exitOf(decision.outcome);
  },
});
