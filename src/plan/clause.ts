/** One clause of the model as a clause of the plan: guards and condition in one, with its effect and its stratum. */
import type { ModelClause, ModelConsequence, ModelExpr, ModelRule } from "../model/model.ts";
import type { Type } from "../model/type.ts";
import type { Place, PlanClause, PlanEffect, PlanExpr, PlanQuotaElse, PlanRequirement, Stratum } from "./plan.ts";
import { readsOf } from "./reads.ts";
import type { Stripper } from "./strip.ts";

export type Waiver = PlanClause["waivers"][number];

export function lowerClause(clause: ModelClause, at: Place, waivers: readonly Waiver[], strip: Stripper): PlanClause {
  const effect = effectOf(clause.rule, strip);
  const guards = clause.guards.map(strip.expr);
  const condition = conditionOf(clause.rule, strip);
  const fires = conjunction([...guards, ...(condition === null ? [] : [condition])]);
  return {
    id: clause.id,
    stratum: stratumOf(clause.rule),
    at,
    because: clause.because,
    shadow: clause.shadow,
    controls: clause.controls,
    waivers,
    slots: clause.slots,
    fires,
    effect,
    onUnknown: holdsWhenUnknown(clause.rule) ? "hold" : "effect",
    reads: readsOf([fires, ...readByEffect(effect)], strip.typeOf),
  };
}

/** A plain `require` or `forbid` cannot be decided when its condition is unknown; with an `else`, that is what is assumed. */
function holdsWhenUnknown(rule: ModelRule): boolean {
  return (
    rule.verb === "forbid" || (rule.verb === "require" && (rule.otherwise === null || rule.otherwise.kind === "deny"))
  );
}

const BOOL: Type = { kind: "bool" };

function conjunction(parts: readonly PlanExpr[]): PlanExpr {
  const flat = parts.flatMap((part) => (part.op === "and" ? part.parts : [part]));
  if (flat.length === 0) return { op: "const", type: BOOL, value: true };
  return flat.length === 1 ? flat[0]! : { op: "and", parts: flat };
}

/** What, beside the guards, makes the clause take effect; null: nothing more. A `require` takes effect when it is not met. */
function conditionOf(rule: ModelRule, strip: Stripper): PlanExpr | null {
  switch (rule.verb) {
    case "require":
      return { op: "not", operand: strip.expr(rule.condition) };
    case "forbid":
      return strip.expr(rule.condition);
    default:
      return rule.when === null ? null : strip.expr(rule.when);
  }
}

function effectOf(rule: ModelRule, strip: Stripper): PlanEffect {
  switch (rule.verb) {
    case "require":
      return requireEffect(consequence(rule.otherwise, strip));
    case "forbid":
      return { kind: "deny", verb: "forbid" };
    case "score":
      return { kind: "score", points: rule.points };
    case "tier":
      return { kind: "tier", tier: rule.tier };
    case "approve":
      return approval(rule, strip);
    case "evidence":
      return { kind: "evidence", evidence: rule.kind, within_ms: rule.within_ms };
    case "limit":
      return { kind: "limit", level: rule.level };
    case "sample":
      return { kind: "sample", rate: rule.rate };
    case "route":
      return { kind: "route", queue: rule.queue };
    case "escalate":
      return { kind: "escalate", role: rule.role, after_ms: rule.after_ms };
    case "quota":
      return {
        kind: "quota",
        sum: rule.sum === null ? null : strip.expr(rule.sum),
        sumAs: rule.sum === null ? null : bare(rule.sum.type).kind === "money" ? "money" : "number",
        limit: strip.expr(rule.limit),
        window: rule.window,
        keys: rule.keys.map(strip.expr),
        keyTypes: rule.keys.map((key) => key.type),
        otherwise: consequence(rule.otherwise, strip),
      };
  }
}

const bare = (type: Type): Type => (type.kind === "optional" ? type.of : type);

function requireEffect(otherwise: PlanQuotaElse): PlanEffect {
  if (otherwise.kind === "deny") return { kind: "deny", verb: "require" };
  return otherwise.kind === "warn" ? { kind: "warn", verb: "require" } : otherwise;
}

function consequence(otherwise: ModelConsequence | null, strip: Stripper): PlanQuotaElse {
  if (otherwise === null) return { kind: "deny" };
  switch (otherwise.kind) {
    case "deny":
    case "warn":
      return { kind: otherwise.kind };
    case "tier":
      return { kind: "tier", tier: otherwise.tier };
    case "approve":
      return approval(otherwise, strip);
  }
}

type Approval = Extract<PlanQuotaElse, { readonly kind: "approve" }>;

function approval(
  from: { readonly requirement: Parameters<Stripper["requirement"]>[0]; readonly excluding: ModelExpr | null },
  strip: Stripper,
): Approval {
  return {
    kind: "approve",
    requirement: strip.requirement(from.requirement),
    excluding: from.excluding === null ? null : strip.expr(from.excluding),
  };
}

function stratumOf(rule: ModelRule): Stratum {
  switch (rule.verb) {
    case "score":
      return 0;
    case "tier":
      return 1;
    case "require":
    case "quota":
      return rule.otherwise?.kind === "tier" ? 1 : 2;
    default:
      return 2;
  }
}

/** What an effect reads beside the condition: the arguments of approval tables, what a quota counts and by what. */
function readByEffect(effect: PlanEffect): readonly PlanExpr[] {
  switch (effect.kind) {
    case "approve":
      return [...tableArgs(effect.requirement), ...(effect.excluding === null ? [] : [effect.excluding])];
    case "quota":
      return [
        ...(effect.sum === null ? [] : [effect.sum]),
        effect.limit,
        ...effect.keys,
        ...(effect.otherwise.kind === "approve" ? readByEffect(effect.otherwise) : []),
      ];
    default:
      return [];
  }
}

function tableArgs(requirement: PlanRequirement): readonly PlanExpr[] {
  switch (requirement.op) {
    case "table":
      return requirement.args;
    case "and":
    case "or":
      return requirement.parts.flatMap(tableArgs);
    default:
      return [];
  }
}
