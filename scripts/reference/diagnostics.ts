/** The reference of diagnostics as Markdown: every code with its title and an example of what a person sees. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { checking } from "../../src/diagnostics/catalogue/checking.ts";
import { names } from "../../src/diagnostics/catalogue/names.ts";
import { syntax } from "../../src/diagnostics/catalogue/syntax.ts";
import { types } from "../../src/diagnostics/catalogue/types.ts";
import { catalogue } from "../../src/diagnostics/catalogue.ts";

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export const DIAGNOSTICS_PAGE = at("docs/reference/diagnostics.md");
export const goldenOf = (code: string): string => at(`fixtures/diagnostics/${code}.txt`);

const FAMILIES = [
  { title: "Text and grammar", entries: syntax },
  { title: "Names", entries: names },
  { title: "Types", entries: types },
  { title: "What a policy says", entries: checking },
] as const;

/** An example longer than this is cut: the reader wants the words, not the file. */
const MOST_LINES = 32;

export function diagnosticsPage(): string {
  const lines = [
    "# Diagnostics",
    "",
    `What \`bylaw check\` can find: ${Object.keys(catalogue).length} codes. Each shows the code as it was written, what happened, why that is a fault, and`,
    "what to do. An error means that the policy set decides nothing; a warning does not.",
    "",
    "This page is generated from the catalogue and its tests (`npm run reference`).",
    "",
  ];
  for (const { title, entries } of FAMILIES) {
    lines.push(
      `- **${title}**: ${Object.keys(entries)
        .sort()
        .map((code) => `[\`${code}\`](#${code})`)
        .join(", ")}`,
    );
  }
  for (const { title, entries } of FAMILIES) {
    lines.push("", `## ${title}`);
    const known: Readonly<Record<string, { readonly severity: string; readonly title: string }>> = entries;
    for (const code of Object.keys(known).sort()) {
      const { severity, title: words } = known[code]!;
      lines.push("", `### ${code}`, "", `${words}. (${severity})`, ...example(code));
    }
  }
  return `${lines.join("\n")}\n`;
}

/** The frame of this code out of its golden fixture. */
function example(code: string): string[] {
  const path = goldenOf(code);
  if (!existsSync(path)) return [];
  const rendered = readFileSync(path, "utf8").split(/^-----\n/m)[1] ?? "";
  const frames = rendered.trimEnd().split(/\n\n(?=(?:error|warning|info)\[)/);
  const frame = frames.find((one) => one.includes(`[${code}]`));
  if (frame === undefined) return [];
  const shown = frame.split("\n");
  const cut = shown.length > MOST_LINES ? [...shown.slice(0, MOST_LINES), "…"] : shown;
  return ["", "```text", ...cut.map((line) => (line.length > 160 ? `${line.slice(0, 160)}…` : line)), "```"];
}
