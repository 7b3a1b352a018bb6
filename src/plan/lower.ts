/**
 * The door: a checked model becomes a plan. Clauses of `every action` move into the actions they reach, everything is
 * sorted, so that the order of files, declarations and clauses leaves no trace but in the places.
 */

import type { Model, ModelAction, ModelClause, ModelNamed } from "../model/model.ts";
import type { Type } from "../model/type.ts";
import { compareTexts } from "../source/compare.ts";
import { position, type SourceFile } from "../source/file.ts";
import type { Span } from "../source/span.ts";
import { lowerClause, type Waiver } from "./clause.ts";
import { LANGUAGE, type Place, type Plan, type PlanAction, type PlanNamed } from "./plan.ts";
import { letsRead } from "./reads.ts";
import { type Stripper, stripper } from "./strip.ts";
import { parseDate, startOfDay, UTC, zoneNamed } from "./zone.ts";

/** The plan of a model. */
export function lower(model: Model): Plan {
  const strip = stripper();
  const places = placer(model.files);
  const waivers = waiversOf(model);
  return {
    language: LANGUAGE,
    set: setName(policies(model)),
    tiers: model.tiers,
    environments: model.environments,
    timezone: model.timezone,
    roles: named(model.roles),
    queues: named(model.queues),
    evidence: sortedBy(model.evidence, (kind) => kind.id).map((kind) => ({
      id: kind.id,
      title: kind.title,
      tools: [...kind.tools].sort(),
      fields: kind.fields,
    })),
    records: Object.fromEntries(sortedBy([...model.records], ([id]) => id)),
    functions: Object.fromEntries(
      sortedBy(model.functions, (fn) => fn.id).map((fn) => [
        fn.id,
        { params: fn.params, slots: fn.slots, result: fn.result, body: strip.expr(fn.body) },
      ]),
    ),
    approvalTables: Object.fromEntries(
      sortedBy(model.approvalTables, (table) => table.id).map((table) => [
        table.id,
        {
          params: table.params,
          rows: table.rows.map((row) => ({
            patterns: row.patterns.map(strip.pattern),
            requirement: strip.requirement(row.requirement),
          })),
        },
      ]),
    ),
    actions: Object.fromEntries(
      sortedBy(model.actions, (action) => action.id).map((action) => [
        action.id,
        lowerAction(model, action, strip, places, waivers),
      ]),
    ),
  };
}

type WaiversOf = (clause: string, action: string) => readonly Waiver[];

function lowerAction(
  model: Model,
  action: ModelAction,
  strip: Stripper,
  places: (span: Span) => Place,
  waivers: WaiversOf,
): PlanAction {
  const reaching = model.every.filter(
    ({ impacting }) => impacting.length === 0 || action.impact.some(({ category }) => impacting.includes(category)),
  );
  const clauses: readonly ModelClause[] = [...action.clauses, ...reaching.flatMap((every) => every.clauses)];
  return {
    id: action.id,
    doc: action.doc,
    at: places(action.span),
    inputs: sortedBy(action.inputs, nameOf),
    facts: sortedBy(action.facts, nameOf).map((fact) => ({
      name: fact.name,
      type: fact.type,
      source: fact.source,
      args: fact.args.map(strip.expr),
      argTypes: fact.args.map((arg) => arg.type),
    })),
    changes:
      action.changes === null
        ? null
        : sortedBy(action.changes, (change) => `${change.record}.${change.field}`).map(
            ({ record, target, field, type }) => ({ record, target, field, type }),
          ),
    impact: sortedBy(action.impact, (impact) => impact.category).map(({ category, value }) => ({
      category,
      value: value === null ? null : strip.expr(value),
      as: value === null ? null : impactAs(value.type),
    })),
    autonomy: action.autonomy,
    open: action.open === null ? null : [...action.open].sort(),
    immaterial: [...action.immaterial].sort(),
    disclose: [...action.disclose].sort(),
    rollback:
      action.rollback === null || action.rollback === "irreversible"
        ? action.rollback
        : { action: action.rollback.action, within_ms: action.rollback.within_ms },
    lets: dependencyOrder(action.lets.map(({ name, value, slots }) => ({ name, value: strip.expr(value), slots }))),
    clauses: clauses
      .map((clause) => lowerClause(clause, places(clause.span), waivers(clause.id, action.id), strip))
      .sort((a, b) => a.stratum - b.stratum || compareTexts(a.id, b.id)),
  };
}

