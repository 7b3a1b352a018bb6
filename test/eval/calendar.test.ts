import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  calendarWindow,
  civilDate,
  DAY_MS,
  dateOf,
  dateText,
  dayOf,
  firstInstant,
  instantsOf,
  parseDate,
  zoneOf as planZone,
  timeOfDay,
  UTC,
  wallClock,
  weekdayOf,
  zoneNamed,
} from "../../src/eval/calendar.ts";
import { CARRIED_FROM_MS, carry, isZone } from "../../src/plan/zone.ts";
import type { CalendarUnit } from "../../src/syntax/tree.ts";
import { asker, at, bruteForce, CHANGES, iso, TICK, zoneOf } from "./wall-clock.ts";

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

  test("gaps and repeats", () => {
    const berlin = zoneOf("Europe/Berlin");
    expect(instantsOf(berlin, at("2026-03-29T02:30:00Z"))).toEqual([]);
    expect(instantsOf(berlin, at("2026-10-25T02:30:00Z")).map(iso)).toEqual([
      "2026-10-25T00:30:00.000Z",
      "2026-10-25T01:30:00.000Z",
    ]);
    expect(instantsOf(zoneOf("Pacific/Apia"), at("2011-12-30T12:00:00Z"))).toEqual([]);
    // The ends of both: the hour that is left out begins with its first instant, and so does the one that comes again.
    const shown = (local: string): readonly string[] => instantsOf(berlin, at(local)).map(iso);
    expect(shown("2026-03-29T01:59:59.999Z")).toEqual(["2026-03-29T00:59:59.999Z"]);
    expect(shown("2026-03-29T02:00:00Z")).toEqual([]);
    expect(shown("2026-03-29T02:59:59.999Z")).toEqual([]);
    expect(shown("2026-03-29T03:00:00Z")).toEqual(["2026-03-29T01:00:00.000Z"]);
    expect(shown("2026-10-25T01:59:59.999Z")).toEqual(["2026-10-24T23:59:59.999Z"]);
    expect(shown("2026-10-25T02:00:00Z")).toEqual(["2026-10-25T00:00:00.000Z", "2026-10-25T01:00:00.000Z"]);
    expect(shown("2026-10-25T02:59:59.999Z")).toEqual(["2026-10-25T00:59:59.999Z", "2026-10-25T01:59:59.999Z"]);
    expect(shown("2026-10-25T03:00:00Z")).toEqual(["2026-10-25T02:00:00.000Z"]);
  });

  test("the first instant at which the clock shows a time, or a later one", () => {
    const first = (name: string, local: string): string => iso(firstInstant(zoneOf(name), at(local)));
    expect(first("Europe/Berlin", "2026-03-29T02:30:00Z")).toBe("2026-03-29T01:00:00.000Z");
    expect(first("Europe/Berlin", "2026-10-25T02:30:00Z")).toBe("2026-10-25T00:30:00.000Z");
    expect(first("Europe/Berlin", "2026-10-25T03:00:00Z")).toBe("2026-10-25T02:00:00.000Z");
    expect(first("Pacific/Apia", "2011-12-30T12:00:00Z")).toBe("2011-12-30T10:00:00.000Z");
    expect(first("UTC", "2026-03-29T02:30:00Z")).toBe("2026-03-29T02:30:00.000Z");
  });

  test("a stretch of one offset is one, however far it goes", () => {
    const berlin = zoneOf("Europe/Berlin");
    const winter = berlin.stretches(at("2026-01-01T00:00:00Z"), at("2026-04-30T00:00:00Z"));
    expect(winter.map(({ offset }) => offset / 3_600_000)).toEqual([1, 2]);
    expect(iso(winter[0]!.end)).toBe("2026-03-29T01:00:00.000Z");
    expect(winter[1]!.start).toBe(winter[0]!.end);
    const [only, ...others] = berlin.stretches(at("2026-03-29T01:00:00Z"), at("2026-04-01T00:00:00Z"));
    expect([only!.offset, others]).toEqual([7_200_000, []]);
    const turn = at("2026-03-29T01:00:00Z");
    expect(berlin.stretches(turn - 1, turn - 1).map(({ offset }) => offset)).toEqual([3_600_000]);
    expect(berlin.stretches(turn - 1, turn).map(({ offset }) => offset)).toEqual([3_600_000, 7_200_000]);
    expect([berlin.offset(turn - 1), berlin.offset(turn)]).toEqual([3_600_000, 7_200_000]);
    expect(zoneOf("UTC").stretches(0, 1)).toEqual([{ start: -Infinity, end: Infinity, offset: 0 }]);
  });

  test("a plan that carries offsets goes by them in their years, and by this machine beside them", () => {
    const plan = { timezone: "Asia/Kathmandu" };
    const [first, turn] = [CARRIED_FROM_MS / 1000, at("2010-05-05T05:00:00Z") / 1000];
    carry(plan, { from: [first, turn], offset: [3600, 7200] });
    const hours = (time: string): number => planZone(plan).offset(at(time)) / 3_600_000;
    expect([hours("1999-12-31T23:59:59Z"), hours("2000-01-01T00:00:00Z")]).toEqual([5.75, 1]);
    expect([hours("2010-05-05T04:59:59Z"), hours("2010-05-05T05:00:00Z")]).toEqual([1, 2]);
    expect([hours("2049-12-31T23:59:59Z"), hours("2050-01-01T00:00:00Z")]).toEqual([2, 5.75]);
    expect(planZone(plan).name).toBe("Asia/Kathmandu");
    // Another plan of the same zone carries nothing.
    expect(planZone({ timezone: "Asia/Kathmandu" }).offset(at("2010-06-01T00:00:00Z"))).toBe(5.75 * 3_600_000);
    expect(planZone({ timezone: "Mars/Olympus" })).toBe(UTC);
    const lost = { timezone: "Mars/Olympus" };
    carry(lost, { from: [first], offset: [3600] });
    expect([0, at("2020-01-01T00:00:00Z")].map((t) => planZone(lost).offset(t))).toEqual([0, 3_600_000]);
  });

  test("a clock that is behind shows the year before the first one", () => {
    const first = at("0001-01-01T00:00:00Z");
    for (const name of ["America/New_York", "Asia/Kathmandu"])
      expect(zoneOf(name).offset(first)).toBe(zoneOf(name).offset(at("0001-03-01T00:00:00Z")));
  });

  test("names that are zones", () => {
    expect(["UTC", "Europe/Berlin", "Etc/GMT+5", "Mars/Olympus", "+01:00", ""].map(isZone)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(zoneNamed("Europe/Berlin")).toBe(zoneNamed("Europe/Berlin"));
    expect(zoneNamed("UTC")!.name).toBe("UTC");
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
    "2026-01-00",
    "2026-01-32",
    "2026-00-01",
    "1900-02-29",
    "2026/01-01",
    "2026-01/01",
    "2026-0a-01",
    "2026-01-0:",
    "202/-01-01",
    "20:6-01-01",
    "-026-01-01",
    "１９７０-01-01",
  ])("%s does not exist", (text) => {
    expect(parseDate(text)).toBeNull();
  });
});
