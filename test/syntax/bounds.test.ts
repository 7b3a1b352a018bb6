/** Hostile sizes: each ends in a diagnostic, without a stack overflow and in time that grows with the length. */
import { describe, expect, it } from "vitest";
import { parse } from "../../src/syntax/parse.ts";
import { print } from "../../src/syntax/print.ts";
import { walk } from "../../src/syntax/walk.ts";

const inAction = (text: string): string => `policy p\naction A {\n${text}\n}\n`;

/** Parses, walks and prints; gives the codes. */
function codes(text: string): readonly string[] {
  const { tree, diagnostics } = parse({ name: "test.bylaw", text });
  walk(tree, {});
  expect(typeof print(tree)).toBe("string");
  return diagnostics.map((diagnostic) => diagnostic.code);
}

const N = 10_000;

describe("depth", () => {
  it.each([
    ["parentheses", `require ${"(".repeat(N)}x${")".repeat(N)}`, "nesting-too-deep"],
    ["open parentheses", `require ${"(".repeat(N)}x`, "nesting-too-deep"],
    ["brackets", `require ${"[".repeat(N)}`, "nesting-too-deep"],
    ["blocks", "at high {\n".repeat(N), "nesting-too-deep"],
    ["braces", "{".repeat(N), "nesting-too-deep"],
    ["not", `require ${"not ".repeat(N)}x`, "expression-too-long"],
    ["minus", `require ${"-".repeat(N)}x`, "expression-too-long"],
    ["else if", `require ${"if a then b else ".repeat(N)}c`, "nesting-too-deep"],
    ["if", `require ${"if ".repeat(N)}c`, "nesting-too-deep"],
    ["fields", `require a${".b".repeat(N)}`, "expression-too-long"],
    ["entries", `require a${"[b]".repeat(N)}`, "expression-too-long"],
    ["questions", `require a${" is present".repeat(N)}`, "expression-too-long"],
    ["sums", `require x == ${"1 + ".repeat(100_000)}1`, "expression-too-long"],
    ["alternatives", `require ${"a or ".repeat(100_000)}b`, "expression-too-long"],
    [
      "chains within chains",
      `require ${"(".repeat(190)}a${` ${"+ b ".repeat(100)})`.repeat(190)}`,
      "expression-too-long",
    ],
    ["requirements", `approve by ${"(".repeat(N)}1 of x${")".repeat(N)}`, "nesting-too-deep"],
  ])("of %s is bounded", (_, text, code) => {
    expect(codes(inAction(text))).toContain(code);
  });

  it("of types is bounded", () => {
    expect(codes(`policy p\nrecord R { a: ${"list of ".repeat(N)}text }`)).toContain("nesting-too-deep");
  });

  it.each([
    ["parentheses", `require ${"(".repeat(195)}x${")".repeat(195)}`],
    ["lists", `require ${"[".repeat(195)}x${"]".repeat(195)}`],
    ["calls", `require ${"f(".repeat(195)}x${")".repeat(195)}`],
    ["questions", `require ${"any(x in y: ".repeat(195)}x${")".repeat(195)}`],
    ["matches", `require ${"match x { _ => ".repeat(195)}x${" }".repeat(195)}`],
    ["conditions", `require ${"if x then y else ".repeat(195)}x`],
    ["sums", `require x == ${"1 + ".repeat(490)}1`],
    ["blocks", `${"at high {".repeat(195)}${"}".repeat(195)}`],
  ])("of %s right below the bound is legal", (_, text) => {
    expect(codes(inAction(text))).toEqual([]);
  });
});

describe("size", () => {
  it("of a file is bounded in bytes", () => {
    const line = "// 45678\n";
    expect(codes(`policy p\n${line.repeat(470_000)}`)).toEqual(["file-too-large"]);
    expect(codes(`policy p\n// ${"é".repeat(2_100_000)}`)).toEqual(["file-too-large"]);
    expect(codes(`policy p\n// ${"é".repeat(2_090_000)}`)).toEqual([]);
  });

  it("of a number is bounded in digits", () => {
    expect(codes(inAction(`require x == ${"9".repeat(400)}`))).toEqual(["too-many-digits"]);
    expect(codes(inAction(`require x == ${"9".repeat(34)}`))).toEqual([]);
    expect(codes(inAction(`require x == 0.${"0".repeat(400)}1`))).toEqual([]);
  });

  it("of a report is bounded", () => {
    expect(codes(inAction("require a b\n".repeat(5000))).length).toBeLessThanOrEqual(100);
    expect(codes("policy p\n@ ".repeat(5000)).length).toBeLessThanOrEqual(200);
  });
});

describe("time grows with the length", () => {
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

  it.each(kinds)("for %s", (_, make) => {
    const time = (n: number): number => {
      const text = make(n);
      const start = performance.now();
      parse({ name: "test.bylaw", text });
      return performance.now() - start;
    };
    time(1_000);
    // Quadratic time would be a hundred times as long for ten times the text; the slack is for a busy machine.
    const small = Math.max(20, time(10_000));
    expect(Math.min(time(100_000), time(100_000))).toBeLessThan(small * 45);
  });
});
