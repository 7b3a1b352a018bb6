/** Rows must cover every case, and every row must be taken for some case. */
import { describe, expect, test } from "vitest";
import { checkFiles } from "./helpers.ts";

const check = (params: string, rows: string): string[] => {
  const text = `policy demo\ntiers low < medium < high\ntable t(${params}) {\n${rows}\n}`;
  const { diagnostics } = checkFiles([{ name: "t.bylaw", text }]);
  return diagnostics.map(({ code, what }) => `${code}: ${what.replaceAll("`", "")}`);
};

const missing = (witness: string) => `rows-missing: No row fits ${witness}.`;
const unreachable = (row: string) =>
  `row-unreachable: The row ${row} is never taken: rows above it fit every case that it fits.`;

const cases: readonly (readonly [params: string, rows: string, expected: readonly string[]])[] = [
  ["x: bool", "true => 1 false => 2", []],
  ["x: bool", "true => 1", [missing("x == false")]],
  ["x: bool", "true => 1 false => 2 _ => 3", [unreachable("_")]],
  ['x: "a" | "b" | "c"', '"a" | "b" => 1 "c" => 2', []],
  ['x: "a" | "b" | "c"', '"a" => 1 "b" => 2', [missing('x == "c"')]],
  ["x: text", '"a" => 1', [missing("any other text as x")]],
  ["x: text", '"a" => 1 _ => 2', []],
  ["x: text?", 'missing => 0 "a" => 1 _ => 2', []],
  ["x: text?", "missing => 0 _ => 2", []],
  ["x: bool?", "true => 1 false => 2", [missing("a missing x")]],
  ["x: bool?", "missing => 0", [missing("x == true")]],
  ["x: int", "<= 3 => 1 >= 4 => 2", []],
  ["x: decimal", "<= 3 => 1 >= 4 => 2", [missing("x between 3 and 4")]],
  ["x: int", "< 3 => 1 > 3 => 2", [missing("x == 3")]],
  ["x: int", "< 3 => 1 3 => 2 > 3 => 3", []],
  ["x: int", "0 to 9 => 1 10 to 19 => 2 < 0 => 3 > 19 => 4", []],
  ["x: int", "0 to 9 => 1 10 to 19 => 2 _ => 3", []],
  ["x: int", "== -5 => 1 < -5 => 2 > -5 => 3", []],
  ["x: int", "< 10 => 1 3 => 2 >= 10 => 3", [unreachable("3")]],
  ["x: money", "<= 100 USD => 1 > 100 USD => 2", []],
  ["x: money", "<= 100 USD => 1 > 100.01 USD => 2", [missing("x between 100 USD and 100.01 USD")]],
  ["x: date", "< 2026-01-01 => 1 >= 2026-01-01 => 2", []],
  ["x: date", "<= 2025-12-31 => 1 >= 2026-01-01 => 2", []],
  ["x: time", "< 2026-01-01T00:00:00Z => 1 >= 2026-01-01T01:00:00+01:00 => 2", []],
  ["x: duration", "< 1 day => 1 24 hours => 2 > 24 hours => 3", []],
  ["x: decimal", "5% => 1 < 0.05 => 2 > 5% => 3", []],
  ["x: bool, y: bool", "true, _ => 1 _, true => 2 false, false => 3", []],
  ["x: bool, y: bool", "true, true => 1 false, false => 2", [missing("x == true with y == false")]],
  ["x: bool, y: bool", "true, _ => 1 false, _ => 2 _, true => 3", [unreachable("_, true")]],
  [
    'x: money, y: "a" | "b"',
    '<= 10 USD, _ => 1 _, "a" => 2 > 20 USD, "b" => 3',
    [missing('x between 10 USD and 20 USD with y == "b"')],
  ],
  ["x: list of int", "_ => 1", []],
  ["x: list of int, y: bool", "_, true => 1 _, false => 2", []],
];

describe("rows", () => {
  test.each(cases)("(%s) %s", (params, rows, expected) => {
    expect(check(params, rows)).toEqual(expected);
  });

  test("tiers, outcomes and levels are ladders", () => {
    const action = (body: string) =>
      checkFiles([
        {
          name: "t.bylaw",
          text: `policy demo\naction Do { tier high: now > 2026-01-01T00:00:00Z }\nguarantee g: for Do expect ${body}`,
        },
      ]).diagnostics.map(({ code }) => code);
    expect(action("match tier { >= medium => true low => false }")).toEqual([]);
    expect(action("match tier { > medium => true low => false }")).toEqual(["rows-missing"]);
    expect(action("match outcome { allow | review => true >= hold => false }")).toEqual([]);
    expect(action("match outcome { allow to hold => true }")).toEqual(["rows-missing"]);
    expect(action("match autonomy { <= guided => true autopilot => false }")).toEqual([]);
  });

  test("a thousand rows of intervals are proved in a moment", () => {
    const rows = Array.from({ length: 2_000 }, (_, index) => `<= ${index + 1} USD, "a" => ${index}`).join("\n");
    expect(check('x: money, y: "a" | "b"', `${rows}\n_, _ => 0`)).toEqual([]);
  });

  test("agrees with trying every case, on small tables", () => {
    let seed = 12345;
    const random = (below: number): number => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return Math.floor((seed / 2147483648) * below);
    };
    const values = [0, 1, 2, 3, 4, 5];
    for (let round = 0; round < 300; round++) {
      const rows = Array.from({ length: 1 + random(5) }, () =>
        Array.from({ length: 3 }, (_, column): { text: string; fits: (x: number) => boolean } => {
          if (random(3) === 0) return { text: "_", fits: () => true };
          if (column === 2) {
            const flag = random(2) === 1;
            return { text: String(flag), fits: (x) => (x === 1) === flag };
          }
          const [a, b] = [random(5), random(5)].sort() as [number, number];
          return [
            { text: `< ${a + 1}`, fits: (x: number) => x < a + 1 },
            { text: `>= ${b}`, fits: (x: number) => x >= b },
            { text: `${a} to ${b}`, fits: (x: number) => x >= a && x <= b },
            { text: `${a} | ${b + 1}`, fits: (x: number) => x === a || x === b + 1 },
          ][random(4)]!;
        }),
      );
      const taken = new Set<number>();
      let covered = true;
      for (const x of [-1, ...values, 6])
        for (const y of [-1, ...values, 6])
          for (const z of [0, 1]) {
            const first = rows.findIndex((row) => row[0]!.fits(x) && row[1]!.fits(y) && row[2]!.fits(z));
            if (first < 0) covered = false;
            else taken.add(first);
          }
      const text = rows.map((row, index) => `${row.map((cell) => cell.text).join(", ")} => ${index}`).join("\n");
      const found = check("x: int, y: int, z: bool", text);
      expect(
        found.some((line) => line.startsWith("rows-missing")),
        text,
      ).toBe(!covered);
      expect(found.filter((line) => line.startsWith("row-unreachable")).length, text).toBe(rows.length - taken.size);
    }
  });
});
