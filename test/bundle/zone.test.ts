/**
 * The time zone that a bundle carries: it is what the machine of the builder knows, it decides wherever the bundle is
 * loaded, and nobody edits it unseen.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { buildBundle, bundleText, seal } from "../../src/bundle/build.ts";
import { derivedFaults, tellsZone } from "../../src/bundle/derived.ts";
import type { Bundle, BundleZone } from "../../src/bundle/format.ts";
import { openBundle } from "../../src/bundle/open.ts";
import {
  calendarWindow,
  DAY_MS,
  instantsOf,
  startOfDay,
  wallClock,
  type Zone,
  zoneNamed,
  zoneOf,
} from "../../src/eval/calendar.ts";
import { compile } from "../../src/eval/compile.ts";
import { planDigest } from "../../src/eval/digest.ts";
import type { Evaluator } from "../../src/eval/evaluator.ts";
import { loadPolicySet } from "../../src/policy-set.ts";
import { decide } from "../../src/runtime.ts";
import type { CalendarUnit } from "../../src/syntax/tree.ts";
import { asker, at, iso } from "../eval/wall-clock.ts";

/** Denies what is asked for at night, by the clock on the wall. */
const policy = (zone: string): string => `policy shop
timezone "${zone}"
action Pay {
  impact money = 0 USD
  autonomy proposal
  require awake: time_of_day(now) >= 8 hours
  irreversible
}
`;

function made(zone: string, tzdata?: string): { readonly evaluator: Evaluator; readonly bundle: Bundle } {
  const files = [{ name: "shop.bylaw", text: policy(zone) }];
  const { evaluator, diagnostics } = loadPolicySet(files, { today: "2026-11-17" });
  if (evaluator === null) throw new Error(JSON.stringify(diagnostics.map(({ what }) => what)));
  return {
    evaluator,
    bundle: buildBundle(evaluator.plan, { files, json_logic: false, ...(tzdata === undefined ? {} : { tzdata }) }),
  };
}

function opened(bundle: Bundle) {
  const found = openBundle(bundleText(bundle));
  if (!found.ok) throw new Error(JSON.stringify(found.faults));
  return found;
}

const { evaluator, bundle } = made("Europe/Berlin", "2026a");
const zone = bundle.zone!;
/** The bundle with another zone, and a digest that belongs to it. */
const withZone = (other: unknown): Bundle => seal({ ...bundle, zone: other as BundleZone });

describe("what is carried", () => {
  test("is the zone of the plan, with its offsets from 2000 to 2049 and where they are from", () => {
    expect([zone.name, zone.tzdata]).toEqual(["Europe/Berlin", "2026a"]);
    expect(zone.from.slice(0, 3).map((from) => iso(from * 1000))).toEqual([
      "2000-01-01T00:00:00.000Z",
      "2000-03-26T01:00:00.000Z",
      "2000-10-29T01:00:00.000Z",
    ]);
    expect(zone.offset.slice(0, 3)).toEqual([3600, 7200, 3600]);
    expect(zone.from).toHaveLength(zone.offset.length);
    expect(iso(zone.from.at(-1)! * 1000)).toBe("2049-10-31T01:00:00.000Z");
  });

  test("says nothing of its data where the builder does not", () => {
    expect(made("Europe/Berlin").bundle.zone).toEqual({ ...zone, tzdata: null });
  });

  test("is nothing in UTC, and one offset where no clock was ever set", () => {
    expect(made("UTC").bundle.zone).toBeNull();
    expect(made("Asia/Kathmandu").bundle.zone).toMatchObject({ from: [946_684_800], offset: [20_700] });
  });
});

