/**
 * Exact numbers: integers, finite decimals, and quotients, as fractions of bigints. Never binary floating point.
 *
 * The exact range: a finite decimal has at most 34 significant digits and 34 places; a quotient that is not finite has
 * at most 34 digits in its numerator and its denominator, in lowest terms. What leaves the range is null here and
 * unknown in an evaluation. The range is a property of the value, not of how it was reached.
 */

/**
 * INVARIANT: `scale >= 0`: finite, `den` is 10^scale, perhaps not in lowest terms (so that sums need no gcd).
 * `scale === -1`: in lowest terms, and the denominator has a prime factor other than 2 and 5.
 */
export class Decimal {
  readonly num: bigint;
  readonly den: bigint;
  readonly scale: number;
  /** Use the functions of this file: the constructor checks nothing. */
  constructor(num: bigint, den: bigint, scale: number) {
    this.num = num;
    this.den = den;
    this.scale = scale;
  }
}

export const DIGITS = 34;

const POWERS: readonly bigint[] = Array.from({ length: 3 * DIGITS + 2 }, (_, i) => 10n ** BigInt(i));
const LIMIT = POWERS[DIGITS]!;
const power = (n: number): bigint => POWERS[n] ?? 10n ** BigInt(n);
const abs = (n: bigint): bigint => (n < 0n ? -n : n);

export const ZERO = new Decimal(0n, 1n, 0);
export const ONE = new Decimal(1n, 1n, 0);

/** Counts and points are small, and asked for all the time. */
const SMALL: readonly Decimal[] = Array.from({ length: 101 }, (_, n) => new Decimal(BigInt(n), 1n, 0));

const PLAIN = /^(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?$/;

/** Reads a plain decimal; null for any other text, and for numbers out of the exact range. */
export function parseDecimal(text: string): Decimal | null {
  const short = parseShort(text);
  if (short !== null) return short;
  const match = PLAIN.exec(text);
  if (match === null) return null;
  const whole = match[2]!;
  const places = withoutTrailingZeros(match[3] ?? "");
  // Cut before BigInt sees it: reading a number of a million digits takes quadratic time.
  if (places.length > DIGITS || whole.length > 2 * DIGITS) return null;
  return finite(BigInt(match[1] + whole + places), places.length);
}

/** Up to this many digits a double counts whole numbers exactly. */
const SHORT = 15;

/** A plain decimal of few digits; null: not such a text. Nearly all numbers are. */
function parseShort(text: string): Decimal | null {
  const from = text.charCodeAt(0) === 45 ? 1 : 0;
  const digits = text.length - from;
  if (digits > SHORT) return null;
  let whole = 0;
  let point = -1;
  for (let i = from; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 48 && code <= 57) whole = whole * 10 + (code - 48);
    else if (code === 46 && point < 0) point = i;
    else return null;
  }
  const places = point < 0 ? 0 : text.length - point - 1;
  const before = point < 0 ? digits : point - from;
  if (before < 1 || (before > 1 && text.charCodeAt(from) === 48) || (point >= 0 && places === 0)) return null;
  let scale = places;
  for (; scale > 0 && whole % 10 === 0; scale--) whole /= 10;
  return new Decimal(BigInt(from === 1 ? -whole : whole), power(scale), scale);
}

function withoutTrailingZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits.charCodeAt(end - 1) === 48) end--;
  return digits.slice(0, end);
}

/** A JavaScript number at its shortest decimal form (0.1 is one tenth); null when not finite or out of range. */
export function decimalOfNumber(n: number): Decimal | null {
  if (!Number.isFinite(n)) return null;
  if (Number.isSafeInteger(n)) return SMALL[n] ?? new Decimal(BigInt(n), 1n, 0);
  const text = String(n);
  if (!text.includes("e")) return parseDecimal(text);
  const [mantissa = "", exponent = ""] = text.split("e");
  const shift = Number(exponent);
  const [whole = "", places = ""] = mantissa.split(".");
  if (Math.abs(shift) > 2 * DIGITS) return null;
  const num = BigInt(whole + places);
  const scale = places.length - shift;
  return scale >= 0 ? finite(num, scale) : finite(num * power(-scale), 0);
}

/** num / 10^scale, if it is in range. */
function finite(num: bigint, scale: number): Decimal | null {
  if (scale <= DIGITS && num < LIMIT && num > -LIMIT) return new Decimal(num, power(scale), scale);
  let n = num;
  let s = scale;
  while (s > 0 && n % 10n === 0n) {
    n /= 10n;
    s--;
  }
  if (s > DIGITS) return null;
  // Zeros at the end of an integer are not significant: 10^40 has one digit, and 34 digits may stand before 34 places.
  const digits = withoutTrailingZeros(abs(n).toString()).length;
  return digits <= DIGITS && abs(n) < power(2 * DIGITS) ? new Decimal(n, power(s), s) : null;
}

