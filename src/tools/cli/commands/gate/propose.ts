import { command } from "../../command.ts";
import { type GateFlags, gateOptions, PROPOSAL_HELP } from "../../gate/flags.ts";

interface Options extends GateFlags {
  readonly key?: string;
  readonly quiet?: true;
}

export const propose = command<[changeSet: string], Options>({
  name: "propose",
  summary: "propose a change set to a gate: decided, reserved, kept for review",
  description:
    "Decides a change set with what the gate's sources say, reserves its quotas, and keeps it until it is reviewed and\n" +
    "committed. The requester is whoever acts; a change set need not name one. The exit code tells the outcome, as for\n" +
    "`decide`. The same change set proposed again gets the same answer.\n" +
    `${PROPOSAL_HELP}`,
  examples: [
    { about: "Propose a change set", command: "bylaw propose grant.json --as agent:growth-2" },
    {
      about: "Propose what another program writes, and keep the id",
      command: "agent | bylaw propose - --as agent:growth-2 -q > id",
    },
  ],
  setup: (c) =>
    gateOptions(c.argument("<change-set>", "file with the change set as JSON, or - for standard input"))
      .option("--key <key>", "idempotency key; left out: the id of the change set")
      .option("-q, --quiet", "print the id of the proposal alone"),
  run: async ([changeSet], options, io) => {
    const { atGate, pageTold } = await import("../../gate/session.ts");
    const { readText } = await import("../../../files/read.ts");
    const { exitOf } = await import("../../inputs.ts");
    const text = readText(changeSet);
    return atGate(
      options,
      io,
      ({ gate, caller }) => gate.propose(caller, { change_set: text, idempotency_key: options.key }),
      (answer, session) => ({
        ...(options.quiet ? { text: `${answer.proposal.id}\n` } : pageTold(io)(answer, session)),
        code: exitOf(answer.decision.outcome),
      }),
    );
  },
});
