import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  calendarWindow,
  civilDate,
  DAY_MS,
  dateOf,
  dateText,
  dayOf,
  instantsOf,
  parseDate,
  timeOfDay,
  wallClock,
  weekdayOf,
  type Zone,
  zoneNamed,
} from "../../src/eval/calendar.ts";
import type { CalendarUnit } from "../../src/syntax/tree.ts";

const TICK = 5 * 60_000;
const at = (text: string): number => Date.parse(text);
const iso = (ms: number): string => new Date(ms).toISOString();
const zoneOf = (name: string): Zone => zoneNamed(name)!;

/** What `Intl` says the wall clock shows, asked anew each time: nothing is shared with the code under test but ICU itself. */
function asker(zone: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" });
  return (instant) => Date.parse(`${format.format(instant).replace(" ", "T")}Z`);
}

/** Zones and days around which their clocks do something. */
const CHANGES: readonly (readonly [string, string])[] = [
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
function bruteForce(
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

describe("windows against a walk over the clock", () => {
  describe.each(CHANGES)("%s around %s", (name, day) => {
    test.each(["hour", "day", "week"] as const)("%s", (unit) => {
      const middle = at(`${day}T00:00:00Z`);
      const slack = unit === "week" ? 9 * DAY_MS : 2 * DAY_MS;
      const reference = bruteForce(name, unit, middle - 3 * DAY_MS - slack, middle + 3 * DAY_MS + slack);
      for (let t = middle - 3 * DAY_MS; t < middle + 3 * DAY_MS; t += 6 * TICK + 60_000) {
        const window = calendarWindow(zoneOf(name), unit, t);
        expect([iso(t), iso(window.start), iso(window.end)]).toEqual([iso(t), ...reference(t).map(iso)]);
      }
    });
  });

  test.each(["Europe/Berlin", "Pacific/Apia", "America/Sao_Paulo", "Asia/Kathmandu"])(
    "months and years in %s",
    (name) => {
      const [from, to] = [at("2010-12-01T00:00:00Z"), at("2012-02-28T00:00:00Z")];
      for (const unit of ["month", "year"] as const) {
        const reference = bruteForce(
          name,
          unit,
          from - (unit === "year" ? 340 : 32) * DAY_MS,
          to + (unit === "year" ? 340 : 32) * DAY_MS,
        );
        for (let t = from; t < to; t += DAY_MS / 2 + TICK) {
          const window = calendarWindow(zoneOf(name), unit, t);
          expect([window.start, window.end].map(iso)).toEqual(reference(t).map(iso));
        }
      }
    },
  );

  const hours = (name: string, day: string): number => {
    const { start, end } = calendarWindow(zoneOf(name), "day", at(`${day}T12:00:00Z`));
    return (end - start) / 3_600_000;
  };
  test("days have the hours they have", () => {
    expect(hours("Europe/Berlin", "2026-03-29")).toBe(23);
    expect(hours("Europe/Berlin", "2026-10-25")).toBe(25);
    expect(hours("Australia/Lord_Howe", "2026-04-05")).toBe(24.5);
    expect(hours("Europe/Berlin", "2026-06-01")).toBe(24);
    expect(calendarWindow(zoneOf("Pacific/Apia"), "day", at("2011-12-30T10:00:00Z"))).toEqual({
      start: at("2011-12-30T10:00:00Z"),
      end: at("2011-12-31T10:00:00Z"),
    });
  });

  test("windows of a unit follow one another", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...CHANGES.map(([name]) => name)),
        fc.constantFrom<CalendarUnit>("hour", "day", "week", "month", "year"),
        fc.integer({ min: at("1971-01-01T00:00:00Z"), max: at("2099-12-31T00:00:00Z") }),
        (name, unit, t) => {
          const window = calendarWindow(zoneOf(name), unit, t);
          expect(window.start <= t && t < window.end).toBe(true);
          expect(calendarWindow(zoneOf(name), unit, window.end).start).toBe(window.end);
          expect(calendarWindow(zoneOf(name), unit, window.start - 1).end).toBe(window.start);
          expect(calendarWindow(zoneOf(name), unit, window.start)).toEqual(window);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("wall clocks", () => {
  test("agree with Intl, whatever was asked before", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(
          ...new Set(CHANGES.map(([name]) => name)),
          "Africa/Monrovia",
          "Europe/Amsterdam",
          "America/Los_Angeles",
        ),
        fc.integer({ min: at("1900-01-01T00:00:00Z"), max: at("2100-01-01T00:00:00Z") }),
        (name, t) => {
          const second = Math.floor(t / 1000) * 1000;
          expect(iso(wallClock(zoneOf(name), second))).toBe(iso(asker(name)(second)));
        },
      ),
      { numRuns: 400 },
    );
  });

  test("the instants of a wall clock are those that show it", () => {
    for (const [name, day] of CHANGES) {
      const ask = asker(name);
      const middle = at(`${day}T00:00:00Z`);
      const shown = new Map<number, number[]>();
      for (let t = middle - 2 * DAY_MS; t < middle + 2 * DAY_MS; t += TICK)
        shown.set(ask(t), [...(shown.get(ask(t)) ?? []), t]);
      for (let local = middle - DAY_MS; local < middle + DAY_MS; local += TICK) {
        expect([name, iso(local), ...instantsOf(zoneOf(name), local).map(iso)]).toEqual([
          name,
          iso(local),
          ...(shown.get(local) ?? []).map(iso),
        ]);
      }
    }
  });

  test("gaps and repeats", () => {
    const berlin = zoneOf("Europe/Berlin");
    expect(instantsOf(berlin, at("2026-03-29T02:30:00Z"))).toEqual([]);
    expect(instantsOf(berlin, at("2026-10-25T02:30:00Z")).map(iso)).toEqual([
      "2026-10-25T00:30:00.000Z",
      "2026-10-25T01:30:00.000Z",
    ]);
    expect(instantsOf(zoneOf("Pacific/Apia"), at("2011-12-30T12:00:00Z"))).toEqual([]);
  });

  test("questions of expressions", () => {
    const kathmandu = zoneOf("Asia/Kathmandu");
    const evening = at("2026-11-22T18:30:00Z");
    expect(dateText(dateOf(kathmandu, evening))).toBe("2026-11-23");
    expect(weekdayOf(dateOf(kathmandu, evening))).toBe("monday");
    expect(timeOfDay(kathmandu, evening)).toBe(15 * 60_000);
  });

  test.each(["Mars/Olympus", "", "+01:00", "Etc/../UTC", "GMT+25", "constructor", "__proto__"])(
    "%s is no zone",
    (name) => {
      expect(zoneNamed(name)).toBeNull();
    },
  );
});

describe("dates", () => {
  test("there and back", () => {
    fc.assert(
      fc.property(fc.integer({ min: -719_162, max: 2_932_896 }), (days) => {
        expect(parseDate(dateText(days))).toBe(days);
        expect(new Date(days * DAY_MS).toISOString().slice(0, 10)).toBe(dateText(days));
        const { year, month, day } = civilDate(days);
        expect(dayOf(year, month, day)).toBe(days);
      }),
    );
  });

  test.each([
    "2026-02-29",
    "2026-13-01",
    "2026-00-10",
    "2026-04-31",
    "0000-01-01",
    "2026-1-1",
    "20260101",
    "2026-01-01Z",
    "１９７０-01-01",
  ])("%s does not exist", (text) => {
    expect(parseDate(text)).toBeNull();
  });
});
