/** From "this token does not fit here" to a sentence that teaches: the slips people make get words of their own. */
import { report } from "../../diagnostics/catalogue.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../source/span.ts";
import { Bad, EOF, isReserved, symbol, Text, type Token, word } from "../tokens.ts";

export interface Misfit {
  readonly file: string;
  readonly text: string;
  readonly token: Token;
  readonly previous: Token;
  readonly following: Token;
  /** What the grammar wanted, in words. */
  readonly expected: string;
}

/** The diagnostic for a token that does not fit, or null when the lexer has already spoken. */
export function explain({ file, token, expected, previous }: Misfit): Diagnostic | null {
  const span: Span = { file, start: token.startOffset, end: token.endOffset + 1 };
  const type = token.tokenType;
  if (type === Bad) return null;
  if (type === EOF) {
    const last = { file, start: previous.startOffset, end: previous.endOffset + 1 };
    return report("unexpected-end", last, { expected });
  }
  if (type === symbol("=>") && expected.startsWith("a value")) {
    return report(
      "foreign-operator",
      span,
      { found: "=>", legal: ">=" },
      { fixes: [{ title: "Write `>=`", edits: [{ span, text: ">=" }] }] },
    );
  }
  if ((type === word("missing") || type === word("present")) && previous?.tokenType !== word("is")) {
    return report("presence-form", span, { found: token.image });
  }
  if (isReserved(token.image) && expected === "a name" && !token.first)
    return report("reserved-name", span, { name: token.image });
  const found = type === Text ? `the text ${shorten(token.image)}` : `\`${shorten(token.image)}\``;
  return report("unexpected-token", span, { found, expected });
}

function shorten(image: string): string {
  return image.length > 40 ? `${image.slice(0, 40)}…` : image;
}
