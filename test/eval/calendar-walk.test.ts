/** Walks over the clock, tick by tick, that take long. */
import { expect, test } from "vitest";
import { calendarWindow, DAY_MS, instantsOf } from "../../src/eval/calendar.ts";
import { asker, at, bruteForce, CHANGES, iso, TICK, zoneOf } from "./wall-clock.ts";

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
