import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { print, printExpression } from "../../src/syntax/print.ts";
import type { DefineDeclaration, Expression } from "../../src/syntax/tree.ts";
import { declaration, fixture, fixtures, legal, shape } from "./helpers.ts";

const rules = join(import.meta.dirname, "../../rules");
const shipped = existsSync(rules)
  ? readdirSync(rules, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".bylaw"))
      .sort()
      .map((name) => ({ name: name.replaceAll("\\", "/"), text: readFileSync(join(rules, name), "utf8") }))
  : [];

describe("print", () => {
  it.each([...fixtures(), ...shipped])("$name means the same as printed, and prints the same again", ({ text }) => {
    const tree = legal(text);
    const printed = print(tree);
    const again = legal(printed);
    expect(shape(again)).toEqual(shape(tree));
    expect(print(again)).toBe(printed);
  });

  it("gives the layout of the golden file", () => {
    expect(print(legal(fixture("everything.bylaw")))).toBe(fixture("everything.printed.txt"));
  });

  it("escapes what a reader could not see", () => {
    const text = declaration('define f() = "\\u{202e}\\u{0}\\u{a0}\\u{200b}\\t\\"\\\\é😀"'.replace("\\u{0}", ""));
    expect(printExpression((text as DefineDeclaration).body)).toBe('"\\u{202e}\\u{a0}\\u{200b}\\t\\"\\\\é😀"');
  });

  it.each([
    ["a - (b - c)", "a - (b - c)"],
    ["(a - b) - c", "a - b - c"],
    ["((a))", "a"],
    ["not (not a)", "not not a"],
    ["(if a then b else c).d", "(if a then b else c).d"],
    ["- - a", "--a"],
    ["(a and b) and (c and d)", "a and b and (c and d)"],
    ["(a < b) == (c < d)", "(a < b) == (c < d)"],
    ["count((x in xs))", "count((x in xs))"],
    ["(history of A in last 1 days)[0].x", "(history of A in last 1 day)[0].x"],
    ["1234567.5 USD", "1_234_567.5 USD"],
    ["12.50%", "12.5%"],
  ])("%s", (text, printed) => {
    const body = (declaration(`define f() = ${text}`) as DefineDeclaration).body as Expression;
    expect(printExpression(body)).toBe(printed);
  });
});
