/**
 * When `JSON.parse` may stand in for the exact reader, which is four times as slow. It may where it loses nothing: no
 * name stands twice in a record (it keeps the last), no number has more digits than a double carries, no text holds half
 * of a surrogate pair, and nothing is nested past the bound. Both proofs here may fail for a text that is sound; then
 * another way is taken, never another answer.
 */
import { MAX_DEPTH } from "../../decision/json/json.ts";

/**
 * A proof by length, for texts as `JSON.stringify` writes them. The shortest text of the parsed value is as long as the
 * text itself. Everything that could have been lost, and every other way of writing the same, makes the text longer:
 * white space, escapes, needless digits, and above all a second member of the same name. So nothing of it is there.
 *
 * Numbers that could be written shorter than `String` does, with an exponent, would break this sum, and end the proof.
 */
export function shortest(parsed: unknown, text: string): boolean {
  return lengthOf(parsed, 0) === text.length;
}

/** NaN, which equals no length, where the proof ends. */
function lengthOf(value: unknown, depth: number): number {
  switch (typeof value) {
    case "string":
      return value.length + 2;
    case "boolean":
      return value ? 4 : 5;
    case "number":
      return shortestNumber(value) ? String(value).length : Number.NaN;
  }
  if (value === null) return 4;
  if (depth === MAX_DEPTH) return Number.NaN;
  // Brackets and the commas between: one for each element, and one more.
  let length = 1;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) length += lengthOf(value[i], depth + 1) + 1;
  } else {
    const record = value as Readonly<Record<string, unknown>>;
    for (const name in record) length += name.length + 4 + lengthOf(record[name], depth + 1);
  }
  return length === 1 ? 2 : length;
}

/** Is there no shorter way to write it? `1e3` is shorter than 1000, `1e-9` than 0.000000001. */
function shortestNumber(value: number): boolean {
  if (value >= 0 && value < 1000 && Number.isInteger(value)) return !Object.is(value, -0);
  const size = Math.abs(value);
  if (size >= 1e15 || size < 0.01) return false;
  return !Number.isInteger(value) || value % 1000 !== 0;
}

/**
 * A proof by counting, for any white space and most escapes: goes over the bytes once and gives the number of members
 * that stand there, or -1 where it cannot tell. As many members in the parsed value as in the text: none was lost.
 */
export function membersIn(bytes: Uint8Array, from: number, to: number): number {
  let members = 0;
  let depth = 0;
  for (let at = from; at < to; ) {
    const byte = bytes[at++]!;
    if (byte === QUOTE) {
      at = afterText(bytes, at, to);
      if (at < 0) return -1;
    } else if (byte === COLON) members++;
    else if (byte === OPEN_RECORD || byte === OPEN_LIST) {
      if (++depth > MAX_DEPTH) return -1;
    } else if (byte === CLOSE_RECORD || byte === CLOSE_LIST) depth--;
    else if (byte === MINUS || (byte >= ZERO && byte <= NINE)) {
      const start = at - 1;
      while (at < to && isDigitOrPoint(bytes[at]!)) at++;
      // With an exponent, or so many digits that some might be lost.
      if (at - start > 15 || (bytes[at]! | 0x20) === LOWER_E) return -1;
    }
  }
  return members;
}

const QUOTE = 0x22;
const COLON = 0x3a;
const OPEN_RECORD = 0x7b;
const CLOSE_RECORD = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const BACKSLASH = 0x5c;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const LOWER_D = 0x64;
const LOWER_E = 0x65;
const LOWER_U = 0x75;

const isDigitOrPoint = (byte: number): boolean => (byte >= ZERO && byte <= NINE) || byte === POINT;

/** After the closing quote; -1 where the text does not end, or may hold half of a pair (`\uD800` to `\uDFFF`). */
function afterText(bytes: Uint8Array, from: number, to: number): number {
  for (let at = from; at < to; ) {
    const byte = bytes[at++]!;
    if (byte === QUOTE) return at;
    if (byte !== BACKSLASH) continue;
    if (bytes[at] === LOWER_U && (bytes[at + 1]! | 0x20) === LOWER_D) return -1;
    at++;
  }
  return -1;
}

/** The members of all records in a parsed value. INVARIANT: nested no deeper than `MAX_DEPTH`. */
export function membersOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  let members = 0;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) members += membersOf(value[i]);
    return members;
  }
  const record = value as Readonly<Record<string, unknown>>;
  for (const name in record) members += 1 + membersOf(record[name]);
  return members;
}
