/** A no of the gate: what happened, the code that says so, what to do. */
import { type Page, quote, say } from "../../../decision/explain/page.ts";
import type { Titles } from "../../../decision/explain/words.ts";
import type { Refusal } from "../../../gate/api.ts";
import { driftSection } from "./drift.ts";
import { reviewSection } from "./review.ts";

export function refusalPage({ code, message, help, proposal, drift }: Refusal, titles: Titles): Page {
  return {
    title: [say("refused", "bad"), say(`[${code}]: `), quote(message)],
    lead: [say(help)],
    sections: [...driftSection(drift), ...(proposal === null ? [] : reviewSection(proposal, titles))],
    footer: [],
  };
}
