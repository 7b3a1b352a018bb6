/**
 * The one reader of values: a shape, a JSON value, a place. What does not fit is reported and read as unknown, so that
 * a change set with faults is still decided as strictly as if the value were missing: denied, and with every reviewer,
 * tier and demand that the rest of it calls for.
 */
import type { Zone } from "../../eval/calendar.ts";
import { type Decimal, isInteger } from "../../eval/decimal.ts";
import type { Money } from "../../eval/money.ts";
import { both, type Unknown, unknown, type Value } from "../../eval/value.ts";
import type { FieldType, Limits, RecordType } from "../../model/type.ts";
import { clip, describe, InexactNumber, isList, isRecord, type Json, type JsonRecord } from "../json/json.ts";
import { MAX_ITEMS } from "./bounds.ts";
import { closest, closestName } from "./close.ts";
import { breach } from "./limits.ts";
import type { Misfits } from "./misfits.ts";
import { at, type Path, stablePlace } from "./path.ts";
import { decimalOf, readDate, readDuration, readInstant } from "./scalars.ts";
import { expectation, type Member, type Shape } from "./shape.ts";

/** How a part of a document is read. */
export interface Reading {
  readonly misfits: Misfits;
  readonly records: Readonly<Record<string, RecordType>>;
  readonly tiers: readonly string[];
  /** For times without an offset. */
  readonly zone: Zone;
  /** Facts and history: fields that a record does not declare are passed over, and a field left out is unknown. */
  readonly open: boolean;
  /** Where the contract of an action types the value: `{ "$unknown": "why" }` stands for any of them. */
  readonly unknowns: boolean;
}

export const UNKNOWN_KEY = "$unknown";
const NOT_FITTING = "does not fit the contract";
const CURRENCY = /^[A-Z]{3}$/u;

/** Reads a value. Never throws; depth is bounded by that of the document. */
export function read(shape: Shape, json: Json, path: Path | null, reading: Reading, limits?: Limits): Value {
  if (shape.kind !== "anything" && marksUnknown(json, reading)) return readUnknown(json, path, reading);
  const misfit = (expected = expectation(shape), help: string | null = null): Unknown => {
    if (reading.misfits.full()) reading.misfits.add(null, "", "");
    else reading.misfits.add(path, describe(json), expected, help);
    return unknown(stablePlace(path), NOT_FITTING);
  };
  const bounded = (value: Value): Value => {
    const fault = limits === undefined ? null : breach(limits, value, json);
    return fault === null ? value : misfit(fault);
  };
  switch (shape.kind) {
    case "anything":
      return null;
    case "text":
    case "outcome":
    case "level":
      return typeof json === "string"
        ? bounded(json)
        : misfit(undefined, typeof json === "number" ? `send it in quotes: "${json}"` : null);
    case "bool":
      return typeof json === "boolean"
        ? json
        : misfit(undefined, json === "true" || json === "false" ? `send ${json} without quotes` : null);
    case "choice":
      return readChoice(shape.values);
    case "tier":
      return readChoice(reading.tiers);
    case "int":
    case "decimal": {
      const number = decimalOf(json);
      if (number === null) return misfit(undefined, numberHelp(json));
      if (shape.kind === "int" && !isInteger(number)) return misfit();
      return bounded(number);
    }
    case "money":
      return readMoney();
    case "time":
    case "instant": {
      const found = typeof json === "string" ? readInstant(json, shape.kind === "time" ? reading.zone : null) : null;
      if (found === null)
        return misfit(undefined, typeof json === "number" ? "seconds or milliseconds since 1970 are not taken" : null);
      return typeof found === "number" ? found : misfit(undefined, found.help);
    }
    case "date": {
      const days = typeof json === "string" ? readDate(json) : null;
      return days === null
        ? misfit(
            undefined,
            typeof json === "string" && /^\d{4}-\d{2}-\d{2}$/u.test(json) ? "there is no such day" : null,
          )
        : days;
    }
    case "duration": {
      const ms = typeof json === "string" ? readDuration(json) : null;
      return ms === null
        ? misfit(undefined, "days, hours, minutes and seconds; months and years have no fixed length")
        : ms;
    }
    case "amount":
      return isRecord(json) ? readMoney() : (decimalOf(json) ?? misfit(undefined, numberHelp(json)));
    case "optional":
      return json === null ? null : read(shape.of, json, path, reading, limits);
    case "never":
      return misfit();
    case "list":
    case "many": {
      if (!isList(json)) return misfit();
      if (json.length > MAX_ITEMS) return misfit(`a list of at most ${MAX_ITEMS}`);
      return bounded(json.map((item, index) => read(shape.of, item, at(path, index), reading)));
    }
    case "map":
    case "dictionary": {
      if (!isRecord(json)) return misfit();
      const found = new Map<string, Value>();
      for (const [key, item] of json) found.set(key, read(shape.of, item, at(path, key), reading));
      return found;
    }
    case "object":
      return isRecord(json) ? readMembers(shape.members, json, path, reading, false) : misfit();
    case "record": {
      const record = Object.hasOwn(reading.records, shape.id) ? reading.records[shape.id] : undefined;
      if (record === undefined) return misfit();
      return isRecord(json) ? readFields(record.fields, json, path, reading) : misfit();
    }
  }

  function readChoice(values: readonly string[]): Value {
    if (typeof json !== "string") return misfit();
    if (values.includes(json)) return json;
    return misfit(expectation({ kind: "choice", name: null, values }), closest(json, values, reading.misfits));
  }

  function readMoney(): Value {
    if (!isRecord(json))
      return misfit(
        undefined,
        typeof json === "number" || typeof json === "string" ? "money carries its currency" : null,
      );
    const before = reading.misfits.count();
    for (const key of json.keys()) {
      if (key !== "amount" && key !== "currency" && !reading.open) {
        reading.misfits.add(at(path, key), "a field that money does not have", "only `amount` and `currency`");
      }
    }
    const amount = json.get("amount");
    const currency = json.get("currency");
    let open: Unknown | null = null;
    let number: Decimal | null = null;
    if (marksUnknown(amount, reading)) open = readUnknown(amount, at(path, "amount"), reading);
    else {
      number = amount === undefined ? null : decimalOf(amount);
      if (number === null)
        reading.misfits.add(
          at(path, "amount"),
          describe(amount),
          'a decimal number, as "120.00"',
          amount === undefined ? null : numberHelp(amount),
        );
    }
    if (marksUnknown(currency, reading)) open = both(open, readUnknown(currency, at(path, "currency"), reading));
    else if (typeof currency !== "string" || !CURRENCY.test(currency)) {
      const upper = typeof currency === "string" ? currency.toUpperCase() : "";
      const help = CURRENCY.test(upper) ? `the nearest is "${upper}"` : null;
      reading.misfits.add(at(path, "currency"), describe(currency), "a currency of three capital letters", help);
    }
    if (reading.misfits.count() > before) return unknown(stablePlace(path), NOT_FITTING);
    if (open !== null || number === null || typeof currency !== "string")
      return open ?? unknown(stablePlace(path), NOT_FITTING);
    return bounded({ amount: number, currency } satisfies Money);
  }
}

