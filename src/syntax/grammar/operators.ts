/** Which token begins which operator. */
import type { TokenType } from "chevrotain";
import { symbol, word } from "../tokens.ts";
import type { BinaryOperator } from "../tree.ts";
import { COMPARISON, LEVELS } from "./levels.ts";

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
