/** A half-open range of a source file, in UTF-16 code units (what JavaScript strings and LSP count). */
export interface Span {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** The smallest span that covers both. INVARIANT: both lie in the same file. */
export function cover(a: Span, b: Span): Span {
  return { file: a.file, start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) };
}