/** The fields that a contract declares, from a record of a document. */
export function readFields(
  fields: readonly FieldType[],
  json: JsonRecord,
  path: Path | null,
  reading: Reading,
): ReadonlyMap<string, Value> {
  const members = fields.map((field): Member => {
    const member = { name: field.name, shape: field.type, needed: field.type.kind !== "optional" };
    return field.limits === undefined ? member : { ...member, limits: field.limits };
  });
  return readMembers(members, json, path, reading, reading.open);
}

function readMembers(
  members: readonly Member[],
  json: JsonRecord,
  path: Path | null,
  reading: Reading,
  open: boolean,
): ReadonlyMap<string, Value> {
  const found = new Map<string, Value>();
  for (const member of members) {
    const value = json.get(member.name);
    const where = at(path, member.name);
    if (value !== undefined) found.set(member.name, read(member.shape, value, where, reading, member.limits));
    else if (!member.needed) found.set(member.name, null);
    else if (open) found.set(member.name, unknown(stablePlace(where), "not supplied"));
    else {
      reading.misfits.add(
        where,
        "nothing",
        expectation(member.shape),
        reading.misfits.full() ? null : misspelt(member.name, json, members),
      );
      found.set(member.name, unknown(stablePlace(where), "not supplied"));
    }
  }
  if (open) return found;
  const legal = new Set(members.map((member) => member.name));
  for (const key of json.keys()) {
    if (legal.has(key)) continue;
    if (reading.misfits.full()) {
      reading.misfits.add(null, "", "");
      continue;
    }
    const free = members.map((member) => member.name).filter((name) => !json.has(name));
    const names =
      members.length === 0
        ? "no fields"
        : members.length > 12
          ? "a declared field"
          : `one of ${members.map((member) => `\`${member.name}\``).join(", ")}`;
    reading.misfits.add(at(path, key), "a field that is not declared", names, closest(key, free, reading.misfits, "`"));
  }
  return found;
}

/** A missing field is often there under a slightly wrong name. */
function misspelt(name: string, json: JsonRecord, members: readonly Member[]): string | null {
  const legal = new Set(members.map((member) => member.name));
  const close = closestName(
    name,
    [...json.keys()].filter((key) => !legal.has(key)),
  );
  return close === null ? null : `is it what stands there as \`${clip(close)}\`?`;
}

function marksUnknown(json: Json | undefined, reading: Reading): json is JsonRecord {
  return reading.unknowns && isRecord(json) && json.has(UNKNOWN_KEY);
}

/** `{ "$unknown": "why" }`, and nothing beside it. */
function readUnknown(json: JsonRecord, path: Path | null, reading: Reading): Unknown {
  const why = json.get(UNKNOWN_KEY);
  if (typeof why !== "string" || json.size !== 1) {
    reading.misfits.add(path, describe(json), 'a value, or {"$unknown": "why"} and nothing else', null);
    return unknown(stablePlace(path), NOT_FITTING);
  }
  return unknown(stablePlace(path), why.trim() === "" ? "not known" : why.length > 200 ? `${why.slice(0, 200)}…` : why);
}

function numberHelp(json: Json): string | null {
  if (json instanceof InexactNumber) return "send it as text: a JSON number carries 15 significant digits";
  if (typeof json !== "string") return null;
  if (/^-?[\d.,_ ]+$/u.test(json) && /\d/u.test(json))
    return /\d{35}/u.test(json.replace(/\D/gu, ""))
      ? "at most 34 digits"
      : "digits with at most one point, no separators, no leading zeros";
  return null;
}
