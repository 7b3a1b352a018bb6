/** What the change set says: inputs, changes, evidence; each in the types of its action. */
import { unknown, type Value } from "../../eval/value.ts";
import type { Plan, PlanAction } from "../../plan/plan.ts";
import { canonical } from "../json/canonical.ts";
import { clip, describe, type Json } from "../json/json.ts";
import { closest } from "./close.ts";
import { instantOf } from "./context.ts";
import { compareTexts, listOf, recordOrEmpty, sortedTexts, textOf, textsOf } from "./members.ts";
import { at, type Path, stablePlace } from "./path.ts";
import type { AskedChange, AskedEvidence } from "./question.ts";
import { type Reading, read, readFields } from "./read.ts";

/** The environment, if the policy set declares it and the action is open there. */
export function readEnvironment(plan: Plan, action: PlanAction, json: Json | undefined, reading: Reading): Value {
  const name = textOf(json);
  if (name === null) return unknown("environment", "does not fit the contract");
  if (!plan.environments.includes(name)) {
    reading.misfits.add(
      "environment",
      describe(name),
      `one of ${quoted(plan.environments)}`,
      closest(name, plan.environments, reading.misfits),
    );
    return unknown("environment", "does not fit the contract");
  }
  if (action.open !== null && !action.open.includes(name)) {
    reading.misfits.add(
      "environment",
      `${describe(name)}, where this action is not open`,
      `one of ${quoted(action.open)}`,
    );
  }
  return name;
}

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(", ");

/** Evidence by id, or null when some of it cannot be told. */
export function readEvidence(plan: Plan, json: Json | undefined, reading: Reading): readonly AskedEvidence[] | null {
  const entries = json === undefined ? [] : listOf(json);
  if (entries === null) return null;
  const found: AskedEvidence[] = [];
  const ids = new Set<string>();
  let readable = true;
  entries.forEach((entry, index) => {
    const record = recordOrEmpty(entry);
    const id = textOf(record.get("id"));
    const kind = textOf(record.get("kind"));
    const issuer = textOf(record.get("issuer"));
    const when = instantOf(record.get("at"));
    if (id === null || kind === null || issuer === null || when === null) {
      readable = false;
      return;
    }
    const path = at(at(null, "evidence"), index, id);
    if (ids.has(id)) reading.misfits.add(at(path, "id"), `${describe(id)} a second time`, "each id once");
    ids.add(id);
    const declared = plan.evidence.find((candidate) => candidate.id === kind);
    if (declared === undefined) {
      const kinds = plan.evidence.map((candidate) => candidate.id);
      reading.misfits.add(
        at(path, "kind"),
        describe(kind),
        "a kind of evidence that the policy set declares",
        closest(kind, kinds, reading.misfits),
      );
    }
    const payload =
      declared === undefined
        ? new Map<string, Value>()
        : readFields(declared.fields, recordOrEmpty(record.get("data")), at(path, "data"), reading);
    const value = new Map<string, Value>(payload)
      .set("id", id)
      .set("kind", kind)
      .set("issuer", issuer)
      .set("uri", textOf(record.get("uri")))
      .set("digest", textOf(record.get("digest")))
      .set("at", when);
    found.push({ id, kind, issuer, at: when, value });
  });
  return readable ? found.sort((a, b) => compareTexts(a.id, b.id)) : null;
}

