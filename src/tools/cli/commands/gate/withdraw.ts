import { command } from "../../command.ts";
import { type GateFlags, gateOptions, PROPOSAL_HELP, proposalArgument } from "../../gate/flags.ts";

interface Options extends GateFlags {
  readonly act?: true;
  readonly comment?: string;
}

export const withdraw = command<[proposal: string], Options>({
  name: "withdraw",
  summary: "end a proposal of yours, or take back what you said about one",
  description:
    "Ends a proposal before it is committed: its requester, whoever answers for it, or an administrator. With --act: takes\n" +
    "back your own approval, rejection or question; what you did before it does not come back.\n" +
    `${PROPOSAL_HELP}`,
  examples: [
    {
      about: "It is no longer wanted",
      command: 'bylaw withdraw pr_01JD8XK3 -m "the pilot is off" --as agent:growth-2',
    },
    { about: "Take your rejection back", command: "bylaw withdraw pr_01JD8XK3 --act --as user:pia" },
  ],
  setup: (c) =>
    gateOptions(proposalArgument(c))
      .option("--act", "your latest act on it, not the proposal")
      .option("-m, --comment <text>", "why"),
  run: async ([typed], { act, comment, ...flags }, io) => {
    const { atProposal } = await import("../../gate/session.ts");
    return atProposal(typed, flags, io, async ({ gate, caller }, proposal) => {
      const { id } = proposal;
      return act
        ? gate.withdrawAct(caller, { proposal: id, comment })
        : gate.withdraw(caller, { proposal: id, reason: comment });
    });
  },
});
