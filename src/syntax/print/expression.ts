/** Expressions, types, patterns and requirements as text on one line, with no parenthesis more than the grammar needs. */
import { COMPARISON, DEFAULT_LEVEL, LEVELS, NOT_LEVEL, VALUE_LEVEL } from "../grammar/levels.ts";
import { MAX_DIGITS, percentDigits } from "../literals.ts";
import type {
  ChangeTarget,
  DurationLiteral,
  Expression,
  Field,
  MatchRow,
  Path,
  Pattern,
  Requirement,
  TypeNode,
} from "../tree.ts";

const NEGATE_LEVEL = DEFAULT_LEVEL + 1;
const POSTFIX_LEVEL = NEGATE_LEVEL + 1;

/** How tightly an expression binds as printed. */
function levelOf(node: Expression): number {
  switch (node.kind) {
    case "if":
      return 0;
    case "binary":
      return LEVELS[node.operator];
    case "not":
      return NOT_LEVEL;
    case "presence":
      return COMPARISON;
    // Sentences of several words: a dot after them would be read as part of their last word.
    case "negate":
    case "history":
    case "changes-to":
    case "evidence-of":
      return NEGATE_LEVEL;
    default:
      return POSTFIX_LEVEL;
  }
}

/** An expression, in any place where every expression may stand. */
export function printExpression(node: Expression): string {
  return at(node, 0);
}

/** An expression in a place that takes no conditions: limits, keys, results of rows. */
export function printValue(node: Expression): string {
  return at(node, VALUE_LEVEL);
}

/** Prints an operand; parentheses where it binds looser than its place wants. */
export function at(node: Expression, level: number): string {
  const text = bare(node);
  return levelOf(node) < level ? `(${text})` : text;
}

function bare(node: Expression): string {
  switch (node.kind) {
    case "text":
      return printText(node.value);
    case "number":
      return node.percent ? `${grouped(percentDigits(node.value))}%` : grouped(node.value);
    case "money":
      return `${grouped(node.amount)} ${node.currency}`;
    case "duration":
      return printDuration(node);
    case "date":
    case "time":
      return node.value;
    case "bool":
      return String(node.value);
    case "list":
      return `[${node.items.map(printExpression).join(", ")}]`;
    case "name":
      return node.name;
    case "field":
      return `${at(node.of, POSTFIX_LEVEL)}${node.safe ? "?." : "."}${node.field.text}`;
    case "index":
      return `${at(node.of, POSTFIX_LEVEL)}[${printExpression(node.key)}]`;
    case "not":
      return `not ${at(node.operand, NOT_LEVEL)}`;
    case "negate":
      return `-${at(node.operand, NEGATE_LEVEL)}`;
    case "binary": {
      const level = LEVELS[node.operator];
      // Chains lean to the left; comparisons do not chain.
      return `${at(node.left, level === COMPARISON ? level + 1 : level)} ${node.operator} ${at(node.right, level + 1)}`;
    }
    case "presence":
      return `${at(node.operand, VALUE_LEVEL)} is ${node.present ? "present" : "missing"}`;
    case "if":
      return `if ${printExpression(node.condition)} then ${printExpression(node.then)} else ${printExpression(node.otherwise)}`;
    case "match":
      return `match ${node.subjects.map(printExpression).join(", ")} { ${node.rows.map(printRow).join("  ")} }`;
    case "quantifier": {
      const where = node.where === null ? "" : ` where ${printExpression(node.where)}`;
      return `${node.quantifier}(${node.binder.text} in ${printExpression(node.source)}: ${printExpression(node.body)}${where})`;
    }
    case "call":
      return `${printPath(node.callee)}(${node.args.map(printArgument).join(", ")})`;
    case "history":
      return `history of ${printPath(node.action)} in last ${printDuration(node.last)}`;
    case "changes-to":
      return `changes to ${printTarget(node.target)}`;
    case "evidence-of":
      return `evidence of ${node.evidence.text}`;
  }
}

