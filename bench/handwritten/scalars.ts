/** Amounts and times as text, read exactly. */

/** More digits would leave the integers that a double carries. */
const MOST_DIGITS = 15;

/** `120.5` to 12050 minor units; NaN for what is no decimal of at most two places. */
export function minorUnits(text: string): number {
  const { length } = text;
  let at = 0;
  let negative = false;
  if (text.charCodeAt(0) === 45) {
    negative = true;
    at = 1;
  }
  const start = at;
  let value = 0;
  for (; at < length; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  const whole = at - start;
  if (whole === 0 || whole > MOST_DIGITS - 2 || (whole > 1 && text.charCodeAt(start) === 48)) return Number.NaN;
  let places = 0;
  if (at < length) {
    if (text.charCodeAt(at) !== 46) return Number.NaN;
    for (at++; at < length; at++, places++) {
      const digit = text.charCodeAt(at) - 48;
      if (digit < 0 || digit > 9 || places === 2) return Number.NaN;
      value = value * 10 + digit;
    }
    if (places === 0) return Number.NaN;
  }
  if (places === 0) value *= 100;
  else if (places === 1) value *= 10;
  return negative ? -value : value;
}

/** As decisions write decimals: no zeros at the end. */
export function decimalText(text: string): string {
  if (!text.includes(".")) return text;
  let end = text.length;
  while (text.charCodeAt(end - 1) === 48) end--;
  if (text.charCodeAt(end - 1) === 46) end--;
  const cut = text.slice(0, end);
  return cut === "-0" ? "0" : cut;
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Milliseconds since 1970 of an ISO 8601 instant with its offset, at most milliseconds; NaN for any other text. */
export function instant(text: string): number {
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 2);
  const day = digits(text, 8, 2);
  const hour = digits(text, 11, 2);
  const minute = digits(text, 14, 2);
  if (text[4] !== "-" || text[7] !== "-" || text[10] !== "T" || text[13] !== ":") return Number.NaN;
  let at = 16;
  let second = 0;
  let milli = 0;
  if (text[at] === ":") {
    second = digits(text, 17, 2);
    at = 19;
    if (text[at] === ".") {
      let weight = 100;
      const first = ++at;
      for (; at < text.length; at++) {
        const digit = text.charCodeAt(at) - 48;
        if (digit < 0 || digit > 9) break;
        if (weight < 1 && digit !== 0) return Number.NaN;
        milli += digit * Math.floor(weight);
        weight /= 10;
      }
      if (at === first) return Number.NaN;
    }
  }
  let offset = 0;
  if (text[at] === "Z") at++;
  else if (text[at] === "+" || text[at] === "-") {
    const hours = digits(text, at + 1, 2);
    const minutes = digits(text, at + 4, 2);
    if (text[at + 3] !== ":" || !(hours < 24 && minutes < 60)) return Number.NaN;
    offset = (hours * 60 + minutes) * (text[at] === "-" ? -60_000 : 60_000);
    at += 6;
  } else return Number.NaN;
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const inside =
    at === text.length &&
    year >= 1 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= DAYS[month - 1]! + (leap ? 1 : 0) &&
    hour < 24 &&
    minute < 60 &&
    second < 60;
  return inside ? Date.UTC(year, month - 1, day, hour, minute, second, milli) - offset : Number.NaN;
}

function digits(text: string, from: number, count: number): number {
  let value = 0;
  for (let at = from; at < from + count; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** As decisions write instants: milliseconds only when there are some. */
export const instantText = (ms: number): string => new Date(ms).toISOString().replace(".000Z", "Z");
