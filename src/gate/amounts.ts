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

/** Out of the exact range nothing can be counted, and so nothing may go on. */
function inRange(amount: Decimal | null): Decimal {
  if (amount === null) throw new RangeError("an amount left the exact range");
  return amount;
}
