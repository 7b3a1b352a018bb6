/** The texts of values that the log must not hold, so that they are found wherever else an event says them. */
import { decimalText, parseDecimal } from "../../eval/decimal.ts";

export interface Secrets {
  /** The value that this text is a spelling of, whatever its length; undefined: of none. */
  readonly whole: (text: string) => unknown;
  /** The text with every spelling in it replaced; the same text where there is none. */
  readonly within: (text: string) => string;
}

/** Shorter texts are replaced only where they stand as words of their own. */
const LONG = 8;
/** Texts of one character are no words: they are replaced only where they are all that is said. */
const WORD = 2;
/** Messages cut long values. So much of the start, and whatever follows as in the value, is a spelling of it. */
const CUT = 40;

/** `mark`: what stands in a text instead of a value. */
export function secretsOf(values: readonly unknown[], mark: (value: unknown) => string): Secrets {
  const spelt = new Map<string, unknown>();
  for (const value of values) collect(value, spelt);
  const texts = [...spelt.keys()].sort((a, b) => b.length - a.length);
  const long = texts.filter((text) => text.length > CUT);
  const short = texts.filter((text) => text.length <= CUT && text.length >= WORD);
  const found = short.length === 0 ? null : new RegExp(short.map(pattern).join("|"), "gu");
  return {
    whole: (text) => spelt.get(text),
    within: (text) => {
      let fresh = text;
      for (const one of long) fresh = withoutStart(fresh, one, () => mark(spelt.get(one)));
      return found === null ? fresh : fresh.replace(found, (part) => mark(spelt.get(part)));
    },
  };
}

/** `text` without `secret`, and without whatever begins as it does for `CUT` characters. */
function withoutStart(text: string, secret: string, mark: () => string): string {
  const start = secret.slice(0, CUT);
  let fresh = "";
  let from = 0;
  for (let at = text.indexOf(start); at >= 0; at = text.indexOf(start, from)) {
    let end = at + CUT;
    while (end < text.length && end - at < secret.length && text[end] === secret[end - at]) end++;
    fresh += text.slice(from, at) + mark();
    from = end;
  }
  return fresh + text.slice(from);
}

/** All that a value says: its texts and numbers, and the keys that are data rather than names of fields. */
function collect(value: unknown, spelt: Map<string, unknown>): void {
  if (typeof value === "string" || typeof value === "number") {
    for (const text of spellings(String(value))) if (!spelt.has(text)) spelt.set(text, value);
  } else if (Array.isArray(value)) for (const item of value) collect(item, spelt);
  else if (value !== null && typeof value === "object")
    for (const [key, member] of Object.entries(value)) {
      if (!FIELD.test(key)) collect(key, spelt);
      // A currency is a word of the rules, and no secret beside its amount.
      if (!(key === "currency" && "amount" in value)) collect(member, spelt);
    }
}

const FIELD = /^[$A-Za-z_][A-Za-z0-9_]*$/;

/** As it stands, as messages quote it, and numbers as they are shown: `5000`, `5000.00`, `5,000.00`. */
function spellings(text: string): readonly string[] {
  return text === "" ? [] : [text, JSON.stringify(text).slice(1, -1), ...numbers(text)];
}

function numbers(text: string): readonly string[] {
  const value = NUMBER.test(text) && text.length <= CUT ? parseDecimal(text) : null;
  if (value === null) return [];
  const [whole, fraction = ""] = decimalText(value).split(".") as [string, string?];
  const padded = [2, 3].filter((n) => fraction.length <= n).map((n) => `${whole}.${fraction.padEnd(n, "0")}`);
  return [decimalText(value), ...padded].flatMap((form) => [
    form,
    form.replace(/^-?\d+/, (digits) => digits.replace(/\B(?=(\d{3})+$)/g, ",")),
  ]);
}

const NUMBER = /^-?\d+(?:\.\d+)?$/;

function pattern(text: string): string {
  const literal = text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  // `500` is not in `1500.00`, `500.01` or `2,500`.
  if (/^-?[\d.,]+$/.test(text)) return `(?<![\\p{L}\\p{N}]|\\p{N}[.,])${literal}(?![\\p{L}\\p{N}]|[.,]\\p{N})`;
  return text.length >= LONG ? literal : `(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`;
}
