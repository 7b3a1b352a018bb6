import type { ReviewAct } from "../../../../gate/api.ts";
import { type CliCommand, command } from "../../command.ts";
import { type GateFlags, gateOptions, numberOf, PROPOSAL_HELP, proposalArgument } from "../../gate/flags.ts";

interface Options extends GateFlags {
  readonly revision?: string;
  readonly role?: string;
  readonly comment?: string;
}

const review = (
  name: "approve" | "reject" | "question",
  words: { readonly summary: string; readonly description: string; readonly did: string; readonly example: string },
): CliCommand =>
  command<[proposal: string], Options>({
    name,
    summary: words.summary,
    description: `${words.description}\n${PROPOSAL_HELP}`,
    examples: [{ about: words.did, command: words.example }],
    setup: (c) =>
      gateOptions(proposalArgument(c))
        .option("--revision <number>", "the revision that you have seen; left out: the current one")
        .option("--role <role>", "the one role that you act in; needed where you hold several that are asked for")
        .option("-m, --comment <text>", name === "approve" ? "what you want to say about it" : "why; needed"),
    run: async ([typed], options, io) => {
      const { atProposal } = await import("../../gate/session.ts");
      const seen = await numberOf(options.revision, "--revision");
      const { role, comment } = options;
      return atProposal(typed, options, io, async ({ gate, caller }, proposal) => {
        const { id, revision } = proposal;
        const act: ReviewAct = gate[name];
        return act(caller, { proposal: id, revision: seen ?? revision, role, comment });
      });
    },
  });

export const approve = review("approve", {
  summary: "agree to a proposal",
  description:
    "Agrees to a proposal, in one role. Nobody agrees to what they, an agent of theirs, or somebody on their behalf has\n" +
    "proposed. It is about one revision: when that has been replaced meanwhile, the gate refuses.",
  did: "Agree to what you have seen",
  example: 'bylaw approve pr_01JD8XK3 --revision 1 -m "fits the pilot" --as user:pia',
});

export const reject = review("reject", {
  summary: "reject a proposal",
  description:
    "Blocks a proposal until you take it back (`bylaw withdraw --act`), an override lifts it, or you may no longer review.",
  did: "Reject it",
  example: 'bylaw reject pr_01JD8XK3 -m "these accounts have an offer already" --as user:pia',
});

export const question = review("question", {
  summary: "ask the requester, which holds a proposal until it is answered",
  description: "Holds a proposal, without a veto, until whoever proposed it answers (`bylaw answer`).",
  did: "Ask something",
  example: 'bylaw question pr_01JD8XK3 -m "why a-3?" --as user:sam',
});
