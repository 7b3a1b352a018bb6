/** From what the clauses found to the parts of a decision: outcome, reviewers, and everything in its order. */

import { LAST_MS } from "../eval/calendar.ts";
import { Decimal, decimalText, toSafeInteger } from "../eval/decimal.ts";
import { isMoney } from "../eval/equality.ts";
import type { Evaluator, Work } from "../eval/evaluator.ts";
import { STEPS } from "../eval/interpreter/run.ts";
import { instantText } from "../eval/iso.ts";
import { moneyText } from "../eval/money.ts";
import { type Cause, Unknown, type Value } from "../eval/value.ts";
import { durationWords } from "../plan/path.ts";
import { combine } from "./combine/combine.ts";
import type { Effect } from "./combine/finding.ts";
import { type Found, LEVELS, type Told } from "./combine/found.ts";
import { joined } from "./combine/join.ts";
import { percent } from "./combine/words.ts";
import type { Decision, Outcome, Reason } from "./documents.ts";
import { askerBehind, NOBODY_KNOWN } from "./read/asker.ts";
import { compareTexts, sortedTexts } from "./read/members.ts";
import type { Asker, Question } from "./read/question.ts";
import {
  type Alternatives,
  ANYONE,
  ceiling,
  people,
  type ResolvedRequirement,
  type SeatSets,
  TOO_MANY,
} from "./reviewers/algebra.ts";
import { excludedPrincipals } from "./reviewers/exclusion.ts";
import { fillable } from "./reviewers/fillable.ts";
import { rememberedDemand } from "./reviewers/remembered.ts";
import { picked } from "./sampling.ts";

/** The parts of a decision that depend on more than its documents. */
export type Parts = Pick<
  Decision,
  | "outcome"
  | "tier"
  | "score"
  | "autonomy"
  | "apply_by"
  | "reviewers"
  | "evidence"
  | "quotas"
  | "reasons"
  | "unknown"
  | "shadow"
  | "waived"
  | "warnings"
  | "impact"
  | "sample"
  | "route"
  | "rollback"
>;

/**
 * Decides a question. `misfit`: the documents have faults, so whatever is found, it is denied. `work` bounds how many
 * steps evaluation may take in all.
 */
export function settle(evaluator: Evaluator, question: Question, misfit: boolean, work: Work = { left: STEPS }): Parts {
  const { asker, plan, action } = question;
  const own = combine(evaluator, question, asker, work);
  const behind = asker.unreadable.includes("on_behalf_of") ? NOBODY_KNOWN : principalBehind(question);
  const found =
    behind === null ? own : joined(own, combine(evaluator, question, behind, work), behind.id || "somebody unknown");
  const reasons = [...found.reasons];
  const warnings = [...found.warnings];
  let { denied, held } = found;

  const level = found.autonomy;
  if (level === "read_only") denied = true;
  if (level !== null && action.autonomy === "read_only")
    reasons.push(
      ofTheAction(question, "limit", "autonomy read_only", "the action grants no autonomy: every change set is denied"),
    );

  const requirements = found.guided ? [...found.requirements, ONE_PERSON] : found.requirements;
  const sets = rememberedDemand(requirements);
  if (found.guided && action.autonomy === "guided") {
    reasons.push(ofTheAction(question, "approve", "approve by 1 person", "guided: at least one person approves"));
  }
  if (sets === TOO_MANY) {
    held = true;
    warnings.push("the required reviewers have too many alternatives to list: one that meets them all is given");
  }
  const alternatives: SeatSets = sets === TOO_MANY ? atMost(requirements) : sets;

  const kinds = [...found.evidence].sort(([a], [b]) => compareTexts(a, b));
  if (kinds.some(([, state]) => state !== "attached")) held = true;
  const outcome: Outcome = denied || misfit ? "deny" : held ? "hold" : isNobody(alternatives) ? "allow" : "review";

  const routes = found.routes.sort((a, b) => compareTexts(a.clause, b.clause));
  const route = outcome === "allow" ? null : (routes[0]?.queue ?? null);
  for (const other of sortedTexts(routes.map(({ queue }) => queue))) {
    if (route !== null && other !== route)
      warnings.push(
        `${routes.find(({ queue }) => queue === other)!.clause} would route to ${other}, but ${routes[0]!.clause} comes first`,
      );
  }
  const escalations = isNobody(alternatives) ? [] : escalationsOf(found, question.now);
  const reviewers = reviewersOf(question, found, alternatives, escalations);
  return {
    outcome,
    tier: plan.tiers[found.tier.assumed] ?? "",
    score: found.score.assumed,
    autonomy: level,
    apply_by: level !== null && LEVELS.indexOf(level) <= LEVELS.indexOf("proposal") ? "person" : "requester",
    reviewers,
    evidence: {
      required: kinds.map(([kind]) => kind),
      missing: kinds.flatMap(([kind, state]) => (state === "missing" ? [kind] : [])),
      stale: kinds.flatMap(([kind, state]) => (state === "stale" ? [kind] : [])),
    },
    quotas: found.quotas.sort(
      (a, b) => compareTexts(a.clause, b.clause) || compareTexts(JSON.stringify(a), JSON.stringify(b)),
    ),
    reasons: inOrder(
      reasons.filter(({ kind }) =>
        kind === "route" ? route !== null : kind === "escalate" ? escalations.length > 0 : true,
      ),
    ),
    unknown: causesOf(found.causes),
    shadow: found.shadow.sort(byClause),
    waived: found.waived.sort((a, b) => compareTexts(a.clause, b.clause)),
    warnings: bounded(sortedTexts(warnings)),
    impact: impactOf(found.impact),
    sample:
      found.rate === null
        ? null
        : {
            picked: outcome === "allow" && picked(question.sampleKey, question.id, found.rate),
            rate: percent(found.rate),
          },
    route,
    rollback: rollbackOf(question),
  };
}

