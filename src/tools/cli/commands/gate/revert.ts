import { command } from "../../command.ts";
import { type GateFlags, gateOptions, PROPOSAL_HELP, proposalArgument } from "../../gate/flags.ts";

interface Options extends GateFlags {
  readonly comment: string;
  readonly inputs?: string;
  readonly evidence?: string;
  readonly key?: string;
  readonly quiet?: true;
}

export const revert = command<[proposal: string], Options>({
  name: "revert",
  summary: "propose what undoes a committed proposal",
  description:
    "Makes a change set from the old values of a committed proposal and proposes it: decided by the rules, reviewed and\n" +
    "committed like any other. The exit code tells the outcome, as for `decide`.\n" +
    `${PROPOSAL_HELP}`,
  examples: [
    { about: "Undo it", command: 'bylaw revert pr_01JD8XK3 -m "the pilot was stopped" --as agent:growth-2' },
    {
      about: "Undo it, with what the reverting action asks for as well",
      command: 'bylaw revert pr_01JD8XK3 -m "the pilot was stopped" --evidence case.json --as agent:growth-2',
    },
  ],
  setup: (c) =>
    gateOptions(proposalArgument(c))
      .requiredOption("-m, --comment <text>", "why")
      .option("--inputs <file>", "JSON: inputs of the reverting action that differ or are new")
      .option("--evidence <file>", "JSON: a list of evidence")
      .option("--key <key>", "idempotency key")
      .option("-q, --quiet", "print the id of the new proposal alone"),
  run: async ([typed], options, io) => {
    const { atProposal, pageTold } = await import("../../gate/session.ts");
    const { dataIn } = await import("../../gate/data.ts");
    const { exitOf } = await import("../../inputs.ts");
    const inputs = options.inputs === undefined ? undefined : dataIn(options.inputs, "record");
    const evidence = options.evidence === undefined ? undefined : dataIn(options.evidence, "list");
    return atProposal(
      typed,
      options,
      io,
      async ({ gate, caller }, proposal) => {
        return gate.revert(caller, {
          proposal: proposal.id,
          reason: options.comment,
          inputs,
          evidence: evidence as never,
          idempotency_key: options.key,
        });
      },
      (answer, session) => ({
        ...(options.quiet ? { text: `${answer.proposal.id}\n` } : pageTold(io)(answer, session)),
        code: exitOf(answer.decision.outcome),
      }),
    );
  },
});
