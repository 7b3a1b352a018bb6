import { catalogue } from "../catalogue.ts";
import type { Diagnostic, Severity } from "../diagnostic.ts";

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** By file, place, severity and code: the same faults always read the same, whichever stage found them first. */
export function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...diagnostics].sort(
    (a, b) =>
      compare(a.span.file, b.span.file) ||
      a.span.start - b.span.start ||
      RANK[a.severity] - RANK[b.severity] ||
      compare(a.code, b.code) ||
      compare(a.what, b.what),
  );
}

/** The catalogue's title of a code; codes of tools, which have no entry there, read as their words. */
export function titleOf(code: string): string {
  const entries: Readonly<Record<string, { readonly title: string } | undefined>> = catalogue;
  const known = Object.hasOwn(entries, code) ? entries[code] : undefined;
  if (known !== undefined) return known.title;
  const words = code.replaceAll("-", " ");
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** How many of each severity. */
export function tally(diagnostics: readonly Diagnostic[]): Readonly<Record<Severity, number>> {
  const count = { error: 0, warning: 0, info: 0 };
  for (const diagnostic of diagnostics) count[diagnostic.severity]++;
  return count;
}
