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
import { approvalsOf } from "./action.ts";

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
  /** The decision of the reference: for remedies and digest, when they are first read. */
  readonly inFull: () => Decision;
}

export function write(sheet: Sheet, found: Result, around: Surroundings): Decision {
  return new Written(sheet, found, around) as unknown as Decision;
}

/**
 * A decision whose remedies and digest are found when they are first read. They are its own members like all others, so
 * that copies and JSON have them; the accessors are shared, because making two for each decision costs more than the rest.
 */
class Written {
  static readonly remedies: PropertyDescriptor & ThisType<Written> = {
    get() {
      this.#found ??= this.#around.inFull().remedies;
      return this.#found;
    },
    enumerable: true,
    configurable: true,
  };
  static readonly digest: PropertyDescriptor & ThisType<Written> = {
    get() {
      this.#hash ??= this.#around.inFull().change_set_digest;
      return this.#hash;
    },
    enumerable: true,
    configurable: true,
  };
  readonly #around: Surroundings;
  #found: Decision["remedies"] | null = null;
  #hash: string | null = null;
  declare readonly version: "1";
  declare readonly outcome: Outcome;
  declare readonly tier: string;
  declare readonly score: number;
  declare readonly autonomy: Decision["autonomy"];
  declare readonly apply_by: Decision["apply_by"];
  declare readonly reviewers: Decision["reviewers"];
  declare readonly evidence: Decision["evidence"];
  declare readonly quotas: Decision["quotas"];
  declare readonly reasons: Decision["reasons"];
  declare readonly unknown: Decision["unknown"];
  declare readonly misfits: Decision["misfits"];
  declare readonly shadow: Decision["shadow"];
  declare readonly waived: Decision["waived"];
  declare readonly warnings: Decision["warnings"];
  declare readonly impact: Decision["impact"];
  declare readonly sample: Decision["sample"];
  declare readonly route: Decision["route"];
  declare readonly rollback: Decision["rollback"];
  declare readonly policy: Decision["policy"];
  declare readonly directory_version: Decision["directory_version"];
  declare readonly decided_at: string;

  constructor(sheet: Sheet, found: Result, around: Surroundings) {
    const { plan, action } = sheet;
    const { now, level } = found;
    const outcome = OUTCOMES[found.outcome]!;
    const routes = routesOf(sheet, found);
    this.#around = around;
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
    Object.defineProperty(this, "remedies", Written.remedies);
    this.policy = { set: plan.set, digest: around.digest, language: LANGUAGE };
    this.directory_version = around.directoryVersion;
    this.decided_at = instantText(now);
    Object.defineProperty(this, "change_set_digest", Written.digest);
  }
}

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
