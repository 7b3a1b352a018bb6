/**
 * Time zones: what a wall clock shows at an instant, and which instants show a given wall clock. The rules come from
 * `Intl.DateTimeFormat`, which is slow to ask, so its answers are kept as stretches of constant offset.
 *
 * Instants are milliseconds since the Unix epoch. A wall-clock time is written as the instant at which UTC would show
 * it ("local"). Dates are days since 1970-01-01, proleptic Gregorian.
 */

export const DAY_MS = 86_400_000;
export const HOUR_MS = 3_600_000;
/** 0001-01-01T00:00:00Z, and the last millisecond of the year 9999: outside of these nothing is a time or a date. */
export const FIRST_MS = -62_135_596_800_000;
export const LAST_MS = 253_402_300_799_999;

/** Offsets may be carried along with a plan: of the years 2000 to 2049, in UTC. */
export const CARRIED_FROM_MS = 946_684_800_000;
export const CARRIED_UNTIL_MS = 2_524_608_000_000;
export interface Offsets {
  /** From when on each of them holds, in seconds since the Unix epoch; the first from the start. */
  readonly from: readonly number[];
  /** How far the wall clock is ahead of UTC, in seconds. */
  readonly offset: readonly number[];
}

/** A stretch of constant offset: from `start` (inclusive) to `end` (exclusive). */
interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly offset: number;
}

export interface Zone {
  readonly name: string;
  /** What to add to an instant to get its wall clock, in milliseconds. */
  readonly offset: (instant: number) => number;
  /** The stretches that meet [from, to], in order. */
  readonly stretches: (from: number, to: number) => readonly Stretch[];
}

/** Offsets are asked for by chunks of this size, day by day, so that two changes a few days apart are both seen. */
const CHUNK_MS = 8 * DAY_MS;
/** No zone was ever further from UTC (local mean time included). */
export const FURTHEST_MS = 16 * HOUR_MS;
const MOST_CHUNKS = 4096;

const zones = new Map<string, Zone | null>();

/** The zone of an IANA name, or null when there is none. One formatter a zone, made once. */
export function zoneNamed(name: string): Zone | null {
  const known = zones.get(name);
  if (known !== undefined) return known;
  const zone = name === "UTC" ? fixedZone("UTC", 0) : intlZone(name);
  if (zones.size >= 1024) zones.clear();
  zones.set(name, zone);
  return zone;
}

export const UTC: Zone = fixedZone("UTC", 0);

interface Zoned {
  readonly timezone: string;
}
const carried = new WeakMap<Zoned, Zone>();

/** The zone of a plan: by the offsets that were carried along with it, else as this machine knows it. */
export const zoneOf = (plan: Zoned): Zone => carried.get(plan) ?? zoneNamed(plan.timezone) ?? UTC;

/** From now on a plan has the offsets that it came with, wherever it goes. Outside of their years this machine is asked. */
export function carry(plan: Zoned, { from, offset }: Offsets): void {
  const ask = (instant: number): number =>
    instant >= CARRIED_FROM_MS && instant < CARRIED_UNTIL_MS
      ? 1000 * offset[from.findLastIndex((seconds) => 1000 * seconds <= instant)]!
      : (zoneNamed(plan.timezone) ?? UTC).offset(instant);
  carried.set(plan, zoneBy(plan.timezone, ask));
}

/** Whether there is a zone of this name. Names are quick to ask for; the first formatter of a process is not. */
export const isZone = (name: string): boolean =>
  name === "UTC" || Intl.supportedValuesOf("timeZone").includes(name) || zoneNamed(name) !== null;

function fixedZone(name: string, offset: number): Zone {
  const all = [{ start: Number.NEGATIVE_INFINITY, end: Number.POSITIVE_INFINITY, offset }];
  return { name, offset: () => offset, stretches: () => all };
}

function intlZone(name: string): Zone | null {
  // `Intl` also takes offsets such as "+01:00", which are not IANA names.
  if (!/^[A-Za-z]/.test(name)) return null;
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: name,
      calendar: "gregory",
      numberingSystem: "latn",
      hourCycle: "h23",
      era: "short",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  } catch {
    return null;
  }
  return zoneBy(name, (instant) => {
    const part: Record<string, string> = {};
    for (const { type, value } of format.formatToParts(instant)) part[type] = value;
    const year = part["era"] === "BC" ? 1 - Number(part["year"]) : Number(part["year"]);
    const days = dayOf(year, Number(part["month"]), Number(part["day"]));
    const clock = (Number(part["hour"]) * 60 + Number(part["minute"])) * 60 + Number(part["second"]);
    return days * DAY_MS + clock * 1000 - Math.floor(instant / 1000) * 1000;
  });
}

