/** Durations: fixed lengths of time in milliseconds, as ISO 8601 texts and as people say them. */
import { DAY_MS, HOUR_MS, pad } from "./zone.ts";

const DURATION =
  /^(-)?P(?:(\d{1,16})W)?(?:(\d{1,16})D)?(?:T(?:(\d{1,16})H)?(?:(\d{1,16})M)?(?:(\d{1,16})(?:\.(\d{1,3}))?S)?)?$/;

/** `P30D`, `PT4H`, `P1W`, `PT1.5S` to milliseconds; null for other texts (years and months have no fixed length). */
export function parseDuration(text: string): number | null {
  const match = DURATION.exec(text);
  if (match === null || /(?:P|T)$/.test(text)) return null;
  const [weeks, days, hours, minutes, seconds] = [2, 3, 4, 5, 6].map((i) => Number(match[i] ?? 0));
  const ms =
    (weeks! * 7 + days!) * DAY_MS +
    hours! * HOUR_MS +
    minutes! * 60_000 +
    seconds! * 1000 +
    Number((match[7] ?? "").padEnd(3, "0"));
  if (!Number.isSafeInteger(ms)) return null;
  return match[1] === "-" && ms !== 0 ? -ms : ms;
}

/** Canonical: days, then hours, minutes, seconds; `PT0S` for none. */
export function durationText(ms: number): string {
  if (ms === 0) return "PT0S";
  const whole = Math.abs(ms);
  const days = Math.floor(whole / DAY_MS);
  const seconds = Math.floor((whole % DAY_MS) / 1000);
  const rest = whole % 1000;
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(seconds / 3600), "H"],
    [Math.floor(seconds / 60) % 60, "M"],
  ];
  let clock = parts.map(([n, unit]) => (n === 0 ? "" : `${n}${unit}`)).join("");
  if (seconds % 60 !== 0 || rest !== 0)
    clock += `${seconds % 60}${rest === 0 ? "" : `.${withoutZeros(pad(rest, 3))}`}S`;
  return `${ms < 0 ? "-" : ""}P${days === 0 ? "" : `${days}D`}${clock === "" ? "" : `T${clock}`}`;
}

const withoutZeros = (digits: string): string => digits.replace(/0+$/, "");

const UNITS = [
  [86_400_000, "day"],
  [3_600_000, "hour"],
  [60_000, "minute"],
  [1000, "second"],
  [1, "millisecond"],
] as const;

/** `4 hours`, `1 day`, `36 hours`: in the largest unit that gives a whole count. */
export function durationWords(ms: number): string {
  if (ms === 0) return "0 seconds";
  const [size, unit] = UNITS.find(([size]) => ms % size === 0)!;
  const count = ms / size;
  return `${count} ${unit}${Math.abs(count) === 1 ? "" : "s"}`;
}
