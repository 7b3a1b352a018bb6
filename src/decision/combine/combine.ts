/**
 * Runs the clauses of an action for one asker, stratum by stratum: scores, then tiers, then the rest. Each stratum sees
 * what the ones before it found, as ranges from what is certain to what is assumed.
 */

import { dateOf, dateText } from "../../eval/calendar.ts";
import { compareDecimals } from "../../eval/decimal.ts";
import type { Evaluator, Frame, Work } from "../../eval/evaluator.ts";
import { show } from "../../eval/show.ts";
import { type Cause, sortCauses, Unknown, unknown } from "../../eval/value.ts";
import type { PlanAction, PlanClause, PlanEffect, Stratum } from "../../plan/plan.ts";
import type { Reason } from "../documents.ts";
import { frames, type Ranges } from "../frame.ts";
import { compareTexts } from "../read/members.ts";
import type { Asker, Question } from "../read/question.ts";
import { approve } from "./approve.ts";
import { evidence } from "./evidence.ts";
import type { Effect, Finding, Outcome, Scene } from "./finding.ts";
import { type Found, lowerLevel } from "./found.ts";
import { deny, escalate, limit, route, sample, score, tier, warn } from "./plain.ts";
import { quota } from "./quota.ts";

/** One family of effects, one function. */
const FAMILIES: { readonly [K in PlanEffect["kind"]]: (scene: Scene<K>) => Outcome } = {
  deny,
  warn,
  score,
  tier,
  approve,
  evidence,
  limit,
  sample,
  route,
  escalate,
  quota,
};

export function combine(evaluator: Evaluator, question: Question, asker: Asker, work: Work): Found {
  const { action, plan } = question;
  const { impact, frame: frameOf } = frames(evaluator, question, asker, work);
  const found: Found = {
    denied: false,
    held: false,
    score: { certain: 0, assumed: 0 },
    tier: { certain: 0, assumed: 0 },
    // Whoever is not known to be a person is none.
    autonomy: asker.kind === "person" ? null : action.autonomy,
    guided: asker.kind !== "person" && action.autonomy === "guided",
    requirements: [],
    excluding: new Set(),
    evidence: new Map(),
    quotas: [],
    reasons: [],
    shadow: [],
    waived: [],
    warnings: [...question.warnings],
    causes: [],
    impact,
    rate: null,
    routes: [],
    escalations: [],
  };
  for (const [stratum, clauses] of strataOf(action)) {
    const frame = frameOf(rangesBefore(stratum, found, plan.tiers));
    for (const clause of clauses) run(evaluator, question, clause, frame, found);
  }
  return found;
}

type Strata = readonly (readonly [Stratum, readonly PlanClause[]])[];

const strataByAction = new WeakMap<PlanAction, Strata>();

/** The clauses of each stratum that has any, in their order. */
function strataOf(action: PlanAction): Strata {
  let strata = strataByAction.get(action);
  if (strata === undefined) {
    strata = ([0, 1, 2] as const)
      .map((stratum) => [stratum, action.clauses.filter((clause) => clause.stratum === stratum)] as const)
      .filter(([, clauses]) => clauses.length > 0);
    strataByAction.set(action, strata);
  }
  return strata;
}

function rangesBefore(stratum: Stratum, found: Found, tiers: readonly string[]): Ranges {
  const causes = sortCauses(found.causes);
  const tierName = (rank: number): string => tiers[rank] ?? tiers[0] ?? "";
  return {
    score: stratum === 0 ? null : { ...found.score },
    tier: stratum < 2 ? null : { certain: tierName(found.tier.certain), assumed: tierName(found.tier.assumed) },
    causes,
  };
}