/** `ask`: the offset at an instant. */
function zoneBy(name: string, ask: (instant: number) => number): Zone {
  const chunks = new Map<number, readonly Stretch[]>();
  const chunkOf = (index: number): readonly Stretch[] => {
    const known = chunks.get(index);
    if (known !== undefined) return known;
    if (chunks.size >= MOST_CHUNKS) chunks.clear();
    const made = makeChunk(ask, index * CHUNK_MS);
    chunks.set(index, made);
    return made;
  };
  const clamp = (instant: number): number => Math.min(Math.max(instant, FIRST_MS - DAY_MS), LAST_MS + DAY_MS);
  const stretches = (from: number, to: number): readonly Stretch[] => {
    const found: Stretch[] = [];
    const last = Math.floor(clamp(to) / CHUNK_MS);
    for (let index = Math.floor(clamp(from) / CHUNK_MS); index <= last; index++) {
      for (const stretch of chunkOf(index)) {
        const previous = found.at(-1);
        if (previous !== undefined && previous.offset === stretch.offset)
          found[found.length - 1] = { ...previous, end: stretch.end };
        else found.push(stretch);
      }
    }
    return found.filter((stretch) => stretch.end > from && stretch.start <= to);
  };
  const offset = (instant: number): number => {
    const at = clamp(instant);
    const chunk = chunkOf(Math.floor(at / CHUNK_MS));
    return (chunk.find((stretch) => at < stretch.end) ?? chunk.at(-1)!).offset;
  };
  return { name, offset, stretches };
}

function makeChunk(ask: (instant: number) => number, start: number): readonly Stretch[] {
  const found: Stretch[] = [];
  let from = start;
  let offset = ask(start);
  for (let at = start; at < start + CHUNK_MS; at += DAY_MS) {
    const next = ask(at + DAY_MS);
    if (next === offset) continue;
    // Bisect for the first second of the new offset.
    let low = at;
    let high = at + DAY_MS;
    while (high - low > 1000) {
      const middle = low + Math.floor((high - low) / 2000) * 1000;
      if (ask(middle) === offset) low = middle;
      else high = middle;
    }
    found.push({ start: from, end: high, offset });
    from = high;
    offset = next;
  }
  if (from < start + CHUNK_MS) found.push({ start: from, end: start + CHUNK_MS, offset });
  return found;
}

/** What the wall clock shows at an instant. */
export const wallClock = (zone: Zone, instant: number): number => instant + zone.offset(instant);

/** The instants at which the wall clock shows `local`, in order: none in a gap, two where the clock was set back. */
export function instantsOf(zone: Zone, local: number): readonly number[] {
  return zone
    .stretches(local - FURTHEST_MS, local + FURTHEST_MS)
    .map(({ start, end, offset }) => ({ start, end, instant: local - offset }))
    .filter(({ start, end, instant }) => start <= instant && instant < end)
    .map(({ instant }) => instant);
}

/** The first instant at which the wall clock shows `local` or later. Never earlier for a later `local`. */
export function firstInstant(zone: Zone, local: number): number {
  for (const { start, end, offset } of zone.stretches(local - FURTHEST_MS, local + FURTHEST_MS)) {
    const instant = Math.max(start, local - offset);
    if (instant < end) return instant;
  }
  return local - zone.offset(local);
}

/** The first instant of a date; of a date that the zone skipped, the first instant after it. */
export const startOfDay = (zone: Zone, day: number): number => firstInstant(zone, day * DAY_MS);

/** Days since 1970-01-01 of a proleptic Gregorian date (Hinnant, "chrono-compatible low-level date algorithms"). Months beyond 1…12 carry into the year. */
export function dayOf(year: number, month: number, day: number): number {
  const shifted = month - 3;
  const y = year + Math.floor(shifted / 12);
  const m = ((shifted % 12) + 12) % 12;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * m + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

export interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** The inverse of `dayOf`. */
export function civilDate(days: number): CivilDate {
  const date = new Date(days * DAY_MS);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** `YYYY-MM-DD` to days; null when the text is none or the date does not exist. */
export const parseDate = (text: string): number | null => (text.length === 10 ? dayAt(text) : null);

/** The date that a text begins with. */
export function dayAt(text: string): number | null {
  const century = twoDigits(text, 0);
  const years = twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  if (century < 0 || years < 0 || text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return null;
  const year = century * 100 + years;
  if (year < 1 || month < 1 || month > 12 || day < 1) return null;
  if (day > 28) {
    const days = dayOf(year, month, day);
    return civilDate(days).month === month ? days : null;
  }
  return dayOf(year, month, day);
}

/** The number that two digits stand for; negative: there are no two digits. */
export function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const units = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && units >= 0 && units <= 9 ? tens * 10 + units : -1;
}

export function dateText(days: number): string {
  const { year, month, day } = civilDate(days);
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

export const pad = (n: number, width: number): string => String(n).padStart(width, "0");
