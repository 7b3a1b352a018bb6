import type { Code } from "../diagnostics/catalogue.ts";
import { catalogue, report } from "../diagnostics/catalogue.ts";
import type { Extra, Params } from "../diagnostics/define.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { nearest } from "../diagnostics/nearest.ts";
import type { SourceFile } from "../source/file.ts";
import type { Span } from "../source/span.ts";
import { MAX_FAULTS } from "../syntax/grammar/base.ts";
import type { Expression } from "../syntax/tree.ts";
import type { Sight } from "./imports.ts";
import type { ModelExpr } from "./model.ts";
import type { Scope } from "./scope.ts";
import type { Symbols } from "./symbols.ts";
import type { FieldType, RecordType, Type } from "./type.ts";

/** Checks one expression. `hint` is the type its place would like: it lets a bare name mean an outcome or a level. */
export type CheckExpression = (node: Expression, scope: Scope, hint?: Type) => ModelExpr;

/** What a define, a table or an approval table looks like to its callers. */
export interface Signature {
  readonly id: string;
  readonly kind: "define" | "table" | "approval-table";
  readonly params: readonly { readonly name: string; readonly type: Type }[];
  /** `NEVER` until the body is checked, and for good where it has a fault. */
  result: Type;
  body: ModelExpr | null;
  /** Reviewer alternatives of the largest row of an approval table. */
  alternatives: number;
}

/** What all checks of one run share. */
export interface Checker {
  readonly symbols: Symbols;
  readonly sight: Sight;
  /** Declared records, and built-in ones as they are needed. */
  readonly records: Map<string, RecordType>;
  readonly signatures: Map<string, Signature>;
  /** Inputs of each action, by its id; known before any expression is checked. */
  readonly inputs: Map<string, readonly FieldType[]>;
  /** Payload fields of each evidence kind. */
  readonly payloads: Map<string, readonly FieldType[]>;
  /** What was named anywhere: `role:finance`. */
  readonly used: Set<string>;
  readonly today: string;
  readonly readSchema: (path: string) => string | null;
  readonly report: Report;
  /** The source of a span on one line, cut when long: for messages. */
  readonly text: (span: Span) => string;
  readonly expression: CheckExpression;
  /** The legal name closest to a misspelt one; gives up after much looking, so that a broken file stays quick. */
  readonly near: (name: string, legal: () => Iterable<string>) => string | undefined;
  /** Bare names of the actions that have an input, fact or let of this name. */
  readonly ownersOf: (name: string) => readonly string[];
  /** Where a record is declared; null for built-in ones. */
  readonly placeOfRecord: (id: string) => Span | null;
  /** How deep the checker is in an expression; bounds recursion. */
  depth: number;
  /** Ordered names that no policy declares, mildest or lowest first. */
  readonly ladders: { readonly outcome: readonly string[]; readonly level: readonly string[] };
}

/** Reports a fault. `part` tells apart faults of one code at one place, which are otherwise told once. */
export type Report = <K extends Code>(
  code: K,
  span: Span,
  params: Params<typeof catalogue, K>,
  extra?: Extra & { readonly part?: string },
) => void;

/** Collects diagnostics, none twice and of each file no more than anybody reads at once, and gives them out sorted by place. */
export function collector(files: readonly SourceFile[]) {
  const found = new Map<string, Diagnostic>();
  const texts = new Map(files.map((file) => [file.name, file.text]));
  // By severity, so that many warnings hide no error.
  const counts = new Map<string, number>();
  return {
    report: ((code, span, params, extra = {}) => {
      const bucket = `${catalogue[code].severity} ${span.file}`;
      const count = counts.get(bucket) ?? 0;
      if (count >= MAX_FAULTS) return;
      const key = `${code}\u0000${span.file}\u0000${span.start}\u0000${span.end}\u0000${extra.part ?? ""}`;
      if (found.has(key)) return;
      found.set(key, report(code, span, params, extra));
      counts.set(bucket, count + 1);
    }) as Report,
    text: (span: Span): string => {
      const line = (texts.get(span.file) ?? "")
        .slice(span.start, Math.min(span.end, span.start + 400))
        .replace(/\/\/[^\n\r]*/g, " ")
        .replace(/\s+/g, " ")
        .trim();
      return line.length > 70 ? `${line.slice(0, 69)}…` : line;
    },
    sorted: (): readonly Diagnostic[] =>
      [...found.values()].sort(
        (a, b) =>
          compareText(a.span.file, b.span.file) ||
          a.span.start - b.span.start ||
          a.span.end - b.span.end ||
          compareText(a.code, b.code) ||
          compareText(a.what, b.what),
      ),
  };
}

/** Names compared in one run before no more nearest names are looked for. */
const NEAR_BUDGET = 200_000;

/** `nearest`, within a budget for the whole run. */
export function nearWithin(): Checker["near"] {
  let left = NEAR_BUDGET;
  return (name, legal) => {
    if (left <= 0) return undefined;
    const candidates = [...legal()];
    left -= candidates.length + 1;
    return nearest(name, candidates);
  };
}

/** Code-unit order: the same on every machine, whatever its locale. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
