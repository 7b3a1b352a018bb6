/** The lexical part, which no parser rule records: what a token of each class looks like. */
import { PLACE_WORDS, RESERVED } from "../../src/syntax/words.ts";

export interface Lexeme {
  readonly name: string;
  readonly form: string;
  readonly says: string;
}

export const LEXEMES: readonly Lexeme[] = [
  {
    name: "identifier",
    form: '( letter | "_" ) { letter | digit | "_" }',
    says: "at most 200 characters, letters of one script, no reserved word; place words are identifiers",
  },
  {
    name: "word",
    form: "identifier | reserved-word",
    says: "after a dot and as the name of a field every word is a name",
  },
  {
    name: "text",
    form: "'\"' { character | escape } '\"'",
    says: 'on one line; escapes are \\" \\\\ \\/ \\n \\r \\t \\uXXXX \\u{X…}',
  },
  {
    name: "number",
    form: 'digit { digit | "_" } [ "." digit { digit | "_" } ]',
    says: "at most 34 significant digits",
  },
  { name: "currency", form: "capital capital capital", says: "a code of ISO 4217" },
  { name: "date", form: 'year "-" month "-" day', says: "a day that exists: 2026-12-01" },
  {
    name: "time",
    form: 'date "T" hour ":" minute ":" second [ "." digits ] offset',
    says: "the offset is Z or +hh:mm",
  },
  { name: "comment", form: '"//" { character }', says: "to the end of the line; means nothing" },
  {
    name: "documentation",
    form: '"///" { character }',
    says: "describes the declaration, field, fact, let or clause below it",
  },
];

/** A list of words in lines of a readable width. */
export function wordLines(words: readonly string[], width = 96): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of words) {
    if (line.length + word.length + 1 > width) {
      lines.push(line);
      line = "";
    }
    line += line === "" ? word : ` ${word}`;
  }
  return line === "" ? lines : [...lines, line];
}

export const RESERVED_WORDS: readonly string[] = [...RESERVED].sort();
export const PLACE_WORD_LIST: readonly string[] = [...PLACE_WORDS].sort();
