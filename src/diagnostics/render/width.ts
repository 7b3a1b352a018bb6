/**
 * How text looks in a terminal: columns it takes, and what must not be printed as it stands. A rule file is input from
 * strangers: a control character in it must not move the cursor or turn the text around (CVE-2021-42574).
 */

/** Plain text needs none of what follows, and that takes milliseconds to set up: so it waits until it is needed. */
const PLAIN = /^[\x20-\x7e]*$/;

let tools: {
  readonly segmenter: Intl.Segmenter;
  readonly wide: RegExp;
  readonly hidden: RegExp;
  readonly zero: RegExp;
} | null = null;

function setUp() {
  tools ??= {
    segmenter: new Intl.Segmenter("en", { granularity: "grapheme" }),
    wide: new RegExp(WIDE, "u"),
    hidden: new RegExp(HIDDEN, "u"),
    zero: /^[\p{Mn}\p{Me}\p{Cf}]+$/u,
  };
  return tools;
}

/** East Asian wide and fullwidth ranges and emoji (Unicode 16, UAX 11), coarse: what terminals draw two columns wide. */
const WIDE = String.raw`[\u1100-\u115f\u231a\u231b\u2329\u232a\u23e9-\u23ec\u23f0\u23f3\u25fd\u25fe\u2614\u2615\u2648-\u2653\u267f\u2693\u26a1\u26aa\u26ab\u26bd\u26be\u26c4\u26c5\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2705\u270a\u270b\u2728\u274c\u274e\u2753-\u2755\u2757\u2795-\u2797\u27b0\u27bf\u2b1b\u2b1c\u2b50\u2b55\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18aff}\u{1b000}-\u{1b2ff}\u{1f004}\u{1f0cf}\u{1f18e}\u{1f191}-\u{1f19a}\u{1f1e6}-\u{1f202}\u{1f210}-\u{1f265}\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f7e0}-\u{1f7eb}\u{1f90c}-\u{1f9ff}\u{1fa70}-\u{1faff}\u{20000}-\u{3fffd}]`;

/** Control, format (bidirectional marks among them), private use and lone surrogates; joiners inside emoji apart. */
const HIDDEN = String.raw`[\p{Cc}\p{Cs}\p{Co}\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]`;

/** A character as a reader sees it, with the code units it covers. */
export interface Glyph {
  readonly start: number;
  readonly end: number;
  readonly shown: string;
  readonly columns: number;
}

/** Splits one line into glyphs; tabs go to the next multiple of `tab` columns, hidden characters become `‹U+202E›`. */
export function glyphs(line: string, tab = 4): readonly Glyph[] {
  if (PLAIN.test(line)) return [...line].map((shown, start) => ({ start, end: start + 1, shown, columns: 1 }));
  const { segmenter, hidden } = setUp();
  const found: Glyph[] = [];
  let column = 0;
  const push = (start: number, text: string, shown: string, columns: number): void => {
    found.push({ start, end: start + text.length, shown, columns });
    column += columns;
  };
  for (const { segment, index } of segmenter.segment(line)) {
    if (segment === "\t") push(index, segment, " ".repeat(tab - (column % tab)), tab - (column % tab));
    else if (hidden.test(segment)) {
      let at = index;
      for (const character of segment) {
        const shown = hidden.test(character) ? escaped(character) : character;
        push(at, character, shown, hidden.test(character) ? shown.length : widthOf(character));
        at += character.length;
      }
    } else push(index, segment, segment, widthOf(segment));
  }
  return found;
}

const escaped = (character: string): string =>
  `‹U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}›`;

function widthOf(segment: string): number {
  const { wide, zero } = setUp();
  if (zero.test(segment)) return 0;
  return wide.test(segment) || segment.includes("\ufe0f") ? 2 : 1;
}

/** Columns that `text` takes on a terminal. */
export function columns(text: string): number {
  if (PLAIN.test(text)) return text.length;
  return glyphs(text).reduce((sum, glyph) => sum + glyph.columns, 0);
}

/** `text` fit to print: hidden characters are spelt out, newlines stay. */
export function printable(text: string): string {
  const flat = text.replaceAll("\n", "");
  if (PLAIN.test(flat)) return text;
  const { hidden } = setUp();
  if (!hidden.test(flat)) return text;
  return [...text].map((c) => (c !== "\n" && hidden.test(c) ? escaped(c) : c)).join("");
}

/**
 * Wraps paragraphs at `width` columns. Lines that begin with two spaces are code and stay as they are. `first` stands
 * before the first line, `rest` before the others.
 */
export function wrap(text: string, width: number, first = "", rest = first): string[] {
  const lines: string[] = [];
  const prefix = (): string => (lines.length === 0 ? first : rest);
  for (const paragraph of printable(text).split("\n")) {
    if (paragraph.startsWith("  ") || paragraph === "") {
      lines.push(paragraph === "" ? prefix().trimEnd() : prefix() + paragraph);
      continue;
    }
    let line = "";
    for (const word of paragraph.split(/ +/)) {
      if (line === "") line = word;
      else if (columns(prefix()) + columns(line) + 1 + columns(word) <= width) line += ` ${word}`;
      else {
        lines.push(prefix() + line);
        line = word;
      }
    }
    lines.push(prefix() + line);
  }
  return lines;
}
