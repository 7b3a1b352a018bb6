/** Puts tables into docs/performance.md, each between its markers. */
import { readFileSync, writeFileSync } from "node:fs";
import { arch, availableParallelism, platform } from "node:os";

const PAGE = new URL("../../docs/performance.md", import.meta.url);

/** The machine, without its name. */
export const machine = (): string =>
  `Node ${process.versions.node}, V8 ${process.versions.v8}, ${platform()} ${arch()}, ${availableParallelism()} cores, measured ${new Date().toISOString().slice(0, 10)}.`;

export function writeTables(tables: Readonly<Record<string, string>>): void {
  let page = readFileSync(PAGE, "utf8");
  for (const [name, text] of Object.entries({ ...tables, machine: machine() })) {
    const marked = new RegExp(`(<!-- begin ${name} -->\n)[^]*?(<!-- end ${name} -->)`, "u");
    if (!marked.test(page)) throw new Error(`docs/performance.md has no place for the table "${name}"`);
    page = page.replace(marked, (_, begin: string, end: string) => `${begin}\n${text}\n\n${end}`);
  }
  writeFileSync(PAGE, page);
}