/** Changes in an order of their own: by target, then by what they say. Null when some cannot be told. */
export function readChanges(
  action: PlanAction,
  json: Json | undefined,
  evidence: readonly AskedEvidence[] | null,
  reading: Reading,
): readonly AskedChange[] | null {
  const entries = json === undefined ? [] : listOf(json);
  if (entries === null) return null;
  const declared = action.changes;
  if (declared === null && entries.length > 0) {
    reading.misfits.add("changes", describe(entries), "no changes: the action declares none");
  }
  if (declared !== null && entries.length === 0) {
    const targets = declared.map((change) => `${change.target}.${change.field}`);
    reading.misfits.add("changes", "no changes", `at least one of ${targets.join(", ")}`);
    // What it would change is not known, which is not the same as nothing.
    return null;
  }
  const attached = evidence === null ? null : new Map(evidence.map((entry) => [entry.id, entry.value] as const));
  const found: (AskedChange & { readonly key: string; readonly json: Json })[] = [];
  const targets = new Set<string>();
  let readable = true;
  entries.forEach((entry, index) => {
    const record = recordOrEmpty(entry);
    const target = recordOrEmpty(record.get("target"));
    const type = textOf(target.get("type"));
    const id = textOf(target.get("id"));
    const field = textOf(record.get("field"));
    if (type === null || id === null || field === null) {
      readable = false;
      return;
    }
    const path = at(at(null, "changes"), index, `${type} ${id} ${field}`);
    const contract = (declared ?? []).find(
      (change) => (change.target === type || change.record === type) && change.field === field,
    );
    const name = contract?.record ?? type;
    // Nothing is repeated, or to be put in order, where there is one.
    const key = entries.length === 1 ? "" : JSON.stringify([type, id, field]);
    // A record has two names, with its policy's and without; it is the same field under both.
    const place = key && JSON.stringify([name, id, field]);
    if (targets.has(place)) {
      reading.misfits.add(
        path,
        `${clip(`${type}.${field} of "${id}`)}" a second time`,
        "one change for each field of a record",
      );
    }
    targets.add(place);
    if (contract === undefined && declared !== null) undeclared(declared, type, field, path, reading);
    const side = (name: "old" | "new"): Value => {
      if (contract === undefined) return unknown(stablePlace(at(path, name)), "does not fit the contract");
      return read(
        contract.type.kind === "optional" ? contract.type : { kind: "optional", of: contract.type },
        record.get(name) ?? null,
        at(path, name),
        reading,
      );
    };
    const value = new Map<string, Value>()
      .set("target", new Map().set("type", type).set("id", id))
      .set("field", field)
      .set("old", side("old"))
      .set("new", side("new"))
      .set("reason", textOf(record.get("reason")))
      .set("evidence", named(record.get("evidence"), attached, path, reading));
    found.push({ record: name, field, value, key, json: entry });
  });
  // The same key twice is a fault, told above; even then the order must not depend on how they were listed.
  const inOrder = (a: (typeof found)[number], b: (typeof found)[number]): number =>
    compareTexts(a.key, b.key) || compareTexts(canonical(a.json), canonical(b.json));
  return readable ? found.sort(inOrder) : null;
}

function undeclared(
  declared: NonNullable<PlanAction["changes"]>,
  type: string,
  field: string,
  path: Path,
  reading: Reading,
): void {
  const targets = declared.map((change) => `${change.target}.${change.field}`);
  const name = `${type}.${field}`;
  reading.misfits.add(
    at(path, "field"),
    `a change of ${clip(name)}, which the action does not declare`,
    `one of ${targets.join(", ")}`,
    closest(name, targets, reading.misfits, ""),
  );
}

/** The evidence that a change names: missing when it names none. */
function named(
  json: Json | undefined,
  known: ReadonlyMap<string, ReadonlyMap<string, Value>> | null,
  path: Path,
  reading: Reading,
): Value {
  const ids = sortedTexts(textsOf(json));
  if (ids.length === 0) return null;
  if (known === null) return unknown("evidence", "does not fit the contract");
  let all = true;
  (listOf(json) ?? []).forEach((id, index) => {
    if (typeof id !== "string" || known.has(id)) return;
    all = false;
    const help = reading.misfits.full() ? null : closest(id, [...known.keys()], reading.misfits);
    reading.misfits.add(at(at(path, "evidence"), index), describe(id), "the id of evidence that is attached", help);
  });
  return all
    ? ids.map((id) => known.get(id)!)
    : unknown(stablePlace(at(path, "evidence")), "does not fit the contract");
}
