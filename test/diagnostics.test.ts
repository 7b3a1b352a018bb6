/**
 * Golden diagnostics: a source, a line of five dashes, and what a person sees. A line `=== name` begins another file, and a
 * line `@repeat 500 text` stands for that many of the text. With UPDATE=1 the second half is written anew.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checking } from "../src/diagnostics/catalogue/checking.ts";
import { names } from "../src/diagnostics/catalogue/names.ts";
import { syntax } from "../src/diagnostics/catalogue/syntax.ts";
import { types } from "../src/diagnostics/catalogue/types.ts";
import { frame } from "../src/diagnostics/render/frame.ts";
import { parse } from "../src/syntax/parse.ts";
import { splitFiles } from "./model/helpers.ts";

const folder = join(import.meta.dirname, "../fixtures/diagnostics");
const families = { syntax, names, types, checking };

describe("syntax diagnostics", () => {
  it.each(Object.keys(syntax))("%s", (code) => {
    const path = join(folder, `${code}.txt`);
    expect(existsSync(path), `fixtures/diagnostics/${code}.txt is missing`).toBe(true);
    const golden = readFileSync(path, "utf8");
    const cut = golden.search(/^-----$/m);
    const source = cut < 0 ? golden : golden.slice(0, cut);
    const files = splitFiles(source).map((file) => ({ ...file, text: expand(file.text) }));
    const diagnostics = files.flatMap((file) => parse(file).diagnostics);
    const shown = `${frame(diagnostics, files, { colour: false, width: 100 }).trimEnd()}\n`;
    if (process.env["UPDATE"] === "1") writeFileSync(path, `${source}-----\n${shown}`);
    else expect(shown).toBe(golden.slice(cut + "-----\n".length));
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toContain(code);
  });
});

describe("the catalogue", () => {
  it("has each code in one family", () => {
    const codes = Object.values(families).flatMap((family) => Object.keys(family));
    expect(codes.filter((code, i) => codes.indexOf(code) !== i)).toEqual([]);
  });

  it("has an entry for each golden diagnostic", () => {
    const codes = new Set(Object.values(families).flatMap((family) => Object.keys(family)));
    const goldens = readdirSync(folder).map((name) => name.replace(/\.txt$/, ""));
    expect(goldens.filter((name) => !codes.has(name))).toEqual([]);
  });
});

function expand(text: string): string {
  return text.replace(/^@repeat (\d+) (.*)$/gm, (_, count: string, part: string) => part.repeat(Number(count)));
}
