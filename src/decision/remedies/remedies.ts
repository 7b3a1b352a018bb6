/**
 * The path to approval: the smallest things that would lead to a better outcome, each found out by deciding again with
 * that thing done. What does not help is not named, and what the policy does not disclose is not looked for.
 *
 * Bounds: `MAX_DECISIONS` decisions, `MAX_REMEDIES` remedies. Reaching one gives fewer remedies, never a wrong one.
 */
import type { Evaluator } from "../../eval/evaluator.ts";
import type { Decision, Remedy, SeatSet } from "../documents.ts";
import { compareTexts } from "../read/members.ts";
import type { Asked, Question } from "../read/question.ts";
import type { Parts } from "../settle.ts";
import { better, type Search, search as searching } from "./search.ts";
import { type Step, stepsFor } from "./steps.ts";
import { thenOf, thresholds } from "./thresholds.ts";

export const MAX_REMEDIES = 12;

export function remediesOf(evaluator: Evaluator, asked: Asked, parts: Parts): Decision["remedies"] {
  const { question } = asked;
  // Faults of the documents come first: what would come of them mended, nobody can tell.
  if (question === null || asked.misfits.count() > 0 || parts.outcome === "allow") return [];
  const { disclose } = question.action;
  const search = searching(evaluator);
  const steps = stepsFor(question, parts).filter((step) => disclose.includes(step.kind));
  const found: Sized[] = [...singles(question, parts, steps, search)];
  const together = combination(question, parts, steps, found, search);
  if (together !== null) found.push(together);
  if (
    disclose.includes("reviewers") &&
    parts.outcome === "review" &&
    parts.reviewers.sets.length > 0 &&
    parts.reviewers.fillable !== false
  ) {
    found.push({
      size: parts.reviewers.people,
      remedy: { kind: "reviewers", do: `have ${seatsWords(parts.reviewers.sets)} approve`, then: { outcome: "allow" } },
    });
  }
  if (disclose.includes("thresholds"))
    found.push(...thresholds(question, parts, search).map((remedy) => ({ size: 1, remedy })));
  return found
    .sort(
      (a, b) =>
        a.size - b.size ||
        KINDS.indexOf(a.remedy.kind) - KINDS.indexOf(b.remedy.kind) ||
        compareTexts(a.remedy.do, b.remedy.do),
    )
    .slice(0, MAX_REMEDIES)
    .map(({ remedy }) => remedy);
}

interface Sized {
  readonly size: number;
  readonly remedy: Remedy;
}

const KINDS: readonly Remedy["kind"][] = ["evidence", "reviewers", "time", "thresholds"];

/** Steps that help alone. Of several waits only the first that helps, or a later one that helps more. */
function singles(question: Question, parts: Parts, steps: readonly Step[], search: Search): readonly Sized[] {
  const found: Sized[] = [];
  let waited = parts.outcome;
  for (const step of steps) {
    const next = search.after(question, [step]);
    if (next === null) break;
    if (!better(next.outcome, step.kind === "time" ? waited : parts.outcome)) continue;
    if (step.kind === "time") waited = next.outcome;
    found.push({ size: 1, remedy: { kind: step.kind, do: step.words, then: thenOf(next) } });
  }
  return found;
}

/** Steps that help only together: all of them, without those that the outcome does not need. */
function combination(
  question: Question,
  parts: Parts,
  steps: readonly Step[],
  alone: readonly Sized[],
  search: Search,
): Sized | null {
  const waits = steps.filter((step) => step.kind === "time");
  // A wait that helps alone is the one to go on from; else the longest that a quota asks for.
  const frees = new Set(parts.quotas.map(({ frees_at }) => `wait until ${frees_at}`));
  const wait =
    waits.find((step) => alone.some(({ remedy }) => remedy.do === step.words)) ??
    waits.findLast((step) => frees.has(step.words));
  let chosen = [...steps.filter((step) => step.kind !== "time"), ...(wait === undefined ? [] : [wait])];
  if (chosen.length < 2) return null;
  let reached = search.after(question, chosen);
  const best = alone.map(({ remedy }) => remedy.then.outcome).reduce((a, b) => (better(b, a) ? b : a), parts.outcome);
  if (reached === null || !better(reached.outcome, best)) return null;
  for (const step of [...chosen]) {
    const fewer = chosen.filter((kept) => kept !== step);
    const next = search.after(question, fewer);
    if (next === null || better(reached.outcome, next.outcome)) continue;
    chosen = fewer;
    reached = next;
  }
  if (chosen.length < 2) return null;
  const kind = KINDS.find((candidate) => chosen.some((step) => step.kind === candidate))!;
  return {
    size: chosen.length,
    remedy: { kind, do: chosen.map((step) => step.words).join(", and "), then: thenOf(reached) },
  };
}

const MOST_SETS = 3;

/** `1 of finance and 1 of support_lead`, alternatives joined by `or`. */
function seatsWords(sets: readonly SeatSet[]): string {
  const words = sets.slice(0, MOST_SETS).map((set) =>
    Object.entries(set)
      .map(([role, count]) =>
        role === "person" ? `${count} ${count === 1 ? "person" : "people"}` : `${count} of ${role}`,
      )
      .join(" and "),
  );
  const more = sets.length - words.length;
  const rest = more === 0 ? [] : [more === 1 ? "another group" : `one of ${more} other groups`];
  return [...words, ...rest].join(", or ");
}
