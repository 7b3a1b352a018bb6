/** The work of parsing grows with the length of the text, whatever the text. */
import { expect, it, vi } from "vitest";
import { parse } from "../../src/syntax/parse.ts";

const { growth, LINEAR } = await vi.hoisted(() => import("../support/work.ts"));

const inAction = (text: string): string => `policy p\naction A {\n${text}\n}\n`;

const kinds: readonly (readonly [string, (n: number) => string])[] = [
  [
    "clauses",
    (n) =>
      inAction(
        'require settled: order.status in ["paid", "shipped"] and amount <= 5_000 USD because "x"\n'.repeat(n / 20),
      ),
  ],
  ["faulty clauses", (n) => inAction("require settled: order in in\n".repeat(n / 10))],
  ["open braces", (n) => "{".repeat(n)],
  ["closing braces", (n) => "}".repeat(n)],
  ["strays", (n) => "@ ".repeat(n)],
  ["single quotes", (n) => "'".repeat(n)],
  ["curly quotes", (n) => "“".repeat(n)],
  ["double quotes", (n) => '"'.repeat(n)],
  ["open texts", (n) => '"a\n'.repeat(n)],
  ["backslashes", (n) => `policy p\nrole a "${"\\".repeat(n)}`],
  ["slashes", (n) => "/".repeat(n)],
  ["open comments", (n) => "/*".repeat(n)],
  ["digits", (n) => inAction(`require x == ${"9".repeat(n)}`)],
  ["zeros", (n) => inAction(`require x == 0.${"0".repeat(n)}1`)],
  ["separators", (n) => inAction(`require x == 1${"_".repeat(n)}`)],
  ["letters", (n) => "ж".repeat(n)],
  ["surrogates", (n) => "\ud800".repeat(n)],
  ["controls", (n) => "\u202e".repeat(n)],
  ["words", (n) => "foo ".repeat(n)],
  ["documentation", (n) => `policy p\n${"/// x\n".repeat(n)}`],
  ["fields", (n) => `policy p\nrecord R { ${"a: text ".repeat(n / 2)} }`],
  ["sums", (n) => inAction(`require x == ${"1 + ".repeat(n)}1`)],
  ["rows", (n) => `policy p\ntable t(a: int) {\n${"<= 5 => 3\n".repeat(n / 4)}}`],
  ["faulty rows", (n) => `policy p\ntable t(a: int) {\n${"<= => 3\n".repeat(n / 4)}}`],
];

it.each(kinds)("%s", (_, make) => {
  const parsing = (n: number) => {
    const text = make(n);
    return () => parse({ name: "test.bylaw", text });
  };
  expect(growth(4_000, parsing)).toBeLessThan(LINEAR);
});
