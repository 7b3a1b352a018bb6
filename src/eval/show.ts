/** Values as people read them, in reasons and pages. */
import type { Type } from "../model/type.ts";
import { durationWords } from "../plan/duration.ts";
import { dateText } from "../plan/zone.ts";
import { Decimal, decimalText } from "./decimal.ts";
import { isList, isMap } from "./equality.ts";
import { instantText } from "./iso.ts";
import { moneyText } from "./money.ts";
import { Unknown, type Value } from "./value.ts";

const LONGEST = 200;
const MOST_ITEMS = 3;

/**
 * `620.00 USD`, `4 hours`, `2026-11-22T10:15:00Z`, `true`. Short lists of plain values are written out, others
 * as `[5 items]`, records as `{…}`; long texts are cut.
 */
export function show(type: Type, value: Value): string {
  if (value === null) return "none";
  if (value instanceof Unknown) return "unknown";
  if (typeof value === "string") return value.length > LONGEST ? `${value.slice(0, LONGEST - 1)}…` : value;
  if (typeof value === "boolean") return String(value);
  if (value instanceof Decimal) return decimalText(value);
  if (typeof value === "number") return showClock(type, value);
  if (isList(value)) return showList(type, value);
  if (isMap(value)) return showMap(value);
  return moneyText(value);
}

function showClock(type: Type, value: number): string {
  const kind = type.kind === "optional" ? type.of.kind : type.kind;
  if (kind === "date") return dateText(value);
  return kind === "duration" ? durationWords(value) : instantText(value);
}

function showList(type: Type, items: readonly Value[]): string {
  const list = type.kind === "optional" ? type.of : type;
  const of: Type = list.kind === "list" ? list.of : { kind: "never" };
  const plain = items.length <= MOST_ITEMS && items.every((item) => !isList(item) && !isMap(item));
  return plain
    ? `[${items.map((item) => show(of, item)).join(", ")}]`
    : `[${items.length} ${items.length === 1 ? "item" : "items"}]`;
}

/** A record by its id, if it has one. */
function showMap(value: ReadonlyMap<string, Value>): string {
  const id = value.get("id");
  return typeof id === "string" ? `{id: ${id}, …}` : "{…}";
}
