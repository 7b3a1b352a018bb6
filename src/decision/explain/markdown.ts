/**
 * The page as GitHub-flavoured Markdown. What comes from the change set stands in code spans: there nothing formats,
 * links or mentions. Our own words and the policy's are escaped character by character.
 */
import type { Block, Item, Line, Page, Tone } from "./page.ts";
import { visible } from "./text.ts";

export function markdown(page: Page): string {
  const out: string[] = [`## ${inline(page.title)}`, "", inline(page.lead)];
  for (const section of page.sections) {
    out.push("", `### ${escaped(section.title)}${section.mark === null ? "" : `: ${inline([section.mark])}`}`);
    for (const block of section.blocks) out.push("", ...blockLines(block));
  }
  if (page.footer.length > 0)
    out.push("", "---", "", page.footer.map((line) => `<sub>${inline(line)}</sub>`).join("<br>\n"));
  return `${out.join("\n")}\n`;
}

function blockLines(block: Block): readonly string[] {
  switch (block.kind) {
    case "paragraph":
      return [inline(block.line)];
    case "list":
      return itemLines(block.items, block.ordered);
    case "facts":
      return [
        ...(block.caption === null ? [] : [inline(block.caption), ""]),
        "| | |",
        block.rows.every((row) => row.align === "right") ? "| :--- | ---: |" : "| :--- | :--- |",
        ...block.rows.map((row) => `| ${cell(row.name)} | ${cell(row.value)} |`),
      ];
    case "table":
      return [
        ...(block.caption === null ? [] : [inline(block.caption), ""]),
        `| ${block.columns.map((column) => escaped(column.head)).join(" | ")} |`,
        `| ${block.columns.map((column) => (column.align === "right" ? "---:" : ":---")).join(" | ")} |`,
        ...block.rows.map((row) => `| ${row.map(cell).join(" | ")} |`),
      ];
    case "group":
      return [
        `**${inline(block.title.map((piece) => ({ ...piece, tone: "plain" })))}**`,
        "",
        ...itemLines(block.items, false),
      ];
  }
}

function itemLines(items: readonly Item[], ordered: boolean): readonly string[] {
  return items.flatMap((item, index) => {
    const bullet = ordered ? `${index + 1}. ` : "- ";
    const lines = [item.line, ...item.under].map(inline);
    return lines.map(
      (line, at) => `${at === 0 ? bullet : " ".repeat(bullet.length)}${line}${at < lines.length - 1 ? "<br>" : ""}`,
    );
  });
}

function inline(line: Line): string {
  return line
    .map((piece) => toned(piece.tone, piece.verbatim ? codeSpan(visible(piece.text)) : escaped(visible(piece.text))))
    .join("");
}

/** In a table a bar ends the cell even inside a code span, and whether a backslash saves it depends on the one before. */
function cell(line: Line): string {
  return line
    .map((piece) => {
      const text = visible(piece.text);
      return toned(
        piece.tone,
        piece.verbatim && !text.includes("|") ? codeSpan(text) : piece.verbatim ? entities(text) : escaped(text),
      );
    })
    .join("");
}

function toned(tone: Tone, text: string): string {
  if (text.trim() === "") return text;
  const [, before, core, after] = /^(\s*)(.*?)(\s*)$/s.exec(text)!;
  switch (tone) {
    case "strong":
    case "bad":
    case "warn":
    case "good":
      return `${before}**${core}**${after}`;
    case "plain":
    case "muted":
      return text;
  }
}

/** A fence longer than any run of backticks inside. */
function codeSpan(text: string): string {
  if (text === "") return "(empty)";
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad =
    text.startsWith("`") || text.endsWith("`") || (text.startsWith(" ") && text.endsWith(" ") && text.trim() !== "")
      ? " "
      : "";
  return `${fence}${pad}${text}${pad}${fence}`;
}

/** Escapes what Markdown reads: inline marks anywhere, and what only counts at the start of a line. */
function escaped(text: string): string {
  return text
    .replace(/[\\`*_[\]<>#|~]/g, "\\$&")
    .replace(/&/g, "&amp;")
    .replace(/:\/\//g, "\\://")
    .replace(/www\./gi, (found) => `${found.slice(0, 3)}\\.`)
    .replace(/^(\s*)([-+=])/, "$1\\$2")
    .replace(/^(\s*\d{1,9})([.)])/, "$1\\$2");
}

/** Every ASCII mark as a character reference. */
function entities(text: string): string {
  return text.replace(/[!-/:-@[-`{-~]/g, (mark) => `&#${mark.charCodeAt(0)};`);
}
