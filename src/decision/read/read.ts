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
  switch (shape.kind) {
    case "anything":
      return null;
    case "amount":
      return isRecord(json)
        ? readMoney(shape, json, path, reading, limits)
        : (decimalOf(json) ?? misread(shape, json, path, reading));
    case "money":
      return readMoney(shape, json, path, reading, limits);
    case "optional":
      return json === null ? null : read(shape.of, json, path, reading, limits);
    case "list":
    case "many": {
      if (!isList(json)) return misread(shape, json, path, reading);
      if (json.length > MAX_ITEMS) return misfit(json, path, reading, `a list of at most ${MAX_ITEMS}`);
      const items: Value[] = [];
      for (let i = 0; i < json.length; i++) items.push(readAt(shape.of, json[i]!, path, i, reading));
      return bounded(items, json, path, reading, limits);
    }
    case "map":
    case "dictionary": {
      if (!isRecord(json)) return misread(shape, json, path, reading);
      const found = new Map<string, Value>();
      for (const [key, item] of json) found.set(key, readAt(shape.of, item, path, key, reading));
      return found;
    }
    case "object":
      return isRecord(json)
        ? readMembers(shape.members, json, path, reading, false)
        : misread(shape, json, path, reading);
    case "record": {
      const record = Object.hasOwn(reading.records, shape.id) ? reading.records[shape.id] : undefined;
      if (record === undefined || !isRecord(json)) return misread(shape, json, path, reading);
      return readFields(record.fields, json, path, reading);
    }
    default: {
      const value = scalarOf(shape, json, reading);
      return value === undefined ? misread(shape, json, path, reading) : bounded(value, json, path, reading, limits);
    }
  }
}

/** As `read`, one step further down. What is read at once needs no path: nearly every document fits. */
function readAt(
  shape: Shape,
  json: Json,
  parent: Path | null,
  step: string | number,
  reading: Reading,
  limits?: Limits,
): Value {
  if (limits === undefined) {
    const plain = shape.kind === "optional" ? shape.of : shape;
    if (json === null && plain !== shape) return null;
    const value = scalarOf(plain, json, reading);
    if (value !== undefined) return value;
  }
  return read(shape, json, at(parent, step), reading, limits);
}

/** The value of a shape without parts; undefined: it has parts, or the value does not fit. */
function scalarOf(shape: Shape, json: Json, reading: Reading): Value | undefined {
  switch (shape.kind) {
    case "text":
    case "outcome":
    case "level":
      return typeof json === "string" ? json : undefined;
    case "bool":
      return typeof json === "boolean" ? json : undefined;
    case "choice":
      return typeof json === "string" && shape.values.includes(json) ? json : undefined;
    case "tier":
      return typeof json === "string" && reading.tiers.includes(json) ? json : undefined;
    case "int":
    case "decimal": {
      const number = decimalOf(json);
      return number === null || (shape.kind === "int" && !isInteger(number)) ? undefined : number;
    }
    case "time":
    case "instant": {
      const found = typeof json === "string" ? readInstant(json, shape.kind === "time" ? reading.zone : null) : null;
      return typeof found === "number" ? found : undefined;
    }
    case "date":
      return typeof json === "string" ? (readDate(json) ?? undefined) : undefined;
    case "duration":
      return typeof json === "string" ? (readDuration(json) ?? undefined) : undefined;
    default:
      return undefined;
  }
}

/** Reports what does not fit its shape, with what to send instead. */
function misread(shape: Shape, json: Json, path: Path | null, reading: Reading): Unknown {
  if (reading.misfits.full()) return misfit(json, path, reading, "");
  if (shape.kind === "choice" || shape.kind === "tier") {
    const values = shape.kind === "tier" ? reading.tiers : shape.values;
    const help = typeof json === "string" ? closest(json, values, reading.misfits) : null;
    const expected = expectation(typeof json === "string" ? { kind: "choice", name: null, values } : shape);
    return misfit(json, path, reading, expected, help);
  }
  return misfit(json, path, reading, expectation(shape), helpFor(shape, json, reading));
}

function helpFor(shape: Shape, json: Json, reading: Reading): string | null {
  switch (shape.kind) {
    case "text":
    case "outcome":
    case "level":
      return typeof json === "number" ? `send it in quotes: "${json}"` : null;
    case "bool":
      return json === "true" || json === "false" ? `send ${json} without quotes` : null;
    case "int":
    case "decimal":
      return decimalOf(json) === null ? numberHelp(json) : null;
    case "amount":
      return numberHelp(json);
    case "money":
      return typeof json === "number" || typeof json === "string" ? "money carries its currency" : null;
    case "time":
    case "instant": {
      if (typeof json === "number") return "seconds or milliseconds since 1970 are not taken";
      const found = typeof json === "string" ? readInstant(json, shape.kind === "time" ? reading.zone : null) : null;
      return found === null || typeof found === "number" ? null : found.help;
    }
    case "date":
      return typeof json === "string" && /^\d{4}-\d{2}-\d{2}$/u.test(json) ? "there is no such day" : null;
    case "duration":
      return "days, hours, minutes and seconds; months and years have no fixed length";
    default:
      return null;
  }
}

