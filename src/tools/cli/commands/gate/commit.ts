import { command } from "../../command.ts";
import { type GateFlags, gateOptions, PROPOSAL_HELP, proposalArgument } from "../../gate/flags.ts";

interface Options extends GateFlags {
  readonly digest?: string;
  readonly changeSet?: string;
  readonly key?: string;
}

export const commit = command<[proposal: string], Options>({
  name: "commit",
  summary: "carry an approved proposal out, once",
  description:
    "Reads again what was decided on, decides again by the rules now in force, and hands the change set to the executor,\n" +
    "once. Refused when anything is not as it was approved.\n" +
    `${PROPOSAL_HELP}`,
  examples: [
    { about: "Carry it out", command: "bylaw commit pr_01JD8XK3 --as agent:growth-2" },
    {
      about: "Only if it is this content",
      command: "bylaw commit pr_01JD8XK3 --change-set grant.json --as agent:growth-2",
    },
  ],
  setup: (c) =>
    gateOptions(proposalArgument(c))
      .option("--digest <digest>", "refuse unless it has this digest")
      .option("--change-set <file>", "refuse unless it is this change set; - for standard input")
      .option("--key <key>", "idempotency key"),
  run: async ([typed], options, io) => {
    const { atProposal } = await import("../../gate/session.ts");
    const { readText } = await import("../../../files/read.ts");
    const text = options.changeSet === undefined ? undefined : readText(options.changeSet);
    return atProposal(typed, options, io, async ({ gate, caller }, proposal) => {
      return gate.commit(caller, {
        proposal: proposal.id,
        digest: options.digest,
        change_set: text,
        idempotency_key: options.key,
      });
    });
  },
});
