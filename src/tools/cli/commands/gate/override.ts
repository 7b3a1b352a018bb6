import { command } from "../../command.ts";
import { type GateFlags, gateOptions, numberOf, PROPOSAL_HELP, proposalArgument } from "../../gate/flags.ts";

interface Options extends GateFlags {
  readonly role: string;
  readonly comment: string;
  readonly revision?: string;
}

export const override = command<[proposal: string], Options>({
  name: "override",
  summary: "break glass: lift missing approvals, rejections and questions",
  description:
    "Lets a proposal go on without its reviewers, for whoever the gate's configuration permits it. It is `overridden` from\n" +
    "then on, never `approved`. What the rules deny or hold cannot be overridden.\n" +
    `${PROPOSAL_HELP}`,
  examples: [
    {
      about: "Break glass",
      command: 'bylaw override pr_01JD8XK3 --role ops -m "outage, nobody reachable" --as user:olga',
    },
  ],
  setup: (c) =>
    gateOptions(proposalArgument(c))
      .requiredOption("--role <role>", "the role that you act in")
      .requiredOption("-m, --comment <text>", "why")
      .option("--revision <number>", "the revision that you have seen; left out: the current one"),
  run: async ([typed], options, io) => {
    const { atProposal } = await import("../../gate/session.ts");
    const seen = await numberOf(options.revision, "--revision");
    return atProposal(typed, options, io, async ({ gate, caller }, proposal) => {
      const { id, revision } = proposal;
      return gate.override(caller, {
        proposal: id,
        revision: seen ?? revision,
        role: options.role,
        reason: options.comment,
      });
    });
  },
});
