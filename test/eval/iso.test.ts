import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { zoneNamed } from "../../src/eval/calendar.ts";
import { durationText, instantText, parseDuration, parseInstant } from "../../src/eval/iso.ts";
import { durationWords } from "../../src/plan/duration.ts";

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
    ["2026-11-22T10:15:00.05Z", "2026-11-22T10:15:00.050Z"],
    ["2026-11-22T10:15:59.999+00:00", "2026-11-22T10:15:59.999Z"],
    ["2026-11-22T23:59+23:59", "2026-11-22T00:00:00Z"],
    ["2026-11-22T00:00-23:59", "2026-11-22T23:59:00Z"],
    ["2026-11-22T10:15:00-00:30", "2026-11-22T10:45:00Z"],
    ["0001-01-01T00:00:00.000Z", "0001-01-01T00:00:00Z"],
    ["0001-01-01T01:00:00+01:00", "0001-01-01T00:00:00Z"],
    ["9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"],
    ["9999-12-31T22:59:59.999-01:00", "9999-12-31T23:59:59.999Z"],
    ["2026-03-29T01:59:59", "2026-03-29T00:59:59Z"],
    ["2026-03-29T03:00:00", "2026-03-29T01:00:00Z"],
    ["2026-10-25T01:59:59", "2026-10-24T23:59:59Z"],
    ["2026-10-25T03:00:00", "2026-10-25T02:00:00Z"],
    ["2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z"],
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
    ["2026-11-22T10:15:00+01:60", "clock"],
    ["2026-11-22T10:15:00-24:00", "clock"],
    ["2026-11-22T10:15:00+99:99", "clock"],
    ["2026-11-22T99:15Z", "clock"],
    ["2026-11-22T10:15:60+01:00", "clock"],
    ["2026-02-29T10:15:00+01:00", "date"],
    ["0000-01-01T00:00:00Z", "date"],
    ["2026-02-30T99:15:00Z", "date"],
    ["2026-11-22T10:15:00+0100", "shape"],
    ["2026-11-22T10:15:00+1:00", "shape"],
    ["2026-11-22T10:15:00.Z", "shape"],
    ["2026-11-22T10:15:.5Z", "shape"],
    ["2026-11-22T10Z", "shape"],
    [" 2026-11-22T10:15:00Z", "shape"],
    ["2026-11-22T10:15:00Z ", "shape"],
    [`2026-11-22T10:15:00.${"0".repeat(401)}Z`, "shape"],
    ["2026-11-22T10:15:00.1230000001Z", "precision"],
    ["2026-11-22T10:15:00.1234", "precision"],
    ["9999-12-31T23:59:59.999-00:01", "range"],
    ["2026-10-25T02:00:00", "twice"],
    ["2026-03-29T02:00:00", "gap"],
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
    ["P1W2DT3H4M5.678S", 9 * 86_400_000 + 3 * 3_600_000 + 4 * 60_000 + 5678, "P9DT3H4M5.678S"],
    ["PT0.05S", 50, "PT0.05S"],
    ["PT0.5S", 500, "PT0.5S"],
    ["PT61S", 61_000, "PT1M1S"],
    ["PT3600S", 3_600_000, "PT1H"],
    ["PT24H", 86_400_000, "P1D"],
    ["PT59M59S", 3_599_000, "PT59M59S"],
    ["-PT1.5S", -1500, "-PT1.5S"],
    ["-P1DT1M", -86_460_000, "-P1DT1M"],
    ["PT9007199254740.991S", Number.MAX_SAFE_INTEGER, "P104249991DT8H59M0.991S"],
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
    "PT9007199254740.992S",
    "P1D1H",
    "PT1M1H",
    "PT1S1S",
    "P1D2W",
    "--P1D",
    "+P1D",
    "P-1D",
    "PT.5S",
    "PT1.S",
    " P1D",
    "P1D ",
    "P12345678901234567D",
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

test.each([
  [0, "0 seconds"],
  [1, "1 millisecond"],
  [-1, "-1 millisecond"],
  [1500, "1500 milliseconds"],
  [1000, "1 second"],
  [60_000, "1 minute"],
  [90_000, "90 seconds"],
  [3_600_000, "1 hour"],
  [129_600_000, "36 hours"],
  [86_400_000, "1 day"],
  [-172_800_000, "-2 days"],
])("%d milliseconds are %s", (ms, words) => {
  expect(durationWords(ms)).toBe(words);
});
