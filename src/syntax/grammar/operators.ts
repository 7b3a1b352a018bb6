/** The binary operators and how tightly they bind. The grammar artefacts are generated from this table too. */
import type { TokenType } from "chevrotain";
import { symbol, word } from "../tokens.ts";
import type { BinaryOperator } from "../tree.ts";

export const OR_LEVEL = 1;
export const AND_LEVEL = 2;
export const NOT_LEVEL = 3;
export const COMPARISON = 4;
/** The loosest operator of a plain value. */
export const VALUE_LEVEL = 5;
export const PRODUCT_LEVEL = 6;
export const DEFAULT_LEVEL = 7;

/** Loosest first. */
export const LEVELS: Readonly<Record<BinaryOperator, number>> = {
  or: OR_LEVEL,
  and: AND_LEVEL,
  "==": COMPARISON,
  "!=": COMPARISON,
  "<": COMPARISON,
  "<=": COMPARISON,
  ">": COMPARISON,
  ">=": COMPARISON,
  in: COMPARISON,
  "not in": COMPARISON,
  like: COMPARISON,
  "not like": COMPARISON,
  "+": VALUE_LEVEL,
  "-": VALUE_LEVEL,
  "*": PRODUCT_LEVEL,
  "/": PRODUCT_LEVEL,
  "??": DEFAULT_LEVEL,
};

export interface OperatorStart {
  /** `not` begins `not in` and `not like`; `=` is a slip for `==`. */
  readonly text: BinaryOperator | "not" | "=";
  readonly level: number;
}

/** What a token begins when it stands after an operand. */
export const OPERATORS: ReadonlyMap<TokenType, OperatorStart> = new Map<TokenType, OperatorStart>([
  ...(["or", "and", "in", "like"] as const).map((text): [TokenType, OperatorStart] => [
    word(text),
    { text, level: LEVELS[text] },
  ]),
  ...(["==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "??"] as const).map((text): [TokenType, OperatorStart] => [
    symbol(text),
    { text, level: LEVELS[text] },
  ]),
  [word("not"), { text: "not", level: COMPARISON }],
  [symbol("="), { text: "=", level: COMPARISON }],
]);
