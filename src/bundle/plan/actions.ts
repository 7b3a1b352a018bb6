/** Actions of a plan. */
import type { PlanClause } from "../../plan/plan.ts";
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
  record,
  text,
  whole,
} from "../reader.ts";
import { clause, forEach, level, place } from "./clauses.ts";
import { expression, MAX_SLOTS } from "./expressions.ts";
import { orderOfLets, type Ranks, within } from "./order.ts";
import { declare, declared, newReads, type Reads, type Scope } from "./scope.ts";
import { fields, type } from "./types.ts";

/** `ranks`: what functions read, known at last. */
export const action =
  (ranks: Ranks): Check =>
  (reader, value, at, scope, owner) => {
    const given = isData(value) ? value : {};
    const declares = new Map<string, number>();
    declare(declares, "input", given["inputs"], "name");
    declare(declares, "fact", given["facts"], "name");
    declare(declares, "let", given["lets"], "name");
    const own: Scope = { ...scope, own: declares, slots: MAX_SLOTS };
    const lets: (readonly [string, Reads])[] = [];
    const clauses: { readonly reads: Reads; readonly stratum: number }[] = [];
    const impact = newReads(at);
    const letCheck: Check = (inner, item, itemAt, itemScope, itemOwner) => {
      const reads = newReads(itemAt);
      lets.push([(isData(item) && item["name"]) as string, reads]);
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
const inOrder: Check = (reader, value, at) =>
  reader.atLast(() => {
    const clauses = value as readonly PlanClause[];
    for (let i = 1; i < clauses.length; i++) {
      const [before, own] = [clauses[i - 1]!, clauses[i]!];
      if (before.stratum > own.stratum || (before.stratum === own.stratum && before.id > own.id))
        reader.refuse("wrong_order", { parent: at, step: i }, own.id, "clauses by stratum, then by id");
    }
  });
