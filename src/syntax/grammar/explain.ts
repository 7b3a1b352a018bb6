/** From "this token does not fit here" to a sentence that teaches: the slips people make get words of their own. */
import { report } from "../../diagnostics/catalogue.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../source/span.ts";
import { Bad, EOF, isReserved, Num, symbol, Text, type Token, word } from "../tokens.ts";

export interface Misfit {
  readonly file: string;
  readonly text: string;
  readonly token: Token;
  readonly previous: Token;
  readonly following: Token;
  /** What the grammar wanted, in words. */
  readonly expected: string;
  /** How what was being read is written. */
  readonly form: string | null;
  readonly unclosed: readonly Token[];
}

/** The diagnostic for a token that does not fit, or null when the lexer has already spoken. */
export function explain({
  file,
  text,
  token,
  expected,
  previous,
  following,
  form,
  unclosed,
}: Misfit): Diagnostic | null {
  const span: Span = { file, start: token.startOffset, end: token.endOffset + 1 };
  const type = token.tokenType;
  const value = expected.startsWith("a value");
  if (type === Bad) return null;
  const bracket = /`([)\]])`$/.exec(expected)?.[1];
  if (bracket !== undefined) {
    const opener = bracket === ")" ? "(" : "[";
    const open = unclosed.findLast(({ image, startOffset }) => image === opener && startOffset < token.startOffset);
    if (open !== undefined) {
      const place = { file, start: open.startOffset, end: open.endOffset + 1 };
      const label = { span, text: `here I expected ${expected}` };
      return report("unclosed-bracket", place, { opener, closer: bracket }, { labels: [label] });
    }
  }
  if (type === EOF) {
    return report(
      "unexpected-end",
      { file, start: previous.startOffset, end: previous.endOffset + 1 },
      { expected, form },
    );
  }
  if ((type === word("missing") || type === word("present")) && previous.tokenType !== word("is")) {
    return report("presence-form", span, { found: token.image });
  }
  if (value && type === symbol("{")) return report("list-brackets", span, { found: "{" });
  if (value && type === symbol(".") && following.tokenType === Num && following.startOffset === span.end) {
    return report(
      "number-form",
      { ...span, end: following.endOffset + 1 },
      { found: `.${following.image}`, legal: `0.${following.image}` },
    );
  }
  if (type === Num && previous.tokenType === symbol(".") && previous.endOffset + 1 === span.start) {
    const start =
      text.slice(Math.max(0, span.start - 60), span.start).search(/[\d_.]*$/) + Math.max(0, span.start - 60);
    const found = text.slice(start, span.end);
    const [, day, month, year] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(found) ?? [];
    if (day !== undefined) {
      const legal = `${year}-${month!.padStart(2, "0")}-${day.padStart(2, "0")}`;
      return report("date-form", { ...span, start }, { found, legal });
    }
    return report(
      "number-form",
      { ...span, start },
      { found: shorten(found), legal: shorten(found.replaceAll(".", "_")) },
    );
  }
  if (isReserved(token.image) && token.value === undefined && expected === "a name" && !token.first)
    return report("reserved-name", span, { name: token.image });
  return report("unexpected-token", span, { found: shown(token), expected, form });
}

/** How a token is named in a sentence. */
export function shown(token: Token): string {
  if (token.tokenType === EOF) return "the end of the file";
  return token.tokenType === Text ? `the text ${shorten(token.image)}` : `\`${shorten(token.image)}\``;
}

function shorten(image: string): string {
  return image.length > 40 ? `${image.slice(0, 40)}…` : image;
}
