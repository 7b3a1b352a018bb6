/** Diagnostics as JSON for programs: places as lines, columns and offsets, so that a reader needs no source to jump. */
import { position, type SourceFile } from "../../source/file.ts";
import type { Span } from "../../source/span.ts";
import type { Diagnostic, Severity } from "../diagnostic.ts";
import { inOrder, tally, titleOf } from "./order.ts";

export interface JsonPoint {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

export interface JsonPlace {
  readonly file: string;
  readonly start: JsonPoint;
  readonly end: JsonPoint;
}

export interface JsonDiagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly title: string;
  readonly what: string;
  readonly why: string;
  readonly help: string;
  readonly at: JsonPlace;
  readonly labels: readonly { readonly text: string; readonly at: JsonPlace }[];
  readonly fixes: readonly {
    readonly title: string;
    readonly edits: readonly { readonly at: JsonPlace; readonly text: string }[];
  }[];
}

export interface JsonReport {
  readonly version: "1";
  readonly counts: { readonly errors: number; readonly warnings: number; readonly infos: number };
  readonly diagnostics: readonly JsonDiagnostic[];
}

/** Lines and columns start at 1, offsets at 0; columns and offsets count UTF-16 code units; ends are exclusive. */
export function json(diagnostics: readonly Diagnostic[], files: readonly SourceFile[]): JsonReport {
  const byName = new Map(files.map((file) => [file.name, file]));
  const at = (span: Span): JsonPlace => {
    const file = byName.get(span.file) ?? { name: span.file, text: "" };
    return {
      file: span.file,
      start: { ...position(file, span.start), offset: span.start },
      end: { ...position(file, span.end), offset: span.end },
    };
  };
  const counts = tally(diagnostics);
  return {
    version: "1",
    counts: { errors: counts.error, warnings: counts.warning, infos: counts.info },
    diagnostics: inOrder(diagnostics).map((d) => ({
      code: d.code,
      severity: d.severity,
      title: titleOf(d.code),
      what: d.what,
      why: d.why,
      help: d.help,
      at: at(d.span),
      labels: d.labels.map((label) => ({ text: label.text, at: at(label.span) })),
      fixes: d.fixes.map((fix) => ({
        title: fix.title,
        edits: fix.edits.map((edit) => ({ at: at(edit.span), text: edit.text })),
      })),
    })),
  };
}
