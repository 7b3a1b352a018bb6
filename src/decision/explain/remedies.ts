/** The path to approval, as far as the reader may know it. */
import type { Decision, Remedy } from "../documents.ts";
import type { Line, Section } from "./page.ts";
import { item, list, say, section } from "./page.ts";
import type { Voice } from "./voice.ts";
import { peopleInWords } from "./words.ts";

export function remediesSection(decision: Decision, voice: Voice): readonly Section[] {
  const remedies = decision.remedies.filter((remedy) => voice.says(remedy.kind));
  if (remedies.length === 0) return [];
  return section("What would help", [list(remedies.map((remedy) => item(remedyLine(remedy))))]);
}

function remedyLine({ do: action, then }: Remedy): Line {
  const first = `${action.charAt(0).toUpperCase()}${action.slice(1)}`;
  return [say(first), say(", then: "), say(thenInWords(then), then.outcome === "allow" ? "good" : "strong")];
}

function thenInWords(then: Remedy["then"]): string {
  switch (then.outcome) {
    case "allow":
      return "allowed";
    case "review":
      return then.reviewers === undefined
        ? "review"
        : `review by ${peopleInWords(then.reviewers.people).toLowerCase()}`;
    case "hold":
      return "on hold";
    case "deny":
      return "still denied";
  }
}
