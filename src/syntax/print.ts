/**
 * Tree to text, in the one canonical layout: two spaces a level, a blank line between kinds of clauses, and columns aligned in
 * each run. Parsing the result gives the same tree, spans aside. Plain comments are not in the tree and are lost.
 */

import { AND_LEVEL, LEVELS } from "./grammar/levels.ts";
import { blockHead, clauseParts, headParts, type Parts } from "./print/clause.ts";
import {
  at,
  printExpression,
  printPath,
  printPattern,
  printRequirement,
  printRow,
  printText,
  printType,
  printValue,
} from "./print/expression.ts";
import type {
  ActionItem,
  ApprovalRow,
  BlockItem,
  Clause,
  Declaration,
  Expression,
  Field,
  MatchRow,
  Name,
  Pattern,
  PolicyFile,
} from "./tree.ts";

export { printClause } from "./print/clause.ts";
export { printExpression, printRequirement, printType } from "./print/expression.ts";

const WIDTH = 110;
/** A left edge wider than this does not push its neighbours to the right. */
const WIDEST_HEAD = 36;

/** Prints a whole file. */
export function print(file: PolicyFile): string {
  const lines: string[] = [...docLines(file.doc, "")];
  if (file.name !== null) lines.push(`policy ${printPath(file.name)}`);
  for (const item of file.imports) lines.push(`import ${printPath(item.path)}`);
  let before: string | null = null;
  for (const declaration of file.declarations) {
    const printed = printDeclaration(declaration);
    // One-line declarations of one kind stand together.
    const group = printed.length === 1 ? groupOf(declaration) : null;
    if (lines.length > 0 && (group === null || group !== before)) lines.push("");
    for (const line of printed) lines.push(line);
    before = group;
  }
  return `${lines.join("\n")}\n`;
}

function groupOf({ kind }: Declaration): string {
  return kind === "tiers" || kind === "environments" || kind === "timezone" ? "setting" : kind;
}

/** Prints one declaration, with its documentation, as lines. */
export function printDeclaration(node: Declaration): string[] {
  return [...docLines(node.doc, ""), ...declarationLines(node)];
}

function declarationLines(node: Declaration): string[] {
  switch (node.kind) {
    case "record":
      return fieldBlock(`record ${node.name.text}`, node.fields);
    case "enum":
      return [`enum ${node.name.text} = ${node.values.map((value) => printText(value.text)).join(" | ")}`];
    case "role":
    case "queue":
      return [`${node.kind} ${node.name.text}${node.title === null ? "" : ` ${printText(node.title.text)}`}`];
    case "evidence-kind": {
      const tools =
        node.tools.length === 0 ? "" : ` from tool ${node.tools.map((tool) => printText(tool.text)).join(", ")}`;
      const head = `evidence ${node.name.text}${tools}`;
      return node.fields.length === 0 ? [head] : fieldBlock(head, node.fields);
    }
    case "tiers":
      return [`tiers ${node.names.map((name) => name.text).join(" < ")}`];
    case "environments":
      return [`environments ${node.names.map((name) => name.text).join(", ")}`];
    case "timezone":
      return [`timezone ${printText(node.zone.text)}`];
    case "impact-category":
      return [`impact ${node.name.text}`];
    case "define":
      return expressionLines(`define ${node.name.text}${parameters(node.params)} = `, node.body, "", 2);
    case "table":
      return tableLines(`table ${node.name.text}${parameters(node.params)}`, node.head, node.rows, (row: MatchRow) =>
        printValue(row.result),
      );
    case "approval-table":
      return tableLines(
        `approval table ${node.name.text}${parameters(node.params)}`,
        node.head,
        node.rows,
        (row: ApprovalRow) => printRequirement(row.requirement),
      );
    case "action":
      return [`action ${node.name.text} {`, ...itemLines(node.items, "  "), "}"];
    case "every": {
      const impacting =
        node.impacting.length === 0 ? "" : ` impacting ${node.impacting.map((name) => name.text).join(" or ")}`;
      return [`every action${impacting} {`, ...itemLines(node.items, "  "), "}"];
    }
    case "guarantee": {
      const reach =
        node.actions.length > 0
          ? node.actions.map(printPath).join(", ")
          : `every action${node.impacting.length === 0 ? "" : ` impacting ${node.impacting.map((name) => name.text).join(" or ")}`}`;
      return [
        `guarantee ${node.name.text}:`,
        ...(node.when === null ? [`  for ${reach}`] : expressionLines(`  for ${reach} when `, node.when, "", 4)),
        ...expressionLines("  expect ", node.expect, "", 4),
        ...(node.because === null ? [] : [`  because ${printText(node.because.text)}`]),
      ];
    }
    case "waive": {
      const reach = node.actions.length === 0 ? "" : ` for ${node.actions.map(printPath).join(", ")}`;
      const head = `waive ${printPath(node.clause)}${reach} until ${node.until.value}`;
      return sideBySide(head, `because ${printText(node.because.text)}`, 2);
    }
  }
}

