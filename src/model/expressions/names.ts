/** Bare names: locals, inputs, facts, lets, what is always there, tiers, and in guarantees outcomes and levels. */
import type { NameExpression } from "../../syntax/tree.ts";
import type { Checker } from "../checker.ts";
import type { Ambient } from "../expression.ts";
import { DECIMAL, INT, listOf, required, TIER, TIME } from "../fit.ts";
import type { ModelExpr } from "../model.ts";
import { CHANGE, EVIDENCE, IMPACT, REQUESTER } from "../records.ts";
import { findLocal, type Scope } from "../scope.ts";
import type { Type } from "../type.ts";
import { ALWAYS, LEVELS, OF_THE_DECISION, OUTCOMES } from "../words.ts";
import { constant, fault, make } from "./make.ts";
import { reportUnknownName } from "./unknown-names.ts";

const OUTCOME: Type = { kind: "outcome" };
const LEVEL: Type = { kind: "level" };

/** The type as known here: an optional that a guard has shown to be present is none. */
export const narrowed = (type: Type, key: string | null, scope: Scope): Type =>
  type.kind === "optional" && key !== null && scope.known.has(key) ? type.of : type;

export function checkName(checker: Checker, node: NameExpression, scope: Scope, hint: Type | undefined): ModelExpr {
  const { name, span } = node;
  const local = findLocal(scope, name);
  if (local !== null) return make({ op: "local", slot: local.slot, name }, narrowed(local.type, name, scope), span);

  const wanted = hint === undefined ? undefined : required(hint).kind;
  if (scope.owner === "guarantee") {
    if (wanted === "outcome" && OUTCOMES.includes(name)) return constant(name, OUTCOME, span);
    if (wanted === "level" && LEVELS.includes(name)) return constant(name, LEVEL, span);
    if (OF_THE_DECISION.has(name))
      return make({ op: "ambient", name: name as Ambient }, ambientType(checker, name as Ambient), span);
  }
  const named = scope.names.get(name);
  if (named !== undefined) {
    named.used = true;
    return make({ op: named.kind, name }, narrowed(named.type, name, scope), span);
  }
  if (ALWAYS.has(name))
    return make({ op: "ambient", name: name as Ambient }, ambientType(checker, name as Ambient), span);
  if (checker.symbols.tiers.includes(name)) return constant(name, TIER, span);
  if (scope.owner === "guarantee") {
    if (OUTCOMES.includes(name)) return constant(name, OUTCOME, span);
    if (LEVELS.includes(name)) return constant(name, LEVEL, span);
  }
  reportUnknownName(checker, node, scope, hint);
  return fault(span);
}

function ambientType(checker: Checker, name: Ambient): Type {
  switch (name) {
    case "requester":
      return REQUESTER;
    case "environment":
      return { kind: "choice", name: null, values: checker.symbols.environments };
    case "now":
      return TIME;
    case "changes":
      return listOf(CHANGE);
    case "evidence":
      return listOf(EVIDENCE);
    case "confidence":
      return DECIMAL;
    case "impact":
      return IMPACT;
    case "score":
    case "people":
      return INT;
    case "tier":
      return TIER;
    case "outcome":
      return OUTCOME;
    case "autonomy":
      return LEVEL;
  }
}
