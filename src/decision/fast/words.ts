import { minorPlaces } from "../../eval/money.ts";

import { POWERS } from "./reading.ts";

export const LONGEST = 200;
export const cut = (value: string): string => (value.length > LONGEST ? `${value.slice(0, LONGEST - 1)}…` : value);

/** Canonical plain decimal. */
export function numberText(value: number, scale: number): string {
  if (scale === 0) return String(value + 0);
  const size = Math.abs(value);
  const unit = POWERS[scale]!;
  const rest = size % unit;
  const whole = (value < 0 ? "-" : "") + String((size - rest) / unit);
  if (rest === 0) return whole;
  const places = String(rest).padStart(scale, "0");
  let end = places.length;
  while (places.charCodeAt(end - 1) === 48) end--;
  return `${whole}.${places.slice(0, end)}`;
}

/** As people write an amount in its currency: `620.00 USD`. */
export function moneyText(value: number, scale: number, code: string): string {
  const plainText = numberText(value, scale);
  const places = minorPlaces(code);
  const point = plainText.indexOf(".");
  const written = point < 0 ? 0 : plainText.length - point - 1;
  if (written >= places) return `${plainText} ${code}`;
  return `${point < 0 ? `${plainText}.` : plainText}${"0".repeat(places - written)} ${code}`;
}

export function listText(items: readonly string[]): string {
  if (items.length > 3) return `[${items.length} items]`;
  const all: string[] = [];
  for (let i = 0; i < items.length; i++) all.push(cut(items[i]!));
  return `[${all.join(", ")}]`;
}
/** A list of its own, of the items of a document's. */
export function copied(items: readonly string[]): readonly string[] {
  const all: string[] = [];
  for (let i = 0; i < items.length; i++) all.push(items[i]!);
  return all;
}
export const recordsText = (count: number): string =>
  count === 0 ? "[]" : `[${count} ${count === 1 ? "item" : "items"}]`;

/** Characters as people count them. */
export function characters(value: string): number {
  let count = 0;
  for (const _ of value) count++;
  return count;
}

/** Impact counts as JSON carries them: a number where it is whole and safe. */
export const countText = (value: number, scale: number): number | string => {
  const unit = POWERS[scale]!;
  return value % unit === 0 ? value / unit + 0 : numberText(value, scale);
};
