/** What trusted sources say: facts, history, usage, directory. */
import { unknown, type Value } from "../../eval/value.ts";
import type { Plan, PlanAction } from "../../plan/plan.ts";
import { describe, isRecord, type Json, type JsonRecord } from "../json/json.ts";
import { closest, closestName } from "./close.ts";
import { listOf, recordOrEmpty, sortedTexts, textOf, textsOf } from "./members.ts";
import { inOrder, type Recorded } from "./order.ts";
import { at, type Path } from "./path.ts";
import { type Usage, usageKey } from "./question.ts";
import { marksUnknown, type Reading, read, readFields, readUnknown } from "./read.ts";
import { readInstant } from "./scalars.ts";
import { amount } from "./shape.ts";

/** The instant that a member of an envelope says, or null. */
export function instantOf(json: Json | undefined): number | null {
  const found = typeof json === "string" ? readInstant(json, null) : null;
  return typeof found === "number" ? found : null;
}

/** Facts of the action, by name. What is left out is unknown; `null` says that there is none. */
export function readFacts(
  action: PlanAction,
  json: Json | undefined,
  reading: Reading,
  warnings: string[],
): ReadonlyMap<string, Value> {
  const given = recordOrEmpty(json);
  const declared = new Set(action.facts.map((fact) => fact.name));
  const undeclared = [...given.keys()].filter((name) => !declared.has(name));
  const found = new Map<string, Value>();
  for (const fact of action.facts) {
    const value = given.get(fact.name);
    if (value !== undefined) {
      found.set(fact.name, read(fact.type, value, at(at(null, "facts"), fact.name), reading));
      continue;
    }
    found.set(fact.name, unknown(`facts.${fact.name}`, "not supplied"));
    const close = closestName(fact.name, undeclared);
    if (close !== null)
      warnings.push(`the fact \`${fact.name}\` is not supplied, but there is one called \`${close}\``);
  }
  return found;
}

/** History by action, newest first. Entries of actions that the policy set does not have say nothing to it. */
export function readHistory(
  plan: Plan,
  json: Json | undefined,
  reading: Reading,
): ReadonlyMap<string, readonly Value[]> | null {
  const entries = listOf(json);
  if (entries === null) return null;
  const byAction = new Map<string, Recorded[]>();
  entries.forEach((entry, index) => {
    if (!isRecord(entry)) return;
    const action = textOf(entry.get("action"));
    const when = instantOf(entry.get("at"));
    if (action === null || when === null || !Object.hasOwn(plan.actions, action)) return;
    const path = at(at(null, "history"), index, `${action} ${textOf(entry.get("at"))}`);
    const list = byAction.get(action) ?? [];
    list.push({ at: when, json: entry, value: historyEntry(plan.actions[action]!, entry, when, path, reading) });
    byAction.set(action, list);
  });
  return new Map([...byAction].map(([action, list]) => [action, inOrder(list)]));
}

/** A `$history:…` record. Inputs stand in it by their own names too, but for those that would hide its own fields. */
function historyEntry(
  action: PlanAction,
  entry: JsonRecord,
  when: number,
  path: Path,
  reading: Reading,
): Recorded["value"] {
  const inputs = inputsOf(action, recordOrEmpty(entry.get("inputs")), at(path, "inputs"), reading);
  return new Map<string, Value>(inputs)
    .set("requester", recordedRequester(recordOrEmpty(entry.get("requester"))))
    .set("at", when)
    .set("status", textOf(entry.get("status")))
    .set("inputs", inputs);
}

/** Marked as unknown as a whole, each of them is, also one that may be absent: who knows nothing does not know that it was. */
function inputsOf(action: PlanAction, json: JsonRecord, path: Path, reading: Reading): ReadonlyMap<string, Value> {
  if (!marksUnknown(json, reading)) return readFields(action.inputs, json, path, reading);
  const open = readUnknown(json, path, reading);
  return new Map(action.inputs.map(({ name }) => [name, open]));
}

const NO_ROLES: readonly string[] = [];

function recordedRequester(json: JsonRecord): Value {
  return new Map<string, Value>()
    .set("id", textOf(json.get("id")))
    .set("kind", textOf(json.get("kind")))
    .set("roles", json.has("roles") ? sortedTexts(textsOf(json.get("roles"))) : NO_ROLES)
    .set("owner", textOf(json.get("owner")))
    .set("on_behalf_of", textOf(json.get("on_behalf_of")));
}

/** Usage by clause and key. A clause that no quota has is a fault: a misspelt one would count nothing. */
export function readUsage(plan: Plan, json: Json | undefined, reading: Reading): ReadonlyMap<string, Usage> | null {
  const entries = listOf(json);
  if (entries === null) return null;
  const found = new Map<string, Usage>();
  const quotas = new Set(quotasOf(plan));
  entries.forEach((entry, index) => {
    const path = at(at(null, "usage"), index);
    const clause = textOf(recordOrEmpty(entry).get("clause"));
    if (!isRecord(entry) || clause === null) return;
    if (!quotas.has(clause)) {
      reading.misfits.add(
        at(path, "clause"),
        describe(clause),
        "a quota of the policy set",
        closest(clause, [...quotas], reading.misfits),
      );
      return;
    }
    const key = usageKey(clause, textsOf(entry.get("key")));
    if (found.has(key)) {
      reading.misfits.add(path, "the same quota and key a second time", "each once", "add the two up");
      return;
    }
    const value = (json: Json, where: Path): Value =>
      read(amount, json, where, { ...reading, misfits: QUIET, unknowns: false });
    const listed = listOf(entry.get("entries"));
    const used = entry.get("used");
    if (used === undefined && listed === null)
      reading.misfits.add(path, "neither `used` nor `entries`", "one of the two");
    found.set(key, {
      used: used === undefined ? null : value(used, at(path, "used")),
      entries:
        listed?.filter(isRecord).map((item, i) => ({
          at: instantOf(item.get("at")) ?? 0,
          amount: value(item.get("amount") ?? null, at(at(at(path, "entries"), i), "amount")),
          open: item.get("open") === true,
        })) ?? null,
    });
  });
  return found;
}

/** The envelope has been read before, and has reported what does not fit. */
const QUIET = { add: () => {}, count: () => 0, full: () => true, list: () => [] };

const quotasByPlan = new WeakMap<Plan, readonly string[]>();

/** The quotas of a plan, found once: sets of ten thousand actions ask for them as often. */
export function quotasOf(plan: Plan): readonly string[] {
  let quotas = quotasByPlan.get(plan);
  if (quotas === undefined) {
    quotas = Object.values(plan.actions).flatMap((action) =>
      action.clauses.flatMap((clause) => (clause.effect.kind === "quota" ? [clause.id] : [])),
    );
    quotasByPlan.set(plan, quotas);
  }
  return quotas;
}
