/** What a wall clock shows, found out the slow way. */
import { DAY_MS, type Zone, zoneNamed } from "../../src/eval/calendar.ts";
import type { CalendarUnit } from "../../src/syntax/tree.ts";

export const TICK = 5 * 60_000;
export const at = (text: string): number => Date.parse(text);
export const iso = (ms: number): string => new Date(ms).toISOString();
export const zoneOf = (name: string): Zone => zoneNamed(name)!;

/** What `Intl` says the wall clock shows, asked anew each time: nothing is shared with the code under test but ICU itself. */
export function asker(zone: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" });
  return (instant) => Date.parse(`${format.format(instant).replace(" ", "T")}Z`);
}

/** Zones and days around which their clocks do something. */
export const CHANGES: readonly (readonly [string, string])[] = [
  ["Europe/Berlin", "2026-03-29"],
  ["Europe/Berlin", "2026-10-25"],
  ["America/New_York", "2026-11-01"],
  ["America/Sao_Paulo", "2018-11-04"], // midnight does not exist
  ["America/Havana", "2026-11-01"], // midnight comes twice
  ["America/St_Johns", "2006-10-29"], // set back over midnight, at 00:01
  ["Australia/Lord_Howe", "2026-04-05"], // by half an hour
  ["Australia/Lord_Howe", "2026-10-04"],
  ["Asia/Kathmandu", "2026-05-01"], // 5:45 ahead
  ["Pacific/Apia", "2011-12-30"], // a day that never was
  ["Pacific/Kwajalein", "1993-08-21"],
  ["Africa/Casablanca", "2026-02-15"], // for Ramadan
  ["Africa/Casablanca", "2026-03-22"],
  ["Asia/Pyongyang", "2015-08-15"],
  ["UTC", "2026-01-01"],
];

/** The start of the unit by brute force: walks the clock tick by tick, and cuts where the label changes. */
export function bruteForce(
  zone: string,
  unit: CalendarUnit,
  from: number,
  to: number,
): (instant: number) => readonly [number, number] {
  const ask = asker(zone);
  const label = (local: number): number => {
    const days = Math.floor(local / DAY_MS);
    const date = new Date(local);
    switch (unit) {
      case "hour":
        return Math.floor(local / 3_600_000);
      case "day":
        return days;
      case "week":
        return Math.floor((days + 3) / 7);
      case "month":
        return date.getUTCFullYear() * 12 + date.getUTCMonth();
      case "year":
        return date.getUTCFullYear();
    }
  };
  const cuts: number[] = [];
  let highest = Number.NEGATIVE_INFINITY;
  let previous = Number.NaN;
  const step = unit === "hour" || unit === "day" ? 60_000 : TICK;
  for (let t = from; t <= to; t += step) {
    const local = ask(t);
    const now = label(local);
    if (unit === "hour" ? local % 3_600_000 === 0 || now !== previous : now > highest) cuts.push(t);
    highest = Math.max(highest, now);
    previous = now;
  }
  return (instant) => {
    const i = cuts.findLastIndex((cut) => cut <= instant);
    return [cuts[i]!, cuts[i + 1]!];
  };
}
