/**
 * What the rules of an action look at, told from the plan: which parts of its facts, and how far back the history. Drift in
 * anything else says nothing to the decision.
 */
import { isList, isMap } from "../eval/equality.ts";
import { Unknown, type Value } from "../eval/value.ts";
import { inRequirement } from "../model/children.ts";
import type { PlanAction, PlanEffect, PlanExpr } from "../plan/plan.ts";
import { walk } from "../plan/walk.ts";

/** `order.total` as `["order", "total"]`; `*`: every entry of a map or a list. */
export type FactPath = readonly string[];

export interface Reads {
  readonly facts: readonly FactPath[];
  /** By action: milliseconds back. */
  readonly history: ReadonlyMap<string, number>;
}

const known = new WeakMap<PlanAction, Reads>();

/** Linear in the size of the action; found once. */
export function readsOf(action: PlanAction): Reads {
  const before = known.get(action);
  if (before !== undefined) return before;
  const facts = new Map<string, FactPath>();
  const history = new Map<string, number>();
  for (const expr of expressionsOf(action)) {
    walk(expr, (at) => {
      if (at.op === "history") history.set(at.action, Math.max(history.get(at.action) ?? 0, at.last_ms));
      const path = factPath(at);
      if (path === null) return true;
      facts.set(JSON.stringify(path), path);
      // The keys along the way are read too; what lies above them is not read whole.
      for (let on = at; on.op === "field" || on.op === "index"; on = on.of)
        if (on.op === "index") addKeys(on.key, facts);
      return false;
    });
  }
  const found = { facts: shortest([...facts.values()]), history };
  known.set(action, found);
  return found;
}

function addKeys(key: PlanExpr, facts: Map<string, FactPath>): void {
  walk(key, (at) => {
    const path = factPath(at);
    if (path !== null) facts.set(JSON.stringify(path), path);
    return path === null;
  });
}

function factPath(expr: PlanExpr): FactPath | null {
  const steps: string[] = [];
  let at = expr;
  for (;;) {
    if (at.op === "fact") return [at.name, ...steps.reverse()];
    if (at.op === "field") steps.push(at.field);
    else if (at.op === "index") steps.push("*");
    else return null;
    at = at.of;
  }
}

/** A path that another one is the beginning of says nothing more. */
function shortest(paths: readonly FactPath[]): readonly FactPath[] {
  const begins = (short: FactPath, long: FactPath): boolean =>
    short.length < long.length && short.every((step, i) => step === long[i]);
  return paths.filter((path) => !paths.some((other) => begins(other, path)));
}

function expressionsOf(action: PlanAction): readonly PlanExpr[] {
  return [
    ...action.facts.flatMap((fact) => fact.args),
    ...action.impact.flatMap(({ value }) => (value === null ? [] : [value])),
    ...action.lets.map((own) => own.value),
    ...action.clauses.flatMap((clause) => [clause.fires, ...ofEffect(clause.effect)]),
  ];
}

function ofEffect(effect: PlanEffect): readonly PlanExpr[] {
  switch (effect.kind) {
    case "approve":
      return [...inRequirement(effect.requirement), ...(effect.excluding === null ? [] : [effect.excluding])];
    case "quota":
      return [
        effect.limit,
        ...effect.keys,
        ...(effect.sum === null ? [] : [effect.sum]),
        ...(effect.otherwise.kind === "approve" ? ofEffect(effect.otherwise) : []),
      ];
    default:
      return [];
  }
}

/** The parts of a value that a path leads to, each with its own path in words. What is absent or unknown ends there. */
export function along(value: Value, path: FactPath): ReadonlyMap<string, Value> {
  const found = new Map<string, Value>();
  const follow = (at: Value, rest: FactPath, words: string): void => {
    const [step, ...after] = rest;
    if (step === undefined || at === null || at instanceof Unknown) found.set(words, at);
    else if (isMap(at)) {
      const names = step === "*" ? [...at.keys()] : [step];
      for (const name of names) follow(at.get(name) ?? null, after, `${words}.${name}`);
    } else if (isList(at)) {
      for (const [i, item] of at.entries()) follow(item, step === "*" ? after : rest, `${words}[${i}]`);
    } else found.set(words, at);
  };
  const [name, ...rest] = path;
  follow(value, rest, `facts.${name}`);
  return found;
}
