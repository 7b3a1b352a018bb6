/**
 * Text to JSON (RFC 8259), strict, iterative and linear. `JSON.parse` will not do: it keeps the last of two equal keys,
 * rounds numbers silently, and stops at the first fault. After a fault reading goes on where the meaning stays clear
 * (a comma too many, a bad escape, an unquoted word), so that one run names several.
 */
import {
  elementPath,
  exactNumber,
  hasLoneSurrogate,
  type Json,
  type JsonFault,
  type JsonResult,
  MAX_BYTES,
  MAX_DEPTH,
  MAX_FAULTS,
  memberPath,
} from "./json.ts";

interface OpenList {
  readonly kind: "list";
  readonly items: Json[];
}

interface OpenRecord {
  readonly kind: "record";
  readonly members: Map<string, Json>;
  key: string;
}

type Open = OpenList | OpenRecord;

/** What may come next. */
type State = "value" | "value-or-end" | "key" | "key-or-end" | "comma-or-end" | "done";

const WORD = /[^\s{}[\],:"]+/uy;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/u;
const PLAIN = /[^"\\\u0000-\u001f]+/uy;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

/** Reads a text. Never throws; at most `MAX_FAULTS` faults. */
export function readText(text: string): JsonResult {
  const faults: JsonFault[] = [];
  const open: Open[] = [];
  let root: Json | undefined;
  let at = 0;
  let state = "value" as State;
  let stopped = false;

  if (byteLength(text) > MAX_BYTES) {
    return {
      json: undefined,
      faults: [
        {
          path: "",
          at: null,
          found: "a document above 10 MB",
          expected: "at most 10 MB",
          help: "send fewer or shorter values, or split the change set",
        },
      ],
    };
  }

  const path = (): string =>
    open.reduce((parent, frame, index) => {
      if (frame.kind === "list") return elementPath(parent, frame.items.length);
      const named = index < open.length - 1 || (state !== "key" && state !== "key-or-end");
      return named ? memberPath(parent, frame.key) : parent;
    }, "");
  function fault(offset: number, found: string, expected: string, help: string | null = null, where = path()): void {
    if (faults.length >= MAX_FAULTS) return;
    faults.push({ path: where, at: place(text, offset), found, expected, help });
    if (faults.length >= MAX_FAULTS) stopped = true;
  }
  function stop(offset: number, found: string, expected: string, help: string | null = null): void {
    fault(offset, found, expected, help);
    stopped = true;
  }
  function put(value: Json): void {
    const frame = open.at(-1);
    if (frame === undefined) {
      root = value;
      state = "done";
      return;
    }
    if (frame.kind === "list") frame.items.push(value);
    else if (!frame.members.has(frame.key)) frame.members.set(frame.key, value);
    state = "comma-or-end";
  }
  function close(offset: number, kind: Open["kind"]): void {
    const frame = open.at(-1);
    if (frame === undefined || frame.kind !== kind) {
      stop(
        offset,
        kind === "list" ? "`]`" : "`}`",
        frame === undefined ? "one JSON value" : frame.kind === "list" ? "`]`" : "`}`",
      );
      return;
    }
    open.pop();
    put(frame.kind === "list" ? frame.items : frame.members);
  }
  function begin(frame: Open, offset: number): void {
    if (open.length >= MAX_DEPTH) {
      stop(offset, `nesting deeper than ${MAX_DEPTH}`, `at most ${MAX_DEPTH} levels`);
      return;
    }
    open.push(frame);
    state = frame.kind === "list" ? "value-or-end" : "key-or-end";
  }
  function string(): string {
    const start = at;
    at++;
    const parts: string[] = [];
    for (;;) {
      PLAIN.lastIndex = at;
      const plain = PLAIN.exec(text);
      if (plain !== null) {
        parts.push(plain[0]);
        at += plain[0].length;
      }
      if (at >= text.length) {
        stop(start, "a text that never ends", 'a closing `"`');
        break;
      }
      const char = text[at]!;
      if (char === '"') {
        at++;
        break;
      }
      if (char !== "\\") {
        if (!stopped)
          fault(
            at,
            `the control character U+${char.charCodeAt(0).toString(16).padStart(4, "0").toUpperCase()}`,
            "an escape such as `\\n`",
          );
        if (stopped) break;
        parts.push(char);
        at++;
        continue;
      }
      const code = text[at + 1] ?? "";
      const hex = code === "u" ? /^[0-9a-fA-F]{4}/u.exec(text.slice(at + 2, at + 6)) : null;
      if (hex !== null) {
        parts.push(String.fromCharCode(Number.parseInt(hex[0], 16)));
        at += 6;
      } else if (Object.hasOwn(ESCAPES, code)) {
        parts.push(ESCAPES[code]!);
        at += 2;
      } else {
        fault(at, `the escape \`\\${code}\``, 'one of `\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX`');
        if (stopped) break;
        at += 1;
      }
    }
    const value = parts.join("");
    if (!stopped && hasLoneSurrogate(value)) {
      fault(
        start,
        "half of a surrogate pair",
        "well-formed Unicode",
        "write the whole character, or both halves of its escape",
      );
    }
    return value;
  }
  function word(): Json {
    WORD.lastIndex = at;
    const found = WORD.exec(text)?.[0] ?? text[at]!;
    const start = at;
    at += found.length;
    switch (found) {
      case "true":
        return true;
      case "false":
        return false;
      case "null":
        return null;
    }
    if (NUMBER.test(found)) return exactNumber(found);
    fault(start, `\`${found.length > 40 ? `${found.slice(0, 40)}…` : found}\``, "a JSON value", wordHelp(found));
    return null;
  }

  while (!stopped) {
    while (at < text.length && isSpace(text.charCodeAt(at))) at++;
    if (at >= text.length) break;
    const char = text[at]!;
    const start = at;
    if (state === "done") {
      stop(start, "more text after the document", "the end of the text");
      break;
    }
    if (state === "comma-or-end") {
      if (char === ",") {
        at++;
        state = open.at(-1)!.kind === "list" ? "value" : "key";
        continue;
      }
      if (char === "]" || char === "}") {
        at++;
        close(start, char === "]" ? "list" : "record");
        continue;
      }
      fault(start, `\`${char}\``, open.at(-1)!.kind === "list" ? "`,` or `]`" : "`,` or `}`");
      if (char === ":") at++;
      state = open.at(-1)!.kind === "list" ? "value" : "key";
      continue;
    }
    if (char === "]" || char === "}") {
      if ((state === "value" || state === "key") && open.length > 0) {
        if (afterComma(text, start)) fault(start, `\`,\` before \`${char}\``, "no comma after the last one");
        else fault(start, `\`${char}\``, "a value");
        if (stopped) break;
      }
      at++;
      close(start, char === "]" ? "list" : "record");
      continue;
    }
    if (char === ",") {
      fault(start, "`,`", state === "key" || state === "key-or-end" ? "a name in quotes" : "a value");
      at++;
      continue;
    }
    if (state === "key" || state === "key-or-end") {
      const frame = open.at(-1) as OpenRecord;
      const key = char === '"' ? string() : nameWithoutQuotes(start);
      if (stopped) break;
      if (key === null) continue;
      if (frame.members.has(key)) {
        fault(
          start,
          `the name \`${key.length > 80 ? `${key.slice(0, 80)}…` : key}\` a second time`,
          "each name once",
          "remove one of the two",
          memberPath(path(), key),
        );
      }
      frame.key = key;
      while (at < text.length && isSpace(text.charCodeAt(at))) at++;
      if (text[at] === ":") at++;
      else if (at >= text.length) break;
      else fault(at, `\`${text[at]}\``, "`:`");
      state = "value";
      continue;
    }
    if (char === "{") {
      at++;
      begin({ kind: "record", members: new Map(), key: "" }, start);
    } else if (char === "[") {
      at++;
      begin({ kind: "list", items: [] }, start);
    } else if (char === '"') {
      const value = string();
      if (!stopped) put(value);
    } else if (char === ":") {
      fault(start, "`:`", "a value");
      at++;
    } else if (char === "/" && (text[at + 1] === "/" || text[at + 1] === "*")) {
      stop(start, "a comment", "a value: JSON has no comments");
    } else {
      const value = word();
      if (!stopped) put(value);
    }
  }

  if (!stopped && state !== "done") {
    const inside = open.at(-1);
    stop(
      text.length,
      text.trim() === "" ? "an empty text" : "the end of the text",
      inside === undefined ? "a JSON value" : inside.kind === "list" ? "`]`" : "`}`",
    );
  }
  return { json: root, faults };

  function nameWithoutQuotes(start: number): string | null {
    WORD.lastIndex = at;
    const found = WORD.exec(text)?.[0];
    if (found === undefined) {
      stop(start, `\`${text[start]}\``, "a name in quotes");
      return null;
    }
    at += found.length;
    fault(start, `\`${found.length > 40 ? `${found.slice(0, 40)}…` : found}\``, "a name in double quotes");
    return found.replace(/^'|'$/gu, "");
  }
}

const isSpace = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

/** Whether a comma is the last that stands before an offset. */
function afterComma(text: string, offset: number): boolean {
  let at = offset - 1;
  while (isSpace(text.charCodeAt(at))) at--;
  return text[at] === ",";
}

function wordHelp(word: string): string | null {
  if (word.startsWith("'")) return "texts stand in double quotes";
  if (/^[+-]?(?:\.\d|0\d|\d+\.$|\+|0[xX])/u.test(word)) return "numbers are written as 12, -3 or 0.5";
  const lower = word.toLowerCase();
  if (lower === "true" || lower === "false" || lower === "null") return `write ${lower}`;
  if (lower === "none" || lower === "undefined") return "write null";
  if (/^-?(?:nan|infinity)$/u.test(lower)) return "there is no such number in JSON";
  return "texts stand in double quotes";
}

/** Line and column (from 1, in UTF-16 units) of an offset. Called once a fault, and faults are bounded. */
function place(text: string, offset: number): { line: number; column: number } {
  let line = 1;
  let start = 0;
  for (let end = text.indexOf("\n"); end !== -1 && end < offset; end = text.indexOf("\n", end + 1)) {
    line++;
    start = end + 1;
  }
  return { line, column: offset - start + 1 };
}

function byteLength(text: string): number {
  if (text.length * 3 <= MAX_BYTES) return text.length;
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    // Each half of a pair counts two: four for the pair.
    bytes += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 2 : 3;
  }
  return bytes;
}
