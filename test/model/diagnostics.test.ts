/**
 * Golden diagnostics of the checker: a source, a line of five dashes, and what a person sees. Several files in one
 * fixture are told apart by lines `=== name`. With UPDATE=1 the second half is written anew.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checking } from "../../src/diagnostics/catalogue/checking.ts";
import { names } from "../../src/diagnostics/catalogue/names.ts";
import { types } from "../../src/diagnostics/catalogue/types.ts";
import { frame } from "../../src/diagnostics/render/frame.ts";
import { checkFiles, splitFiles } from "./helpers.ts";

const folder = join(import.meta.dirname, "../../fixtures/diagnostics");

test.each(Object.keys({ ...names, ...types, ...checking }))("%s", (code) => {
  const path = join(folder, `${code}.txt`);
  expect(existsSync(path), `fixtures/diagnostics/${code}.txt is missing`).toBe(true);
  const [source, rendered] = readFileSync(path, "utf8").split(/^-----\n/m) as [string, string];
  const files = splitFiles(source);
  const { diagnostics, model } = checkFiles(files);
  const shown = `${frame(diagnostics, files, { colour: false, width: 100 }).trimEnd()}\n`;
  if (process.env["UPDATE"] === "1") writeFileSync(path, `${source}-----\n${shown}`);
  else expect(shown).toBe(rendered);
  expect(diagnostics.map((diagnostic) => diagnostic.code)).toContain(code);
  expect(model === null).toBe(diagnostics.some(({ severity }) => severity === "error"));
});
