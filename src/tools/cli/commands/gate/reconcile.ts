import { command } from "../../command.ts";
import { type GateFlags, gateOptions, PROPOSAL_HELP, proposalArgument } from "../../gate/flags.ts";

interface Options extends GateFlags {
  readonly found?: string;
  readonly comment?: string;
}

export const reconcile = command<[proposal: string], Options>({
  name: "reconcile",
  summary: "settle a proposal whose outcome is in doubt",
  description:
    "Asks the executor what became of it; or, with --found, takes the word of an administrator who has looked.\n" +
    `${PROPOSAL_HELP}`,
  examples: [
    { about: "Ask the executor", command: "bylaw reconcile pr_01JD8XK3 --as agent:growth-2" },
    {
      about: "Say what you have found",
      command: 'bylaw reconcile pr_01JD8XK3 --found not_applied -m "no booking in the ledger" --as user:olga',
    },
  ],
  setup: (c) =>
    gateOptions(proposalArgument(c))
      .option("--found <what>", "done, or not_applied")
      .option("-m, --comment <text>", "how you know; needed with --found"),
  run: async ([typed], { found: told, comment, ...flags }, io) => {
    const { atProposal } = await import("../../gate/session.ts");
    const { fail } = await import("../../../files/fault.ts");
    if (told !== undefined && told !== "done" && told !== "not_applied")
      return fail(
        `\`--found\` is done or not_applied, and ${told} is neither.`,
        "What was found settles it.",
        "Write `--found done`.",
      );
    return atProposal(typed, flags, io, async ({ gate, caller }, proposal) => {
      return gate.reconcile(caller, { proposal: proposal.id, found: told, reason: comment });
    });
  },
});
