/** When a value of a decision is what a fixture wrote. People write `8`, `120 USD`, `10:15Z`; decisions are canonical. */
import { compareDecimals, parseDecimal } from "../../eval/decimal.ts";
import { parseInstant } from "../../eval/iso.ts";

const MONEY = /^(-?[0-9][0-9_]*(?:\.[0-9]+)?) ?([A-Z]{3})$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T/;

/** `written` may hold `*` for any characters. */
export function sameValue(written: string | number | boolean | null, source: string, actual: unknown): boolean {
  if (written === null || typeof written === "boolean") return written === actual;
  if (typeof actual === "number") return compareNumbers(source, String(actual)) === 0;
  if (typeof actual !== "string") return false;
  const text = typeof written === "string" ? written : source;
  if (text === actual) return true;
  if (text.includes("*")) return fits(text, actual);
  const money = MONEY.exec(text);
  const actualMoney = MONEY.exec(actual);
  if (money !== null && actualMoney !== null) {
    return money[2] === actualMoney[2] && compareNumbers(money[1]!, actualMoney[1]!) === 0;
  }
  if (INSTANT.test(text) && INSTANT.test(actual)) {
    const a = parseInstant(text, null);
    const b = parseInstant(actual, null);
    return a.ok && b.ok && a.ms === b.ms;
  }
  return compareNumbers(text, actual) === 0;
}

/** Null when one of them is no number. */
export function compareNumbers(a: string, b: string): number | null {
  const left = parseDecimal(a.replaceAll("_", ""));
  const right = parseDecimal(b.replaceAll("_", ""));
  return left === null || right === null ? null : compareDecimals(left, right);
}

/** `*` stands for any characters; linear, by taking the first place where each part fits. */
export function fits(pattern: string, text: string): boolean {
  const parts = pattern.split("*");
  const first = parts[0]!;
  const last = parts.at(-1)!;
  if (parts.length === 1) return pattern === text;
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= text.length - last.length;
}
