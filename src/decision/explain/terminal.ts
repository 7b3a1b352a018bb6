/** The page on a terminal: wrapped to its width, columns aligned by what is seen, colours only when asked for. */
import type { Block, Column, Item, Line, Page, Piece, Section, Tone } from "./page.ts";
import { say } from "./page.ts";
import { columns, fitting, visible } from "./text.ts";

const ANSI: Readonly<Record<Tone, string>> = {
  plain: "",
  strong: "1",
  muted: "2",
  good: "1;32",
  warn: "1;33",
  bad: "1;31",
};

export interface TerminalOptions {
  readonly width: number;
  readonly colour: boolean;
}

const MARGIN = 2;
const GAP = 2;
/** Narrower columns are not read but spelt. */
const NARROWEST = 10;

/** A line that fits: pieces that are safe to print, and their width. */
interface Row {
  readonly pieces: readonly Piece[];
  readonly width: number;
}

export function terminal(page: Page, options: TerminalOptions): string {
  const { width } = options;
  const out: string[] = [];
  const print = (line: Line, indent: number, hang = indent): void => {
    wrap(line, width - indent, width - hang).forEach((row, index) => {
      out.push(" ".repeat(index === 0 ? indent : hang) + paint(row.pieces, options.colour));
    });
  };

  print(page.title, 0);
  print(page.lead, 0);
  for (const section of page.sections) {
    out.push("");
    print(headOf(section), 0);
    section.blocks.forEach((block, index) => {
      if (index > 0 && standsApart(block, section.blocks[index - 1]!)) out.push("");
      printBlock(block);
    });
  }
  if (page.footer.length > 0) {
    out.push("");
    for (const line of page.footer) print(line, 0);
  }
  return `${out.map((line) => line.trimEnd()).join("\n")}\n`;

  function printBlock(block: Block): void {
    switch (block.kind) {
      case "paragraph":
        print(block.line, MARGIN);
        return;
      case "list":
        printItems(block.items, block.ordered, MARGIN);
        return;
      case "facts": {
        if (block.caption !== null) print(block.caption, MARGIN);
        const names = Math.min(Math.max(...block.rows.map((row) => lineColumns(row.name))), Math.floor(width / 2));
        const right = block.rows.filter((row) => row.align === "right").map((row) => lineColumns(row.value));
        const values = Math.max(0, ...right);
        for (const row of block.rows) {
          const space = width - MARGIN - names - GAP;
          const pad = row.align === "right" && values <= space ? values - lineColumns(row.value) : 0;
          printCells([
            { rows: wrap(row.name, names), width: names, align: "left" },
            { rows: wrap(row.value, space), width: space, align: "left", pad },
          ]);
        }
        return;
      }
      case "table":
        if (block.caption !== null) print(block.caption, MARGIN);
        printTable(block.columns, block.rows);
        return;
      case "group":
        print(block.title, MARGIN);
        printItems(block.items, false, MARGIN + 2);
        return;
    }
  }

  function printItems(items: readonly Item[], ordered: boolean, indent: number): void {
    const digits = String(items.length).length;
    items.forEach((item, index) => {
      const bullet = ordered ? `${String(index + 1).padStart(digits)}. ` : "• ";
      print([say(bullet, "muted"), ...item.line], indent, indent + bullet.length);
      for (const line of item.under) print(line, indent + bullet.length);
    });
  }

  function printTable(heads: readonly Column[], rows: readonly (readonly Line[])[]): void {
    const space = width - MARGIN - GAP * (heads.length - 1);
    const natural = heads.map((column, index) =>
      Math.max(columns(column.head), ...rows.map((row) => lineColumns(row[index]!))),
    );
    const widths = share(natural, space);
    if (widths === null) {
      // Too narrow for columns: each row becomes its own small list.
      rows.forEach((row, index) => {
        if (index > 0) out.push("");
        heads.forEach((column, cell) => {
          if (row[cell]!.length > 0)
            print(
              [...(column.head === "" ? [] : [say(`${column.head}: `, "muted")]), ...row[cell]!],
              MARGIN,
              MARGIN + 2,
            );
        });
      });
      return;
    }
    printCells(
      heads.map((column, index) => ({
        rows: wrap([say(column.head, "muted")], widths[index]!),
        width: widths[index]!,
        align: column.align,
      })),
    );
    for (const row of rows) {
      printCells(
        row.map((line, index) => ({
          rows: wrap(line, widths[index]!),
          width: widths[index]!,
          align: heads[index]!.align,
        })),
      );
    }
  }

  function printCells(
    cells: readonly {
      readonly rows: readonly Row[];
      readonly width: number;
      readonly align: "left" | "right";
      readonly pad?: number;
    }[],
  ): void {
    const height = Math.max(...cells.map((cell) => cell.rows.length));
    for (let line = 0; line < height; line++) {
      const parts = cells.map((cell) => {
        const row = cell.rows[line] ?? { pieces: [], width: 0 };
        const rest = Math.max(0, cell.width - row.width);
        const before = cell.align === "right" ? rest : (cell.pad ?? 0);
        return " ".repeat(before) + paint(row.pieces, options.colour) + " ".repeat(Math.max(0, rest - before));
      });
      out.push(" ".repeat(MARGIN) + parts.join(" ".repeat(GAP)));
    }
  }
}

