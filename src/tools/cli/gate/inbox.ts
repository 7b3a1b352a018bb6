/** A list of proposals. */
import { type Item, item, type Line, list, type Page, quote, say, section } from "../../../decision/explain/page.ts";
import { timeInWords } from "../../../decision/explain/words.ts";
import type { Inbox, ProposalView } from "../../../gate/api.ts";
import { plural } from "../plural.ts";
import { markOf } from "./page.ts";

export function inboxPage({ proposals, next }: Inbox, principal: string, mine: boolean): Page {
  const count = proposals.length === 0 ? "Nothing" : plural(proposals.length, "proposal");
  const waiting: Line = mine ? [say(proposals.length === 1 ? " waits for " : " wait for "), quote(principal)] : [];
  return {
    title: [
      say(count, "strong"),
      ...(proposals.length === 0 && mine ? [say(" waits for "), quote(principal)] : waiting),
    ],
    lead: [say(mine ? "What you could decide now, most urgent first." : "What you may see, newest first.", "muted")],
    sections: section("Proposals", proposals.length === 0 ? [] : [list(proposals.map(itemOf))]),
    footer:
      next === null
        ? []
        : [[say("There are more: go on with ", "muted"), quote(`${mine ? "" : "--all "}--after ${next}`, "muted")]],
  };
}

function itemOf({ id, status, decision, change_set, expires_at, closed_at }: ProposalView): Item {
  const { action, environment, requester } = change_set;
  return item(
    [quote(id, "strong"), say("  "), markOf(status), say(`, tier ${decision.tier}`)],
    [quote(action), say(" in "), quote(environment)],
    [
      say("Change set ", "muted"),
      quote(change_set.id, "muted"),
      say(" by ", "muted"),
      quote(requester.id, "muted"),
      say(closed_at === null ? `, until ${timeInWords(expires_at)}` : "", "muted"),
    ],
  );
}
