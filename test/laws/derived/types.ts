/** Types of derived policies, how they are written, and values of them as documents carry them. */
import type { Random } from "../../fuzz/random.ts";

export type Scalar = "text" | "bool" | "int" | "decimal" | "money" | "time" | "date" | "duration";
export type Type =
  | Scalar
  | { readonly choice: readonly string[] }
  | { readonly record: string }
  | { readonly list: Type }
  | { readonly map: Type }
  | { readonly opt: Type };

export type Fields = readonly (readonly [name: string, type: Type])[];
export type Records = ReadonlyMap<string, Fields>;

export const SCALARS: readonly Scalar[] = ["text", "bool", "int", "decimal", "money", "time", "date", "duration"];
export const CHOICE: Type = { choice: ["red", "green", "blue"] };
/** Few, so that they meet. */
export const TEXTS = ["a", "b", "ann", "bob", "red", "Ann", ""];
export const KEYS = ["a", "b", "c"];
export const NOW = Date.UTC(2026, 10, 22, 10, 15);

export function typeText(type: Type): string {
  if (typeof type === "string") return type;
  if ("choice" in type) return type.choice.map((value) => `"${value}"`).join(" | ");
  if ("record" in type) return type.record;
  if ("opt" in type) return `${inner(type.opt)}?`;
  return "list" in type ? `list of ${inner(type.list)}` : `map of ${inner(type.map)}`;
}

const inner = (type: Type): string =>
  typeof type === "object" && ("choice" in type || "opt" in type) ? `(${typeText(type)})` : typeText(type);

/** A type that is no record, or one of those given. */
export function typeBy(random: Random, depth: number, records: readonly string[]): Type {
  const leaf = (): Type => (random.chance(0.15) ? CHOICE : random.chance(0.25) ? "money" : random.pick<Type>(SCALARS));
  switch (depth > 0 ? random.below(8) : 0) {
    case 1:
      return { opt: plain(typeBy(random, depth - 1, records)) };
    case 2:
      return { list: typeBy(random, depth - 1, records) };
    case 3:
      return { map: typeBy(random, depth - 1, records) };
    case 4:
    case 5:
      return records.length === 0 ? leaf() : { record: random.pick(records) };
    default:
      return leaf();
  }
}

/** Never twice optional. */
export const plain = (type: Type): Type => (typeof type === "object" && "opt" in type ? type.opt : type);

export const instant = (ms: number): string => new Date(ms).toISOString().replace(".000Z", "Z");

/** How long ago things happened: equal times, edges of windows, and something of each size. */
const AGES = [0, 0, 1, 60_000, 3_600_000, 3_600_000, 86_400_000, 86_400_000, 7 * 86_400_000, 400 * 86_400_000];
export const ago = (random: Random): string => instant(NOW - random.pick(AGES));

export const moneyBy = (random: Random): object => ({
  amount: random.pick(["0", "1", "5", "10", "10.00", "20", "100", "-5", "0.5"]),
  currency: random.chance(0.85) ? "USD" : random.pick(["EUR", "JPY"]),
});

export function valueBy(random: Random, type: Type, records: Records): unknown {
  if (typeof type === "string")
    switch (type) {
      case "text":
        return random.pick(TEXTS);
      case "bool":
        return random.chance(0.5);
      case "int":
        return random.pick([0, 1, 2, 3, 10, -1, "2", 5]);
      case "decimal":
        return random.pick(["0", "0.5", "1", "1.0", "2", "10", "-1", 0.5, 3]);
      case "money":
        return moneyBy(random);
      case "time":
        return ago(random);
      case "date":
        return random.pick(["2026-11-22", "2026-11-21", "2026-10-25", "2025-01-01", "2026-12-01"]);
      case "duration":
        return random.pick(["P1D", "PT1H", "PT0S", "P30D", "PT24H"]);
    }
  if ("choice" in type) return random.pick(type.choice);
  if ("opt" in type) return random.chance(0.3) ? null : valueBy(random, type.opt, records);
  if ("list" in type) return random.times(random.pick([0, 1, 1, 2, 3]), () => valueBy(random, type.list, records));
  if ("map" in type)
    return Object.fromEntries(
      KEYS.filter(() => random.chance(0.5)).map((key) => [key, valueBy(random, type.map, records)]),
    );
  return recordBy(random, records.get(type.record)!, records);
}

/** Optional members are left out at times: that says they are absent. */
export const recordBy = (random: Random, fields: Fields, records: Records): Record<string, unknown> =>
  Object.fromEntries(
    fields
      .filter(([, type]) => !(typeof type === "object" && "opt" in type && random.chance(0.2)))
      .map(([name, type]) => [name, valueBy(random, type, records)]),
  );
