import { command } from "../../command.ts";
import { type GateFlags, gateOptions, numberOf, PROPOSAL_HELP, proposalArgument } from "../../gate/flags.ts";

interface Options extends GateFlags {
  readonly question?: string;
  readonly comment: string;
}

export const answer = command<[proposal: string], Options>({
  name: "answer",
  summary: "answer a reviewer's question",
  description: `Answers an open question, as whoever proposed it or answers for it.\n${PROPOSAL_HELP}`,
  examples: [
    {
      about: "Answer the only open question",
      command: 'bylaw answer pr_01JD8XK3 -m "it asked in HD-7712" --as agent:growth-2',
    },
  ],
  setup: (c) =>
    gateOptions(proposalArgument(c))
      .requiredOption("-m, --comment <text>", "the answer")
      .option("--question <number>", "which one, as `bylaw show` counts them; left out: the only one that is open"),
  run: async ([typed], options, io) => {
    const { atProposal } = await import("../../gate/session.ts");
    const { fail } = await import("../../../files/fault.ts");
    const asked = await numberOf(options.question, "--question");
    return atProposal(typed, options, io, async ({ gate, caller }, proposal) => {
      const { id, review, acts } = proposal;
      if (asked === undefined && review.questions.length > 1)
        fail(
          `${review.questions.length} questions are open.`,
          `They are ${review.questions.join(", ")}.`,
          `Say which with \`--question ${review.questions[0]}\`.`,
        );
      return gate.answer(caller, {
        proposal: id,
        // Where none is open the gate says so.
        question: asked ?? review.questions[0] ?? acts.length,
        comment: options.comment,
      });
    });
  },
});