export const MOST_WARNINGS = 50;

function bounded(warnings: readonly string[]): string[] {
  if (warnings.length <= MOST_WARNINGS) return [...warnings];
  return [...warnings.slice(0, MOST_WARNINGS), `${warnings.length - MOST_WARNINGS} more warnings`];
}

/** On whose behalf the requester acts, if it is somebody else. */
function principalBehind({ asker, people }: Question): Asker | null {
  const id = asker.on_behalf_of;
  return id === null || id === asker.id ? null : askerBehind(id, people);
}

/** A reason that no clause gives, but the head of the action. */
function ofTheAction({ action }: Question, kind: Told["kind"], effect: string, because: string): Told {
  const { file, line, column } = action.at;
  return {
    kind,
    reason: {
      clause: action.id,
      effect,
      because,
      assumed: false,
      at: { file, line, column },
      values: {},
      controls: [],
    },
  };
}

/** What the level `guided` asks for. */
const ONE_PERSON: ResolvedRequirement = { op: "seats", count: 1, role: ANYONE };

/** One alternative above all that are asked for. */
function atMost(requirements: readonly ResolvedRequirement[]): SeatSets {
  return [ceiling({ op: "join", parts: requirements })];
}

const isNobody = (sets: Alternatives): boolean =>
  sets !== TOO_MANY && sets.some((set) => Object.keys(set).length === 0);

function reviewersOf(
  question: Question,
  found: Found,
  sets: SeatSets,
  escalations: Decision["reviewers"]["escalations"],
): Decision["reviewers"] {
  const { asker, people: directory, editors } = question;
  const requester = {
    id: asker.id,
    ...(asker.owner === null ? {} : { owner: asker.owner }),
    ...(asker.on_behalf_of === null ? {} : { on_behalf_of: asker.on_behalf_of }),
  };
  const excluded = excludedPrincipals({
    requester,
    editors,
    named: sortedTexts(found.excluding),
    people: directory,
  }).map(({ id }) => id);
  const filled = fillable({ sets, excluded, people: directory, escalations });
  return {
    people: people(sets),
    sets: sets.map((set) => ({ ...set })),
    excluded,
    escalations,
    fillable: filled.fillable,
    lacking: [...filled.lacking],
  };
}

function escalationsOf(found: Found, now: number): Decision["reviewers"]["escalations"] {
  const distinct = new Map(
    found.escalations.map(
      (escalation) => [JSON.stringify([escalation.role, escalation.after_ms]), escalation] as const,
    ),
  );
  return [...distinct.values()]
    .sort((a, b) => a.after_ms - b.after_ms || compareTexts(a.role, b.role))
    .map(({ role, after_ms }) => ({
      role,
      after: durationWords(after_ms),
      at: instantText(Math.min(now + after_ms, LAST_MS)),
    }));
}

function rollbackOf({ action, now }: Question): Decision["rollback"] {
  const { rollback } = action;
  if (rollback === null || rollback === "irreversible") return rollback;
  return {
    action: rollback.action,
    until: rollback.within_ms === null ? null : instantText(Math.min(now + rollback.within_ms, LAST_MS)),
  };
}

function impactOf(impact: ReadonlyMap<string, Value>): Decision["impact"] {
  const told: [string, string | number | boolean][] = [];
  for (const [category, value] of [...impact].sort(([a], [b]) => compareTexts(a, b))) {
    if (value === null) continue;
    if (value instanceof Unknown) told.push([category, "unknown"]);
    else if (value instanceof Decimal) told.push([category, toSafeInteger(value) ?? decimalText(value)]);
    else if (typeof value === "boolean" || typeof value === "string") told.push([category, value]);
    else if (isMoney(value)) told.push([category, moneyText(value)]);
  }
  return Object.fromEntries(told);
}

/** Strictest first, then what puts a price on it, then what goes beside. */
export const RANK: readonly Effect["kind"][] = [
  "deny",
  "hold",
  "evidence",
  "approve",
  "tier",
  "score",
  "limit",
  "warn",
  "sample",
  "route",
  "escalate",
];

function inOrder(reasons: readonly Told[]): Reason[] {
  return [...reasons]
    .sort((a, b) => RANK.indexOf(a.kind) - RANK.indexOf(b.kind) || byClause(a.reason, b.reason))
    .map(({ reason }) => reason);
}

const byClause = (a: Reason, b: Reason): number => compareTexts(a.clause, b.clause) || compareTexts(text(a), text(b));
const text = (reason: Reason): string => JSON.stringify([reason.effect, reason.assumed, reason.values]);

function causesOf(causes: readonly Cause[]): Decision["unknown"] {
  const distinct = new Map<string, Decision["unknown"][number]>();
  for (const { path, why } of causes) distinct.set(`${path.length} ${path}${why}`, { path, why });
  return [...distinct.values()].sort((a, b) => compareTexts(a.path, b.path) || compareTexts(a.why, b.why));
}
