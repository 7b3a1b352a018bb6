/** Which bracket closes which, found before parsing: it bounds nesting, and it tells a missing brace from a misplaced word. */
import type { Token } from "../tokens.ts";

export interface Brackets {
  /** Opener's offset to its closer's. An opener without entry is never closed. */
  readonly closer: ReadonlyMap<number, number>;
  /** Where the missing brace most likely belongs: the first opener whose closer stands at another indentation. */
  readonly suspect: Token | null;
  /** `(` and `[` without their closing half, in written order. */
  readonly unclosed: readonly Token[];
}

export type BracketScan = Brackets & { readonly tooDeep: Token | null };

const CLOSES: Readonly<Record<string, string>> = { "}": "{", ")": "(", "]": "[" };

/** Pairs the brackets of a file in one pass. A `}` closes what is open inside its block. */
export function pairBrackets(tokens: readonly Token[], text: string, limit: number): BracketScan {
  const closer = new Map<number, number>();
  const open: Token[] = [];
  const unclosed: Token[] = [];
  let suspect: Token | null = null;
  for (const token of tokens) {
    const { image } = token;
    if (image.length !== 1 || token.value !== undefined) continue;
    if (image === "{" || image === "(" || image === "[") {
      open.push(token);
      if (open.length > limit) return { closer, suspect, unclosed, tooDeep: token };
    } else if (image in CLOSES) {
      const wanted = CLOSES[image]!;
      if (image === "}") while (open.length > 0 && open.at(-1)!.image !== "{") unclosed.push(open.pop()!);
      const top = open.at(-1);
      if (top === undefined || top.image !== wanted) continue;
      open.pop();
      closer.set(top.startOffset, token.startOffset);
      if (
        suspect === null &&
        image === "}" &&
        token.first &&
        indentation(text, top.startOffset) !== indentation(text, token.startOffset)
      )
        suspect = top;
    }
  }
  unclosed.push(...open.filter(({ image }) => image !== "{"));
  unclosed.sort((a, b) => a.startOffset - b.startOffset);
  return { closer, suspect, unclosed, tooDeep: null };
}

/** The blanks that the line of an offset begins with. Looks back at most 400 characters. */
function indentation(text: string, offset: number): number {
  const from = Math.max(0, offset - 400);
  const line = text.slice(from, offset);
  const start = Math.max(line.lastIndexOf("\n"), line.lastIndexOf("\r")) + 1;
  const found = /^[ \t]*/.exec(text.slice(from + start, from + start + 200))!;
  return found[0].length;
}
