/** The door of this folder: is this a plan that `lower` could have made? */

import type { Records } from "../../eval/wire.ts";
import { LANGUAGE } from "../../plan/plan.ts";
import { zoneNamed } from "../../plan/zone.ts";
import {
  type At,
  both,
  type Check,
  dictionary,
  distinct,
  isData,
  list,
  name,
  names,
  oneOf,
  orNull,
  record,
  text,
  that,
  whole,
} from "../reader.ts";
import { action, sameAs } from "./actions.ts";
import { expression, MAX_SLOTS, rows } from "./expressions.ts";
import { orderOfFunctions, type Ranks } from "./order.ts";
import { requirement } from "./requirements.ts";
import { emptyScope, newReads, type Reads, type Scope } from "./scope.ts";
import { fields, type } from "./types.ts";

export const plan: Check = (reader, value, at, _scope, owner) => {
  const functions = new Map<string, Reads>();
  const ranks: Ranks = new Map();
  const scope = scopeOf(value, at);
  const functionCheck: Check = (inner, item, itemAt, itemScope, itemOwner) => {
    const reads = newReads(itemAt);
    functions.set(String(itemAt?.step), reads);
    const params = isData(item) && Array.isArray(item["params"]) ? item["params"].length : 0;
    const slots = isData(item) && typeof item["slots"] === "number" ? item["slots"] : 0;
    let own: Scope = { ...itemScope, slots: Math.max(slots, params), reads };
    for (let slot = 0; slot < params; slot++) own = { ...own, bound: { slot, next: own.bound } };
    record({ params: fields, slots: whole(0, MAX_SLOTS), result: type, body: expression })(
      inner,
      item,
      itemAt,
      own,
      itemOwner,
    );
  };
  // First of what is done at last: actions ask for the ranks of functions.
  reader.atLast(() => orderOfFunctions(reader, functions, ranks));
  record({
    language: oneOf(LANGUAGE),
    set: text,
    tiers: names(1),
    environments: names(1),
    timezone: that((zone) => typeof zone === "string" && zoneNamed(zone) !== null, "an IANA time zone"),
    roles: named,
    queues: named,
    evidence: both(
      list(record({ id: name, title: orNull(text), tools: names(), fields })),
      distinct((item) => isData(item) && item["id"]),
    ),
    records: dictionary((inner, item, itemAt, itemScope, itemOwner) =>
      record({ id: sameAs(itemAt), doc: orNull(text), fields })(inner, item, itemAt, itemScope, itemOwner),
    ),
    functions: dictionary(functionCheck),
    approvalTables: dictionary((inner, item, itemAt, itemScope, itemOwner) =>
      record({ params: fields, rows: rows("params", { requirement }) })(
        inner,
        item,
        itemAt,
        { ...itemScope, inTable: true },
        itemOwner,
      ),
    ),
    actions: dictionary(action(ranks)),
  })(reader, value, at, scope, owner);
};

const named = both(
  list(record({ id: name, title: orNull(text) })),
  distinct((item) => isData(item) && item["id"]),
);

/** The names that a plan declares, as far as they can be told before its shape is known. */
function scopeOf(value: unknown, at: At | null): Scope {
  const given = isData(value) ? value : {};
  const records = isData(given["records"]) ? given["records"] : {};
  const functions = isData(given["functions"]) ? given["functions"] : {};
  const tables = isData(given["approvalTables"]) ? given["approvalTables"] : {};
  const arity = new Map<string, number>();
  for (const [member, callees] of [
    ["fn", functions],
    ["table", tables],
  ] as const)
    for (const [id, callee] of Object.entries(callees))
      if (isData(callee) && Array.isArray(callee["params"])) arity.set(`${member} ${id}`, callee["params"].length);
  return {
    ...emptyScope(at),
    plan: {
      tiers: namesOf(given["tiers"]),
      environments: namesOf(given["environments"]),
      // A seat for any eligible person needs no declaration.
      roles: ids(given["roles"]).add("person"),
      queues: ids(given["queues"]),
      evidence: ids(given["evidence"]),
      records: new Set(Object.keys(records)),
      fields: new Set(Object.values(records).flatMap((one) => (isData(one) ? [...ids(one["fields"], "name")] : []))),
      functions: new Set(Object.keys(functions)),
      tables: new Set(Object.keys(tables)),
      actions: new Set(isData(given["actions"]) ? Object.keys(given["actions"]) : []),
      types: records as Records,
      arity,
    },
  };
}

const namesOf = (items: unknown): Set<string> =>
  new Set(Array.isArray(items) ? items.filter((item) => typeof item === "string") : []);
const ids = (items: unknown, key = "id"): Set<string> =>
  namesOf(Array.isArray(items) ? items.map((item) => (isData(item) ? item[key] : null)) : []);
