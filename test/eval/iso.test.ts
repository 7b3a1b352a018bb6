import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { zoneNamed } from "../../src/eval/calendar.ts";
import { durationText, instantText, parseDuration, parseInstant } from "../../src/eval/iso.ts";

const berlin = zoneNamed("Europe/Berlin");

describe("instants", () => {
  test("print and read back", () => {
    fc.assert(
      fc.property(fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 }), (ms) => {
        const text = instantText(ms);
        expect(parseInstant(text, null)).toEqual({ ok: true, ms });
        expect(Date.parse(text)).toBe(ms);
      }),
    );
  });

  test.each([
    ["2026-11-22T10:15:00Z", "2026-11-22T10:15:00Z"],
    ["2026-11-22T10:15Z", "2026-11-22T10:15:00Z"],
    ["2026-11-22T10:15:00.5+05:45", "2026-11-22T04:30:00.500Z"],
    ["2026-11-22T10:15:00.123000-08:00", "2026-11-22T18:15:00.123Z"],
    ["2026-11-22T10:15:00", "2026-11-22T09:15:00Z"],
  ])("%s", (text, printed) => {
    const read = parseInstant(text, berlin);
    expect(read.ok && instantText(read.ms)).toBe(printed);
  });

  test.each([
    ["2026-11-22", "shape"],
    ["22.11.2026", "shape"],
    ["2026-11-22 10:15:00Z", "shape"],
    ["2026-11-22T10:15:00z", "shape"],
    ["2026-02-30T10:15:00Z", "date"],
    ["2026-11-22T24:00:00Z", "clock"],
    ["2026-11-22T10:60:00Z", "clock"],
    ["2026-11-22T23:59:60Z", "clock"],
    ["2026-11-22T10:15:00+24:00", "clock"],
    ["2026-11-22T10:15:00.1234Z", "precision"],
    ["0001-01-01T00:00:00+01:00", "range"],
    ["2026-03-29T02:30:00", "gap"],
    ["2026-10-25T02:30:00", "twice"],
  ])("%s: %s", (text, fault) => {
    expect(parseInstant(text, berlin)).toEqual({ ok: false, fault });
  });

  test("without a zone, an offset is needed", () => {
    expect(parseInstant("2026-11-22T10:15:00", null)).toEqual({ ok: false, fault: "no-offset" });
  });
});

describe("durations", () => {
  test("print and read back", () => {
    fc.assert(fc.property(fc.maxSafeInteger(), (ms) => void expect(parseDuration(durationText(ms))).toBe(ms)));
  });

  test.each([
    ["P30D", 30 * 86_400_000, "P30D"],
    ["PT4H", 4 * 3_600_000, "PT4H"],
    ["P2W", 14 * 86_400_000, "P14D"],
    ["PT90M", 90 * 60_000, "PT1H30M"],
    ["P1DT12H", 36 * 3_600_000, "P1DT12H"],
    ["PT1.5S", 1500, "PT1.5S"],
    ["PT0S", 0, "PT0S"],
    ["-P1D", -86_400_000, "-P1D"],
    ["-PT0S", 0, "PT0S"],
  ])("%s", (text, ms, printed) => {
    expect(parseDuration(text)).toBe(ms);
    expect(durationText(ms)).toBe(printed);
  });

  test.each([
    "",
    "P",
    "PT",
    "P1DT",
    "P1M",
    "P1Y",
    "1 day",
    "PT1H30",
    "P1.5D",
    "PT1.0001S",
    "P9999999999999999W",
    "p1d",
  ])("%s is none", (text) => {
    expect(parseDuration(text)).toBeNull();
  });
});
