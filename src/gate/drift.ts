/** What is not as it was when the decision was made: facts that it read, and old values. */
import type { ChangeSet } from "../decision/documents.ts";
import { canonicalText } from "../eval/canonical.ts";
import { identical } from "../eval/equality.ts";
import type { Evaluator } from "../eval/evaluator.ts";
import { Unknown, type Value } from "../eval/value.ts";
import { decodeWire, encodeWire } from "../eval/wire.ts";
import type { Wire } from "../model/expression.ts";
import type { Type } from "../model/type.ts";
import type { Drift } from "./documents.ts";
import { type Looked, questionOf, type Records } from "./facts.ts";
import { along, readsOf } from "./reads.ts";

const MOST = 100;
const DEPTH = 80;

/**
 * Facts that the rules read and that show something else now. What is not known now is no drift: the decision says what that
 * means. A version tells of a change also where the value is the same again.
 */
export function factDrift(
  evaluator: Evaluator,
  changeSet: ChangeSet,
  now: string,
  before: Looked,
  after: Looked,
): readonly Drift[] {
  const then = questionOf(evaluator, changeSet, now, before.facts);
  const today = questionOf(evaluator, changeSet, now, after.facts);
  if (then === null || today === null) return [];
  const found: Drift[] = [];
  const action = evaluator.plan.actions[changeSet.action]!;
  const touched = new Set<string>();
  for (const path of readsOf(action).facts) {
    const name = path[0]!;
    const [old, own] = [then.facts.get(name) ?? null, today.facts.get(name) ?? null];
    touched.add(name);
    const [olds, owns] = [along(old, path), along(own, path)];
    for (const words of [...new Set([...olds.keys(), ...owns.keys()])].sort()) {
      // A path may end early on one side, where something is absent: what is longer then tells it.
      const [was, is] = [olds.get(words) ?? null, owns.get(words) ?? null];
      if (is instanceof Unknown || owns.get(`facts.${name}`) instanceof Unknown) continue;
      if (!identical(was, is)) found.push({ path: words, was: shown(was), now: shown(is) });
    }
  }
  for (const name of [...touched].sort()) {
    const key = `facts.${name}`;
    const [was, is] = [before.versions[key], after.versions[key]];
    if (was !== undefined && is !== undefined && was !== is && !found.some(({ path }) => path.startsWith(key)))
      found.push({ path: `${key} (version)`, was, now: is });
  }
  return found.slice(0, MOST);
}

/** For people: the wire form as far as the value tells it without its type. */
function shown(value: Value): unknown {
  return encodeWire({ kind: "text" }, typeof value === "number" ? String(value) : value, {});
}

/** Old values that are not what the record shows. Null: a record could not be read, with the reasons. */
export function recordDrift(
  evaluator: Evaluator,
  changeSet: ChangeSet,
  versions: { readonly [target: string]: string },
  records: Records,
): { readonly drift: readonly Drift[]; readonly unread: readonly string[] } {
  const drift: Drift[] = [];
  const action = Object.hasOwn(evaluator.plan.actions, changeSet.action)
    ? evaluator.plan.actions[changeSet.action]!
    : null;
  const told = new Set<string>();
  for (const { target, field, old } of changeSet.changes ?? []) {
    const key = `${target.type}/${target.id}`;
    const answer = records.found.get(key);
    if (answer === undefined) continue;
    const type = action?.changes?.find((own) => own.target === target.type && own.field === field)?.type ?? null;
    const is = answer.status === "none" || !Object.hasOwn(answer.fields, field) ? null : answer.fields[field]!;
    if (!same(type, old ?? null, is, evaluator)) {
      drift.push({ path: `${key}.${field}`, was: old ?? null, now: is });
      told.add(key);
    }
  }
  for (const [key, is] of Object.entries(records.versions)) {
    const was = versions[key];
    if (was !== undefined && was !== is && !told.has(key)) drift.push({ path: `${key} (version)`, was, now: is });
  }
  const unread = [...records.failed].map(([key, why]) => `${key}: ${why}`).sort();
  return { drift: drift.slice(0, MOST), unread };
}

/** Equal as values of the field's type: `120.0` is `120.00`, a missing member is null. */
function same(type: Type | null, a: unknown, b: unknown, evaluator: Evaluator): boolean {
  if (type !== null) {
    const [left, right] = [typed(type, a, evaluator), typed(type, b, evaluator)];
    if (left !== undefined && right !== undefined) return identical(left, right);
  }
  return canonicalText(a, DEPTH) === canonicalText(b, DEPTH);
}

function typed(type: Type, data: unknown, { plan }: Evaluator): Value | undefined {
  const written = typeof data === "number" ? String(data) : data;
  return decodeWire(type, written as Wire, plan.records);
}
