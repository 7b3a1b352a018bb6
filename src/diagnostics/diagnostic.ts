import type { TextEdit } from "../source/edit.ts";
import type { Span } from "../source/span.ts";

export type Severity = "error" | "warning" | "info";

/** A second place that belongs to the fault, with a few words on how. */
export interface Label {
  readonly span: Span;
  readonly text: string;
}

/** A change of text that mends the fault, applied by editors and by `--fix`. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/**
 * The one shape in which every stage speaks of a fault. `what` happened, `why` that is a fault, `help`: what to do.
 * Words come from the catalogue; a renderer (frame, JSON, SARIF) only lays them out.
 */
export interface Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly span: Span;
  readonly what: string;
  readonly why: string;
  readonly help: string;
  readonly labels: readonly Label[];
  readonly fixes: readonly Fix[];
}
