/** Values to and from their wire form (see `Wire`), by type. Constants of plans, digests, keys of quotas. */
import type { Wire } from "../model/expression.ts";
import type { RecordType, Type } from "../model/type.ts";
import { dateText, parseDate } from "../plan/zone.ts";
import { compareTexts } from "../source/compare.ts";
import { Decimal, decimalText, isInteger, parseDecimal } from "./decimal.ts";
import { isList, isMap, isMoney } from "./equality.ts";
import { durationText, instantText, parseDuration, parseInstant } from "./iso.ts";
import { money } from "./money.ts";
import type { Value } from "./value.ts";

export type Records = Readonly<Record<string, RecordType>>;

/** The value; undefined when the wire form is none of the type. Recursion is bounded by the nesting of the constant. */
export function decodeWire(type: Type, wire: Wire, records: Records): Value | undefined {
  if (wire === null) return null;
  switch (type.kind) {
    case "optional":
      return decodeWire(type.of, wire, records);
    case "text":
    case "choice":
    case "tier":
    case "outcome":
    case "level":
      return typeof wire === "string" ? wire : undefined;
    case "bool":
      return typeof wire === "boolean" ? wire : undefined;
    case "int":
    case "decimal": {
      const number = typeof wire === "string" ? parseDecimal(wire) : null;
      return number !== null && (type.kind === "decimal" || isInteger(number)) ? number : undefined;
    }
    case "money": {
      if (
        typeof wire !== "object" ||
        !("amount" in wire) ||
        typeof wire.amount !== "string" ||
        typeof wire.currency !== "string"
      )
        return undefined;
      const amount = parseDecimal(wire.amount);
      return amount === null ? undefined : money(amount, wire.currency);
    }
    case "time": {
      const instant = typeof wire === "string" ? parseInstant(wire, null) : null;
      return instant?.ok === true ? instant.ms : undefined;
    }
    case "date":
      return typeof wire === "string" ? (parseDate(wire) ?? undefined) : undefined;
    case "duration":
      return typeof wire === "string" ? (parseDuration(wire) ?? undefined) : undefined;
    case "list":
      return decodeList(type.of, wire, records);
    case "map":
      return decodeFields(wire, () => type.of, records);
    case "record": {
      const fields = new Map(records[type.id]?.fields.map((field) => [field.name, field.type]));
      return decodeFields(wire, (name) => fields.get(name), records);
    }
    case "never":
      return undefined;
  }
}

function decodeList(of: Type, wire: Wire, records: Records): Value | undefined {
  if (!Array.isArray(wire)) return undefined;
  const items: Value[] = [];
  for (const item of wire as readonly Wire[]) {
    const value = decodeWire(of, item, records);
    if (value === undefined) return undefined;
    items.push(value);
  }
  return items;
}

function decodeFields(wire: Wire, typeOf: (name: string) => Type | undefined, records: Records): Value | undefined {
  if (typeof wire !== "object" || wire === null || Array.isArray(wire)) return undefined;
  const fields = new Map<string, Value>();
  for (const [name, field] of Object.entries(wire as { readonly [field: string]: Wire })) {
    const type = typeOf(name);
    const value = type === undefined ? undefined : decodeWire(type, field, records);
    if (value === undefined) return undefined;
    fields.set(name, value);
  }
  return fields;
}

/** The wire form of a known value; what is unknown becomes `{ "$unknown": why }`. Keys are sorted; absent fields are left out. */
export function encodeWire(type: Type, value: Value, records: Records): Wire {
  if (value === null) return null;
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (value instanceof Decimal) return decimalText(value);
  if (typeof value === "number") return clockWire(type, value);
  if (isList(value)) {
    const of = inner(type);
    return value.map((item) => encodeWire(of, item, records));
  }
  if (isMap(value)) {
    const fields =
      type.kind === "record" ? new Map(records[type.id]?.fields.map((field) => [field.name, field.type])) : null;
    const entries = [...value]
      .filter(([, field]) => field !== null)
      .sort(([a], [b]) => compareTexts(a, b))
      .map(([name, field]) => [name, encodeWire(fields?.get(name) ?? inner(type), field, records)] as const);
    return Object.fromEntries(entries);
  }
  if (isMoney(value)) return { amount: decimalText(value.amount), currency: value.currency ?? "" };
  return { $unknown: value.causes.map(({ path, why }) => `${path}: ${why}`).join("; ") };
}

const inner = (type: Type): Type =>
  type.kind === "optional" ? inner(type.of) : type.kind === "list" || type.kind === "map" ? type.of : type;

function clockWire(type: Type, value: number): string {
  const kind = type.kind === "optional" ? type.of.kind : type.kind;
  if (kind === "date") return dateText(value);
  return kind === "duration" ? durationText(value) : instantText(value);
}
