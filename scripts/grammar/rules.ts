/**
 * The grammar as data, read out of the parser: what Chevrotain recorded, with the operators spread over their levels and the
 * closed words written out. Both pictures of the grammar (EBNF, railroad) are drawn from this.
 */
import type { ISerializedGast } from "chevrotain";
import { LEVELS } from "../../src/syntax/grammar/levels.ts";
import { PolicyParser } from "../../src/syntax/grammar/policy.ts";
import { VOCABULARY } from "../../src/syntax/tokens.ts";
import type { BinaryOperator } from "../../src/syntax/tree.ts";
import { CLOSED } from "../../src/syntax/words.ts";

export type Shape =
  | { readonly kind: "sequence"; readonly parts: readonly Shape[] }
  | { readonly kind: "choice"; readonly options: readonly Shape[] }
  | { readonly kind: "optional"; readonly inner: Shape }
  | { readonly kind: "many"; readonly inner: Shape; readonly least: 0 | 1; readonly separator: Shape | null }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "rule"; readonly name: string };

export interface GrammarRule {
  readonly name: string;
  readonly body: Shape;
}

export interface Section {
  readonly title: string;
  readonly rules: readonly GrammarRule[];
}

const text = (word: string): Shape => ({ kind: "text", text: word });
const rule = (name: string): Shape => ({ kind: "rule", name });
const sequence = (...parts: readonly Shape[]): Shape => (parts.length === 1 ? parts[0]! : { kind: "sequence", parts });
const choice = (...options: readonly Shape[]): Shape =>
  options.length === 1 ? options[0]! : { kind: "choice", options };
const optional = (inner: Shape): Shape => ({ kind: "optional", inner });
const many = (inner: Shape, separator: Shape | null = null, least: 0 | 1 = 0): Shape => ({
  kind: "many",
  inner,
  least,
  separator,
});

/** Token classes, by the names that the lexical part explains. */
const CLASSES: Readonly<Record<string, string>> = {
  Identifier: "identifier",
  Word: "word",
  Text: "text",
  Number: "number",
  Date: "date",
  Time: "time",
};

const labels = new Map(VOCABULARY.map((type) => [type.name, type.LABEL ?? type.name]));

function terminal(name: string): Shape {
  const known = CLASSES[name];
  if (known !== undefined) return rule(known);
  return text((labels.get(name) ?? name).replace(/^`|`$/g, ""));
}