describe("a loader goes by it", () => {
  const asked = (now: string, by: Evaluator): string =>
    decide(
      by,
      { id: "c", action: "shop.Pay", environment: "prod", requester: { id: "user:a", kind: "person" }, inputs: {} },
      { now, directory: { principals: {} } },
    ).outcome;
  /** As if there were no summer time any more from the spring of 2026 on. */
  const last = zone.from.findIndex((from) => from * 1000 > at("2026-03-01T00:00:00Z"));
  const winter = withZone({ ...zone, from: zone.from.slice(0, last), offset: zone.offset.slice(0, last) });

  test("whatever its own machine knows, and so does who compiles the plan of the bundle", () => {
    const summer = "2026-07-01T06:30:00Z"; // 08:30 by the law of today, 07:30 without summer time
    const own = opened(bundle).evaluator;
    const other = opened(winter);
    expect([evaluator, own, other.evaluator, compile(other.bundle.plan)].map((by) => asked(summer, by))).toEqual([
      asked(summer, evaluator),
      asked(summer, evaluator),
      "deny",
      "deny",
    ]);
    expect(asked(summer, evaluator)).not.toBe("deny");
  });

  test("and asks it where the bundle does not reach", () => {
    for (const [now, outcome] of [
      ["1999-07-01T06:30:00Z", asked("1999-07-01T06:30:00Z", evaluator)],
      ["2050-07-01T06:30:00Z", asked("2050-07-01T06:30:00Z", evaluator)],
    ] as const)
      expect([now, asked(now, opened(winter).evaluator)]).toEqual([now, outcome]);
  });

  const ZONES = [
    "Europe/Berlin",
    "America/New_York",
    "America/Sao_Paulo",
    "America/Havana",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "Africa/Casablanca",
    "Asia/Pyongyang",
    "America/Caracas",
    "Antarctica/Troll",
    "Etc/GMT+12",
  ];
  const carried = new Map<string, Zone>(ZONES.map((name) => [name, zoneOf(opened(made(name).bundle).bundle.plan)]));

  test("with the answers of `Intl`, in and around the years that are carried", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.constantFrom<CalendarUnit>("hour", "day", "week", "month", "year"),
        fc.oneof(
          fc.integer({ min: at("1995-01-01T00:00:00Z"), max: at("2055-01-01T00:00:00Z") }),
          ...["2000-01-01T00:00:00Z", "2050-01-01T00:00:00Z"].map((edge) =>
            fc.integer({ min: at(edge) - 3 * DAY_MS, max: at(edge) + 3 * DAY_MS }),
          ),
        ),
        (name, unit, t) => {
          const own = carried.get(name)!;
          const native = zoneNamed(name)!;
          const second = Math.floor(t / 1000) * 1000;
          expect(own).not.toBe(native);
          expect(iso(wallClock(own, second))).toBe(iso(asker(name)(second)));
          expect(instantsOf(own, t)).toEqual(instantsOf(native, t));
          expect(startOfDay(own, Math.floor(t / DAY_MS))).toBe(startOfDay(native, Math.floor(t / DAY_MS)));
          expect(calendarWindow(own, unit, t)).toEqual(calendarWindow(native, unit, t));
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("is refused", () => {
  const faults = (other: Bundle): readonly string[] => {
    const found = openBundle(bundleText(other));
    return found.ok ? [] : found.faults.map(({ code, path }) => `${code} ${path}`);
  };
  const changed = (member: "from" | "offset", i: number, value: unknown): unknown => ({
    ...zone,
    [member]: zone[member].with(i, value as number),
  });

  test("edited without its digest", () => {
    expect(faults({ ...bundle, zone: { ...zone, offset: zone.offset.with(1, 3600) } })).toEqual([
      "digest_mismatch digest",
    ]);
  });

  test.each<[string, unknown, readonly string[]]>([
    ["left out", undefined, ["missing_member zone"]],
    ["none where the plan has one", null, ["wrong_value zone"]],
    ["of another name than the plan's", { ...zone, name: "Europe/Paris" }, ["wrong_value zone"]],
    ["a release that is no text", { ...zone, tzdata: 2026 }, ["wrong_value zone.tzdata"]],
    ["with a member too many", { ...zone, rule: "EU" }, ["unknown_member zone.rule"]],
    [
      "not from the start",
      { ...zone, from: zone.from.slice(1), offset: zone.offset.slice(1) },
      ["wrong_value zone.from"],
    ],
    ["of no offset at all", { ...zone, from: [], offset: [] }, ["wrong_value zone.from"]],
    ["in another order", { ...zone, from: zone.from.toSorted((a, b) => b - a) }, ["wrong_value zone.from"]],
    ["the same instant twice", changed("from", 2, zone.from[1]), ["wrong_value zone.from"]],
    ["beyond 2049", changed("from", zone.from.length - 1, 2_524_608_000), ["wrong_value zone.from"]],
    ["a part of a second", changed("from", 1, 954_032_400.5), ["wrong_value zone.from"]],
    ["an instant as text", changed("from", 1, "954032400"), ["wrong_value zone.from"]],
    [
      "more often than any clock was set",
      {
        ...zone,
        from: Array.from({ length: 1_001 }, (_, i) => 946_684_800 + i * 86_400),
        offset: Array(1_001).fill(0),
      },
      ["wrong_value zone.from"],
    ],
    ["an offset too few", { ...zone, offset: zone.offset.slice(1) }, ["wrong_value zone.offset"]],
    ["an offset too many", { ...zone, offset: [...zone.offset, 0] }, ["wrong_value zone.offset"]],
    ["further ahead than any clock", changed("offset", 3, 57_601), ["wrong_value zone.offset[3]"]],
    ["further behind than any clock", changed("offset", 3, -57_601), ["wrong_value zone.offset[3]"]],
    ["an offset of a part of a second", changed("offset", 0, 0.5), ["wrong_value zone.offset[0]"]],
    ["an offset that is none", changed("offset", 0, null), ["wrong_value zone.offset[0]"]],
  ])("%s", (_, other, expected) => {
    expect(faults(withZone(other))).toEqual(expected);
  });

  test("in UTC, whatever it says", () => {
    const utc = made("UTC").bundle;
    for (const name of ["UTC", "Europe/Berlin"])
      expect(faults(seal({ ...utc, zone: { ...zone, name } }))).toEqual(["wrong_value zone"]);
  });

  test("for a plan whose zone there is not, carried or not", () => {
    const plan = { ...bundle.plan, timezone: "Mars/Base" };
    const martian = { ...bundle, plan, plan_digest: planDigest(plan), zone: { ...zone, name: "Mars/Base" } };
    expect(faults(seal(martian))).toEqual(["wrong_value plan.timezone"]);
  });
});

describe("who has the same data", () => {
  const wrong = withZone({ ...zone, offset: zone.offset.with(1, 3600) });

  test("makes the offsets again, and tells of others", () => {
    expect(derivedFaults(bundle, "2026a")).toEqual([]);
    expect(derivedFaults(wrong, "2026a")).toMatchObject([{ code: "wrong_value", path: "zone" }]);
    expect([tellsZone(wrong, "2026a"), tellsZone(made("UTC").bundle, "2025b")]).toEqual([true, true]);
  });

  test("and who has other data cannot tell", () => {
    expect([tellsZone(wrong, "2025b"), tellsZone(wrong, undefined)]).toEqual([false, false]);
    expect(derivedFaults(wrong, "2025b")).toEqual([]);
  });
});
