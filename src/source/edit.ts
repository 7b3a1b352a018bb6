import type { Span } from "./span.ts";

/** Replaces the text of `span` by `text`. */
export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/** Applies edits of one file, last place first, so that offsets stay true. INVARIANT: edits do not overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  return [...edits]
    .sort((a, b) => b.span.start - a.span.start)
    .reduce((result, edit) => result.slice(0, edit.span.start) + edit.text + result.slice(edit.span.end), text);
}
