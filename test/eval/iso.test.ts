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

describe("texts that are nearly instants", () => {
  // Every character of an ordinary instant replaced, dropped or doubled: what the usual form takes must be no more than the grammar.
  const GRAMMAR = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{3}))?Z$/;
  const usual = [
    "2026-11-22T10:15:00Z",
    "2024-02-29T23:59:59.120Z",
    "0001-01-01T00:00:00.000Z",
    "9999-12-31T23:59:59Z",
  ];
  const odd = ["0", "1", "3", "5", "6", "9", "-", ":", ".", "T", "Z", "z", " ", "+", "", "\u0660"];
  const texts = usual.flatMap((text) =>
    Array.from(text, (_, at) =>
      odd.flatMap((put) => [0, 1].map((drop) => text.slice(0, at) + put + text.slice(at + drop))),
    ).flat(),
  );

  test("read as the calendar has them, or not at all", () => {
    let taken = 0;
    for (const text of texts) {
      const parts = GRAMMAR.exec(text);
      const read = parseInstant(text, null);
      if (parts === null) {
        // Other forms that are legal have another offset, or other fractions of a second.
        if (read.ok) expect(text).toMatch(/[+]\d\d:\d\d$|\.\d+Z$|T\d\d:\d\dZ$/);
        continue;
      }
      const ms = Date.parse(text);
      const exists =
        !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 19) === text.slice(0, 19) && text >= "0001";
      expect([text, read.ok && read.ms]).toEqual([text, exists ? ms : false]);
      if (exists) taken++;
    }
    expect(taken).toBeGreaterThan(100);
  });
});
