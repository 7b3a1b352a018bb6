/** What quotas count: numbers, or money of one currency. A count is a number of one. */

import { add, compareDecimals, Decimal, decimalText, ZERO } from "../../eval/decimal.ts";
import { isMoney } from "../../eval/equality.ts";
import { addMoney, compareMoney, currencies, type Money, money, moneyText, sameCurrency } from "../../eval/money.ts";
import { Unknown, unknown, type Value } from "../../eval/value.ts";

export type Amount = Decimal | Money;

/** The amount, or why it is none. */
export function amountOf(value: Value, path: string): Amount | Unknown {
  if (value instanceof Unknown) return value;
  if (value instanceof Decimal) return value;
  if (isMoney(value)) return value;
  return unknown(path, value === null ? "missing" : "not an amount");
}

export const zeroLike = (amount: Amount): Amount => (amount instanceof Decimal ? ZERO : money(ZERO, amount.currency));

/** The sum; unknown for two currencies, for a number and money, and out of the exact range. */
export function plus(a: Amount, b: Amount, path: string): Amount | Unknown {
  if (a instanceof Decimal && b instanceof Decimal) return add(a, b) ?? unknown(path, "out of the exact range");
  if (a instanceof Decimal || b instanceof Decimal) return unknown(path, "a number and money do not add up");
  if (!sameCurrency(a, b)) return unknown(path, `${currencies(a, b)} do not add up`);
  return addMoney(a, b) ?? unknown(path, "out of the exact range");
}

/** Is `a` at most `b`? */
export function within(a: Amount, b: Amount, path: string): boolean | Unknown {
  if (a instanceof Decimal && b instanceof Decimal) return compareDecimals(a, b) <= 0;
  if (a instanceof Decimal || b instanceof Decimal) return unknown(path, "a number and money do not compare");
  return sameCurrency(a, b) ? compareMoney(a, b) <= 0 : unknown(path, `${currencies(a, b)} do not compare`);
}

export const amountText = (amount: Amount): string =>
  amount instanceof Decimal ? decimalText(amount) : moneyText(amount);
