/** Calendar windows in a time zone, and the wall-clock questions that expressions ask. */
import { civilDate, DAY_MS, dayOf, HOUR_MS, startOfDay, wallClock, type Zone } from "../plan/zone.ts";
import type { CalendarUnit } from "../syntax/tree.ts";

export {
  type CivilDate,
  civilDate,
  DAY_MS,
  dateText,
  dayOf,
  FIRST_MS,
  firstInstant,
  HOUR_MS,
  instantsOf,
  LAST_MS,
  parseDate,
  startOfDay,
  UTC,
  wallClock,
  type Zone,
  zoneNamed,
  zoneOf,
} from "../plan/zone.ts";

/** From `start` (inclusive) to `end` (exclusive). The windows of a unit follow one another without gap or overlap. */
export interface Window {
  readonly start: number;
  readonly end: number;
}

const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** 1970-01-01 was a Thursday. */
const weekdayIndex = (day: number): number => (((day + 3) % 7) + 7) % 7;
export const weekdayOf = (day: number): Weekday => WEEKDAYS[weekdayIndex(day)]!;

export const dateOf = (zone: Zone, instant: number): number => Math.floor(wallClock(zone, instant) / DAY_MS);

/** What the wall clock shows, as time since midnight. */
export function timeOfDay(zone: Zone, instant: number): number {
  const local = wallClock(zone, instant);
  return local - Math.floor(local / DAY_MS) * DAY_MS;
}

/** The window of a unit that an instant lies in. Weeks begin on Monday. */
export function calendarWindow(zone: Zone, unit: CalendarUnit, instant: number): Window {
  if (unit === "hour") return { start: startOfHour(zone, instant), end: endOfHour(zone, instant) };
  // The day whose window the instant lies in. It is the date on the wall clock, but where the clock was set back over
  // midnight: a day that has begun does not begin again.
  let day = dateOf(zone, instant);
  while (startOfDay(zone, day + 1) <= instant) day++;
  const [first, next] = bounds(unit, day);
  return { start: startOfDay(zone, first), end: startOfDay(zone, next) };
}

function bounds(unit: "day" | "week" | "month" | "year", day: number): readonly [number, number] {
  const { year, month } = civilDate(day);
  switch (unit) {
    case "day":
      return [day, day + 1];
    case "week": {
      const monday = day - weekdayIndex(day);
      return [monday, monday + 7];
    }
    case "month":
      return [dayOf(year, month, 1), dayOf(year, month + 1, 1)];
    case "year":
      return [dayOf(year, 1, 1), dayOf(year + 1, 1, 1)];
  }
}

/*
 * An hour begins whenever the wall clock shows a full hour, or was set past one. So the second two o'clock of an autumn
 * night begins an hour of its own, and where the clock moves by half an hour, one hour has 90 minutes or 30.
 */

function beginsHour(zone: Zone, instant: number): boolean {
  const now = wallClock(zone, instant);
  return now % HOUR_MS === 0 || Math.floor(now / HOUR_MS) !== Math.floor(wallClock(zone, instant - 1) / HOUR_MS);
}

function startOfHour(zone: Zone, instant: number): number {
  let at = instant;
  for (;;) {
    const local = wallClock(zone, at);
    const mark = at - (local - Math.floor(local / HOUR_MS) * HOUR_MS);
    const stretch = zone.stretches(at, at)[0];
    if (stretch === undefined || mark >= stretch.start) return mark;
    if (beginsHour(zone, stretch.start)) return stretch.start;
    at = stretch.start - 1;
  }
}

function endOfHour(zone: Zone, instant: number): number {
  let at = instant;
  for (;;) {
    const local = wallClock(zone, at);
    const mark = at + (Math.floor(local / HOUR_MS) + 1) * HOUR_MS - local;
    // Stretches are cut where the cache cuts them, so a stretch may end without a change of offset.
    const stretch = zone.stretches(at, mark)[0];
    if (stretch === undefined || mark < stretch.end) return mark;
    if (beginsHour(zone, stretch.end)) return stretch.end;
    at = stretch.end;
  }
}
