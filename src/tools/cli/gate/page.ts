/** A proposal as a page: where it stands and who still has to act first, then what it is about, then what happened. */
import { changesSection } from "../../../decision/explain/changes.ts";
import { footerLines, impactSection } from "../../../decision/explain/head.ts";
import { missingSection } from "../../../decision/explain/missing.ts";
import {
  type Line,
  type Page,
  type Piece,
  paragraph,
  quote,
  type Section,
  say,
  section,
} from "../../../decision/explain/page.ts";
import { quotasSection } from "../../../decision/explain/quotas.ts";
import { reasonsSections } from "../../../decision/explain/reasons.ts";
import { remediesSection } from "../../../decision/explain/remedies.ts";
import { voiceFor } from "../../../decision/explain/voice.ts";
import { type Titles, timeInWords } from "../../../decision/explain/words.ts";
import type { ProposalView } from "../../../gate/api.ts";
import type { Status } from "../../../gate/documents.ts";
import { actsSection } from "./acts.ts";
import { driftSection } from "./drift.ts";
import { reviewSection } from "./review.ts";

export interface Shown {
  readonly titles: Titles;
  /** Everything about it; else where it stands and what comes next. */
  readonly whole: boolean;
}

export function proposalPage(proposal: ProposalView, shown: Partial<Shown> & Pick<Shown, "titles">): Page {
  const { decision, change_set } = proposal;
  const voice = voiceFor({ titles: shown.titles });
  const whole = shown.whole ?? false;
  return {
    title: [
      quote(proposal.id, "strong"),
      say("  "),
      quote(change_set.action),
      say(" in "),
      quote(change_set.environment),
    ],
    lead: leadLine(proposal),
    sections: [
      statusSection(proposal),
      ...reviewSection(proposal, shown.titles),
      ...driftSection(proposal.drift),
      ...(whole ? impactSection(decision, change_set) : []),
      ...missingSection(decision, voice),
      ...(whole ? quotasSection(decision, voice) : []),
      ...(whole ? changesSection(change_set) : []),
      ...(whole || decision.outcome === "deny" ? reasonsSections(decision, voice) : []),
      ...(whole ? remediesSection(decision, voice) : []),
      ...(whole ? actsSection(proposal) : []),
    ],
    footer: whole ? footerLines(decision) : [],
  };
}

/** `Proposed by agent:growth-2 (owner user:gwen) on 2026-11-17 10:15 UTC. Change set cs_1, revision 2.` */
function leadLine({ change_set, proposed_at, revision, reverts }: ProposalView): Line {
  const { id, owner, on_behalf_of } = change_set.requester;
  return [
    say("Proposed by ", "muted"),
    quote(id, "muted"),
    ...(owner === undefined ? [] : [say(" (owner ", "muted"), quote(owner, "muted"), say(")", "muted")]),
    ...(on_behalf_of === undefined ? [] : [say(" on behalf of ", "muted"), quote(on_behalf_of, "muted")]),
    say(` on ${timeInWords(proposed_at)}. Change set `, "muted"),
    quote(change_set.id, "muted"),
    say(`, revision ${revision}.`, "muted"),
    ...(reverts === null ? [] : [say(" Undoes ", "muted"), quote(reverts, "muted"), say(".", "muted")]),
  ];
}

const MARKS: Readonly<Record<Status, Piece>> = {
  held: say("on hold", "warn"),
  in_review: say("in review", "warn"),
  approved: say("approved", "good"),
  overridden: say("overridden", "warn"),
  denied: say("denied", "bad"),
  committing: say("being carried out", "warn"),
  committed: say("committed", "good"),
  failed: say("failed", "bad"),
  in_doubt: say("in doubt", "bad"),
  reverted: say("reverted", "good"),
  withdrawn: say("withdrawn", "muted"),
  expired: say("expired", "muted"),
};

export const markOf = (status: Status): Piece => MARKS[status];

function statusSection(proposal: ProposalView): Section {
  const [first] = section("Status", [paragraph(...sentence(proposal))], MARKS[proposal.status]);
  return first!;
}

function sentence(proposal: ProposalView): Line {
  const { status, review, execution, override, decision } = proposal;
  if (review.standing === "expired") return [say(`It expired on ${timeInWords(proposal.expires_at)}.`, "bad")];
  const until = ` It expires on ${timeInWords(proposal.expires_at)}.`;
  switch (status) {
    case "held":
      if (review.questions.length > 0) return [say(`A reviewer's question is open.${until}`)];
      return [say(`Something is missing or not known; until then nobody can approve it.${until}`)];
    case "in_review":
      if (review.vetoes.length > 0) return [say(`A rejection stands.${until}`)];
      return [say(`People have to agree first.${until}`)];
    case "approved": {
      const nobody = decision.reviewers.people === 0 && proposal.required.people === 0;
      return [
        say(
          `${nobody ? "Nobody has to agree." : "Everybody who has to agree has agreed."} It can be committed.${until}`,
        ),
      ];
    }
    case "overridden":
      return [
        quote(override!.by),
        say(" lifted the review as "),
        quote(override!.role),
        say(": "),
        quote(override!.reason),
        say(`.${until}`),
      ];
    case "denied":
      return [say("The rules deny it. Nobody can override that.")];
    case "committing":
      return [say(`Handed to the executor; its answer is due by ${timeInWords(execution!.deadline)}.`)];
    case "committed":
    case "reverted":
      return [
        say(`Carried out on ${timeInWords(execution!.ended_at ?? execution!.claimed_at)}, asked for by `),
        quote(execution!.by),
        say("."),
        ...(proposal.reverted_by === null
          ? []
          : [
              say(status === "reverted" ? " Undone by " : " Proposed to be undone by "),
              quote(proposal.reverted_by),
              say("."),
            ]),
        ...(execution!.old_values === "not_compared"
          ? [say(" The old values were not compared with the records.", "muted")]
          : []),
      ];
    case "failed":
      return [say("It was not carried out: "), quote(execution?.reason ?? "no reason was given"), say(".")];
    case "in_doubt":
      return [
        say("It was handed to the executor, and what became of it is not known"),
        ...(execution?.reason == null ? [] : [say(": "), quote(execution.reason)]),
        say(". Nothing tries it again by itself."),
      ];
    case "withdrawn":
    case "expired":
      return [say(`It ended on ${timeInWords(proposal.closed_at ?? proposal.expires_at)}, and was not carried out.`)];
    default:
      return status satisfies never;
  }
}
