/** The commands that lead on from where a proposal stands, ready to be typed. */
import { visible } from "../../../decision/explain/text.ts";
import { painter } from "../../../diagnostics/render/paint.ts";
import type { ProposalView } from "../../../gate/api.ts";

const MOST = 4;

/**
 * Each on a line of its own, however long: a line that is broken cannot be copied. Empty: nothing leads on. `gate`: as it was
 * named on the command line, which the next one needs as well.
 */
export function nextText(
  proposal: ProposalView,
  {
    principal,
    gate,
    colour,
  }: { readonly principal: string; readonly gate: string | undefined; readonly colour: boolean },
): string {
  const where = gate === undefined ? "" : ` --gate ${word(gate)}`;
  const commands = commandsFor(proposal, principal).slice(0, MOST);
  if (commands.length === 0) return "";
  return `\n${painter(colour)("bold", "NEXT")}\n${commands.map((words) => `  ${visible(words + where)}\n`).join("")}`;
}

function commandsFor(proposal: ProposalView, principal: string): readonly string[] {
  const { id, status, review, decision, revision } = proposal;
  if (review.standing === "expired") return [];
  const to = (verb: string, ...rest: readonly string[]): string => ["bylaw", verb, word(id), ...rest].join(" ");
  switch (status) {
    case "held":
      if (review.questions.length > 0)
        return review.questions.map((place) =>
          to("answer", `--question ${place}`, "-m ANSWER", as(requesterOf(proposal))),
        );
      return [to("revise", "CHANGE-SET", as(requesterOf(proposal)))];
    case "in_review":
      if (review.vetoes.length > 0)
        return review.vetoes.map((place) => to("withdraw", "--act", as(proposal.acts[place]!.by)));
      return own(review.next, principal).map(({ by, role }) =>
        to("approve", `--revision ${revision}`, ...(role === null ? [] : [`--role ${word(role)}`]), as(by)),
      );
    case "approved":
    case "overridden":
      return [to("commit", as(proposal.required.apply_by === "person" ? "PERSON" : requesterOf(proposal)))];
    case "committed":
      if (decision.rollback === null || decision.rollback === "irreversible") return [];
      return proposal.reverted_by === null
        ? [to("revert", "-m REASON", as(requesterOf(proposal)))]
        : [`bylaw show ${word(proposal.reverted_by)}`];
    case "in_doubt":
      return [to("reconcile", as(requesterOf(proposal)))];
    default:
      return [];
  }
}

const requesterOf = ({ change_set }: ProposalView): string => change_set.requester.id;
const as = (principal: string): string => `--as ${word(principal)}`;

/** The seats that the caller could take come first. */
const own = <T extends { readonly by: string }>(asked: readonly T[], principal: string): readonly T[] => [
  ...asked.filter(({ by }) => by === principal),
  ...asked.filter(({ by }) => by !== principal),
];

/** As a shell takes it: ids are written by strangers. */
const word = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