/** `fieldBlock` as `field-block`. */
function readable(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** What Chevrotain gives out says less in its type than it holds. */
interface Serialized {
  readonly type: ISerializedGast["type"];
  readonly name?: string;
  readonly definition?: readonly Serialized[];
  readonly separator?: Serialized;
}

function shapeOf(node: Serialized): Shape {
  const inner = (): Shape => sequence(...(node.definition ?? []).map(shapeOf));
  switch (node.type) {
    case "NonTerminal":
      return rule(readable(node.name!));
    case "Terminal":
      return terminal(node.name!);
    case "Alternation":
      return choice(...(node.definition ?? []).map(shapeOf));
    case "Option":
      return optional(inner());
    case "Repetition":
      return many(inner());
    case "RepetitionMandatory":
      return many(inner(), null, 1);
    case "RepetitionWithSeparator":
      return many(inner(), shapeOf(node.separator!));
    case "RepetitionMandatoryWithSeparator":
      return many(inner(), shapeOf(node.separator!), 1);
    default:
      return inner();
  }
}

/** The operators of one level, as written in the table that the parser folds by. */
function operators(level: number): readonly string[] {
  return (Object.keys(LEVELS) as BinaryOperator[]).filter((operator) => LEVELS[operator] === level);
}

function operatorChoice(level: number): Shape {
  return choice(...operators(level).map((operator) => sequence(...operator.split(" ").map(text))));
}

/** One rule for each level, loosest first, in place of the rule that folds them all. */
function levels(): readonly GrammarRule[] {
  const chain = (name: string, below: string, level: number): GrammarRule => ({
    name,
    body: sequence(rule(below), many(sequence(operatorChoice(level), rule(below)))),
  });
  return [
    chain("expression", "conjunction", 1),
    chain("conjunction", "negation", 2),
    { name: "negation", body: sequence(many(text("not")), rule("comparison")) },
    {
      name: "comparison",
      body: sequence(
        rule("value"),
        optional(
          choice(
            sequence(operatorChoice(4), rule("value")),
            sequence(text("is"), choice(text("present"), text("missing"))),
          ),
        ),
      ),
    },
    chain("value", "product", 5),
    chain("product", "default", 6),
    chain("default", "operand", 7),
  ];
}

const words = (list: readonly string[]): Shape => choice(...list.map(text));

/** Rules whose recorded form is an identifier that an action checks. */
const WRITTEN: Readonly<Record<string, Shape>> = {
  level: words(CLOSED.level),
  disclosure: words(CLOSED.disclosure),
  calendarUnit: words(CLOSED.calendarUnit),
  durationUnit: words(CLOSED.durationUnit.flatMap((unit) => [unit, `${unit}s`])),
  numeric: sequence(rule("number"), optional(choice(text("%"), rule("currency"), rule("duration-unit")))),
};

const SECTIONS = [
  "Files and declarations",
  "Fields and types",
  "Inside actions",
  "Clauses",
  "Requirements",
  "Expressions",
  "Names and numbers",
];

/** Every rule of the parser, in sections, in an order to read. */
export function grammar(): readonly Section[] {
  const recorded = new PolicyParser().getSerializedGastProductions() as unknown as readonly Serialized[];
  const bySection = new Map<string, GrammarRule[]>(SECTIONS.map((title) => [title, []]));
  for (const production of recorded) {
    const name = production.name!;
    if (name === "operator" || name === "value") continue;
    const section = sectionOf(name);
    const rules = bySection.get(section)!;
    if (name === "expression") rules.push(...levels());
    else
      rules.push({
        name: readable(name),
        body: WRITTEN[name] ?? sequence(...(production.definition ?? []).map(shapeOf)),
      });
  }
  return SECTIONS.map((title) => ({ title, rules: inReadingOrder(bySection.get(title)!) }));
}

/** A rule before what it is made of: the order of the first mention, from the first rule that nobody in the section mentions. */
function inReadingOrder(rules: readonly GrammarRule[]): readonly GrammarRule[] {
  const byName = new Map(rules.map((found) => [found.name, found]));
  const mentioned = new Set(rules.flatMap((found) => mentions(found.body).filter((name) => name !== found.name)));
  const ordered = new Set<GrammarRule>();
  const add = (found: GrammarRule): void => {
    if (ordered.has(found)) return;
    ordered.add(found);
    for (const name of mentions(found.body)) {
      const next = byName.get(name);
      if (next !== undefined) add(next);
    }
  };
  for (const found of rules) if (!mentioned.has(found.name)) add(found);
  for (const found of rules) add(found);
  return [...ordered];
}

function mentions(shape: Shape): readonly string[] {
  switch (shape.kind) {
    case "sequence":
      return shape.parts.flatMap(mentions);
    case "choice":
      return shape.options.flatMap(mentions);
    case "optional":
      return mentions(shape.inner);
    case "many":
      return [...mentions(shape.inner), ...(shape.separator === null ? [] : mentions(shape.separator))];
    case "rule":
      return [shape.name];
    case "text":
      return [];
  }
}

const TYPE_RULES = ["fields", "field", "fieldBlock", "parameters", "type", "bareType"];
const NAME_RULES = [
  "name",
  "anyWord",
  "path",
  "quoted",
  "quotedList",
  "nameList",
  "pathList",
  "because",
  "count",
  "durationUnit",
  "duration",
  "choices",
];
const REQUIREMENT_RULES = ["requirement", "seatsTogether", "seats", "counted", "roleList"];
const CLAUSE_RULES = [
  "clause",
  "label",
  "when",
  "otherwise",
  "approvalPart",
  "nameAndCondition",
  "window",
  "calendarUnit",
  "level",
  "rate",
];
const ACTION_RULES = [
  "actionItems",
  "blockItems",
  "blockItem",
  "block",
  "environmentBlock",
  "atBlock",
  "ifBlock",
  "control",
  "headItem",
  "disclosure",
];
const EXPRESSION_RULES = [
  "expression",
  "operand",
  "args",
  "primary",
  "literal",
  "numeric",
  "dateLiteral",
  "listLiteral",
  "conditional",
  "matchExpression",
  "matchRows",
  "matchRow",
  "patterns",
  "pattern",
  "patternBound",
  "patternValue",
  "quantifier",
  "historyExpression",
  "reference",
  "changeTarget",
];

function sectionOf(name: string): string {
  if (TYPE_RULES.includes(name)) return "Fields and types";
  if (NAME_RULES.includes(name)) return "Names and numbers";
  if (REQUIREMENT_RULES.includes(name)) return "Requirements";
  if (CLAUSE_RULES.includes(name) || name.endsWith("Clause")) return "Clauses";
  if (ACTION_RULES.includes(name) || name.endsWith("Item")) return "Inside actions";
  if (EXPRESSION_RULES.includes(name)) return "Expressions";
  return "Files and declarations";
}
