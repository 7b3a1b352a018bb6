import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { position } from "../../src/source/file.ts";
import { parse } from "../../src/syntax/parse.ts";
import type { Declaration, PolicyFile } from "../../src/syntax/tree.ts";

const folder = fileURLToPath(new URL("../../fixtures/syntax/", import.meta.url));

/** The policies among the syntax fixtures: legal files that use every form of the language. */
export function fixtures(): readonly { readonly name: string; readonly text: string }[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".bylaw"))
    .sort()
    .map((name) => ({ name, text: readFileSync(`${folder}${name}`, "utf8") }));
}

export function fixture(name: string): string {
  return readFileSync(`${folder}${name}`, "utf8");
}

/** Parses text that has to be without fault. */
export function legal(text: string): PolicyFile {
  const { tree, diagnostics } = parse({ name: "test.bylaw", text });
  if (diagnostics.length > 0) throw new Error(`${describeAll(text, diagnostics)}\n\n${text}`);
  return tree;
}

/** Parses one declaration, under a policy line. */
export function declaration(text: string): Declaration {
  return legal(`policy p\n${text}`).declarations[0]!;
}

/** The faults of a text as `code line:column`. */
export function faults(text: string): readonly string[] {
  const file = { name: "test.bylaw", text };
  return parse(file).diagnostics.map(({ code, span }) => {
    const { line, column } = position(file, span.start);
    return `${code} ${line}:${column}`;
  });
}

export function describeAll(text: string, diagnostics: readonly Diagnostic[]): string {
  return diagnostics
    .map((d) => `${d.code} ${d.what} at ${JSON.stringify(text.slice(d.span.start, d.span.start + 30))}`)
    .join("\n");
}

/** A tree without its spans: what two layouts of one policy share. */
export function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shape);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== "span")
      .map(([key, part]) => [key, shape(part)]),
  );
}
