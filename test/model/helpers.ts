import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { check } from "../../src/model/check.ts";
import type { Model } from "../../src/model/model.ts";
import type { SourceFile } from "../../src/source/file.ts";
import { parse } from "../../src/syntax/parse.ts";

export const TODAY = "2026-11-24";

/** Files of a fixture: `=== name` begins another one; before the first such line it is `policy.bylaw`. */
export function splitFiles(source: string): SourceFile[] {
  const parts = source.split(/^=== (.+)\n/m);
  const files = [{ name: "policy.bylaw", text: parts[0]! }];
  for (let at = 1; at < parts.length; at += 2) files.push({ name: parts[at]!, text: parts[at + 1]! });
  return files;
}

/** Parses and checks; files that are no policies are schemas. */
export function checkFiles(files: readonly SourceFile[]): { model: Model | null; diagnostics: readonly Diagnostic[] } {
  const parsed = files.filter(({ name }) => name.endsWith(".bylaw")).map((file) => ({ file, ...parse(file) }));
  const schemas = new Map(files.map(({ name, text }) => [name, text]));
  const checked = check(parsed, { today: TODAY, readSchema: (path) => schemas.get(path) ?? null });
  return {
    model: checked.model,
    diagnostics: [...parsed.flatMap(({ diagnostics }) => diagnostics), ...checked.diagnostics],
  };
}

/** Codes of one policy text. */
export const codes = (text: string): string[] => checkFiles(splitFiles(text)).diagnostics.map(({ code }) => code);

/** The model of a policy text without errors. */
export function modelOf(text: string): Model {
  const { model, diagnostics } = checkFiles(splitFiles(text));
  if (model === null) throw new Error(diagnostics.map(({ code, what }) => `${code}: ${what}`).join("\n"));
  return model;
}
