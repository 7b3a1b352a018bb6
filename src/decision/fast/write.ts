/** From what the generated function found to the decision, as the reference writes it. */

import { LAST_MS } from "../../eval/calendar.ts";
import { compareDecimals, type Decimal, parseDecimal, ZERO } from "../../eval/decimal.ts";
import { instantText } from "../../eval/iso.ts";
import type { ConcreteRequirement } from "../../eval/resolved.ts";
import { durationWords } from "../../plan/duration.ts";
import { LANGUAGE, type Plan, type PlanAction, type PlanClause, type PlanEffect } from "../../plan/plan.ts";
import { worse } from "../combine/combine.ts";
import { LEVELS } from "../combine/found.ts";
import { percent } from "../combine/words.ts";
import type { Decision, Outcome, Reason } from "../documents.ts";
import { compareTexts, sortedTexts } from "../read/members.ts";
import {
  ANYONE,
  fromRequirement,
  join,
  joinAll,
  people,
  type SeatSets,
  seats,
  TOO_MANY,
} from "../reviewers/algebra.ts";
import type { People } from "../reviewers/directory.ts";
import { excludedPrincipals } from "../reviewers/exclusion.ts";
import { type Fillable, fillable } from "../reviewers/fillable.ts";
import { picked } from "../sampling.ts";
import { MOST_WARNINGS } from "../settle.ts";
import { approvalsOf } from "./effects.ts";

/** What the function of a whole decision gives; null where it gives up. */
export interface Result {
  readonly outcome: number;
  readonly tier: number;
  readonly score: number;
  readonly level: number;
  readonly guided: boolean;
  readonly asked: boolean;
  readonly now: number;
  readonly id: string;
  readonly owner: string | undefined;
  readonly reasons: Reason[];
  readonly shadow: Reason[];
  readonly approvals: number;
  readonly named: readonly (readonly string[])[];
  readonly evidence: readonly number[];
  readonly warn: readonly boolean[];
  readonly route: readonly boolean[];
  readonly escalate: readonly boolean[];
  readonly sample: readonly boolean[];
  readonly quotas: Decision["quotas"];
  readonly behalf: string | undefined;
  readonly people: People | null;
  readonly impact: Decision["impact"];
}

export const OUTCOMES: readonly Outcome[] = ["allow", "review", "hold", "deny"];
const STATES = ["attached", "stale", "missing"] as const;

type Effect<K extends PlanEffect["kind"]> = Extract<PlanEffect, { readonly kind: K }>;
interface Member<K extends PlanEffect["kind"]> {
  readonly clause: PlanClause;
  readonly effect: Effect<K>;
}

/** What is the same in all decisions about one action. */
export interface Sheet {
  readonly plan: Plan;
  readonly action: PlanAction;
  readonly evidence: readonly Member<"evidence">[];
  readonly warn: readonly Member<"warn">[];
  readonly route: readonly Member<"route">[];
  readonly escalate: readonly Member<"escalate">[];
  readonly sample: readonly { readonly rate: Decimal }[];
  readonly options: readonly (readonly ConcreteRequirement[])[];
  /** By which approvals are asked for, and whether anybody is beside. Grows to what policies really ask for. */
  readonly seats: Map<number, { readonly sets: SeatSets; readonly people: number }>;
}

/** Past it the table is begun again: a policy set with that many combinations in use gains little by it. */
const MOST_SEATS = 4_096;

export function sheetOf(plan: Plan, action: PlanAction): Sheet {
  const members = <K extends PlanEffect["kind"]>(kind: K): readonly Member<K>[] =>
    action.clauses.flatMap((clause) =>
      clause.effect.kind === kind && !clause.shadow ? [{ clause, effect: clause.effect as Effect<K> }] : [],
    );
  return {
    plan,
    action,
    evidence: members("evidence"),
    warn: members("warn"),
    route: members("route"),
    escalate: members("escalate"),
    sample: members("sample").map(({ effect }) => ({ rate: parseDecimal(effect.rate) ?? ZERO })),
    options: approvalsOf(plan, action).options,
    seats: new Map(),
  };
}

/** What a decision is made from beside the result. */
export interface Surroundings {
  readonly id: string;
  readonly editors: readonly string[];
  readonly sampleKey: string | null;
  readonly directoryVersion: string | null;
  readonly digest: string;
  readonly onDemand: OnDemand;
}