const impactAs = (type: Type): "money" | "int" | null => {
  const bare = type.kind === "optional" ? type.of : type;
  return bare.kind === "money" || bare.kind === "int" ? bare.kind : null;
};

/** Each let after those it reads, by name where that leaves a choice. INVARIANT: the checker found no cycle. */
function dependencyOrder(lets: PlanAction["lets"]): PlanAction["lets"] {
  const byName = new Map(lets.map((own) => [own.name, own]));
  const done = new Set<string>();
  const ordered: PlanAction["lets"][number][] = [];
  const entered = new Set<string>();
  // A list instead of recursion: chains of lets may be long.
  const todo = [...byName.keys()].sort().reverse();
  while (todo.length > 0) {
    const name = todo.at(-1)!;
    const own = byName.get(name);
    const waiting =
      own === undefined || entered.has(name)
        ? []
        : letsRead(own.value).filter((read) => byName.has(read) && !done.has(read));
    entered.add(name);
    if (waiting.length > 0) {
      todo.push(...waiting.sort().reverse());
      continue;
    }
    todo.pop();
    if (own === undefined || done.has(name)) continue;
    done.add(name);
    ordered.push(own);
  }
  return ordered;
}

/** Waivers by clause and action, as instants: in force before the day `until` begins in the policy's time zone. */
function waiversOf(model: Model): WaiversOf {
  const zone = zoneNamed(model.timezone) ?? UTC;
  const found = new Map<string, { readonly actions: readonly string[]; readonly waiver: Waiver }[]>();
  for (const { clause, actions, until, because, policy } of model.waivers) {
    const own = found.get(clause) ?? [];
    // The checker has seen that there is such a day.
    own.push({ actions, waiver: { until_ms: startOfDay(zone, parseDate(until)!), because, policy } });
    found.set(clause, own);
  }
  return (clause, action) =>
    (found.get(clause) ?? [])
      .filter(({ actions }) => actions.length === 0 || actions.includes(action))
      .map(({ waiver }) => waiver)
      .sort(
        (a, b) => a.until_ms - b.until_ms || compareTexts(a.policy, b.policy) || compareTexts(a.because, b.because),
      );
}

function placer(files: readonly SourceFile[]): (span: Span) => Place {
  const byName = new Map(files.map((file) => [file.name, file]));
  return (span) => {
    const file = byName.get(span.file)!;
    return { file: file.name, ...position(file, span.start) };
  };
}

/** The names of the policies that declare something a decision can show. */
function policies(model: Model): readonly string[] {
  const owners = [...model.actions, ...model.functions, ...model.approvalTables, ...model.guarantees].map(({ id }) =>
    id.slice(0, id.lastIndexOf(".")),
  );
  return [
    ...new Set([...owners, ...model.every.map(({ policy }) => policy), ...model.waivers.map(({ policy }) => policy)]),
  ].sort();
}

/** The parts that all names begin with; where they share none, the first parts of all. */
export function setName(names: readonly string[]): string {
  const parts = names.map((name) => name.split("."));
  const [first = [], ...others] = parts;
  const differs = first.findIndex((part, i) => others.some((own) => own[i] !== part));
  if (differs !== 0) return (differs < 0 ? first : first.slice(0, differs)).join(".");
  return [...new Set(parts.map((own) => own[0]!))].join(", ");
}

const nameOf = ({ name }: { readonly name: string }): string => name;

function sortedBy<T>(items: readonly T[], key: (item: T) => string): readonly T[] {
  return [...items].sort((a, b) => compareTexts(key(a), key(b)));
}

const named = (items: readonly ModelNamed[]): readonly PlanNamed[] =>
  sortedBy(items, (item) => item.id).map(({ id, title }) => ({ id, title }));
