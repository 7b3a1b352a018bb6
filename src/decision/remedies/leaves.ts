/** The places of a question that hold something unknown, and how to put something known there. */
import { Unknown, type Value } from "../../eval/value.ts";
import type { FieldType, Type } from "../../model/type.ts";
import { compareTexts } from "../../source/compare.ts";
import type { AskedChange, AskedEvidence, Question } from "../read/question.ts";

/** So many are looked at; who has more to supply has to begin somewhere. */
export const MAX_LEAVES = 16;

/** A value that is not known: the path that its cause names, and the type it should have. */
export interface Leaf {
  readonly path: string;
  readonly type: Type;
}

/** The unknowns of a question among the paths asked for, by path. */
export function leavesOf(question: Question, wanted: ReadonlySet<string>): readonly Leaf[] {
  const found = new Map<string, Leaf>();
  replace(question, (unknown, type) => {
    const path = unknown.causes.length === 1 ? unknown.causes[0]!.path : null;
    if (path !== null && wanted.has(path) && !found.has(path)) found.set(path, { path, type });
    return unknown;
  });
  return [...found.values()].sort((a, b) => compareTexts(a.path, b.path)).slice(0, MAX_LEAVES);
}

/** The question with known values at some paths. */
export function supply(question: Question, values: ReadonlyMap<string, Value>): Question {
  if (values.size === 0) return question;
  return replace(question, (unknown) => {
    const path = unknown.causes.length === 1 ? unknown.causes[0]!.path : null;
    return path !== null && values.has(path) ? values.get(path)! : unknown;
  });
}

type Replace = (unknown: Unknown, type: Type) => Value;

function replace(question: Question, by: Replace): Question {
  const { plan, action } = question;
  const typed = (type: Type, value: Value): Value => within(question, type, value, by);
  const fields = (declared: readonly FieldType[], values: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> => {
    const types = new Map(declared.map((field) => [field.name, field.type] as const));
    return mapped(values, (name, value) => (types.has(name) ? typed(types.get(name)!, value) : value));
  };
  const evidence =
    question.evidence?.map((entry): AskedEvidence => {
      const kind = plan.evidence.find((declared) => declared.id === entry.kind);
      return { ...entry, value: fields(kind?.fields ?? [], entry.value) };
    }) ?? null;
  const changes =
    question.changes?.map((change): AskedChange => {
      const declared = action.changes?.find(({ record, field }) => record === change.record && field === change.field);
      if (declared === undefined) return change;
      const side: Type = declared.type.kind === "optional" ? declared.type : { kind: "optional", of: declared.type };
      return {
        ...change,
        value: mapped(change.value, (name, value) => (name === "old" || name === "new" ? typed(side, value) : value)),
      };
    }) ?? null;
  return {
    ...question,
    inputs: fields(action.inputs, question.inputs),
    facts: fields(
      action.facts.map(({ name, type }) => ({ name, type, doc: null })),
      question.facts,
    ),
    confidence: typed({ kind: "decimal" }, question.confidence),
    evidence,
    changes,
  };
}

function within(question: Question, type: Type, value: Value, by: Replace): Value {
  if (value instanceof Unknown) return by(value, type);
  const inner = type.kind === "optional" ? type.of : type;
  if (Array.isArray(value) && inner.kind === "list") {
    const items = value as readonly Value[];
    const next = items.map((item) => within(question, inner.of, item, by));
    return next.some((item, index) => item !== items[index]) ? next : value;
  }
  if (value instanceof Map && inner.kind === "map")
    return mapped(value as ReadonlyMap<string, Value>, (_, item) => within(question, inner.of, item, by));
  if (value instanceof Map && inner.kind === "record") {
    const types = new Map(question.plan.records[inner.id]?.fields.map((field) => [field.name, field.type] as const));
    return mapped(value as ReadonlyMap<string, Value>, (name, item) =>
      types.has(name) ? within(question, types.get(name)!, item, by) : item,
    );
  }
  return value;
}

/** The same Map where nothing changed. */
function mapped(
  values: ReadonlyMap<string, Value>,
  by: (name: string, value: Value) => Value,
): ReadonlyMap<string, Value> {
  let next: Map<string, Value> | null = null;
  for (const [name, value] of values) {
    const replaced = by(name, value);
    if (replaced === value) continue;
    next ??= new Map(values);
    next.set(name, replaced);
  }
  return next ?? values;
}