function misfit(
  json: Json,
  path: Path | null,
  reading: Reading,
  expected: string,
  help: string | null = null,
): Unknown {
  if (reading.misfits.full()) reading.misfits.add(null, "", "");
  else reading.misfits.add(path, describe(json), expected, help);
  return unknown(stablePlace(path), NOT_FITTING);
}

function bounded(value: Value, json: Json, path: Path | null, reading: Reading, limits: Limits | undefined): Value {
  const fault = limits === undefined ? null : breach(limits, value, json);
  return fault === null ? value : misfit(json, path, reading, fault);
}

function readMoney(shape: Shape, json: Json, path: Path | null, reading: Reading, limits?: Limits): Value {
  if (!isRecord(json)) return misread(shape, json, path, reading);
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
      reading.misfits.add(at(path, "amount"), describe(amount), 'a decimal number, as "120.00"', numberHelp(amount));
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
  return bounded({ amount: number, currency } satisfies Money, json, path, reading, limits);
}

/** By the fields of a contract, which live as long as their plan. */
const prepared = new WeakMap<readonly FieldType[], readonly Member[]>();

function membersOf(fields: readonly FieldType[]): readonly Member[] {
  let members = prepared.get(fields);
  if (members === undefined) {
    members = fields.map((field): Member => {
      const member = { name: field.name, shape: field.type, needed: field.type.kind !== "optional" };
      return field.limits === undefined ? member : { ...member, limits: field.limits };
    });
    prepared.set(fields, members);
  }
  return members;
}

/** The fields that a contract declares, from a record of a document. */
export function readFields(
  fields: readonly FieldType[],
  json: JsonRecord,
  path: Path | null,
  reading: Reading,
): ReadonlyMap<string, Value> {
  return readMembers(membersOf(fields), json, path, reading, reading.open);
}

function readMembers(
  list: readonly Member[],
  json: JsonRecord,
  path: Path | null,
  reading: Reading,
  open: boolean,
): ReadonlyMap<string, Value> {
  const found = new Map<string, Value>();
  let met = 0;
  for (const member of list) {
    const value = json.get(member.name);
    if (value !== undefined) {
      met++;
      found.set(member.name, readAt(member.shape, value, path, member.name, reading, member.limits));
    } else found.set(member.name, member.needed ? absent(member, json, list, path, reading, open) : null);
  }
  if (!open && met < json.size) tellUndeclared(list, json, path, reading);
  return found;
}

function absent(
  member: Member,
  json: JsonRecord,
  members: readonly Member[],
  path: Path | null,
  reading: Reading,
  open: boolean,
): Unknown {
  const where = at(path, member.name);
  if (!open) {
    const { misfits } = reading;
    misfits.add(
      where,
      "nothing",
      expectation(member.shape),
      misfits.full() ? null : misspelt(member.name, json, members),
    );
  }
  return unknown(stablePlace(where), "not supplied");
}

function tellUndeclared(members: readonly Member[], json: JsonRecord, path: Path | null, reading: Reading): void {
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

export function marksUnknown(json: Json | undefined, reading: Reading): json is JsonRecord {
  return reading.unknowns && isRecord(json) && json.has(UNKNOWN_KEY);
}

/** `{ "$unknown": "why" }`, and nothing beside it. */
export function readUnknown(json: JsonRecord, path: Path | null, reading: Reading): Unknown {
  const why = json.get(UNKNOWN_KEY);
  if (typeof why !== "string" || json.size !== 1) {
    reading.misfits.add(path, describe(json), 'a value, or {"$unknown": "why"} and nothing else', null);
    return unknown(stablePlace(path), NOT_FITTING);
  }
  return unknown(stablePlace(path), why.trim() === "" ? "not known" : why.length > 200 ? `${why.slice(0, 200)}…` : why);
}

function numberHelp(json: Json | undefined): string | null {
  if (json instanceof InexactNumber) return "send it as text: a JSON number carries 15 significant digits";
  if (typeof json !== "string") return null;
  if (/^-?[\d.,_ ]+$/u.test(json) && /\d/u.test(json))
    return /\d{35}/u.test(json.replace(/\D/gu, ""))
      ? "at most 34 digits"
      : "digits with at most one point, no separators, no leading zeros";
  return null;
}
