/**
 * The vocabulary of the parser. `Word` matches every word, also reserved ones (after a dot, as a field name); `Identifier`
 * matches what may be a name: plain identifiers and place words.
 */
import { createToken, EOF, type IToken, type TokenType } from "chevrotain";
import { PLACE_WORDS, type PlaceWord, RESERVED, type Reserved } from "./words.ts";

/** `///` lines above a token, joined. `used` is set when a node takes them. */
export interface DocBlock {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  used: boolean;
}

/** A token with what recovery and documentation need besides its type. INVARIANT: `endOffset` is inclusive (Chevrotain's convention). */
export interface Token extends IToken {
  readonly endOffset: number;
  /** Nothing but blanks and comments stand before it on its line. */
  readonly first: boolean;
  readonly doc: DocBlock | null;
  /** The value of a text token, escapes resolved. */
  readonly value?: string;
}

const token = (name: string, label: string, categories: TokenType[] = []): TokenType =>
  createToken({ name, label, pattern: /NA/, categories });

export const Word = token("Word", "a name");
export const Identifier = token("Identifier", "a name", [Word]);
export const Text = token("Text", 'a text in "quotes"');
export const Num = token("Number", "a number");
export const DateToken = token("Date", "a date");
export const TimeToken = token("Time", "a time");
/** Takes the place of characters that make no token; already reported by the lexer. */
export const Bad = token("Bad", "a character that has no meaning here");

const keywordTypes = new Map<string, TokenType>();
for (const word of RESERVED) keywordTypes.set(word, token(`word_${word}`, `\`${word}\``, [Word]));
for (const word of PLACE_WORDS) keywordTypes.set(word, token(`word_${word}`, `\`${word}\``, [Identifier]));

/** The token type of a reserved or place word. */
export function word(text: Reserved | PlaceWord): TokenType {
  return keywordTypes.get(text)!;
}

/** The token type of any written word. */
export function wordType(text: string): TokenType {
  return keywordTypes.get(text) ?? Identifier;
}

export const SYMBOLS = [
  "=>",
  "==",
  "!=",
  "<=",
  ">=",
  "?.",
  "??",
  "{",
  "}",
  "(",
  ")",
  "[",
  "]",
  ":",
  ",",
  ".",
  "?",
  "|",
  "=",
  "<",
  ">",
  "+",
  "-",
  "*",
  "/",
  "%",
] as const;
export type Symbol_ = (typeof SYMBOLS)[number];
const symbolTypes = new Map<string, TokenType>(SYMBOLS.map((text, i) => [text, token(`symbol_${i}`, `\`${text}\``)]));

/** The token type of a punctuation mark or operator. */
export function symbol(text: Symbol_): TokenType {
  return symbolTypes.get(text)!;
}

/** `_` alone: the pattern that fits everything. */
export const Underscore = token("Underscore", "`_`");

const reserved = new Set<string>(RESERVED);

/** Whether a word can never be a plain name. */
export function isReserved(text: string): boolean {
  return reserved.has(text);
}

export const VOCABULARY: TokenType[] = [
  ...symbolTypes.values(),
  ...keywordTypes.values(),
  Word,
  Identifier,
  Text,
  Num,
  DateToken,
  TimeToken,
  Underscore,
  Bad,
];

/** The written form of a keyword or symbol type, or undefined for a class of tokens. */
export function literal(type: TokenType): string | undefined {
  const label = type.LABEL ?? "";
  return /^`.*`$/.test(label) ? label.slice(1, -1) : undefined;
}

/** Gives a token another type in place. INVARIANT: only before the parser has read it; used to mend a slip and read on. */
export function retag(token: IToken, type: TokenType): void {
  token.tokenType = type;
  token.tokenTypeIdx = type.tokenTypeIdx!;
}

export { EOF };
