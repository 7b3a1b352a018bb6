/** What holds for the faults that any reader of text tells of. */
import type { Diagnostic } from "../../../src/diagnostics/diagnostic.ts";
import { frame } from "../../../src/diagnostics/render/frame.ts";
import { json } from "../../../src/diagnostics/render/json.ts";
import { sarif } from "../../../src/diagnostics/render/sarif.ts";
import { applyEdits } from "../../../src/source/edit.ts";
import type { SourceFile } from "../../../src/source/file.ts";
import type { Span } from "../../../src/source/span.ts";
import { holds } from "../target.ts";

/** Holes in a sentence: a parameter that was not there, or a name of the grammar's own. */
const HOLE = /\bundefined\b(?!`)|\[object |word_|symbol_/;
/** What would act on a terminal instead of being shown; line breaks lay out the page. */
const ACTIVE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

export function wellTold(diagnostics: readonly Diagnostic[], files: readonly SourceFile[]): void {
  const texts = new Map(files.map(({ name, text }) => [name, text]));
  const inside = ({ file, start, end }: Span): boolean => {
    const text = texts.get(file);
    return text !== undefined && start >= 0 && start <= end && end <= text.length;
  };
  const told = new Set<string>();
  for (const one of diagnostics) {
    const { code, span, what, why, help, labels, fixes } = one;
    holds(inside(span), "spans lie inside the text", () => JSON.stringify({ code, span }));
    for (const label of labels)
      holds(inside(label.span), "labels lie inside the text", () => JSON.stringify({ code, label }));
    for (const fix of fixes) {
      for (const edit of fix.edits)
        holds(inside(edit.span), "edits lie inside the text", () => JSON.stringify({ code, edit }));
      const [first] = fix.edits;
      if (first !== undefined) applyEdits(texts.get(first.span.file) ?? "", fix.edits);
    }
    // What the author wrote is quoted in backticks and may be any word.
    const own = [what, why, help].map((sentence) => sentence.replace(/`[^`]*`|"[^"]*"/g, "")).join(" ");
    holds(!HOLE.test(own), "sentences have no holes", () => `${code}: ${own}`);
    const key = `${code} ${span.file} ${span.start} ${span.end} ${what}`;
    holds(!told.has(key), "no fault is told twice", () => key);
    told.add(key);
  }
  const page = frame(diagnostics, files, { colour: false, width: 100 });
  holds(!ACTIVE.test(page), "a page shows control characters, never sends them", () => JSON.stringify(page));
  JSON.stringify(json(diagnostics, files));
  JSON.stringify(sarif(diagnostics, files, "0"));
}
