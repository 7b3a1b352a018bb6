/** The door of this folder: is this a plan that `lower` could have made? */

import type { Records } from "../../eval/wire.ts";
import { LANGUAGE } from "../../plan/plan.ts";
import { isZone } from "../../plan/zone.ts";
import {
  both,
  type Check,
  dictionary,
  distinct,
  isData,
  list,
  NOTHING,
  name,
  names,
  oneOf,
  orNull,
  record,
  text,
  that,
  whole,
} from "../reader.ts";
import { action, ownName } from "./actions.ts";
import { expression, MAX_SLOTS, rows } from "./expressions.ts";
import { orderOfFunctions, type Ranks } from "./order.ts";
import { requirement } from "./requirements.ts";
import { declare, EMPTY, type Kind, newReads, type Reads, type Scope } from "./scope.ts";
import { fields, type } from "./types.ts";

export const plan: Check = (reader, value, at, _scope, owner) => {
  const functions = new Map<string, Reads>();
  const ranks: Ranks = new Map();
  const scope = scopeOf(value);
  const functionCheck: Check = (inner, item, itemAt, itemScope, itemOwner) => {
    const reads = newReads(itemAt);
    functions.set(String(itemAt?.step), reads);
    const params = isData(item) && Array.isArray(item["params"]) ? item["params"].length : 0;
    const slots = isData(item) && typeof item["slots"] === "number" ? item["slots"] : 0;
    const own: Scope = { ...itemScope, slots: Math.max(slots, params), params, reads };
    functionMembers(inner, item, itemAt, own, itemOwner);
  };
  // First of what is done at last: actions ask for the ranks of functions.
  reader.atLast(() => orderOfFunctions(reader, functions, ranks));
  record({
    language: oneOf(LANGUAGE),
    set: text,
    tiers: names(1),
    environments: names(1),
    timezone: that((zone) => typeof zone === "string" && isZone(zone), "an IANA time zone"),
    roles: named,
    queues: named,
    evidence: both(list(record({ id: name, title: orNull(text), tools: names(), fields })), distinct("id")),
    records: dictionary(record({ id: ownName, doc: orNull(text), fields })),
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

const functionMembers = record({ params: fields, slots: whole(0, MAX_SLOTS), result: type, body: expression });

const named = both(list(record({ id: name, title: orNull(text) })), distinct("id"));

/** The names that a plan declares, as far as they can be told before its shape is known. */
function scopeOf(value: unknown): Scope {
  const given = isData(value) ? value : {};
  const found = new Map<string, number>();
  const keys = (kind: Kind, items: unknown): void => {
    if (!isData(items)) return;
    for (const [id, item] of Object.entries(items)) {
      const { params, fields } = isData(item) ? item : NOTHING;
      found.set(`${kind} ${id}`, Array.isArray(params) ? params.length : 0);
      if (kind === "record") declare(found, "field", fields, "name");
    }
  };
  declare(found, "tier", given["tiers"], "");
  declare(found, "environment", given["environments"], "");
  declare(found, "role", given["roles"], "id");
  // A seat for any eligible person needs no declaration.
  declare(found, "role", ["person"], "");
  declare(found, "queue", given["queues"], "id");
  declare(found, "evidence", given["evidence"], "id");
  keys("record", given["records"]);
  keys("function", given["functions"]);
  keys("table", given["approvalTables"]);
  keys("action", given["actions"]);
  return { ...EMPTY, plan: found, types: (isData(given["records"]) ? given["records"] : {}) as Records };
}
