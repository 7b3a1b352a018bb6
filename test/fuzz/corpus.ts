/** What mutations start from: every policy, document and test file that the repository ships or tests with. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { SourceFile } from "../../src/source/file.ts";

const ROOT = join(import.meta.dirname, "../..");

const below = (folder: string, end: string): readonly string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
    .filter((name) => name.endsWith(end) && !name.startsWith("fixtures/fuzz/"))
    .sort();

const read = (name: string): string => readFileSync(join(ROOT, name), "utf8");

/** Small policy sets, one for each diagnostic: each stands at the edge of some fault. */
const faulty: readonly (readonly SourceFile[])[] = below("fixtures/diagnostics", ".txt").map((name) => {
  const parts = read(name)
    .split(/^-----\n/m)[0]!
    .split(/^=== (.+)\n/m);
  const files = [{ name: "policy.bylaw", text: parts[0]! }];
  for (let at = 1; at < parts.length; at += 2) files.push({ name: parts[at]!, text: parts[at + 1]! });
  return files.filter((file) => file.name.endsWith(".bylaw"));
});

const shipped: readonly (readonly SourceFile[])[] = [...below("rules", ".bylaw"), ...below("fixtures", ".bylaw")].map(
  (name) => [{ name: name.replace(/^.*\//, ""), text: read(name) }],
);

/** Blocks of the documentation: one construct each. */
const shown: readonly (readonly SourceFile[])[] = below("docs", ".md").flatMap((name) =>
  [...read(name).matchAll(/^```bylaw\n([\s\S]*?)^```$/gm)].map(([, text]) => [{ name: "policy.bylaw", text: text! }]),
);

/** Small ones first in number: a mutation in a small input is quick to try and easy to read. */
export const policySets: readonly (readonly SourceFile[])[] = [...faulty, ...shown, ...shipped];

export const testFiles: readonly SourceFile[] = [...below("rules", ".test.yaml"), ...below("fixtures", ".yaml")].map(
  (name) => ({ name, text: read(name) }),
);
