import type { Comparable, Numeric } from "./expression.ts";
import type { Type } from "./type.ts";

export const TEXT: Type = { kind: "text" };
export const BOOL: Type = { kind: "bool" };
export const INT: Type = { kind: "int" };
export const DECIMAL: Type = { kind: "decimal" };
export const MONEY: Type = { kind: "money" };
export const TIME: Type = { kind: "time" };
export const DATE: Type = { kind: "date" };
export const DURATION: Type = { kind: "duration" };
export const TIER: Type = { kind: "tier" };
/** The element of `[]`, and the type of whatever has a fault already: it fits everywhere, so one fault is told once. */
export const NEVER: Type = { kind: "never" };

export const optional = (type: Type): Type =>
  type.kind === "optional" || type.kind === "never" ? type : { kind: "optional", of: type };
export const required = (type: Type): Type => (type.kind === "optional" ? type.of : type);
export const listOf = (type: Type): Type => ({ kind: "list", of: type });
export const record = (id: string): Type => ({ kind: "record", id });

/** One text for one type, to compare types and to name pairs. */
export function typeKey(type: Type): string {
  switch (type.kind) {
    case "choice":
      return type.values.map((value) => JSON.stringify(value)).join("|");
    case "record":
      return type.id;
    case "list":
      return `list(${typeKey(type.of)})`;
    case "map":
      return `map(${typeKey(type.of)})`;
    case "optional":
      return `${typeKey(type.of)}?`;
    default:
      return type.kind;
  }
}

const subset = (part: readonly string[], whole: readonly string[]): boolean => {
  if (part === whole) return true;
  if (part.length === 1) return whole.includes(part[0]!);
  const all = new Set(whole);
  return part.every((value) => all.has(value));
};

/** Whether a value of type `from` can stand where `to` is wanted. */
export function fits(from: Type, to: Type): boolean {
  if (from === to || from.kind === "never" || to.kind === "never") return true;
  if (to.kind === "optional") return fits(required(from), to.of);
  switch (from.kind) {
    case "int":
      return to.kind === "int" || to.kind === "decimal";
    case "choice":
      return to.kind === "text" || (to.kind === "choice" && subset(from.values, to.values));
    case "record":
      return to.kind === "record" && from.id === to.id;
    case "list":
      return to.kind === "list" && fits(from.of, to.of);
    case "map":
      return to.kind === "map" && fits(from.of, to.of);
    case "optional":
      return false;
    default:
      return from.kind === to.kind;
  }
}

/** The smallest type that holds the values of both, or null. */
export function join(a: Type, b: Type): Type | null {
  if (a === b || b.kind === "never") return a;
  if (a.kind === "never") return b;
  if (a.kind === "optional" || b.kind === "optional") {
    const inner = join(required(a), required(b));
    return inner === null ? null : optional(inner);
  }
  if (a.kind === "choice" && b.kind === "choice") {
    if (subset(b.values, a.values)) return a;
    if (subset(a.values, b.values)) return b;
    return { kind: "choice", name: null, values: [...new Set([...a.values, ...b.values])] };
  }
  if ((a.kind === "list" && b.kind === "list") || (a.kind === "map" && b.kind === "map")) {
    const inner = join(a.of, b.of);
    return inner === null ? null : { kind: a.kind, of: inner };
  }
  if (fits(a, b)) return b;
  if (fits(b, a)) return a;
  return null;
}

/** Whether values of both types can be equal at all, apart from absence. */
export function comparable(a: Type, b: Type): boolean {
  const [x, y] = [required(a), required(b)];
  if (isNumber(x) && isNumber(y)) return true;
  if (isText(x) && isText(y)) return true;
  if (x.kind === "list" && y.kind === "list") return comparable(x.of, y.of);
  if (x.kind === "map" && y.kind === "map") return comparable(x.of, y.of);
  return fits(x, y) || fits(y, x);
}

export const isNumber = (type: Type): boolean => type.kind === "int" || type.kind === "decimal";
export const isText = (type: Type): boolean => type.kind === "text" || type.kind === "choice";

/** As what two values of this type are compared, or null when they have no order. Choices are a set, not a ladder. */
export function order(type: Type): Comparable | null {
  switch (type.kind) {
    case "int":
    case "decimal":
      return "number";
    case "text":
    case "money":
    case "time":
    case "date":
    case "duration":
    case "tier":
    case "outcome":
    case "level":
      return type.kind;
    case "never":
      return "text";
    default:
      return null;
  }
}

/** As what arithmetic takes a value of this type, or null. */
export function numeric(type: Type): Numeric | null {
  switch (type.kind) {
    case "int":
    case "decimal":
      return "number";
    case "money":
    case "time":
    case "date":
    case "duration":
      return type.kind;
    default:
      return null;
  }
}