function gcd(a: bigint, b: bigint): bigint {
  let x = abs(a);
  let y = b;
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** Any fraction, `den` above zero: finite when it can be written with places, else a quotient in lowest terms. */
function fraction(num: bigint, den: bigint): Decimal | null {
  const common = gcd(num, den);
  const n = num / common;
  const d = den / common;
  let rest = d;
  let twos = 0;
  let fives = 0;
  for (; rest % 2n === 0n; twos++) rest /= 2n;
  for (; rest % 5n === 0n; fives++) rest /= 5n;
  if (rest === 1n) {
    const scale = Math.max(twos, fives);
    return scale > DIGITS ? null : finite(n * 2n ** BigInt(scale - twos) * 5n ** BigInt(scale - fives), scale);
  }
  return abs(n) < LIMIT && d < LIMIT ? new Decimal(n, d, -1) : null;
}

/** a + b; null: out of the exact range. */
export function add(a: Decimal, b: Decimal): Decimal | null {
  if (Math.min(a.scale, b.scale) < 0) return fraction(a.num * b.den + b.num * a.den, a.den * b.den);
  if (a.scale === b.scale) return finite(a.num + b.num, a.scale);
  return a.scale > b.scale
    ? finite(a.num + b.num * power(a.scale - b.scale), a.scale)
    : finite(a.num * power(b.scale - a.scale) + b.num, b.scale);
}

export function negate(a: Decimal): Decimal {
  return new Decimal(-a.num, a.den, a.scale);
}

export function subtract(a: Decimal, b: Decimal): Decimal | null {
  return add(a, negate(b));
}

export function multiply(a: Decimal, b: Decimal): Decimal | null {
  if (Math.min(a.scale, b.scale) < 0) return fraction(a.num * b.num, a.den * b.den);
  return finite(a.num * b.num, a.scale + b.scale);
}

/** a / b; null: out of the exact range. INVARIANT: b is not zero. */
export function divide(a: Decimal, b: Decimal): Decimal | null {
  return b.num < 0n ? fraction(-a.num * b.den, -b.num * a.den) : fraction(a.num * b.den, b.num * a.den);
}

/** Below zero, zero, or above zero, as a is less than, equal to, or greater than b. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const difference = a.den === b.den ? a.num - b.num : a.num * b.den - b.num * a.den;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export const equalDecimals = (a: Decimal, b: Decimal): boolean => compareDecimals(a, b) === 0;
export const isZero = (a: Decimal): boolean => a.num === 0n;
export const isNegative = (a: Decimal): boolean => a.num < 0n;
export const isInteger = (a: Decimal): boolean => a.num % a.den === 0n;

/** The integer as a JavaScript number; null when it is no integer or not safe. */
export function toSafeInteger(a: Decimal): number | null {
  if (!isInteger(a)) return null;
  const n = Number(a.num / a.den);
  return Number.isSafeInteger(n) ? n : null;
}

/**
 * Canonical plain text: no exponent, no trailing zeros, no `-0`. A quotient that is not finite is cut after 34
 * significant digits and ends in `…`, so that nobody takes it for exact.
 */
export function decimalText(a: Decimal): string {
  if (a.scale < 0) return quotientText(a);
  const sign = a.num < 0n ? "-" : "";
  const digits = abs(a.num).toString();
  if (a.scale === 0) return sign + digits;
  const padded = digits.padStart(a.scale + 1, "0");
  const places = withoutTrailingZeros(padded.slice(-a.scale));
  return sign + padded.slice(0, -a.scale) + (places === "" ? "" : `.${places}`);
}

function quotientText(a: Decimal): string {
  const sign = a.num < 0n ? "-" : "";
  const num = abs(a.num);
  const whole = num / a.den;
  const rest = num % a.den;
  if (whole !== 0n) {
    const before = whole.toString();
    const places = Math.max(0, DIGITS - before.length);
    if (places === 0) return `${sign}${before}…`;
    return `${sign}${before}.${((rest * power(places)) / a.den).toString().padStart(places, "0")}…`;
  }
  // Zeros after the point are not significant; the first other digit is within as many places as the denominator has digits.
  let zeros = 0;
  for (let r = rest * 10n; r < a.den; r *= 10n) zeros++;
  const places = zeros + DIGITS;
  return `${sign}0.${((rest * power(places)) / a.den).toString().padStart(places, "0")}…`;
}

/**
 * Adds up any number of terms. Only the sum has to be in range, and the order of the terms does not matter: finite terms
 * are added exactly, quotients denominator by denominator, smallest first.
 */
export function sumDecimals(terms: Iterable<Decimal>): Decimal | null {
  let num = 0n;
  let scale = 0;
  let quotients: Map<bigint, bigint> | null = null;
  for (const term of terms) {
    if (term.scale < 0) {
      quotients ??= new Map();
      quotients.set(term.den, (quotients.get(term.den) ?? 0n) + term.num);
    } else if (term.scale <= scale) num += term.num * power(scale - term.scale);
    else {
      num = num * power(term.scale - scale) + term.num;
      scale = term.scale;
    }
  }
  if (quotients === null) return finite(num, scale);
  let total = num;
  let den = power(scale);
  for (const [d, n] of [...quotients].sort((a, b) => (a[0] < b[0] ? -1 : 1))) {
    total = total * d + n * den;
    den *= d;
    const common = gcd(total, den);
    total /= common;
    den /= common;
    // A bound on work: denominators of that size do not cancel in practice.
    if (den > power(100 * DIGITS)) return null;
  }
  return fraction(total, den);
}