function docLines(doc: string | null, indent: string): string[] {
  return doc === null ? [] : doc.split("\n").map((line) => `${indent}///${line === "" ? "" : ` ${line}`}`);
}

function parameters(fields: readonly Field[]): string {
  return `(${fields.map((field) => `${field.name.text}: ${printType(field.type)}`).join(", ")})`;
}

function fieldBlock(head: string, fields: readonly Field[]): string[] {
  return fields.length === 0 ? [`${head} { }`] : [`${head} {`, ...fieldLines(fields, "  "), "}"];
}

function fieldLines(fields: readonly Field[], indent: string): string[] {
  const width = Math.min(WIDEST_HEAD, widest(fields.map((field) => field.name.text)));
  return fields.flatMap((field) => [
    ...docLines(field.doc, indent),
    `${indent}${field.name.text.padEnd(width)} : ${printType(field.type)}`,
  ]);
}

function tableLines<R extends { readonly patterns: readonly Pattern[] }>(
  head: string,
  columns: readonly Name[] | null,
  rows: readonly R[],
  result: (row: R) => string,
): string[] {
  const cells = rows.map((row) =>
    row.patterns.map((pattern, i) => `${printPattern(pattern)}${i < row.patterns.length - 1 ? "," : ""}`),
  );
  // A column is as wide as its widest cell; a head begins with a bar and a blank.
  const widths = (columns ?? []).map((column) => column.text.length + 2);
  for (const row of cells)
    row.forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, cell.length);
    });
  const line = (row: readonly string[]): string => row.map((cell, i) => cell.padEnd(widths[i]!)).join(" ");
  const heading = columns === null ? [] : [`  ${line(columns.map((column) => `| ${column.text}`))} |`];
  const lines = cells.map((row, i) => `  ${line(row)} => ${result(rows[i]!)}`);
  return [`${head} {`, ...heading, ...lines, "}"];
}

// ---------------------------------------------------------------------------------------------------- inside actions

/** Items of one family stand together; a blank line parts the families. */
function family(item: ActionItem): string {
  switch (item.kind) {
    case "let":
      return "let";
    case "require":
    case "forbid":
      return "condition";
    case "score":
    case "tier":
    case "quota":
      return item.kind;
    case "environment-block":
    case "at-block":
    case "if-block":
    case "control-block":
      return "block";
    case "approve":
    case "evidence":
    case "limit":
    case "sample":
    case "route":
    case "escalate":
    case "control":
      return "rest";
    default:
      return "contract";
  }
}

function itemLines(items: readonly ActionItem[], indent: string): string[] {
  const lines: string[] = [];
  let at = 0;
  while (at < items.length) {
    let end = at + 1;
    const kind = family(items[at]!);
    while (end < items.length && family(items[end]!) === kind) end++;
    if (lines.length > 0) lines.push("");
    for (const line of runLines(items.slice(at, end), indent)) lines.push(line);
    at = end;
  }
  return lines;
}

function runLines(run: readonly ActionItem[], indent: string): string[] {
  const both = run.some(({ kind }) => kind === "require") && run.some(({ kind }) => kind === "forbid");
  const printed = run.map((item) => {
    const parts = partsOf(item);
    // The names of `require` and `forbid` begin in one column.
    const wider = both && parts?.head.startsWith("forbid ") === true;
    return { item, parts: wider ? { ...parts!, head: parts!.head.replace("forbid ", "forbid  ") } : parts };
  });
  const all = printed.flatMap(({ parts }) =>
    parts === null || parts.body === "" || parts.head.length > WIDEST_HEAD ? [] : [parts.head],
  );
  // Where some have names, those without one keep to the left.
  const named = all.some((head) => head.endsWith(":"));
  const width = widest(all.filter((head) => !named || head.endsWith(":")));
  return printed.flatMap(({ item, parts }, i) => {
    const doc = "doc" in item ? docLines(item.doc, indent) : [];
    if (parts !== null)
      return [...doc, ...alignedLines(item, parts, !named || parts.head.endsWith(":") ? width : 0, indent)];
    const lines = blockLines(item as Exclude<BlockItem, Clause | { kind: "control" }>, indent);
    const roomy = i > 0 && (lines.length > 1 || runWasLong(printed[i - 1]!.item, indent));
    return roomy ? ["", ...lines] : lines;
  });
}

