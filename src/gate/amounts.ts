/** Amounts of quotas: exact decimals with a unit, which is a currency or nothing. */
import {
  add,
  compareDecimals,
  type Decimal,
  decimalText,
  isNegative,
  parseDecimal,
  subtract,
  ZERO,
} from "../eval/decimal.ts";

export interface Measured {
  readonly unit: string;
  readonly amount: Decimal;
}

/** Also of what is no finite decimal, such as a limit that is a third of something. */
export const unitOf = (text: string): string => text.split(" ")[1] ?? "";

/** `8`, `620.00 USD`: as decisions write amounts. Null: a quotient that is not finite, which no ledger can add up. */
export function amountOf(text: string): Measured | null {
  const [digits = "", unit = ""] = text.split(" ");
  const amount = parseDecimal(digits);
  return amount === null ? null : { unit, amount };
}

export const decimalOf = (text: string): Decimal => {
  const read = parseDecimal(text);
  if (read === null) throw new RangeError(`no decimal: ${text}`);
  return read;
};

export const sum = (a: Decimal, b: Decimal): Decimal => inRange(add(a, b));
export const difference = (a: Decimal, b: Decimal): Decimal => inRange(subtract(a, b));
export const text = decimalText;
export const negative = isNegative;
export const isMore = (a: Decimal, b: Decimal): boolean => compareDecimals(a, b) > 0;
export const zero = ZERO;

/** What one amount may have behind its point, and how many digits before it are too many. */
export const PLACES = 12;
export const DIGITS = 19;

/**
 * Sums of amounts within these bounds stay in the exact range, in which what everybody has used is added up for ever: one
 * amount of thirty places would put every other out of it.
 */
export function isCountable(amount: Decimal): boolean {
  const [whole = "", places = ""] = decimalText(amount).replace("-", "").split(".");
  return whole.length < DIGITS && places.length <= PLACES;
}

/** Out of the exact range nothing can be counted, and so nothing may go on. */
function inRange(amount: Decimal | null): Decimal {
  if (amount === null) throw new RangeError("an amount left the exact range");
  return amount;
}
