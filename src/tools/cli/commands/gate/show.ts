import { command } from "../../command.ts";
import { type GateFlags, gateOptions, proposalArgument } from "../../gate/flags.ts";

export const show = command<[proposal: string], GateFlags>({
  name: "show",
  summary: "show a proposal: where it stands, who still has to agree, what it changes",
  description:
    "Shows a proposal with its decision, its reviews and what happened, and the commands that lead on. Changes nothing.",
  examples: [{ about: "Look at a proposal", command: "bylaw show pr_01JD8XK3 --as user:pia" }],
  setup: (c) => gateOptions(proposalArgument(c)),
  run: async ([typed], options, io) => {
    const { atGate, pageTold } = await import("../../gate/session.ts");
    return atGate(options, io, ({ find }) => find(typed), pageTold(io, { whole: true }));
  },
});
