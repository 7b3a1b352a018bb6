/** Deciding again, within a bound. */
import type { Evaluator, Work } from "../../eval/evaluator.ts";
import { STEPS } from "../../eval/interpreter/run.ts";
import type { Value } from "../../eval/value.ts";
import type { Outcome } from "../documents.ts";
import type { Question } from "../read/question.ts";
import { type Parts, settle } from "../settle.ts";
import { candidates } from "./candidates.ts";
import { leavesOf, supply } from "./leaves.ts";
import type { Step } from "./steps.ts";

/** How often one decision is decided again for its remedies. Past it, fewer remedies are found, never wrong ones. */
export const MAX_DECISIONS = 256;

const RANK: readonly Outcome[] = ["allow", "review", "hold", "deny"];
export const better = (a: Outcome, b: Outcome): boolean => RANK.indexOf(a) < RANK.indexOf(b);

export interface Search {
  /** What comes of a question; null: the bound is reached. */
  readonly decide: (question: Question) => Parts | null;
  /** What comes of doing all these steps, with the most favourable values where a step leaves something open. */
  readonly after: (question: Question, steps: readonly Step[]) => Parts | null;
}

export function search(evaluator: Evaluator): Search {
  // Steps of evaluation are shared too; who runs out of them finds only unknowns, so nothing better.
  const work: Work = { left: STEPS };
  let left = MAX_DECISIONS;
  const decide = (question: Question): Parts | null => (left-- > 0 ? settle(evaluator, question, false, work) : null);
  return {
    decide,
    after(question, steps) {
      const changed = steps.reduce((asked, step) => step.apply(asked), question);
      return fill(
        changed,
        steps.flatMap((step) => step.open),
        decide,
      );
    },
  };
}

/** Place by place the value that leads furthest; records open their fields in turn. */
function fill(question: Question, open: readonly string[], decide: Search["decide"]): Parts | null {
  let asked = question;
  let best = decide(asked);
  const waiting = [...open];
  for (let path = waiting.shift(); path !== undefined && best !== null; path = waiting.shift()) {
    const leaf = leavesOf(asked, new Set([path]))[0];
    if (leaf === undefined) continue;
    let chosen: Value | undefined;
    for (const value of candidates(asked, leaf.type, path)) {
      const next = decide(supply(asked, new Map([[path, value]])));
      if (next === null) return best;
      if (chosen !== undefined && !further(next, best)) continue;
      if (chosen === undefined && further(best, next)) continue;
      chosen = value;
      best = next;
    }
    if (chosen === undefined) continue;
    asked = supply(asked, new Map([[path, chosen]]));
    if (chosen instanceof Map)
      waiting.unshift(...[...(chosen as ReadonlyMap<string, Value>).keys()].map((name) => `${path}.${name}`));
  }
  return best;
}

/** A better outcome; of the same, fewer unknowns, then fewer people. */
function further(a: Parts, b: Parts): boolean {
  if (a.outcome !== b.outcome) return better(a.outcome, b.outcome);
  if (a.unknown.length !== b.unknown.length) return a.unknown.length < b.unknown.length;
  return a.reviewers.people < b.reviewers.people;
}
