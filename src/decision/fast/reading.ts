import { parseDuration } from "../../plan/duration.ts";
import { DAY_MS, dayOf } from "../../plan/zone.ts";

/** Bounds of what is read here. Within them no document reaches the bounds of the reference reader. */
export const TEXT_LENGTH = 2000;
export const LIST_LENGTH = 100;
export const LOOSE_NODES = 1000;
export const LOOSE_DEPTH = 20;

export const SAFE = Number.MAX_SAFE_INTEGER;
export const POWERS = Array.from({ length: 16 }, (_, i) => 10 ** i);

/** Newer than the language level that the project compiles to. */
type Formed = string & { readonly isWellFormed: () => boolean };
export const HALF = /\p{Surrogate}/u;
export const wellFormed: (text: string) => boolean =
  "isWellFormed" in String.prototype ? (text) => (text as Formed).isWellFormed() : (text) => !HALF.test(text);

/** What the documents weigh so far, as the reader counts it, or more. */
let weight = 0;
/** Counts decisions: a getter of a document may ask for another one, and what was weighed until then is lost. */
let begun = 0;
export const HEAVIEST = 8_000_000;

/** Text as documents may hold it. */
export function text(value: unknown): boolean {
  if (typeof value !== "string" || value.length > TEXT_LENGTH) return false;
  weight += value.length;
  return wellFormed(value);
}

/** Lets items count that are no texts. */
export function heavier(by: number): void {
  weight += by;
}

/** To be asked at the end: whether the documents are far from the bound on their size, and nothing else was weighed meanwhile. */
export const light = (mark: number): boolean => mark === begun && weight < HEAVIEST;

/** A decimal in units of 10^-scale; NaN: not plain, more places than that, or not safe. Exact: whole numbers all the way. */
export function number(value: unknown, scale: number): number {
  if (typeof value === "string") return numberOfText(value, scale);
  if (typeof value !== "number") return Number.NaN;
  if (Number.isInteger(value)) {
    if (value > 999_999_999_999_999 || value < -999_999_999_999_999) return Number.NaN;
    const scaled = value * POWERS[scale]!;
    return scaled <= SAFE && scaled >= -SAFE ? scaled + 0 : Number.NaN;
  }
  // The shortest text of a double has at most 17 digits; with more than 15 the reference refuses it.
  const shortest = String(value);
  return shortest.length <= 15 ? numberOfText(shortest, scale) : Number.NaN;
}

export function numberOfText(value: string, scale: number): number {
  const { length } = value;
  if (length > 20 || length === 0) return Number.NaN;
  let at = 0;
  let code = value.charCodeAt(0);
  const negative = code === 45;
  if (negative) {
    if (length === 1) return Number.NaN;
    at = 1;
    code = value.charCodeAt(1);
  }
  // No needless zeros in front.
  if (code === 48 && at + 1 < length && value.charCodeAt(at + 1) !== 46) return Number.NaN;
  let whole = 0;
  let digits = 0;
  for (; at < length; at++) {
    code = value.charCodeAt(at) - 48;
    if (code < 0 || code > 9) break;
    whole = whole * 10 + code;
    digits++;
  }
  if (digits === 0 || digits > 15) return Number.NaN;
  let places = 0;
  if (at < length) {
    if (code !== -2 || at + 1 === length) return Number.NaN;
    for (at++; at < length; at++) {
      code = value.charCodeAt(at) - 48;
      if (code < 0 || code > 9) return Number.NaN;
      if (places < scale) {
        whole = whole * 10 + code;
        places++;
      } else if (code !== 0) return Number.NaN;
    }
  }
  const scaled = places === scale ? whole : whole * POWERS[scale - places]!;
  // Past it digits may have been lost on the way, so it is not looked at any further.
  if (!(scaled <= SAFE)) return Number.NaN;
  return negative ? 0 - scaled : scaled;
}

export function currency(value: unknown): boolean {
  if (typeof value !== "string" || value.length !== 3) return false;
  const [a, b, c] = [value.charCodeAt(0), value.charCodeAt(1), value.charCodeAt(2)];
  return a >= 65 && a <= 90 && b >= 65 && b <= 90 && c >= 65 && c <= 90;
}

/** Two digits; NaN when they are none. */
export function two(value: string, at: number): number {
  const [a, b] = [value.charCodeAt(at) - 48, value.charCodeAt(at + 1) - 48];
  return a >= 0 && a <= 9 && b >= 0 && b <= 9 ? a * 10 + b : Number.NaN;
}

export const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
export const leap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

