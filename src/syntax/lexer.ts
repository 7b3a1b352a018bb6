/**
 * Text to tokens, by hand and in one pass: every character is looked at a bounded number of times, so the time is linear in
 * the length. Common slips (`&&`, `'text'`, `;`) are reported and mended here, so that the parser reads on as if right.
 */
import type { TokenType } from "chevrotain";
import { report } from "../diagnostics/catalogue.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { SourceFile } from "../source/file.ts";
import type { Span } from "../source/span.ts";
import { checkCharacters, checkName, isBlank, isSuspect, nameEnd } from "./characters.ts";
import {
  Bad,
  DateToken,
  type DocBlock,
  EOF,
  Num,
  SYMBOLS,
  type Symbol_,
  symbol,
  Text,
  TimeToken,
  type Token,
  Underscore,
  word,
  wordType,
} from "./tokens.ts";

export interface Scan {
  /** The last token is always the end of the file. */
  readonly tokens: Token[];
  readonly docs: readonly DocBlock[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What people write from other languages, and what it is here. */
const FOREIGN: Readonly<Record<string, { readonly legal: string; readonly type: TokenType }>> = {
  "&&": { legal: "and", type: word("and") },
  "||": { legal: "or", type: word("or") },
  "===": { legal: "==", type: symbol("==") },
  "!==": { legal: "!=", type: symbol("!=") },
  "<>": { legal: "!=", type: symbol("!=") },
  "=<": { legal: "<=", type: symbol("<=") },
  ":=": { legal: "=", type: symbol("=") },
  "!": { legal: "not", type: word("not") },
  "&": { legal: "and", type: word("and") },
  "≤": { legal: "<=", type: symbol("<=") },
  "≥": { legal: ">=", type: symbol(">=") },
  "≠": { legal: "!=", type: symbol("!=") },
  "×": { legal: "*", type: symbol("*") },
  "÷": { legal: "/", type: symbol("/") },
  "−": { legal: "-", type: symbol("-") },
  "–": { legal: "-", type: symbol("-") },
  "…": { legal: "to", type: word("to") },
};

const LEGAL = new Set<string>(SYMBOLS);
const MAX_NAME = 200;
/** More faults than this are one fault: the file is no policy. */
const MAX_FAULTS = 100;
const QUOTES: Readonly<Record<string, string>> = { "“": "”", "„": "“", "‘": "’", "«": "»", "”": "”", "’": "’" };

const CURRENCY_SIGNS: Readonly<Record<string, string>> = { $: "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR" };

// One digit for a month or a day is reported later; nobody means the sum.
const DATE = /\d{4}-\d{1,2}-\d{1,2}(?![\d-])/y;
const TIME_TAIL = /[Tt]\d{1,2}:[\d:.]*(?:[Zz]|[+-]\d{2}:?\d{2}(?!\d))?/y;
const NUMBER = /\d[\d_]*(?:\.\d[\d_]*)?/y;

/** Splits a source into tokens. Never throws; what cannot be read becomes a diagnostic and, where useful, a `Bad` token. */
export function scan(source: SourceFile): Scan {
  const { text } = source;
  const tokens: Token[] = [];
  const docs: DocBlock[] = [];
  const diagnostics: Diagnostic[] = [];
  const add = (diagnostic: Diagnostic): void => {
    if (diagnostics.length < MAX_FAULTS) diagnostics.push(diagnostic);
  };
  const span = (start: number, end: number): Span => ({ file: source.name, start, end });
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let first = true;
  // Up to where a closing quote is known not to come, so that a line is searched once.
  const unclosedUntil = new Map<string, number>();
  let doc: { lines: string[]; start: number; end: number } | null = null;

  checkCharacters(text, span, diagnostics);

  const push = (type: TokenType, start: number, end: number, value?: string): void => {
    let block: DocBlock | null = null;
    if (doc !== null) {
      block = { text: doc.lines.join("\n"), start: doc.start, end: doc.end, used: false };
      docs.push(block);
      doc = null;
    }
    tokens.push({
      image: text.slice(start, end),
      startOffset: start,
      endOffset: end - 1,
      tokenType: type,
      tokenTypeIdx: type.tokenTypeIdx!,
      first,
      doc: block,
      ...(value === undefined ? {} : { value }),
    });
    first = false;
  };

  while (at < text.length) {
    const code = text.charCodeAt(at);
    const start = at;
    if (code === 10 || code === 13) {
      first = true;
      at++;
      continue;
    }
    if (code === 32 || code === 9 || isBlank(code)) {
      at++;
      continue;
    }
    if (code === 47 && text.charCodeAt(at + 1) === 47) {
      const end = lineEnd(text, at);
      if (text.charCodeAt(at + 2) === 47 && text.charCodeAt(at + 3) !== 47) {
        const line = text
          .slice(at + 3, end)
          .replace(/^ /, "")
          .trimEnd();
        if (!first) add(report("trailing-documentation", span(start, end), {}));
        else if (doc === null) doc = { lines: [line], start, end };
        else {
          doc.lines.push(line);
          doc.end = end;
        }
      }
      at = end;
      continue;
    }
    if (code === 35) {
      at = lineEnd(text, at);
      add(
        report(
          "foreign-comment",
          span(start, at),
          { found: "#" },
          { fixes: [{ title: "Write `//`", edits: [{ span: span(start, start + 1), text: "//" }] }] },
        ),
      );
      continue;
    }
    if (code === 47 && text.charCodeAt(at + 1) === 42) {
      const close = text.indexOf("*/", at + 2);
      at = close < 0 ? text.length : close + 2;
      add(report("foreign-comment", span(start, start + 2), { found: "/*" }));
      continue;
    }
    if (code === 34) {
      at = quoted(start, '"');
      continue;
    }
    if (code >= 48 && code <= 57) {
      at = numeric(start);
      continue;
    }
    const afterName = nameEnd(text, at);
    if (afterName > at) {
      at = afterName;
      if (at === start + 1 && code === 95) {
        push(Underscore, start, at);
        continue;
      }
      const name = text.slice(start, at);
      push(wordType(name), start, at);
      if (at - start > MAX_NAME) add(report("name-too-long", span(start, at), { length: at - start, limit: MAX_NAME }));
      else checkName(name, span(start, at), add);
      continue;
    }
    if (code === 59) {
      at++;
      add(
        report(
          "semicolon",
          span(start, at),
          {},
          { fixes: [{ title: "Remove `;`", edits: [{ span: span(start, at), text: "" }] }] },
        ),
      );
      continue;
    }
    const character = String.fromCodePoint(text.codePointAt(at)!);
    if (text.startsWith("```", at)) {
      at = lineEnd(text, at);
      const place = span(start, at);
      add(
        report("code-fence", place, {}, { fixes: [{ title: "Remove the line", edits: [{ span: place, text: "" }] }] }),
      );
      continue;
    }
    if (character === "'" || character === "`" || character in QUOTES) {
      const end = foreignQuote(start, character);
      if (end > start) {
        at = end;
        continue;
      }
    }
    at = operator(start, character);
  }
  first = true;
  push(EOF, text.length, text.length);
  return { tokens, docs, diagnostics };

  function operator(start: number, character: string): number {
    for (const length of [3, 2, 1]) {
      const found = length === 1 ? character : text.slice(start, start + length);
      const foreign = Object.hasOwn(FOREIGN, found) ? FOREIGN[found] : undefined;
      if (foreign !== undefined) {
        const end = start + found.length;
        push(foreign.type, start, end);
        const legal = foreign.type === word("not") && text[end] !== " " ? "not " : foreign.legal;
        add(
          report(
            "foreign-operator",
            span(start, end),
            { found, legal: foreign.legal },
            { fixes: [{ title: `Write \`${foreign.legal}\``, edits: [{ span: span(start, end), text: legal }] }] },
          ),
        );
        return end;
      }
      if (LEGAL.has(found)) {
        push(symbol(found as Symbol_), start, start + found.length);
        return start + found.length;
      }
    }
    const currency = Object.hasOwn(CURRENCY_SIGNS, character) ? CURRENCY_SIGNS[character] : undefined;
    if (currency !== undefined) {
      add(report("currency-symbol", span(start, start + 1), { found: character, legal: currency }));
      return start + 1;
    }
    // Characters that `checkCharacters` has refused are not reported twice, and leave no token behind.
    if (isSuspect(character)) return start + character.length;
    let stop = start + character.length;
    while (stop < text.length && isStray(text, stop)) stop++;
    add(report("unknown-character", span(start, stop), { found: text.slice(start, Math.min(stop, start + 20)) }));
    push(Bad, start, stop);
    return stop;
  }

  function quoted(start: number, close: string): number {
    let value = "";
    let from = start + 1;
    let i = from;
    for (;;) {
      const c = text[i];
      if (c === undefined || c === "\n" || c === "\r") {
        add(report("unterminated-text", span(start, i), { text: text.slice(start, Math.min(i, start + 30)) }));
        value += text.slice(from, i).trimEnd();
        push(Text, start, i, value);
        return i;
      }
      if (c === close) break;
      if (c === "\\") {
        value += text.slice(from, i);
        const sequence = readEscape(text, i);
        if (sequence.value === null) {
          add(report("unknown-escape", span(i, sequence.end), { found: text.slice(i, sequence.end) }));
          value += text.slice(i, sequence.end);
        } else value += sequence.value;
        i = sequence.end;
        from = i;
        continue;
      }
      i++;
    }
    value += text.slice(from, i);
    push(Text, start, i + 1, value);
    return i + 1;
  }

  function foreignQuote(start: number, open: string): number {
    const close = QUOTES[open] ?? open;
    if ((unclosedUntil.get(close) ?? -1) > start) return -1;
    let end = start + 1;
    while (end < text.length && text[end] !== close && !(open in QUOTES && text[end] === '"')) {
      if (text[end] === "\n" || text[end] === "\r") break;
      end++;
    }
    if (end >= text.length || text[end] === "\n" || text[end] === "\r") {
      unclosedUntil.set(close, end);
      return -1;
    }
    const inner = text.slice(start + 1, end);
    push(Text, start, end + 1, inner);
    const written = JSON.stringify(inner);
    add(
      report(
        "wrong-quotes",
        span(start, end + 1),
        { found: open, legal: written.length > 40 ? '"…"' : written },
        { fixes: [{ title: "Use double quotes", edits: [{ span: span(start, end + 1), text: written }] }] },
      ),
    );
    return end + 1;
  }

  function numeric(start: number): number {
    DATE.lastIndex = start;
    const date = DATE.exec(text);
    if (date !== null) {
      const end = start + date[0].length;
      TIME_TAIL.lastIndex = end;
      const tail = TIME_TAIL.exec(text);
      if (tail !== null) {
        push(TimeToken, start, end + tail[0].length);
        return end + tail[0].length;
      }
      push(DateToken, start, end);
      return end;
    }
    NUMBER.lastIndex = start;
    const end = start + NUMBER.exec(text)![0].length;
    push(Num, start, end);
    return end;
  }
}

function lineEnd(text: string, from: number): number {
  let i = from;
  while (i < text.length) {
    const code = text.charCodeAt(i);
    if (code === 10 || code === 13) break;
    i++;
  }
  return i;
}

function isStray(text: string, at: number): boolean {
  const c = text[at]!;
  return /[@$^~\\]/.test(c);
}

const SIMPLE: Readonly<Record<string, string>> = { '"': '"', "\\": "\\", n: "\n", r: "\r", t: "\t", "/": "/" };

/** Reads one escape at a backslash. `value` is null when it means nothing. */
function readEscape(text: string, at: number): { readonly value: string | null; readonly end: number } {
  const letter = text[at + 1] ?? "";
  if (Object.hasOwn(SIMPLE, letter)) return { value: SIMPLE[letter]!, end: at + 2 };
  const hex = /\\u(?:\{([0-9a-fA-F]{1,6})\}|([0-9a-fA-F]{4}))/y;
  hex.lastIndex = at;
  const match = hex.exec(text);
  if (match !== null) {
    const code = Number.parseInt(match[1] ?? match[2]!, 16);
    const legal = code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) && code !== 0;
    return { value: legal ? String.fromCodePoint(code) : null, end: at + match[0].length };
  }
  return {
    value: null,
    end: Math.min(at + (letter === "" || letter === "\n" || letter === "\r" ? 1 : 2), text.length),
  };
}
