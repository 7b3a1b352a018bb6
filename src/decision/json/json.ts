/**
 * JSON as the decision stage holds it. Objects are Maps, so that `__proto__` and `constructor` are ordinary keys, and a
 * number that a double cannot carry exactly is kept as its text, so that whoever reads it as a value can refuse it.
 */
export type Json = string | number | boolean | null | InexactNumber | JsonList | JsonRecord;
export type JsonList = readonly Json[];
export type JsonRecord = ReadonlyMap<string, Json>;

/** A number with more than 15 significant digits, or outside the range of a double. */
export class InexactNumber {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export const isList = (json: Json | undefined): json is JsonList => Array.isArray(json);
export const isRecord = (json: Json | undefined): json is JsonRecord => json instanceof Map;

/** A fault of the text or the data as such, before any shape is asked of it. */
export interface JsonFault {
  /** `inputs.amount`; empty: the document. */
  readonly path: string;
  /** Where in the text; null when data was handed over instead of text. */
  readonly at: { readonly line: number; readonly column: number } | null;
  readonly found: string;
  readonly expected: string;
  readonly help: string | null;
}

export interface JsonResult {
  /** Null when nothing could be read. With faults it is the best reading, for further messages only. */
  readonly json: Json | undefined;
  readonly faults: readonly JsonFault[];
}

/** Bounds of a document. */
export const MAX_BYTES = 10 * 1024 * 1024;
export const MAX_DEPTH = 64;
export const MAX_FAULTS = 50;

const LONE_SURROGATE = /\p{Surrogate}/u;

/** Short texts of plain letters, which nearly all are, need no regular expression. */
export function hasLoneSurrogate(text: string): boolean {
  if (text.length > 64) return LONE_SURROGATE.test(text);
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) >= 0xd800) return LONE_SURROGATE.test(text);
  return false;
}

const SIGNIFICANT = 15;

/**
 * A number text (by the grammar of RFC 8259) as a number, if a double carries it exactly: at most 15 significant digits,
 * and neither overflow nor underflow.
 */
export function exactNumber(text: string): number | InexactNumber {
  const digits = text
    .replace(/[eE].*$/u, "")
    .replace(/[-.]/gu, "")
    .replace(/^0+/u, "")
    .replace(/0+$/u, "");
  const value = Number(text);
  const carried =
    digits.length <= SIGNIFICANT && Number.isFinite(value) && (value !== 0 || digits === "") && !subnormal(value);
  // -0 is 0: no document means anything else by it.
  return carried ? value + 0 : new InexactNumber(text);
}

/** A finite number that a caller parsed, if a double carries what its shortest text says. */
export function numberOf(value: number): number | InexactNumber {
  // Below 10^15 every whole number has at most 15 digits. -0 is 0.
  if (Number.isInteger(value)) return value < 1e15 && value > -1e15 ? value + 0 : exactNumber(String(value));
  const text = String(value);
  // 15 digits and a point; without an exponent it is far from every end of the range.
  return text.length <= 16 && !text.includes("e") ? value : exactNumber(text);
}

/** Below the smallest normal double fewer than 15 digits are kept. */
const subnormal = (value: number): boolean => value !== 0 && Math.abs(value) < 2.2250738585072014e-308;

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/u;

/** The path of a member: `.name`, or `["odd name"]`. */
export function memberPath(parent: string, key: string): string {
  const shown = key.length > 80 ? `${key.slice(0, 80)}…` : key;
  if (!IDENTIFIER.test(key)) return `${parent}[${JSON.stringify(shown)}]`;
  return parent === "" ? shown : `${parent}.${shown}`;
}

/** The path of an element: `[0]`. */
export const elementPath = (parent: string, index: number): string => `${parent}[${index}]`;

/** What a value is, in words, short enough for a message. */
export function describe(json: Json | undefined): string {
  if (json === undefined) return "nothing";
  if (json === null) return "null";
  if (json instanceof InexactNumber) return `the number ${clip(json.text)}`;
  if (isList(json)) return json.length === 0 ? "an empty list" : `a list of ${json.length}`;
  if (isRecord(json)) return "a record";
  if (typeof json === "string") return `"${clip(json)}"`;
  return String(json);
}

/** Short enough for a message. */
export const clip = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
