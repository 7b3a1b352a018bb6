/** What numbers, dates and times mean as written, and whether they exist. */

export const MAX_DIGITS = 34;

/** `5_000.50` as a plain decimal: no separators, no leading zeros. */
export function plainNumber(image: string): string {
  const bare = image.replaceAll("_", "");
  return bare.replace(/^0+(?=\d)/, "");
}

/** How many digits carry meaning: without leading zeros, and without trailing zeros after the point. */
export function significantDigits(plain: string): number {
  let end = plain.length;
  if (plain.includes(".")) while (plain[end - 1] === "0") end--;
  return plain.slice(0, end).replace(".", "").replace(/^0+/, "").length;
}

/** `5` percent as a plain decimal: `0.05`, by moving the point two places. */
export function percentOf(plain: string): string {
  const [whole = "0", fraction = ""] = plain.split(".");
  const digits = whole.padStart(3, "0");
  const moved = `${digits.slice(0, -2)}.${digits.slice(-2)}${fraction}`;
  return moved
    .replace(/0+$/, "")
    .replace(/\.$/, "")
    .replace(/^0+(?=\d)/, "");
}

/** `0.05` back to the `5` of `5%`. */
export function percentDigits(plain: string): string {
  const [whole = "0", fraction = ""] = plain.split(".");
  const digits = fraction.padEnd(2, "0");
  const moved = `${whole}${digits.slice(0, 2)}.${digits.slice(2)}`;
  return moved.replace(/\.$/, "").replace(/^0+(?=\d)/, "");
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The number of days in a month of the Gregorian calendar; 0 for a month that does not exist. */
export function daysIn(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 && leap ? 29 : (DAYS[month - 1] ?? 0);
}

/** Why a date does not exist, or null when it does. */
export function dateFault(text: string): string | null {
  const [year, month, day] = text.split("-").map(Number) as [number, number, number];
  if (year === 0) return "years begin with 0001";
  if (month < 1 || month > 12) return "months go from 01 to 12";
  const days = daysIn(year, month);
  if (day < 1 || day > days) return `${text.slice(0, 7)} has ${days} days`;
  return null;
}

const TIME = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?(Z|[+-]\d{2}:\d{2})?$/;

export type TimeFault =
  | { readonly kind: "form" }
  | { readonly kind: "no-offset" }
  | { readonly kind: "impossible"; readonly why: string };

/** Why an instant is not one, or null when it is. */
export function timeFault(text: string): TimeFault | null {
  const match = TIME.exec(text);
  if (match === null) return { kind: "form" };
  const [, date, hour, minute, second, fraction, offset] = match;
  const fault = dateFault(date!);
  if (fault !== null) return { kind: "impossible", why: fault };
  if (Number(hour) > 23) return { kind: "impossible", why: "hours go from 00 to 23" };
  if (Number(minute) > 59) return { kind: "impossible", why: "minutes go from 00 to 59" };
  if (Number(second) > 59) return { kind: "impossible", why: "seconds go from 00 to 59" };
  if (fraction !== undefined && /[1-9]/.test(fraction.slice(3)))
    return { kind: "impossible", why: "a time is exact to the millisecond" };
  if (offset === undefined) return { kind: "no-offset" };
  if (offset !== "Z") {
    const [hours, minutes] = offset.slice(1).split(":").map(Number) as [number, number];
    if (hours > 14 || minutes > 59) return { kind: "impossible", why: "offsets go from -14:00 to +14:00" };
  }
  return null;
}
