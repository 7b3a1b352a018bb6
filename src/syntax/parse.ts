/** The door of the syntax stage: text to tree. It never throws on bad text; what it could read is in the tree. */
import { report } from "../diagnostics/catalogue.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { SourceFile } from "../source/file.ts";
import type { Span } from "../source/span.ts";
import { checkLookAlikes } from "./characters.ts";
import { MAX_NESTING } from "./grammar/base.ts";
import { pairBrackets } from "./grammar/brackets.ts";
import { PolicyParser } from "./grammar/policy.ts";
import { scan } from "./lexer.ts";
import { Identifier, isReserved } from "./tokens.ts";
import type { PolicyFile } from "./tree.ts";

export const MAX_FILE_BYTES = 4 * 1024 * 1024;

// Analysing the grammar takes milliseconds, so it waits for the first file.
let parser: PolicyParser | undefined;

/** Parses one source file. `diagnostics` are in the order of their places; with an error among them the tree may lack parts. */
export function parse(source: SourceFile): { tree: PolicyFile; diagnostics: readonly Diagnostic[] } {
  const whole: Span = { file: source.name, start: 0, end: source.text.length };
  const nothing: PolicyFile = { kind: "policy", doc: null, name: null, imports: [], declarations: [], span: whole };
  const bytes = byteLength(source.text);
  if (bytes > MAX_FILE_BYTES) {
    return {
      tree: nothing,
      diagnostics: [report("file-too-large", { ...whole, end: 0 }, { bytes, limit: MAX_FILE_BYTES })],
    };
  }
  const { tokens, docs, diagnostics: lexical } = scan(source);
  // A file with a zero in it is no text at all: one word on that is enough.
  const binary = source.text.includes("\0") ? lexical.find(({ code }) => code === "not-text") : undefined;
  if (binary !== undefined) return { tree: nothing, diagnostics: [binary] };
  const brackets = pairBrackets(tokens, source.text, MAX_NESTING);
  if (brackets.tooDeep !== null) {
    const { startOffset, endOffset } = brackets.tooDeep;
    const span = { file: source.name, start: startOffset, end: endOffset + 1 };
    return {
      tree: nothing,
      diagnostics: ordered([...lexical, report("nesting-too-deep", span, { limit: MAX_NESTING })]),
    };
  }
  const names = new Map<string, Span>();
  const written = new Set<string>();
  for (const token of tokens) {
    if (token.tokenType !== Identifier && !isReserved(token.image)) continue;
    written.add(token.image);
    if (!names.has(token.image))
      names.set(token.image, { file: source.name, start: token.startOffset, end: token.endOffset + 1 });
  }
  const found: Diagnostic[] = [...lexical];
  checkLookAlikes(names, (name) => written.has(name) || isReserved(name), found);
  parser ??= new PolicyParser();
  const { tree, diagnostics } = parser.read(source.name, source.text, tokens, brackets);
  found.push(...withoutFollowing(diagnostics, lexical, source.text));
  const failed = found.some((diagnostic) => diagnostic.severity === "error");
  if (!failed) {
    for (const doc of docs) {
      if (!doc.used)
        found.push(report("stray-documentation", { file: source.name, start: doc.start, end: doc.end }, {}));
    }
  }
  return { tree, diagnostics: ordered(found) };
}

/**
 * Without what only follows from a text that was not closed: whatever else is wrong on its line, and the bracket whose
 * other half it swallowed. One slip of the pen is one fault.
 */
function withoutFollowing(
  diagnostics: readonly Diagnostic[],
  lexical: readonly Diagnostic[],
  text: string,
): readonly Diagnostic[] {
  const open = lexical.filter(({ code }) => code === "unterminated-text").map(({ span }) => span);
  if (open.length === 0) return diagnostics;
  const starts = open.map(({ start }) => Math.max(text.lastIndexOf("\n", start), text.lastIndexOf("\r", start)) + 1);
  const swallowed = open.map(({ start, end }) => text.slice(start, end)).join("");
  const follows = ({ code, span }: Diagnostic): boolean =>
    (code === "missing-brace" && swallowed.includes("}")) ||
    (code === "unclosed-bracket" && /[)\]]/.test(swallowed)) ||
    open.some(({ end }, i) => starts[i]! <= span.start && span.start <= end);
  return diagnostics.filter((one) => !follows(one));
}

/** By place, and none twice: several items may run into the same open bracket. */
function ordered(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const told = new Map<string, Diagnostic>();
  for (const one of diagnostics) {
    const key = `${one.code} ${one.span.start} ${one.span.end} ${one.what}`;
    if (!told.has(key)) told.set(key, one);
  }
  return [...told.values()].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

/** Bytes as UTF-8. A text of fewer than a third as many code units as the bound cannot pass it and is not counted. */
function byteLength(text: string): number {
  if (text.length * 3 <= MAX_FILE_BYTES || text.length > MAX_FILE_BYTES) return text.length;
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) continue;
    // A surrogate pair is four bytes for two units.
    bytes += code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 1 : 2;
  }
  return bytes;
}
