/** Source lines with the places marked beneath. */
import { lineStarts, position, type SourceFile } from "../../source/file.ts";
import type { Span } from "../../source/span.ts";
import type { Paint, Tone } from "./paint.ts";
import { columns, type Glyph, glyphs, wrap } from "./width.ts";

export interface Mark {
  readonly span: Span;
  readonly text: string;
  readonly primary: boolean;
  readonly tone: Tone;
}

/** A mark's part on one line: code-unit offsets within the line. */
interface Stroke {
  readonly line: number;
  readonly from: number;
  readonly to: number;
  readonly mark: Mark;
  /** The label stands at the last stroke of a span over several lines. */
  readonly last: boolean;
}

/** Code units of a line that are looked at; beyond, a line is cut before it is measured. */
const WINDOW = 600;

/** Lines of `file` that `marks` touch, gutter and marks included. */
export function snippet(
  file: SourceFile,
  marks: readonly Mark[],
  margin: number,
  width: number,
  paint: Paint,
): string[] {
  const strokes = marks.flatMap((mark) => strokesOf(file, mark));
  const numbers = [...new Set(strokes.map((stroke) => stroke.line))].sort((a, b) => a - b);
  const empty = `${" ".repeat(margin + 1)}${paint("blue", "│")}`;
  const out = [empty];
  let before: number | undefined;
  for (const number of numbers) {
    if (before !== undefined && number > before + 2) out.push(`${" ".repeat(margin + 1)}${paint("blue", "·")}`);
    else if (before !== undefined && number === before + 2) {
      out.push(...marked(file, number - 1, [], margin, width, paint, empty));
    }
    out.push(
      ...marked(
        file,
        number,
        strokes.filter((s) => s.line === number),
        margin,
        width,
        paint,
        empty,
      ),
    );
    before = number;
  }
  return out;
}

/** A span over several lines is marked on its first and on its last line. */
function strokesOf(file: SourceFile, mark: Mark): Stroke[] {
  const from = position(file, mark.span.start);
  const to = position(file, Math.max(mark.span.start, mark.span.end));
  const first = { line: from.line, from: from.column - 1, mark };
  if (from.line === to.line) return [{ ...first, to: to.column - 1, last: true }];
  const end = lineText(file, from.line).length;
  const tail = lineText(file, to.line);
  const indent = tail.length - tail.trimStart().length;
  // A span that ends with the newline of its line has nothing on the next.
  if (to.column - 1 <= indent && to.line === from.line + 1) return [{ ...first, to: end, last: true }];
  return [
    { ...first, to: end, last: false },
    { line: to.line, from: Math.min(indent, to.column - 1), to: to.column - 1, mark, last: true },
  ];
}

function lineText(file: SourceFile, line: number): string {
  const starts = lineStarts(file);
  return file.text.slice(starts[line - 1], starts[line] ?? file.text.length).replace(/[\r\n]+$/, "");
}

function marked(
  file: SourceFile,
  line: number,
  strokes: readonly Stroke[],
  margin: number,
  width: number,
  paint: Paint,
  empty: string,
): string[] {
  const text = lineText(file, line);
  const room = Math.max(20, width - margin - 4);
  const view = crop(text, strokes, room);
  const number = `${String(line).padStart(margin)} ${paint("blue", "│")} `;
  const out = [(number + view.shown).trimEnd()];
  // The primary mark stands nearest to the code, then the others from left to right.
  const order = [...strokes].sort((a, b) => Number(b.mark.primary) - Number(a.mark.primary) || a.from - b.from);
  for (const stroke of order) {
    const from = view.column(stroke.from);
    const length = Math.max(1, view.column(stroke.to) - from);
    const sign = (stroke.mark.primary ? "^" : "-").repeat(length);
    const row = `${empty} ${" ".repeat(from)}${paint(stroke.mark.tone, sign)}`;
    const label = stroke.last ? stroke.mark.text : "";
    if (label === "") out.push(row);
    else if (from + length + 1 + columns(label) <= room) out.push(`${row} ${paint(stroke.mark.tone, label)}`);
    else {
      const indent = Math.min(from, Math.max(0, room - 30));
      const lines = wrap(label, room - indent);
      out.push(row, ...lines.map((l) => `${empty} ${" ".repeat(indent)}${paint(stroke.mark.tone, l)}`));
    }
  }
  return out;
}

interface View {
  readonly shown: string;
  /** The column at which a code-unit offset of the whole line is drawn, held inside the view. */
  readonly column: (offset: number) => number;
}

/** The part of a line that fits into `room` columns and shows the most important mark, with `…` where it is cut. */
function crop(text: string, strokes: readonly Stroke[], room: number): View {
  const focus = strokes.find((stroke) => stroke.mark.primary) ?? strokes[0];
  const at = focus?.from ?? 0;
  const start = text.length > WINDOW ? whole(text, Math.max(0, at - WINDOW / 2)) : 0;
  const all = glyphs(text.slice(start, whole(text, start + WINDOW)));
  const total = all.reduce((sum, glyph) => sum + glyph.columns, 0);
  if (start === 0 && text.length <= WINDOW && total <= room) return view(all, start, false, false);
  // Keep a third of the room before the mark, so that the reader sees what it belongs to.
  const index = Math.max(
    0,
    all.findIndex((glyph) => glyph.end + start > at),
  );
  const span = columnsBetween(all, index, (focus?.to ?? at) - start);
  const lead = Math.max(0, Math.min(Math.floor(room / 3), room - span - 4));
  let first = index;
  for (let used = 0; first > 0 && used + all[first - 1]!.columns <= lead; first--) used += all[first - 1]!.columns;
  let last = first;
  for (let used = 2; last < all.length && used + all[last]!.columns <= room - 1; last++) used += all[last]!.columns;
  const before = start > 0 || first > 0;
  const after = last < all.length || start + WINDOW < text.length;
  return view(all.slice(first, last), start, before, after);
}

function columnsBetween(all: readonly Glyph[], index: number, end: number): number {
  let sum = 0;
  for (let i = index; i < all.length && all[i]!.start < end && sum < WINDOW; i++) sum += all[i]!.columns;
  return sum;
}

/** Moves an offset off the middle of a surrogate pair. */
const whole = (text: string, offset: number): number =>
  offset > 0 && offset < text.length && /[\udc00-\udfff]/.test(text[offset]!) ? offset - 1 : offset;

function view(shown: readonly Glyph[], start: number, before: boolean, after: boolean): View {
  const lead = before ? 1 : 0;
  return {
    shown: `${before ? "…" : ""}${shown.map((glyph) => glyph.shown).join("")}${after ? "…" : ""}`,
    column: (offset) => {
      let column = lead;
      for (const glyph of shown) {
        if (glyph.end + start > offset) break;
        column += glyph.columns;
      }
      return column;
    },
  };
}
