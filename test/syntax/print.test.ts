import { describe, expect, it } from "vitest";
import { print } from "../../src/syntax/print.ts";
import { fixtures, legal, shape } from "./helpers.ts";

describe("print", () => {
  it.each(fixtures())("$name means the same as printed, and prints the same again", ({ text }) => {
    const tree = legal(text);
    const printed = print(tree);
    const again = legal(printed);
    expect(shape(again)).toEqual(shape(tree));
    expect(print(again)).toBe(printed);
  });
});