function run(evaluator: Evaluator, question: Question, clause: PlanClause, frame: Frame, found: Found): void {
  // Levels are for those who are no people; to a person the clause says nothing.
  if (clause.effect.kind === "limit" && found.autonomy === null) return;
  const waiver = clause.waivers.find(({ until_ms }) => question.now < until_ms);
  if (waiver !== undefined) {
    // The day named is the first on which the clause applies again.
    const until = dateText(dateOf(question.zone, waiver.until_ms));
    found.waived.push({ clause: clause.id, by: waiver.policy, until, because: waiver.because });
    return;
  }
  const value = evaluator.evaluate(clause.fires, frame, clause.slots);
  if (value === false) return;
  const evaluate: Scene<"deny">["evaluate"] = (expr) => evaluator.evaluate(expr, frame, clause.slots);
  const open =
    value === true
      ? null
      : value instanceof Unknown
        ? value
        : unknown(clause.id, "its condition is neither true nor false");
  const causes: readonly Cause[] = open?.causes ?? [];
  const scene = { evaluator, question, clause, effect: clause.effect, frame, assumed: open !== null, causes, evaluate };
  const outcome = (FAMILIES[clause.effect.kind] as (scene: Scene<PlanEffect["kind"]>) => Outcome)(scene);
  for (const finding of outcome.findings) {
    const reason = tell(evaluator, clause, frame, finding);
    if (clause.shadow) {
      found.shadow.push(reason);
      continue;
    }
    found.reasons.push({ kind: finding.effect.kind, reason });
    for (const cause of finding.causes) found.causes.push(cause);
    take(finding, clause, question, found);
  }
  if (clause.shadow) return;
  if (outcome.quota !== undefined) found.quotas.push(outcome.quota);
  if (outcome.warnings !== undefined) found.warnings.push(...outcome.warnings);
}

function tell(evaluator: Evaluator, clause: PlanClause, frame: Frame, finding: Finding): Reason {
  const values: [string, string][] = [];
  for (const { path, expr, type } of clause.reads)
    values.push([path, show(type, evaluator.evaluate(expr, frame, clause.slots))]);
  for (const path of Object.keys(finding.values)) values.push([path, finding.values[path]!]);
  values.sort(([a], [b]) => compareTexts(a, b));
  return {
    clause: clause.id,
    effect: finding.words,
    because: clause.because,
    assumed: finding.assumed,
    at: { file: clause.at.file, line: clause.at.line, column: clause.at.column },
    values: Object.fromEntries(values),
    controls: [...clause.controls],
  };
}

/** Lets a finding count. Everything only gets stricter here. */
function take({ effect, assumed }: Finding, clause: PlanClause, question: Question, found: Found): void {
  switch (effect.kind) {
    case "deny":
      found.denied = true;
      return;
    case "hold":
      found.held = true;
      return;
    case "warn":
      found.warnings.push(effect.text);
      return;
    case "score":
      found.score.assumed = saturated(found.score.assumed + effect.points);
      if (!assumed) found.score.certain = saturated(found.score.certain + effect.points);
      return;
    case "tier": {
      const rank = question.plan.tiers.indexOf(effect.tier);
      found.tier.assumed = Math.max(found.tier.assumed, rank);
      if (!assumed) found.tier.certain = Math.max(found.tier.certain, rank);
      return;
    }
    case "approve":
      found.requirements.push(effect.requirement);
      for (const id of effect.excluding) found.excluding.add(id);
      return;
    case "evidence": {
      const before = found.evidence.get(effect.evidence);
      found.evidence.set(effect.evidence, before === undefined ? effect.state : worse(before, effect.state));
      return;
    }
    case "limit":
      // To a person the clause has said nothing: see `run`.
      found.autonomy = lowerLevel(found.autonomy!, effect.level);
      if (effect.level === "guided" && question.action.autonomy === "autopilot") found.guided = true;
      return;
    case "sample":
      if (found.rate === null || compareDecimals(effect.rate, found.rate) > 0) found.rate = effect.rate;
      return;
    case "route":
      found.routes.push({ clause: clause.id, queue: effect.queue });
      return;
    case "escalate":
      found.escalations.push({ role: effect.role, after_ms: effect.after_ms });
      return;
    default:
      effect satisfies never;
  }
}

/** A score stays a whole number that JSON carries. */
const saturated = (score: number): number => Math.min(score, Number.MAX_SAFE_INTEGER);

const WORSE: readonly Extract<Effect, { kind: "evidence" }>["state"][] = ["attached", "stale", "missing"];
type State = (typeof WORSE)[number];
export const worse = (a: State, b: State): State => (WORSE.indexOf(a) >= WORSE.indexOf(b) ? a : b);
