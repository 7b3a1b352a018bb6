/** ISO 8601 texts: instants with milliseconds, durations without months. */
import {
  DAY_MS,
  dateText,
  dayAt,
  FIRST_MS,
  instantsOf,
  LAST_MS,
  pad,
  parseDate,
  twoDigits,
  type Zone,
} from "../plan/zone.ts";

export { durationText, parseDuration } from "../plan/duration.ts";

/** Why a text is no instant. `gap`: the wall clock never showed it; `twice`: it showed it two times. */
export type InstantFault = "shape" | "date" | "clock" | "precision" | "range" | "no-offset" | "gap" | "twice";

export type InstantResult =
  | { readonly ok: true; readonly ms: number }
  | { readonly ok: false; readonly fault: InstantFault };

const INSTANT = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,400}))?)?(Z|[+-]\d{2}:\d{2})?$/;

const fault = (kind: InstantFault): InstantResult => ({ ok: false, fault: kind });

/** Reads an instant, at most milliseconds. Without an offset it is the wall clock of `zone`, or a fault where `zone` is null. */
export function parseInstant(text: string, zone: Zone | null): InstantResult {
  const usual = parseUsual(text);
  if (usual !== null) return { ok: true, ms: usual };
  const match = INSTANT.exec(text);
  if (match === null) return fault("shape");
  const days = parseDate(match[1]!);
  if (days === null) return fault("date");
  const [hour, minute, second] = [Number(match[2]), Number(match[3]), Number(match[4] ?? "0")];
  if (hour > 23 || minute > 59 || second > 59) return fault("clock");
  const fraction = match[5] ?? "";
  if (/[1-9]/.test(fraction.slice(3))) return fault("precision");
  const local =
    days * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1000 + Number(fraction.slice(0, 3).padEnd(3, "0"));
  const offset = match[6];
  if (offset !== undefined) {
    const away = offset === "Z" ? 0 : Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6));
    if (away >= 24 * 60 || (offset !== "Z" && Number(offset.slice(4, 6)) > 59)) return fault("clock");
    return inRange(local - (offset.charCodeAt(0) === 45 ? -away : away) * 60_000);
  }
  if (zone === null) return fault("no-offset");
  const instants = instantsOf(zone, local);
  if (instants.length === 0) return fault("gap");
  return instants.length > 1 ? fault("twice") : inRange(instants[0]!);
}

/** `2026-11-22T10:15:00Z`, with milliseconds or without, and nothing wrong with it; null: any other text. Nearly all instants are. */
function parseUsual(text: string): number | null {
  const { length } = text;
  if ((length !== 20 && length !== 24) || text.charCodeAt(length - 1) !== 90) return null;
  const day = dayAt(text);
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = twoDigits(text, 17);
  if (day === null || text.charCodeAt(10) !== 84 || text.charCodeAt(13) !== 58 || text.charCodeAt(16) !== 58)
    return null;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return null;
  const ms = day * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1000;
  if (length === 20) return ms;
  const tens = twoDigits(text, 20);
  const unit = text.charCodeAt(22) - 48;
  return text.charCodeAt(19) === 46 && tens >= 0 && unit >= 0 && unit <= 9 ? ms + tens * 10 + unit : null;
}

const inRange = (ms: number): InstantResult => (ms >= FIRST_MS && ms <= LAST_MS ? { ok: true, ms } : fault("range"));

/** `2026-11-22T10:15:00Z`; milliseconds only when there are some. */
export function instantText(ms: number): string {
  const days = Math.floor(ms / DAY_MS);
  return `${dateText(days)}T${clockText(ms - days * DAY_MS)}Z`;
}

/** `10:15:00` of milliseconds since midnight. */
export function clockText(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const rest = ms % 1000;
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
    .map((n) => pad(n, 2))
    .join(":");
  return rest === 0 ? clock : `${clock}.${pad(rest, 3)}`;
}