/** `count(x in xs)` would be read as the beginning of `count(x in xs: …)`. */
function printArgument(node: Expression): string {
  const text = printExpression(node);
  return /^[\p{ID_Start}_][\p{ID_Continue}_]* in /u.test(text) ? `(${text})` : text;
}

export function printRow(row: MatchRow): string {
  return `${row.patterns.map(printPattern).join(", ")} => ${printValue(row.result)}`;
}

export function printPattern(pattern: Pattern): string {
  switch (pattern.kind) {
    case "any":
      return "_";
    case "missing":
      return "missing";
    case "one-of":
      return pattern.values.map(printExpression).join(" | ");
    case "compare":
      return `${pattern.operator} ${printExpression(pattern.value)}`;
    case "range":
      return `${printExpression(pattern.low)} to ${printExpression(pattern.high)}`;
  }
}

export function printRequirement(node: Requirement): string {
  switch (node.kind) {
    case "seats":
      return `${node.count.value} of ${node.role.text}`;
    case "any":
      return `${node.count.value} of any [${node.roles.map((role) => role.text).join(", ")}]`;
    case "roles":
      return `${node.count.value} roles of [${node.roles.map((role) => role.text).join(", ")}]`;
    case "table":
      return `${printPath(node.table)}(${node.args.map(printExpression).join(", ")})`;
    case "nobody":
      return "nobody";
    case "and":
      return node.parts
        .map((part) =>
          part.kind === "and" || part.kind === "or" ? `(${printRequirement(part)})` : printRequirement(part),
        )
        .join(" and ");
    case "or":
      return node.parts
        .map((part) => (part.kind === "or" ? `(${printRequirement(part)})` : printRequirement(part)))
        .join(" or ");
  }
}

export function printType(node: TypeNode): string {
  switch (node.kind) {
    case "named-type":
      return printPath(node.path);
    case "choice-type":
      return node.values.map((value) => printText(value.text)).join(" | ");
    case "list-type":
      return `list of ${printElement(node.element)}`;
    case "map-type":
      return `map of ${printElement(node.element)}`;
    case "optional-type":
      return node.inner.kind === "optional-type" ? `(${printType(node.inner)})?` : `${printType(node.inner)}?`;
  }
}

function printElement(node: TypeNode): string {
  return node.kind === "optional-type" ? `(${printType(node)})` : printType(node);
}

export function printPath(path: Path): string {
  return path.parts.map((part) => part.text).join(".");
}

export function printTarget(target: ChangeTarget): string {
  return `${printPath(target.record)}.${target.field.text}`;
}

export function printField(field: Field): string {
  return `${field.name.text}: ${printType(field.type)}`;
}

export function printDuration(node: DurationLiteral): string {
  return `${grouped(node.count)} ${node.unit}${node.count === "1" ? "" : "s"}`;
}

/** A text in double quotes. What a reader could not see is written as an escape. */
export function printText(text: string): string {
  const shown = text.replace(
    /["\\\n\r\t]|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\ufffd]|[\p{Zs}\u115f\u1160\u3164\uffa0]/gu,
    (character) => {
      if (character === " ") return character;
      const short: Readonly<Record<string, string>> = {
        '"': '\\"',
        "\\": "\\\\",
        "\n": "\\n",
        "\r": "\\r",
        "\t": "\\t",
      };
      return short[character] ?? `\\u{${character.codePointAt(0)!.toString(16)}}`;
    },
  );
  return `"${shown}"`;
}

/** `5000` as `5_000`. */
export function grouped(plain: string): string {
  const [whole = "0", fraction] = plain.split(".");
  if (whole.length > MAX_DIGITS) return plain;
  const groups: string[] = [];
  for (let end = whole.length; end > 0; end -= 3) groups.unshift(whole.slice(Math.max(0, end - 3), end));
  const digits = groups.join("_");
  return fraction === undefined ? digits : `${digits}.${fraction}`;
}
