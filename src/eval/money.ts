/** An exact amount with its currency. Two currencies never compare or add up. */
import { add, compareDecimals, type Decimal, decimalText, isZero, ZERO } from "./decimal.ts";

/** `currency` is null only for the sum of nothing, which is zero in every currency. */
export interface Money {
  readonly amount: Decimal;
  readonly currency: string | null;
}

export const money = (amount: Decimal, currency: string | null): Money => ({ amount, currency });
export const NO_MONEY: Money = money(ZERO, null);

/** Whether two sums of money are in one currency; the sum of nothing is in all. */
export function sameCurrency(a: Money, b: Money): boolean {
  return a.currency === b.currency || a.currency === null || b.currency === null;
}

export const currencyOf = (a: Money, b: Money): string | null => a.currency ?? b.currency;

/** "EUR and USD": the same words whichever comes first. */
export function currencies(a: Money, b: Money): string {
  return [a.currency ?? "none", b.currency ?? "none"].sort().join(" and ");
}

/** INVARIANT: one currency. Null: out of the exact range. */
export function addMoney(a: Money, b: Money): Money | null {
  const sum = add(a.amount, b.amount);
  return sum === null ? null : money(sum, currencyOf(a, b));
}

/** INVARIANT: one currency. */
export const compareMoney = (a: Money, b: Money): number => compareDecimals(a.amount, b.amount);

/** ISO 4217: how many places people write, where it is not two. Fixed here, so that no two machines print differently. */
const PLACES: ReadonlyMap<string, number> = new Map([
  ...[
    "BIF",
    "CLP",
    "DJF",
    "GNF",
    "ISK",
    "JPY",
    "KMF",
    "KRW",
    "PYG",
    "RWF",
    "UGX",
    "UYI",
    "VND",
    "VUV",
    "XAF",
    "XOF",
    "XPF",
  ].map((c) => [c, 0] as const),
  ...["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"].map((c) => [c, 3] as const),
  ["CLF", 4],
  ["UYW", 4],
]);

/** Places of the minor unit of a currency. */
export const minorPlaces = (currency: string): number => PLACES.get(currency) ?? 2;

/** The amount as people write it in its currency: `620.00`, `5000` (yen); more places only when the amount has them. */
export function amountText(value: Money): string {
  const text = decimalText(value.amount);
  if (value.amount.scale < 0) return text;
  const places = value.currency === null ? 0 : minorPlaces(value.currency);
  const [whole = "", after = ""] = text.split(".");
  const padded = after.padEnd(places, "0");
  return padded === "" ? whole : `${whole}.${padded}`;
}

/** `620.00 USD`; the sum of nothing is `0`. */
export function moneyText(value: Money): string {
  if (value.currency === null) return isZero(value.amount) ? "0" : amountText(value);
  return `${amountText(value)} ${value.currency}`;
}
