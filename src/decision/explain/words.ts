/** How values, times and numbers of people are said. */
import type { SeatSet } from "../documents.ts";
import { ANYONE } from "../reviewers/algebra.ts";
import type { Line, Piece } from "./page.ts";
import { quote, say, series } from "./page.ts";
import { grouped } from "./text.ts";

/** Titles of declared names; a name without one stands for itself. */
export interface Titles {
  readonly roles?: Readonly<Record<string, string>> | undefined;
  readonly queues?: Readonly<Record<string, string>> | undefined;
  readonly evidence?: Readonly<Record<string, string>> | undefined;
}

export function titleOf(titles: Readonly<Record<string, string>> | undefined, id: string): string {
  return titles !== undefined && Object.hasOwn(titles, id) ? titles[id]! : id;
}

const NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

export function numberWord(n: number): string {
  return NUMBERS[n] ?? grouped(String(n));
}

/** `Two people`, `One person` */
export function peopleInWords(n: number): string {
  const word = numberWord(n);
  return `${word.charAt(0).toUpperCase()}${word.slice(1)} ${n === 1 ? "person" : "people"}`;
}

export function plural(n: number, one: string, many = `${one}s`): string {
  return n === 1 ? one : many;
}

/** `one from Finance operations and two from Support team leads` */
export function seatsInWords(set: SeatSet, titles: Titles): Line {
  const roles = Object.entries(set).filter(([role]) => role !== ANYONE);
  const open = Object.hasOwn(set, ANYONE) ? set[ANYONE]! : 0;
  const pieces: Piece[] = roles.map(([role, count]) =>
    say(`${numberWord(count)} from ${titleOf(titles.roles, role)}`, "strong"),
  );
  if (open > 0) {
    if (roles.length > 0) pieces.push(say(`${numberWord(open)} more who may review`, "strong"));
    else pieces.push(say(open === 1 ? "anybody who may review" : `any ${numberWord(open)} who may review`, "strong"));
  }
  return pieces.length === 0 ? [say("nobody")] : series(pieces);
}

const INSTANT = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/** `2026-11-22 10:15 UTC`; what is no instant stays. */
export function timeInWords(text: string): string {
  const match = INSTANT.exec(text);
  if (!match) return text;
  const [, date, minutes, seconds, zone] = match;
  return `${date} ${minutes}${seconds === undefined || seconds === "00" ? "" : `:${seconds}`} ${zone === "Z" ? "UTC" : `UTC${zone}`}`;
}

const DURATION = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** `PT4H` → `4 hours`; what is no such duration stays. */
export function durationInWords(text: string): string {
  const match = DURATION.exec(text);
  if (!match) return text;
  const units = ["day", "hour", "minute", "second"];
  const parts = units.flatMap((unit, index) => {
    const count = match[index + 1];
    return count === undefined ? [] : [`${count} ${plural(Number(count), unit)}`];
  });
  return parts.length === 0 ? text : parts.join(" ");
}

/** `5000.00 USD` → `5,000.00 USD`; a plain number is grouped too; anything else stays. */
export function amountInWords(text: string): string {
  const match = /^(-?\d+(?:\.\d+)?)( [A-Z]{3})?$/.exec(text);
  return match ? `${grouped(match[1]!)}${match[2] ?? ""}` : text;
}

export function isAmount(text: string): boolean {
  return /^-?\d+(?:\.\d+)?(?: [A-Z]{3})?$/.test(text);
}

/** A field of JSON as people read it. Total: any value has words. */
export function valueInWords(value: unknown): Piece {
  if (value === null || value === undefined) return say("none", "muted");
  if (typeof value === "string") return value === "" ? say("empty text", "muted") : quote(value);
  if (typeof value === "boolean") return quote(value ? "yes" : "no");
  if (typeof value === "number") return quote(String(value));
  const record = asRecord(value);
  if (record !== null) {
    const keys = Object.keys(record);
    const unknown = record["$unknown"];
    if (keys.length === 1 && typeof unknown === "string") return quote(`unknown (${unknown})`, "warn");
    const { amount, currency } = record;
    if (keys.length === 2 && typeof amount === "string" && typeof currency === "string")
      return quote(amountInWords(`${amount} ${currency}`));
  }
  return quote(json(value));
}

/** JSON with single spaces, cut off at a bound so that no document can make it costly. */
function json(value: unknown): string {
  let room = 2_000;
  const write = (part: unknown, depth: number): string => {
    if (room <= 0) return "…";
    if (depth > 20) return "…";
    if (Array.isArray(part)) {
      const items: string[] = [];
      for (const entry of part) {
        if (room <= 0) {
          items.push(`… ${grouped(String(part.length - items.length))} more`);
          break;
        }
        items.push(write(entry, depth + 1));
      }
      return `[${items.join(", ")}]`;
    }
    const record = asRecord(part);
    if (record !== null) {
      const entries: string[] = [];
      for (const [key, entry] of Object.entries(record)) {
        if (room <= 0) {
          entries.push("…");
          break;
        }
        room -= key.length + 4;
        entries.push(`${key}: ${write(entry, depth + 1)}`);
      }
      return `{ ${entries.join(", ")} }`;
    }
    const text = typeof part === "string" ? JSON.stringify(part) : String(part);
    room -= text.length + 2;
    return text;
  };
  return write(value, 0);
}

/** An object that is no list, or null. */
export function asRecord(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : null;
}

/** A text field of something that may be anything. */
export function textField(value: unknown, field: string): string | null {
  const record = asRecord(value);
  if (record === null || !Object.hasOwn(record, field)) return null;
  const found = record[field];
  return typeof found === "string" && found !== "" ? found : null;
}

export function listField(value: unknown, field: string): readonly unknown[] {
  const record = asRecord(value);
  const found = record !== null && Object.hasOwn(record, field) ? record[field] : null;
  return Array.isArray(found) ? found : [];
}
