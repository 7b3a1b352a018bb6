/** The grammar as text: ISO 14977 in its common short form (`{ }` any number, `[ ]` at most one). */
import { LEXEMES, PLACE_WORD_LIST, RESERVED_WORDS, wordLines } from "./lexical.ts";
import { type GrammarRule, grammar, type Shape } from "./rules.ts";

const WIDTH = 110;

export function ebnf(): string {
  const lines = [
    "(*",
    "  The grammar of Bylaw, generated from the parser: do not edit.",
    '  { x } any number of x, none too     [ x ] x or nothing     x | y  one of the two     "x" x as written',
    "  Layout is free. A clause ends where the next one begins.",
    "*)",
  ];
  for (const { title, rules } of grammar()) {
    lines.push("", "", `(* ${title} *)`);
    for (const rule of rules) lines.push("", ...ruleLines(rule));
  }
  lines.push("", "", "(* Words, texts and numbers *)", "");
  const width = Math.max(...LEXEMES.map(({ name }) => name.length));
  for (const { name, form, says } of LEXEMES)
    lines.push(`${name.padEnd(width)} = ${form} ;`, `${" ".repeat(width + 3)}(* ${says} *)`);
  lines.push("", "(* Reserved words, never names outside of `.x` and the fields of records:");
  lines.push(...wordLines(RESERVED_WORDS).map((line) => `     ${line}`), "*)");
  lines.push("", "(* Place words, which mean something only in their place and are names elsewhere:");
  lines.push(...wordLines(PLACE_WORD_LIST).map((line) => `     ${line}`), "*)");
  return `${lines.join("\n")}\n`;
}

function ruleLines({ name, body }: GrammarRule): readonly string[] {
  const line = `${name} = ${write(body, 0)} ;`;
  if (line.length <= WIDTH || body.kind !== "choice") return [line];
  return [`${name}`, ...body.options.map((option, i) => `  ${i === 0 ? "=" : "|"} ${write(option, 1)}`), "  ;"];
}

/** `tightness` 0: alone, 1: beside `|`, 2: in a sequence. */
function write(shape: Shape, tightness: 0 | 1 | 2): string {
  switch (shape.kind) {
    case "text":
      return shape.text.includes('"') ? `'${shape.text}'` : `"${shape.text}"`;
    case "rule":
      return shape.name;
    case "optional":
      return `[ ${write(shape.inner, 0)} ]`;
    case "many": {
      const separated = shape.separator === null ? null : `${write(shape.separator, 2)} ${write(shape.inner, 2)}`;
      if (separated !== null) {
        const all = `${write(shape.inner, 2)} { ${separated} }`;
        return shape.least === 0 ? `[ ${all} ]` : all;
      }
      return shape.least === 0
        ? `{ ${write(shape.inner, 0)} }`
        : `${write(shape.inner, 2)} { ${write(shape.inner, 0)} }`;
    }
    case "sequence": {
      const text = shape.parts.map((part) => write(part, 2)).join(" ");
      return shape.parts.length === 0 ? "(* nothing *)" : text;
    }
    case "choice": {
      const text = shape.options.map((option) => write(option, 1)).join(" | ");
      return tightness === 0 ? text : `( ${text} )`;
    }
  }
}
