/**
 * Diagnostics as a page for a person: the code as written with the places marked, then what happened, why that is a
 * fault, and what to do.
 *
 *     error[unknown-role] Unknown role
 *        ┌─ refunds.bylaw:27:19
 *        │
 *     27 │   approve by 1 of finanse
 *        │                   ^^^^^^^
 *        │
 *        There is no role named `finanse`.
 *        Why:  A requirement can only ask people whose role the policy set declares.
 *        Help: Write `finance`, or declare `role finanse`.
 */
import { position, type SourceFile } from "../../source/file.ts";
import type { Diagnostic, Severity } from "../diagnostic.ts";
import { inOrder, titleOf } from "./order.ts";
import { type Paint, painter } from "./paint.ts";
import { type Mark, snippet } from "./snippet.ts";
import { printable, wrap } from "./width.ts";

export interface FrameOptions {
  readonly colour: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

const TONE: Readonly<Record<Severity, "red" | "yellow" | "cyan">> = { error: "red", warning: "yellow", info: "cyan" };

/** All diagnostics in the order of the text, separated by an empty line; ends with a newline unless there are none. */
export function frame(diagnostics: readonly Diagnostic[], files: readonly SourceFile[], options: FrameOptions): string {
  const byName = new Map(files.map((file) => [file.name, file]));
  const paint = painter(options.colour);
  const width = Math.max(40, options.width);
  return inOrder(diagnostics)
    .map((diagnostic) => one(diagnostic, byName, paint, width))
    .join("\n");
}

function one(diagnostic: Diagnostic, files: ReadonlyMap<string, SourceFile>, paint: Paint, width: number): string {
  const tone = TONE[diagnostic.severity];
  const lines = [
    `${paint(tone, `${diagnostic.severity}[${diagnostic.code}]`)} ${paint("bold", titleOf(diagnostic.code))}`,
  ];
  const marks: Mark[] = [
    { span: diagnostic.span, text: "", primary: true, tone },
    ...diagnostic.labels.map((label): Mark => ({ span: label.span, text: label.text, primary: false, tone: "blue" })),
  ];
  const margin = gutter(marks, files);
  const indent = " ".repeat(margin + 1);
  const names = [...new Set(marks.map((mark) => mark.span.file))];
  for (const name of names) {
    const file = files.get(name);
    const own = marks.filter((mark) => mark.span.file === name);
    const at = file === undefined ? "" : place(file, own[0]!.span.start);
    const corner = name === names[0] ? "┌─" : "├─";
    lines.push(`${indent}${paint("blue", corner)} ${printable(name)}${at}`);
    if (file !== undefined) lines.push(...snippet(file, own, margin, width, paint));
  }
  lines.push(`${indent}${paint("blue", "│")}`);
  lines.push(...wrap(diagnostic.what, width, indent));
  if (diagnostic.why !== "") lines.push(...told("Why:  ", diagnostic.why, indent, width, paint));
  if (diagnostic.help !== "") lines.push(...told("Help: ", diagnostic.help, indent, width, paint));
  for (const fix of diagnostic.fixes) {
    if (!diagnostic.help.includes(fix.title)) lines.push(...told("Fix:  ", fix.title, indent, width, paint));
  }
  return `${lines.join("\n")}\n`;
}

function told(word: string, text: string, indent: string, width: number, paint: Paint): string[] {
  const lines = wrap(text, width, indent + word, indent + " ".repeat(word.length));
  lines[0] = indent + paint("bold", word) + lines[0]!.slice(indent.length + word.length);
  return lines;
}

const place = (file: SourceFile, offset: number): string => {
  const at = position(file, offset);
  return `:${at.line}:${at.column}`;
};

/** Digits of the highest line number shown. */
function gutter(marks: readonly Mark[], files: ReadonlyMap<string, SourceFile>): number {
  const last = marks.map((mark) => {
    const file = files.get(mark.span.file);
    return file === undefined ? 1 : position(file, mark.span.end).line;
  });
  return String(Math.max(...last)).length;
}