function runWasLong(item: ActionItem, indent: string): boolean {
  return isBlock(item) && blockLines(item, indent).length > 1;
}

function isBlock(item: ActionItem): item is Exclude<BlockItem, Clause | { kind: "control" }> {
  return family(item) === "block";
}

function partsOf(item: ActionItem): Parts | null {
  switch (item.kind) {
    case "environment-block":
    case "at-block":
    case "if-block":
    case "control-block":
      return null;
    case "control":
      return { head: "control", body: item.controls.map((control) => printText(control.text)).join(", "), tail: "" };
    case "require":
    case "forbid":
    case "score":
    case "tier":
    case "approve":
    case "evidence":
    case "quota":
    case "limit":
    case "sample":
    case "route":
    case "escalate":
      return clauseParts(item);
    default:
      return headParts(item);
  }
}

function alignedLines(item: ActionItem, { head, body, tail }: Parts, width: number, indent: string): string[] {
  if (
    item.kind === "input" &&
    (item.fields.some((field) => field.doc !== null) || indent.length + width + body.length > WIDTH)
  ) {
    return [`${indent}input`, ...fieldLines(item.fields, `${indent}  `)];
  }
  const left = `${indent}${body === "" && tail === "" ? head : head.padEnd(width)}`;
  const start = body === "" ? left : `${left} `;
  const column = start.length;
  if (item.kind === "let") return expressionLines(`${start}${item.name.text} = `, item.value, "", column + 2);
  const condition = "condition" in item ? item.condition : null;
  const otherwise = "otherwise" in item ? item.otherwise : null;
  // Only a condition that is the whole body can be laid out over lines.
  const lines =
    condition !== null && otherwise === null ? expressionLines(start, condition, "", column) : [`${start}${body}`];
  if (tail === "") return lines;
  const last = lines.pop()!;
  return [...lines, ...sideBySide(last, tail, column)];
}

/** Not by spreading into `Math.max`: a file may hold more fields than a call takes arguments. */
function widest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, text.length), 0);
}

/** Two texts on one line where they fit, else the second one below, indented. */
function sideBySide(first: string, second: string, indent: number): string[] {
  if (first.length + second.length + 2 <= WIDTH) return [`${first}  ${second}`];
  return [first, `${" ".repeat(indent)}${second}`];
}

function blockLines(block: Exclude<BlockItem, Clause | { kind: "control" }>, indent: string): string[] {
  const head = `${indent}${blockHead(block)} {`;
  if (block.items.length === 0) return [`${head} }`];
  const only = block.items.length === 1 ? block.items[0]! : null;
  if (only !== null && !isBlock(only) && !("doc" in only && only.doc !== null)) {
    const { head: verb, body, tail } = partsOf(only)!;
    const line = `${head} ${[verb, body, tail].filter((part) => part !== "").join(" ")} }`;
    if (line.length <= WIDTH) return [line];
  }
  return [head, ...itemLines(block.items, `${indent}  `), `${indent}}`];
}

// ------------------------------------------------------------------------------------------------- long expressions

/** An expression after `before`: on one line where it fits, else broken at its outermost `or` or `and`, or at its rows. */
function expressionLines(before: string, node: Expression, after: string, indent: number): string[] {
  const line = `${before}${printExpression(node)}${after}`;
  if (node.kind === "match" && node.rows.length > 1) {
    const inner = " ".repeat(Math.max(2, before.search(/\S/)));
    const rows = node.rows.map((row) => `${inner}  ${printRow(row)}`);
    return [`${before}match ${node.subjects.map(printExpression).join(", ")} {`, ...rows, `${inner}}${after}`];
  }
  if (line.length <= WIDTH || node.kind !== "binary" || LEVELS[node.operator] > AND_LEVEL) return [line];
  const level = LEVELS[node.operator];
  const operands: string[] = [];
  let current: Expression = node;
  while (current.kind === "binary" && current.operator === node.operator) {
    operands.unshift(at(current.right, level + 1));
    current = current.left;
  }
  operands.unshift(at(current, level));
  const space = " ".repeat(indent);
  return operands
    .map((operand, i) => (i === 0 ? `${before}${operand}` : `${space}${node.operator} ${operand}`))
    .map((text, i) => (i === operands.length - 1 ? text + after : text));
}
