/** Hostile sizes: each ends in a diagnostic, without a stack overflow. */
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