/** Days since 1970-01-01 of the ten characters `YYYY-MM-DD`. The comparisons refuse NaN. */
export function day(value: string): number {
  const year = two(value, 0) * 100 + two(value, 2);
  const month = two(value, 5);
  const dayOfMonth = two(value, 8);
  if (value.charCodeAt(4) !== 45 || value.charCodeAt(7) !== 45) return Number.NaN;
  if (!(year >= 2 && year <= 9998 && month >= 1 && month <= 12 && dayOfMonth >= 1)) return Number.NaN;
  if (dayOfMonth > LENGTHS[month - 1]! && !(month === 2 && dayOfMonth === 29 && leap(year))) return Number.NaN;
  return dayOf(year, month, dayOfMonth);
}

export const date = (value: unknown): number =>
  typeof value === "string" && value.length === 10 ? day(value) : Number.NaN;

/** `YYYY-MM-DDTHH:MM:SS`, perhaps `.mmm`, then `Z` or an offset; milliseconds since the epoch. */
export function instant(value: unknown): number {
  if (typeof value !== "string") return Number.NaN;
  const hour = two(value, 11);
  const minute = two(value, 14);
  const second = two(value, 17);
  if (!(hour <= 23 && minute <= 59 && second <= 59)) return Number.NaN;
  if (value.charCodeAt(10) !== 84 || value.charCodeAt(13) !== 58 || value.charCodeAt(16) !== 58) return Number.NaN;
  let ms = day(value) * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1000;
  let at = 19;
  if (value.charCodeAt(19) === 46) {
    const last = value.charCodeAt(22) - 48;
    if (!(last >= 0 && last <= 9)) return Number.NaN;
    ms += two(value, 20) * 10 + last;
    at = 23;
  }
  const zone = value.charCodeAt(at);
  if (zone === 90) return value.length === at + 1 ? ms : Number.NaN;
  if ((zone !== 43 && zone !== 45) || value.length !== at + 6 || value.charCodeAt(at + 3) !== 58) return Number.NaN;
  const [hours, minutes] = [two(value, at + 1), two(value, at + 4)];
  if (!(hours <= 23 && minutes <= 59)) return Number.NaN;
  const away = (hours * 60 + minutes) * 60_000;
  return zone === 45 ? ms + away : ms - away;
}

export function duration(value: unknown): number {
  return typeof value === "string" && value.length <= 60 ? (parseDuration(value) ?? Number.NaN) : Number.NaN;
}

export const PLAIN = Object.prototype;

/** A record as JSON gives it: no list, no instance of a class, nothing inherited. */
export function plain(value: object): boolean {
  return Object.getPrototypeOf(value) === PLAIN;
}

/** The member of a record that the reader of documents would meet under a name; undefined: none. */
export const shows = Object.prototype.propertyIsEnumerable;
export const entry = (record: Record<string, unknown>, name: string): unknown =>
  shows.call(record, name) ? record[name] : undefined;

export const NOTHING = {};
let nodes = 0;

/** To be called first. Zero when records inherit members, so that nothing can be said of any record; else a mark for `light`. */
export function begin(): number {
  nodes = 0;
  weight = 0;
  for (const _ in NOTHING) return 0;
  return ++begun;
}

/** Whether what a record holds beside its declared members is sound, though nobody reads it; and does not mark it unknown. */
export function loose(record: object, declared: readonly string[]): boolean {
  for (const key of Object.keys(record)) {
    if (key === "$unknown") return false;
    if (declared.includes(key)) continue;
    if (!text(key) || !looseValue((record as Record<string, unknown>)[key], 1)) return false;
  }
  return true;
}

export function looseValue(value: unknown, depth: number): boolean {
  if (++nodes > LOOSE_NODES || depth > LOOSE_DEPTH) return false;
  weight += 100;
  switch (typeof value) {
    case "string":
      return text(value);
    case "number":
      return Number.isFinite(value);
    case "boolean":
    case "undefined":
      return true;
    case "object":
      break;
    default:
      return false;
  }
  if (value === null) return true;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++)
      // A hole or `undefined` in a list is a fault.
      if (value[i] === undefined || !looseValue(value[i], depth + 1)) return false;
    return true;
  }
  if (!plain(value)) return false;
  for (const key of Object.keys(value))
    if (!text(key) || !looseValue((value as Record<string, unknown>)[key], depth + 1)) return false;
  return true;
}

// Lists of documents are walked by their places, as the reader does: members of their own must not answer for the array's.

/** Whether a list holds some text. */
export function has(list: readonly unknown[], item: unknown): boolean {
  for (let i = 0; i < list.length; i++) if (list[i] === item) return true;
  return false;
}

/** A list of texts, each once if `once`. */
export function texts(list: unknown, once: boolean): boolean {
  if (!Array.isArray(list) || list.length > LIST_LENGTH) return false;
  for (let i = 0; i < list.length; i++) {
    if (!text(list[i])) return false;
    if (once) for (let before = 0; before < i; before++) if (list[before] === list[i]) return false;
  }
  return true;
}