/** What is found when it is first read, from the documents as they are then. */
export interface OnDemand {
  /** The decision of the reference, whose remedies are meant. */
  readonly inFull: () => Decision;
  readonly changeSetDigest: () => string;
}

export function write(sheet: Sheet, found: Result, around: Surroundings): Decision {
  return new Filled(sheet, found, around);
}

/** What is found when it is first read, and from what. */
interface Later {
  readonly around: Surroundings;
  remedies: Decision["remedies"] | null;
  digest: string | null;
}
const LATER = Symbol("later");
type Written = { -readonly [Name in keyof Decision]: Decision[Name] } & { readonly [LATER]: Later };

/**
 * Remedies and digest are members of a decision like all others, so that copies and JSON have them. Their accessors are
 * shared, because making two for each decision costs more than the rest; what they read stands beside them under a symbol,
 * which is also found through a proxy, and from what inherits from a decision.
 */
const REMEDIES: PropertyDescriptor & ThisType<Written> = {
  get() {
    const later = this[LATER];
    later.remedies ??= later.around.onDemand.inFull().remedies;
    return later.remedies;
  },
  enumerable: true,
  configurable: true,
};
const DIGEST: PropertyDescriptor & ThisType<Written> = {
  get() {
    const later = this[LATER];
    later.digest ??= later.around.onDemand.changeSetDigest();
    return later.digest;
  },
  enumerable: true,
  configurable: true,
};

/** Makes a plain object, as the reference does; a constructor, because engines make objects of one kind faster by one. */
function fill(this: Written, sheet: Sheet, found: Result, around: Surroundings): void {
  const { plan, action } = sheet;
  const { now, level } = found;
  const outcome = OUTCOMES[found.outcome]!;
  const routes = routesOf(sheet, found);
  Object.defineProperty(this, LATER, { value: { around, remedies: null, digest: null } satisfies Later });
  this.version = "1";
  this.outcome = outcome;
  this.tier = plan.tiers[found.tier] ?? "";
  this.score = found.score;
  this.autonomy = level < 0 ? null : LEVELS[level]!;
  this.apply_by = level >= 0 && level <= PROPOSAL ? "person" : "requester";
  const { sets, people: least } = seatsOf(sheet, found);
  const excluded = excludedOf(found, around.editors);
  const escalations = found.asked ? escalationsOf(sheet, found) : [];
  const filled = found.people === null ? UNTOLD : fillable({ sets, excluded, people: found.people, escalations });
  this.reviewers = {
    people: least,
    sets: sets.map((set) => ({ ...set })),
    excluded,
    escalations,
    fillable: filled.fillable,
    lacking: [...filled.lacking],
  };
  this.evidence = evidenceOf(sheet, found);
  this.quotas = found.quotas;
  this.reasons = found.reasons;
  this.unknown = [];
  this.misfits = [];
  this.shadow = found.shadow;
  this.waived = [];
  this.warnings = warningsOf(sheet, found, routes);
  this.impact = found.impact;
  this.sample = sampleOf(sheet, found, around);
  this.route = found.outcome === 0 ? null : (routes[0]?.effect.queue ?? null);
  this.rollback = rollbackOf(action, now);
  Object.defineProperty(this, "remedies", REMEDIES);
  this.policy = { set: plan.set, digest: around.digest, language: LANGUAGE };
  this.directory_version = around.directoryVersion;
  this.decided_at = instantText(now);
  Object.defineProperty(this, "change_set_digest", DIGEST);
}
fill.prototype = Object.prototype;
const Filled = fill as unknown as new (sheet: Sheet, found: Result, around: Surroundings) => Decision;

const PROPOSAL = LEVELS.indexOf("proposal");

function seatsOf(sheet: Sheet, { approvals, guided }: Result): { readonly sets: SeatSets; readonly people: number } {
  const key = guided ? -1 - approvals : approvals;
  const known = sheet.seats.get(key);
  if (known !== undefined) return known;
  const asked: ConcreteRequirement[] = [];
  let rest = approvals;
  for (const options of sheet.options) {
    const digit = rest % (options.length + 1);
    rest = (rest - digit) / (options.length + 1);
    if (digit > 0) asked.push(options[digit - 1]!);
  }
  const joined = joinAll(asked.map((one) => fromRequirement(one)));
  const sets = guided ? join(joined, seats(ANYONE, 1)) : joined;
  // INVARIANT: actions with that many alternatives are refused.
  if (sets === TOO_MANY) throw new Error("too many alternatives of reviewers");
  const found = { sets, people: people(sets) };
  if (sheet.seats.size >= MOST_SEATS) sheet.seats.clear();
  sheet.seats.set(key, found);
  return found;
}

