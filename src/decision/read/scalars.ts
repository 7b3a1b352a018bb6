/** Numbers, times, dates and durations of documents, with what to send instead of what cannot be taken. */
import { parseDate, type Zone } from "../../eval/calendar.ts";
import { type Decimal, decimalOfNumber, parseDecimal } from "../../eval/decimal.ts";
import { type InstantFault, parseDuration, parseInstant } from "../../eval/iso.ts";
import type { Json } from "../json/json.ts";
import { MAX_NUMBER_TEXT } from "./bounds.ts";

/** A number as JSON or as text; null: neither, or outside the exact range. */
export function decimalOf(json: Json): Decimal | null {
  if (typeof json === "number") return decimalOfNumber(json);
  return typeof json === "string" && json.length <= MAX_NUMBER_TEXT ? parseDecimal(json) : null;
}

const HELP: Readonly<Record<InstantFault, string | null>> = {
  shape: null,
  date: "there is no such day",
  clock: "there is no such time of day",
  precision: "at most milliseconds",
  range: "years from 1 to 9999",
  "no-offset": "say the offset: Z, or +01:00",
  gap: "the clock was set forward over this time; say the offset, as +01:00",
  twice: "the clock showed this time twice; say the offset, as +01:00",
};

/** Milliseconds since the epoch, or why not. Without an offset: by the wall clock of `zone`; null: an offset is needed. */
export function readInstant(text: string, zone: Zone | null): number | { readonly help: string | null } {
  const found = parseInstant(text, zone);
  return found.ok ? found.ms : { help: HELP[found.fault] };
}

/** Days since 1970-01-01, or null. */
export const readDate = (text: string): number | null => parseDate(text);

/** Milliseconds, or null. */
export const readDuration = (text: string): number | null => parseDuration(text);
