/** The TextMate grammar, for editors and for highlighted code in documents. Words come from the same lists as the parser's. */
import {
  BLOCK_WORDS,
  CLAUSE_WORDS,
  CLOSED,
  DECLARATION_WORDS,
  HEAD_WORDS,
  PLACE_WORDS,
  QUANTIFIERS,
  RESERVED,
} from "../../src/syntax/words.ts";

const any = (words: readonly string[]): string => `\\b(?:${[...new Set(words)].sort().join("|")})\\b`;
const NAME = "[\\p{L}_][\\p{L}\\p{N}_]*";
const BUILTIN_TYPES = ["text", "bool", "int", "decimal", "money", "time", "date", "duration"];
const OPERATOR_WORDS = ["and", "or", "not", "in", "is", "present", "missing", "like", "of"];
const CONSTANTS = ["true", "false", "nobody"];
const FLOW = ["if", "then", "else", "match", "when", "where"];
const AMBIENT = ["requester", "environment", "now", "changes", "evidence", "confidence", "impact", "score", "tier"];

/** Clause words that are values inside conditions count as clause words at the beginning of a line only. */
const WEAK = new Set<string>(["evidence", "score", "tier", "environment", "impact", "changes", "autonomy"]);

export function textMate(): string {
  const begins = [...DECLARATION_WORDS, ...HEAD_WORDS, ...CLAUSE_WORDS, ...BLOCK_WORDS];
  const strong = begins.filter((word) => !WEAK.has(word) && !FLOW.includes(word));
  const rest = RESERVED.filter(
    (word) =>
      ![...begins, ...OPERATOR_WORDS, ...CONSTANTS, ...FLOW].includes(word) && !QUANTIFIERS.some((q) => q === word),
  );
  const places = PLACE_WORDS.filter(
    (word) => !QUANTIFIERS.some((q) => q === word) && !["map", "first", "last", "deny", "warn"].includes(word),
  );
  const grammar = {
    $schema: "https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json",
    name: "Bylaw",
    scopeName: "source.bylaw",
    fileTypes: ["bylaw"],
    patterns: [{ include: "#comments" }, { include: "#declarations" }, { include: "#expressions" }],
    repository: {
      comments: {
        patterns: [
          { name: "comment.line.documentation.bylaw", match: "///(?!/).*$" },
          { name: "comment.line.double-slash.bylaw", match: "//.*$" },
        ],
      },
      declarations: {
        patterns: [
          {
            match: `^\\s*(policy|import)\\s+(${NAME}(?:\\.${NAME})*)`,
            captures: { 1: { name: "keyword.control.import.bylaw" }, 2: { name: "entity.name.namespace.bylaw" } },
          },
          {
            match: `^\\s*(record|enum)\\s+(${NAME})`,
            captures: { 1: { name: "storage.type.bylaw" }, 2: { name: "entity.name.type.bylaw" } },
          },
          {
            match: `^\\s*(approval\\s+table|table|define)\\s+(${NAME})`,
            captures: { 1: { name: "storage.type.bylaw" }, 2: { name: "entity.name.function.bylaw" } },
          },
          {
            match: `^\\s*(action|role|queue|guarantee)\\s+(${NAME})`,
            captures: { 1: { name: "storage.type.bylaw" }, 2: { name: "entity.name.section.bylaw" } },
          },
          {
            match: "^\\s*(every)\\s+(action)\\b",
            captures: { 1: { name: "storage.type.bylaw" }, 2: { name: "storage.type.bylaw" } },
          },
          {
            match: `(?:^|(?<=[{}]))\\s*(?:(?:shadow|waivable)\\s+)*(${[...CLAUSE_WORDS, ...HEAD_WORDS, ...BLOCK_WORDS].filter((word) => WEAK.has(word)).join("|")})\\b`,
            captures: { 1: { name: "keyword.other.clause.bylaw" } },
          },
          {
            match: `\\b(require|forbid|approve|quota|limit|sample|route|escalate)\\s+(${NAME})(?=\\s*:)`,
            captures: { 1: { name: "keyword.other.clause.bylaw" }, 2: { name: "entity.name.tag.bylaw" } },
          },
        ],
      },
      expressions: {
        patterns: [
          { include: "#comments" },
          {
            name: "string.quoted.double.bylaw",
            begin: '"',
            end: '"|$',
            patterns: [
              {
                name: "constant.character.escape.bylaw",
                match: '\\\\(?:["\\\\/nrt]|u\\{[0-9a-fA-F]{1,6}\\}|u[0-9a-fA-F]{4})',
              },
            ],
          },
          { name: "constant.other.date.bylaw", match: "\\b\\d{4}-\\d{2}-\\d{2}(?:T[\\d:.]+(?:Z|[+-]\\d{2}:\\d{2})?)?" },
          {
            match: `\\b(\\d[\\d_]*(?:\\.\\d[\\d_]*)?)\\s*(%|[A-Z]{3}\\b|(?:${CLOSED.durationUnit.join("|")})s?\\b)?`,
            captures: { 1: { name: "constant.numeric.bylaw" }, 2: { name: "keyword.other.unit.bylaw" } },
          },
          { name: "variable.other.property.bylaw", match: `(?<=\\.)${NAME}` },
          { name: "constant.language.bylaw", match: any([...CONSTANTS, "deny", "warn", ...CLOSED.level]) },
          { name: "keyword.control.bylaw", match: any(FLOW) },
          { name: "keyword.operator.word.bylaw", match: any(OPERATOR_WORDS) },
          { name: "support.function.bylaw", match: `${any(QUANTIFIERS)}(?=\\s*\\()` },
          { name: "entity.name.function.bylaw", match: `\\b${NAME}(?=\\()` },
          { name: "support.type.bylaw", match: any([...BUILTIN_TYPES, "list of", "map of"]) },
          { name: "variable.language.bylaw", match: any(AMBIENT) },
          { name: "keyword.other.clause.bylaw", match: any([...strong, ...rest]) },
          { name: "keyword.other.place.bylaw", match: any(places) },
          { name: "keyword.operator.bylaw", match: "=>|==|!=|<=|>=|\\?\\.|\\?\\?|[<>=+\\-*/|?]" },
          { name: "punctuation.separator.bylaw", match: "[,:]" },
        ],
      },
    },
  };
  return `${JSON.stringify(grammar, null, 2)}\n`;
}
