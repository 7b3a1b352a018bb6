import { command } from "../../command.ts";
import { type GateFlags, gateOptions, PROPOSAL_HELP, proposalArgument } from "../../gate/flags.ts";

interface Options extends GateFlags {
  readonly severity: string;
  readonly comment: string;
}

export const incident = command<[proposal: string], Options>({
  name: "incident",
  summary: "record that a committed proposal did harm",
  description: `Writes an incident to the audit log, for \`bylaw metrics\`; for administrators.\n${PROPOSAL_HELP}`,
  examples: [
    {
      about: "Record it",
      command: 'bylaw incident pr_01JD8XK3 --severity high -m "premium given to a closed account" --as user:olga',
    },
  ],
  setup: (c) =>
    gateOptions(proposalArgument(c))
      .requiredOption("--severity <severity>", "low, medium or high")
      .requiredOption("-m, --comment <text>", "what happened"),
  run: async ([typed], options, io) => {
    const { atProposal } = await import("../../gate/session.ts");
    return atProposal(typed, options, io, async ({ gate, caller }, proposal) => {
      const { severity, comment } = options;
      return gate.incident(caller, {
        proposal: proposal.id,
        // The gate refuses what is none.
        severity: severity as "low" | "medium" | "high",
        reason: comment,
      });
    });
  },
});
