/** Before anything is timed: all of the workload is decided alike by the harness, by the handwritten program and by Bylaw. */
import { isDeepStrictEqual } from "node:util";
import { decide } from "../../src/decision/decide.ts";
import type { Decision } from "../../src/decision/documents.ts";
import type { Evaluator } from "../../src/eval/evaluator.ts";
import { full } from "../handwritten/full.ts";
import { MISFIT, type Policy, TIERS, tierOf, verdictText } from "../handwritten/policy.ts";
import { rules } from "../handwritten/rules.ts";
import { verdict } from "../handwritten/verdict.ts";
import type { Documents } from "./documents.ts";
import type { Canon, Harness } from "./harness.ts";

/** The harness' form of a verdict, from a decision: outcome, tier, codes of what denies, reviewers. */
export function canonOf(harness: Pick<Harness, "canon">, decision: Decision): Canon {
  const codes = decision.reasons
    .filter(({ effect }) => effect === "deny")
    .map(({ clause }) => clause.slice(clause.lastIndexOf(".") + 1));
  const canon = harness.canon(decision.tier, codes);
  const reviewers = decision.reviewers.sets.map((set) => Object.keys(set).join("+")).join(" or ");
  return { s: canon.s, full: canon.full.replace(/[^:]*$/u, reviewers) };
}

/** The faults found, at most a few; empty: all agree. */
export function disagreements(
  harness: Harness,
  evaluator: Evaluator,
  all: readonly { readonly documents: Documents; readonly policy: Policy; readonly wanted: number }[],
): readonly string[] {
  const found: string[] = [];
  for (const { documents, policy, wanted } of all) {
    const { changeSet, context } = documents;
    const decision = decide(evaluator, changeSet, context);
    const tell = (what: string): unknown => found.push(`${changeSet.id}: ${what}`);
    const canon = harness.canonPacked(wanted).full;
    if (canonOf(harness, decision).full !== canon) tell(`Bylaw says ${canonOf(harness, decision).full}, not ${canon}`);
    if (`${decision.outcome} ${decision.tier}` !== verdictText(wanted))
      tell(`Bylaw says ${decision.outcome} ${decision.tier}, not ${verdictText(wanted)}`);
    const [bare, checked] = [rules(changeSet, context, policy), verdict(changeSet, context, policy)];
    if (bare !== wanted || checked !== wanted)
      tell(`by hand ${bare}, ${checked} (${TIERS[tierOf(bare)]}${checked >= MISFIT ? ", misfit" : ""}), not ${wanted}`);
    if (!isDeepStrictEqual(plain(full(changeSet, context, policy)), plain(decision)))
      tell("the handwritten decision differs");
    if (found.length >= 5) break;
  }
  return found;
}

/** What is made on demand becomes an ordinary member. */
const plain = (decision: object | null): unknown => JSON.parse(JSON.stringify(decision));
