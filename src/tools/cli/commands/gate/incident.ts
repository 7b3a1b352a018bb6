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
    const { atGate, pageTold } = await import("../../gate/session.ts");
    return atGate(
      options,
      io,
      async ({ gate, caller, find }) => {
        const found = await find(typed);
        if (!found.ok) return found;
        const { severity, comment } = options;
        return gate.incident(caller, {
          proposal: found.proposal.id,
          // The gate refuses what is none.
          severity: severity as "low" | "medium" | "high",
          reason: comment,
        });
      },
      pageTold(io),
    );
  },
});
