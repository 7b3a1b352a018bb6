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

/**
 * Steps of evaluation for all of these together: a tenth of what one decision may take, because a decision that was asked for
 * by others waits for its remedies. Who runs out of them finds only unknowns, so nothing better.
 */
export const MAX_REMEDY_STEPS = STEPS / 10;

const RANK: readonly Outcome[] = ["allow", "review", "hold", "deny"];
export const better = (a: Outcome, b: Outcome): boolean => RANK.indexOf(a) < RANK.indexOf(b);

export interface Search {
  /** What comes of a question; null: the bound is reached. */
  readonly decide: (question: Question) => Parts | null;
  /** What comes of doing all these steps, with the most favourable values where a step leaves something open. */
  readonly after: (question: Question, steps: readonly Step[]) => Parts | null;
}

export function search(evaluator: Evaluator): Search {
  const work: Work = { left: MAX_REMEDY_STEPS };
  let left = MAX_DECISIONS;
  const decide = (question: Question): Parts | null => (left-- > 0 ? settle(evaluator, question, false, work) : null);
  return {
    decide,
    after(question, steps) {
      const changed = steps.reduce((asked, step) => step.apply(asked), question);
      return fill(
        changed,
        steps.flatMap((step) => step.open ?? []),
        decide,
      );
    },
  };
}

/**
 * Place by place the value that leads furthest; records open their fields in turn. A place where all values lead to the
 * same waits until others are settled: what is left of a total says nothing before both of its ends are known.
 */
function fill(question: Question, open: readonly string[], decide: Search["decide"]): Parts | null {
  let asked = question;
  let best = decide(asked);
  const places = [...open];
  let passed = 0;
  for (let path = places.shift(); path !== undefined && best !== null; path = places.shift()) {
    // What nobody missed need not be known.
    if (!best.unknown.some((cause) => cause.path === path)) continue;
    const leaf = leavesOf(asked, new Set([path]))[0];
    if (leaf === undefined) continue;
    const tried: { readonly value: Value; readonly parts: Parts }[] = [];
    for (const value of candidates(asked, leaf.type, path)) {
      const parts = decide(supply(asked, new Map([[path, value]])));
      if (parts === null) return best;
      tried.push({ value, parts });
    }
    const first = tried[0];
    if (first === undefined) continue;
    const chosen = tried.reduce((a, b) => (further(b.parts, a.parts) ? b : a));
    const same = tried.every(({ parts }) => !further(chosen.parts, parts));
    if (same && tried.length > 1 && passed < places.length) {
      places.push(path);
      passed++;
      continue;
    }
    // A record says nothing yet: its fields take the place of its one unknown.
    if (!(chosen.value instanceof Map) && further(best, chosen.parts)) continue;
    passed = 0;
    best = chosen.parts;
    asked = supply(asked, new Map([[path, chosen.value]]));
    if (chosen.value instanceof Map) {
      const fields = [...(chosen.value as ReadonlyMap<string, Value>).keys()].map((name) => `${path}.${name}`);
      places.unshift(...fields);
    }
  }
  return best;
}

/** A better outcome; of the same, fewer unknowns, then fewer people. */
function further(a: Parts, b: Parts): boolean {
  if (a.outcome !== b.outcome) return better(a.outcome, b.outcome);
  if (a.unknown.length !== b.unknown.length) return a.unknown.length < b.unknown.length;
  return a.reviewers.people < b.reviewers.people;
}