/** Does a blank line belong between two blocks? Between sentences, and between a sentence and its list: no. */
function standsApart(block: Block, before: Block): boolean {
  const flowing = (one: Block): boolean => one.kind === "paragraph" || one.kind === "list";
  return !(flowing(block) && flowing(before));
}

function headOf(section: Section): Line {
  const title = say(section.title.toUpperCase(), "strong");
  return section.mark === null ? [title] : [title, say("  "), section.mark];
}

/**
 * Widths of columns: their own if they fit; else the widest give way first, down to a readable least. Null: not even that.
 */
function share(natural: readonly number[], space: number): readonly number[] | null {
  const least = natural.map((width) => Math.min(width, NARROWEST));
  if (least.reduce((sum, width) => sum + width, 0) > space) return null;
  let cap = Math.max(...natural);
  const total = (limit: number): number => natural.reduce((sum, width) => sum + Math.min(width, limit), 0);
  if (total(cap) > space) {
    let low = 0;
    while (low < cap) {
      const middle = (low + cap + 1) >> 1;
      if (total(middle) <= space) low = middle;
      else cap = middle - 1;
    }
    cap = low;
  }
  return natural.map((width) => Math.min(width, cap));
}

/** What is printed for a piece: nothing hidden, nothing that moves the cursor. */
function shown(piece: Piece): string {
  return visible(piece.text);
}

function lineColumns(line: Line): number {
  return line.reduce((sum, piece) => sum + columns(shown(piece)), 0);
}

/** Breaks at spaces; a word longer than a line is broken where the line ends. At least one row. */
function wrap(line: Line, first: number, next = first): readonly Row[] {
  const rows: Row[] = [];
  let pieces: Piece[] = [];
  let width = 0;
  const limit = (): number => Math.max(1, rows.length === 0 ? first : next);
  const flush = (): void => {
    rows.push(trimmed(pieces));
    pieces = [];
    width = 0;
  };
  for (const { words, spaced } of wordsOf(line)) {
    const long = words.reduce((sum, piece) => sum + columns(piece.text), 0);
    if (width > 0 && width + spaced + long > limit()) flush();
    if (spaced > 0 && (width > 0 || rows.length === 0)) {
      pieces.push({
        ...words[0]!,
        tone: pieces.at(-1)?.tone === words[0]!.tone ? words[0]!.tone : "plain",
        text: " ".repeat(spaced),
      });
      width += spaced;
    }
    for (const piece of words) {
      let rest = piece.text;
      while (rest !== "") {
        if (width > 0 && width >= limit()) flush();
        const part = fitting(rest, limit() - width);
        if (width > 0 && width + columns(part) > limit()) {
          flush();
          continue;
        }
        pieces.push({ ...piece, text: part });
        width += columns(part);
        rest = rest.slice(part.length);
      }
    }
  }
  if (pieces.length > 0 || rows.length === 0) flush();
  return rows;
}

function trimmed(pieces: readonly Piece[]): Row {
  const kept = [...pieces];
  while (kept.length > 0 && kept.at(-1)!.text.trim() === "") kept.pop();
  return { pieces: kept, width: kept.reduce((sum, piece) => sum + columns(piece.text), 0) };
}

/** Words with the spaces before them; a word may span pieces of different tone. */
function wordsOf(line: Line): readonly { readonly words: readonly Piece[]; readonly spaced: number }[] {
  const found: { words: Piece[]; spaced: number }[] = [];
  let spaced = 0;
  let open = false;
  for (const piece of line) {
    for (const part of shown(piece).split(/( +)/)) {
      if (part === "") continue;
      if (part.trim() === "") {
        spaced += part.length;
        open = false;
      } else if (open) {
        found.at(-1)!.words.push({ ...piece, text: part });
      } else {
        found.push({ words: [{ ...piece, text: part }], spaced });
        spaced = 0;
        open = true;
      }
    }
  }
  return found;
}

/** One escape sequence for a run of the same tone. */
function paint(pieces: readonly Piece[], colour: boolean): string {
  let out = "";
  for (let index = 0; index < pieces.length; ) {
    const { tone } = pieces[index]!;
    let run = "";
    for (; index < pieces.length && pieces[index]!.tone === tone; index++) run += pieces[index]!.text;
    out += colour && ANSI[tone] !== "" ? `\u001b[${ANSI[tone]}m${run}\u001b[0m` : run;
  }
  return out;
}
