/**
 * Diagnostics as SARIF 2.1.0 (OASIS), for code scanning services and editors. `partialFingerprints` let a service see
 * that a fault is the same one after lines above it moved: they hold the code, the file and the text of the line.
 */
import type { Log, Region, ReportingDescriptor, Result } from "sarif";
import { lineStarts, position, type SourceFile } from "../../source/file.ts";
import { sha256 } from "../../source/sha256.ts";
import type { Span } from "../../source/span.ts";
import type { Diagnostic, Severity } from "../diagnostic.ts";
import { inOrder, titleOf } from "./order.ts";

const LEVEL: Readonly<Record<Severity, "error" | "warning" | "note">> = {
  error: "error",
  warning: "warning",
  info: "note",
};

export interface SarifOptions {
  /** Put before every file name: the policy folder as seen from the root of the repository, with a final slash. */
  readonly prefix?: string;
}

/** One run of one tool. `version` is the version of Bylaw. */
export function sarif(
  diagnostics: readonly Diagnostic[],
  files: readonly SourceFile[],
  version: string,
  options: SarifOptions = {},
): Log {
  const byName = new Map(files.map((file) => [file.name, file]));
  const ordered = inOrder(diagnostics);
  const codes = [...new Set(ordered.map((d) => d.code))].sort();
  const uri = (name: string): string => (options.prefix ?? "") + name.split("/").map(encodeURIComponent).join("/");
  const location = (span: Span) => ({
    physicalLocation: { artifactLocation: { uri: uri(span.file) }, region: region(byName.get(span.file), span) },
  });
  const seen = new Map<string, number>();
  const results = ordered.map((d): Result => {
    const result: Result = {
      ruleId: d.code,
      ruleIndex: codes.indexOf(d.code),
      level: LEVEL[d.severity],
      message: { text: [d.what, d.why, d.help].filter((part) => part !== "").join("\n") },
      locations: [location(d.span)],
      partialFingerprints: { "bylawFault/v1": fingerprint(d, byName.get(d.span.file), seen) },
    };
    if (d.labels.length > 0) {
      result.relatedLocations = d.labels.map((label, index) => ({
        id: index + 1,
        ...location(label.span),
        message: { text: label.text },
      }));
    }
    if (d.fixes.length > 0) {
      result.fixes = d.fixes.map((fix) => ({
        description: { text: fix.title },
        artifactChanges: [...new Set(fix.edits.map((edit) => edit.span.file))].map((name) => ({
          artifactLocation: { uri: uri(name) },
          replacements: fix.edits
            .filter((edit) => edit.span.file === name)
            .map((edit) => ({
              deletedRegion: region(byName.get(name), edit.span),
              insertedContent: { text: edit.text },
            })),
        })),
      }));
    }
    return result;
  });
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "bylaw", version, semanticVersion: version, rules: codes.map(rule) } },
        columnKind: "utf16CodeUnits",
        results,
      },
    ],
  };
}

const rule = (code: string): ReportingDescriptor => ({
  id: code,
  name: code.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase()),
  shortDescription: { text: titleOf(code) },
});

function region(file: SourceFile | undefined, span: Span): Region {
  if (file === undefined) return { startLine: 1, startColumn: 1 };
  const start = position(file, span.start);
  const end = position(file, span.end);
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

/** Equal faults on equal lines of a file are told apart by their number. */
function fingerprint(d: Diagnostic, file: SourceFile | undefined, seen: Map<string, number>): string {
  const line = file === undefined ? 1 : position(file, d.span.start).line;
  const starts = file === undefined ? [0] : lineStarts(file);
  const text = (file?.text ?? "").slice(starts[line - 1], starts[line]).trim();
  const hash = sha256(JSON.stringify([d.code, d.span.file, text])).slice(0, 32);
  const count = (seen.get(hash) ?? 0) + 1;
  seen.set(hash, count);
  return `${hash}:${count}`;
}
