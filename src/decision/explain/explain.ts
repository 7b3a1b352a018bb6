/**
 * A decision as a page for a person: what it does to the business first, then the outcome and who must agree, then what is
 * missing, what it counts against, what changes, why, and what would help.
 */
import type { Disclosure } from "../../syntax/tree.ts";
import type { Decision } from "../documents.ts";
import { changesSection } from "./changes.ts";
import { footerLines, impactSection, leadLine, titleLine } from "./head.ts";
import { markdown } from "./markdown.ts";
import { missingSection } from "./missing.ts";
import { outcomeSection } from "./outcome.ts";
import type { Page } from "./page.ts";
import { quotasSection } from "./quotas.ts";
import { reasonsSections } from "./reasons.ts";
import { remediesSection } from "./remedies.ts";
import { terminal } from "./terminal.ts";
import type { Voice } from "./voice.ts";
import { voiceFor } from "./voice.ts";
import type { Titles } from "./words.ts";

export interface ExplainOptions {
  readonly format: "markdown" | "terminal";
  readonly colour: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  /** `requester`: withholds what the policy does not disclose to it. */
  readonly audience?: "operator" | "requester" | undefined;
  /** What may be said to the requester; left out: the default of the language, all but thresholds. */
  readonly disclose?: readonly Disclosure[] | undefined;
  readonly titles?: Titles | undefined;
}

const NARROWEST = 40;
const WIDEST = 120;

/** Never throws, whatever the change set is: a document that does not fit its contract is explained too. */
export function explain(decision: Decision, changeSet: unknown, options: ExplainOptions): string {
  const page = pageOf(decision, changeSet, voiceFor(options));
  if (options.format === "markdown") return markdown(page);
  const width = Number.isFinite(options.width) ? Math.trunc(options.width) : 80;
  return terminal(page, { width: Math.min(WIDEST, Math.max(NARROWEST, width)), colour: options.colour });
}

function pageOf(decision: Decision, changeSet: unknown, voice: Voice): Page {
  return {
    title: titleLine(changeSet),
    lead: leadLine(changeSet),
    sections: [
      ...impactSection(decision, changeSet),
      ...outcomeSection(decision, voice),
      ...missingSection(decision, voice),
      ...quotasSection(decision, voice),
      ...changesSection(changeSet),
      ...reasonsSections(decision, voice),
      ...remediesSection(decision, voice),
    ],
    footer: footerLines(decision),
  };
}
