/** Literals to constants in wire form, and the exact numbers behind them. */
import { nearest } from "../diagnostics/nearest.ts";
import type { DurationLiteral, DurationUnit } from "../syntax/tree.ts";
import type { Checker } from "./checker.ts";

const UNIT_MS: Readonly<Record<DurationUnit, bigint>> = {
  second: 1_000n,
  minute: 60_000n,
  hour: 3_600_000n,
  day: 86_400_000n,
  week: 604_800_000n,
};

/** A decimal as digits and a number of decimal places: 1.50 is 150 and 2. */
export interface Scaled {
  readonly digits: bigint;
  readonly scale: number;
}

/** Reads a plain decimal (`-12.50`). Null when the text is none. */
export function scaled(text: string): Scaled | null {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (match === null) return null;
  const fraction = match[3] ?? "";
  const digits = BigInt(match[2]! + fraction);
  return { digits: match[1] === "-" ? -digits : digits, scale: fraction.length };
}

export const atScale = (value: Scaled, scale: number): bigint => value.digits * 10n ** BigInt(scale - value.scale);

export const isZero = (text: string): boolean => scaled(text)?.digits === 0n;

const THOUSAND_YEARS_MS = 31_557_600_000_000n;

/** Milliseconds of a duration literal; null after a report. */
export function durationMs(
  checker: Checker,
  node: DurationLiteral,
  options: { readonly positive: boolean },
): number | null {
  const count = scaled(node.count);
  if (count !== null) {
    const total = count.digits * UNIT_MS[node.unit];
    const unit = 10n ** BigInt(count.scale);
    const ms = total / unit;
    if (total % unit === 0n && ms <= THOUSAND_YEARS_MS && ms >= (options.positive ? 1n : 0n)) return Number(ms);
  }
  checker.report("duration-range", node.span, {
    text: checker.text(node.span),
    least: options.positive ? "1 millisecond" : "0",
  });
  return null;
}

/** ISO 8601 of whole milliseconds. Days of 24 hours; no years or months, whose length varies. */
export function isoDuration(ms: number): string {
  if (ms % 86_400_000 === 0) return `P${ms / 86_400_000}D`;
  if (ms % 3_600_000 === 0) return `PT${ms / 3_600_000}H`;
  if (ms % 60_000 === 0) return `PT${ms / 60_000}M`;
  const [seconds, rest] = [Math.floor(ms / 1000), ms % 1000];
  return `PT${seconds}${rest === 0 ? "" : `.${String(rest).padStart(3, "0").replace(/0+$/, "")}`}S`;
}

/** Days since 1970-01-01 of a calendar date, or null when it does not exist. Proleptic Gregorian, years 0001 to 9999. */
export function dayNumber(text: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > days[month - 1]!) return null;
  const before = year - 1;
  const dayOfYear = days.slice(0, month - 1).reduce((sum, length) => sum + length, 0) + day;
  return (
    before * 365 + Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400) + dayOfYear - 719_163
  );
}

/** Milliseconds since 1970 of an instant with its offset, or null when it does not exist. */
export function instantMs(text: string): number | null {
  const match = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?(Z|([+-])(\d{2}):(\d{2}))$/.exec(
    text,
  );
  if (match === null) return null;
  const day = dayNumber(match[1]!);
  const [hour, minute, second] = [Number(match[2]), Number(match[3]), Number(match[4] ?? "0")];
  const [offsetHours, offsetMinutes] = [Number(match[8] ?? "0"), Number(match[9] ?? "0")];
  if (day === null || hour > 23 || minute > 59 || second > 59 || offsetHours > 14 || offsetMinutes > 59) return null;
  const offset = (offsetHours * 60 + offsetMinutes) * (match[7] === "-" ? -1 : 1);
  return (
    day * 86_400_000 + (hour * 60 + minute - offset) * 60_000 + second * 1000 + Number((match[5] ?? "").padEnd(3, "0"))
  );
}

/**
 * Whether the runtime knows a time zone. The list of names is at hand; only for aliases (`UTC`, `US/Eastern`) is a
 * formatter made, which takes as long as everything else together.
 */
export function knownZone(zone: string): boolean {
  if (zone === "UTC" || Intl.supportedValuesOf("timeZone").includes(zone)) return true;
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    // Offsets such as `+01:00` are taken by newer runtimes only; a zone has a name.
    return !/^[+-]/.test(zone);
  } catch {
    return false;
  }
}

export const nearestZone = (zone: string): string | undefined =>
  nearest(zone, ["UTC", ...Intl.supportedValuesOf("timeZone")]);
