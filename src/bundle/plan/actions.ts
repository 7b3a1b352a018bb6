/** Actions of a plan. */
import {
  both,
  type Check,
  type Data,
  distinct,
  isData,
  list,
  name,
  names,
  oneOf,
  orNull,
  type Reader,
  record,
  text,
  whole,
} from "../reader.ts";
import { clause, forEach, level, place } from "./clauses.ts";
import { expression, MAX_SLOTS } from "./expressions.ts";
import { orderOfLets, type Ranks, within } from "./order.ts";
import { declared, type Kind, newReads, type Reads, type Scope } from "./scope.ts";
import { fields, type } from "./types.ts";

/** `ranks`: what functions read, known at last. */
export const action =
  (ranks: Ranks): Check =>
  (reader, value, at, scope, owner) => {
    const given = isData(value) ? value : {};
    const own: Scope = {
      ...scope,
      own: new Map([
        ...named("input", given["inputs"]),
        ...named("fact", given["facts"]),
        ...named("let", given["lets"]),
      ]),
      slots: MAX_SLOTS,
    };
    const lets: (readonly [string, Reads])[] = [];
    const clauses: { readonly reads: Reads; readonly stratum: number }[] = [];
    const impact = newReads(at);
    const letCheck: Check = (inner, item, itemAt, itemScope, itemOwner) => {
      const reads = newReads(itemAt);
      lets.push([isData(item) ? String(item["name"]) : "", reads]);
      const slots = isData(item) && typeof item["slots"] === "number" ? item["slots"] : 0;
      letMembers(inner, item, itemAt, { ...itemScope, slots, reads }, itemOwner);
    };
    const reading = (reads: Reads, stratum: unknown): void => {
      clauses.push({ reads, stratum: stratum as number });
    };
    record({
      id: ownName,
      doc: orNull(text),
      at: place,
      inputs: fields,
      facts: both(list(fact), unique),
      changes: orNull(list(change)),
      impact: both(
        list((inner, item, itemAt, itemScope, itemOwner) =>
          category(inner, item, itemAt, { ...itemScope, reads: impact }, itemOwner),
        ),
        distinct("category"),
      ),
      autonomy,
      open: orNull(both(list(declared("environment"), 1), names())),
      immaterial: names(),
      disclose: list(oneOf("evidence", "reviewers", "time", "thresholds")),
      rollback,
      lets: both(list(letCheck), unique),
      clauses: both(both(list(clause(reading)), inOrder), distinct("id")),
    })(reader, value, at, own, owner);
    reader.atLast(() => {
      const ranked = orderOfLets(reader, lets, ranks);
      within(reader, impact, 0, ranked, ranks);
      for (const { reads, stratum } of clauses) within(reader, reads, stratum, ranked, ranks);
    });
  };

const letMembers = record({ name, value: expression, slots: whole(0, MAX_SLOTS) });

const named = (kind: Kind, items: unknown): readonly (readonly [string, number])[] =>
  Array.isArray(items) ? items.map((item) => [`${kind} ${isData(item) ? item["name"] : ""}`, 0] as const) : [];

const unique = distinct("name");

/** What is filed under a name carries it. */
export const ownName: Check = (reader, value, at, scope, owner) =>
  oneOf(at?.parent?.step)(reader, value, at, scope, owner);

const fact = record({ name, type, source: text, args: list(expression), argTypes: forEach("args", type) });
const change = record({ record: declared("record"), target: name, field: name, type });
const category = record({ category: name, value: orNull(expression), as: oneOf("money", "int", null) });

const rollback: Check = (reader, value, at, scope, owner) => {
  if (value === null || value === "irreversible") return;
  record({ action: declared("action"), within_ms: orNull(whole(1)) })(reader, value, at, scope, owner);
};

/** Nobody looks before an autopilot acts: so there is a way back, and some of it is looked at afterwards. */
const autonomy: Check = (reader, value, at, scope, owner) => {
  level(reader, value, at, scope, owner);
  const restrained = isData(owner["rollback"]) && clausesOf(owner).some(samples);
  if (value === "autopilot" && !restrained)
    reader.refuse("wrong_value", at, value, "a rollback and a sample clause, or a lower level");
};

const clausesOf = (owner: Data): readonly unknown[] => (Array.isArray(owner["clauses"]) ? owner["clauses"] : []);
const samples = (clause: unknown): boolean =>
  isData(clause) && clause["shadow"] === false && isData(clause["effect"]) && clause["effect"]["kind"] === "sample";

/** By stratum, then by id: the order of a plan says nothing, so there is only one. */
const inOrder: Check = (reader: Reader, value, at) => {
  if (!Array.isArray(value)) return;
  for (let i = 1; i < value.length; i++) {
    const [before, own] = [value[i - 1], value[i]] as readonly unknown[];
    if (!isData(before) || !isData(own)) continue;
    const [a, b] = [Number(before["stratum"]), Number(own["stratum"])];
    if (a > b || (a === b && String(before["id"]) > String(own["id"])))
      reader.refuse("wrong_order", { parent: at, step: i }, own["id"], "clauses by stratum, then by id");
  }
};