/** Nobody can tell whether the seats can be filled. */
const UNTOLD: Fillable = { fillable: null, lacking: [] };

function excludedOf({ id, owner, behalf, people: directory, named }: Result, editors: readonly string[]): string[] {
  if (directory === null && owner === undefined && behalf === undefined && editors.length === 0 && named.length === 0)
    return [id];
  const requester = {
    id,
    ...(owner === undefined ? {} : { owner }),
    ...(behalf === undefined ? {} : { on_behalf_of: behalf }),
  };
  return excludedPrincipals({ requester, editors, named: named.flat(), people: directory }).map((one) => one.id);
}

function escalationsOf(sheet: Sheet, found: Result): Decision["reviewers"]["escalations"] {
  const due = sheet.escalate.filter((_, index) => found.escalate[index]).map(({ effect }) => effect);
  if (due.length === 0) return [];
  return due
    .filter(
      (one, index) => due.findIndex((other) => other.role === one.role && other.after_ms === one.after_ms) === index,
    )
    .sort((a, b) => a.after_ms - b.after_ms || compareTexts(a.role, b.role))
    .map(({ role, after_ms }) => ({
      role,
      after: durationWords(after_ms),
      at: instantText(Math.min(found.now + after_ms, LAST_MS)),
    }));
}

function evidenceOf(sheet: Sheet, found: Result): Decision["evidence"] {
  if (sheet.evidence.length === 0) return { required: [], missing: [], stale: [] };
  const states = new Map<string, (typeof STATES)[number]>();
  sheet.evidence.forEach(({ effect }, index) => {
    const state = STATES[found.evidence[index]!];
    if (state === undefined) return;
    const before = states.get(effect.evidence);
    states.set(effect.evidence, before === undefined ? state : worse(before, state));
  });
  const kinds = [...states].sort(([a], [b]) => compareTexts(a, b));
  const those = (state: string): string[] => kinds.flatMap(([kind, found]) => (found === state ? [kind] : []));
  return { required: kinds.map(([kind]) => kind), missing: those("missing"), stale: those("stale") };
}

function routesOf(sheet: Sheet, found: Result): readonly Member<"route">[] {
  if (sheet.route.length === 0) return [];
  return sheet.route.filter((_, index) => found.route[index]).sort((a, b) => compareTexts(a.clause.id, b.clause.id));
}

function warningsOf(sheet: Sheet, found: Result, routes: readonly Member<"route">[]): string[] {
  const warnings = sheet.warn.flatMap(({ clause }, index) =>
    found.warn[index] ? [`${clause.id}: ${clause.because ?? "not as required"}`] : [],
  );
  const first = found.outcome === 0 ? undefined : routes[0];
  if (first !== undefined)
    for (const queue of sortedTexts(routes.map(({ effect }) => effect.queue))) {
      if (queue === first.effect.queue) continue;
      const other = routes.find(({ effect }) => effect.queue === queue)!;
      warnings.push(`${other.clause.id} would route to ${queue}, but ${first.clause.id} comes first`);
    }
  if (warnings.length === 0) return warnings;
  const sorted = sortedTexts(warnings);
  return sorted.length <= MOST_WARNINGS
    ? [...sorted]
    : [...sorted.slice(0, MOST_WARNINGS), `${sorted.length - MOST_WARNINGS} more warnings`];
}

function sampleOf(sheet: Sheet, found: Result, around: Surroundings): Decision["sample"] {
  let rate: Decimal | null = null;
  for (const [index, one] of sheet.sample.entries())
    if (found.sample[index] && (rate === null || compareDecimals(one.rate, rate) > 0)) rate = one.rate;
  if (rate === null) return null;
  return { picked: found.outcome === 0 && picked(around.sampleKey, around.id, rate), rate: percent(rate) };
}

function rollbackOf({ rollback }: PlanAction, now: number): Decision["rollback"] {
  if (rollback === null || rollback === "irreversible") return rollback;
  return {
    action: rollback.action,
    until: rollback.within_ms === null ? null : instantText(Math.min(now + rollback.within_ms, LAST_MS)),
  };
}
