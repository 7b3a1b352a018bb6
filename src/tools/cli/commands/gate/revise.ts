import { command } from "../../command.ts";
import { type GateFlags, gateOptions, numberOf, PROPOSAL_HELP, proposalArgument } from "../../gate/flags.ts";

interface Options extends GateFlags {
  readonly revision?: string;
  readonly key?: string;
}

export const revise = command<[proposal: string, changeSet: string], Options>({
  name: "revise",
  summary: "replace the change set of a proposal",
  description:
    "Replaces the change set. Approvals end, unless only fields changed that the action declares immaterial; rejections\n" +
    "stay. Whoever revises does not review. The exit code tells the outcome, as for `decide`.\n" +
    `${PROPOSAL_HELP}`,
  examples: [
    { about: "Replace it", command: "bylaw revise pr_01JD8XK3 grant-2.json --revision 1 --as agent:growth-2" },
  ],
  setup: (c) =>
    gateOptions(
      proposalArgument(c).argument("<change-set>", "file with the change set as JSON, or - for standard input"),
    )
      .option("--revision <number>", "the revision that it replaces; left out: the current one")
      .option("--key <key>", "idempotency key"),
  run: async ([typed, changeSet], options, io) => {
    const { atProposal, pageTold } = await import("../../gate/session.ts");
    const { readText } = await import("../../../files/read.ts");
    const { exitOf } = await import("../../inputs.ts");
    const text = readText(changeSet);
    const seen = await numberOf(options.revision, "--revision");
    return atProposal(
      typed,
      options,
      io,
      async ({ gate, caller }, proposal) => {
        const { id, revision } = proposal;
        return gate.revise(caller, {
          proposal: id,
          revision: seen ?? revision,
          change_set: text,
          idempotency_key: options.key,
        });
      },
      (answer, session) => ({ ...pageTold(io)(answer, session), code: exitOf(answer.decision.outcome) }),
    );
  },
});
