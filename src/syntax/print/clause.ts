/** Clauses as text, in two parts (what they are called, what they say), so that a run of them can be aligned. */
import type { BlockItem, Clause, Consequence, Expression, HeadItem, Name, QuotaWindow } from "../tree.ts";
import {
  printDuration,
  printExpression,
  printField,
  printPath,
  printRequirement,
  printTarget,
  printText,
  printType,
  printValue,
} from "./expression.ts";

export interface Parts {
  /** `require settled:`, `at high`: what stands at the left edge. */
  readonly head: string;
  /** What follows it; empty when the head says everything. */
  readonly body: string;
  /** `because "…"`, or empty. */
  readonly tail: string;
}

/** A clause on one line: the text that identifies it, wherever it stands. Documentation is no part of it. */
export function printClause(clause: Clause): string {
  const { head, body, tail } = clauseParts(clause);
  return [head, body, tail].filter((part) => part !== "").join(" ");
}

export function clauseParts(clause: Clause): Parts {
  const before = `${clause.shadow ? "shadow " : ""}${clause.waivable ? "waivable " : ""}`;
  const tail = clause.because === null ? "" : `because ${printText(clause.because.text)}`;
  const { head, body } = verbParts(clause);
  return { head: `${before}${head}`, body, tail };
}

function verbParts(clause: Clause): { readonly head: string; readonly body: string } {
  switch (clause.kind) {
    case "require":
      return {
        head: labelled("require", clause.name),
        body: join(printExpression(clause.condition), otherwise(clause.otherwise)),
      };
    case "forbid":
      return { head: labelled("forbid", clause.name), body: printExpression(clause.condition) };
    case "score":
      return conditional(`score ${clause.points.value}`, clause.name, clause.condition);
    case "tier":
      return conditional(`tier ${clause.tier.text}`, clause.name, clause.condition);
    case "approve":
      return {
        head: labelled("approve", clause.name),
        body: join(`by ${printRequirement(clause.requirement)}`, excluding(clause.excluding), when(clause.when)),
      };
    case "evidence":
      return {
        head: labelled("evidence", clause.name),
        body: join(
          clause.evidence.text,
          clause.within === null ? "" : `within ${printDuration(clause.within)}`,
          when(clause.when),
        ),
      };
    case "quota":
      return {
        head: labelled("quota", clause.name),
        body: join(
          clause.sum === null ? "" : `sum of ${printValue(clause.sum)} up to`,
          printValue(clause.limit),
          printWindow(clause.window),
          clause.keys.length === 0 ? "" : `for each ${clause.keys.map(printValue).join(", ")}`,
          when(clause.when),
          otherwise(clause.otherwise),
        ),
      };
    case "limit":
      return { head: labelled("limit", clause.name), body: join(`autonomy to ${clause.level}`, when(clause.when)) };
    case "sample":
      return { head: labelled("sample", clause.name), body: join(printExpression(clause.rate), when(clause.when)) };
    case "route":
      return { head: labelled("route", clause.name), body: join(`to ${clause.queue.text}`, when(clause.when)) };
    case "escalate":
      return {
        head: labelled("escalate", clause.name),
        body: join(`to ${clause.role.text} after ${printDuration(clause.after)}`, when(clause.when)),
      };
  }
}

function conditional(
  start: string,
  name: Name | null,
  condition: Expression | null,
): { readonly head: string; readonly body: string } {
  const named = name === null ? start : `${start} ${name.text}`;
  return condition === null ? { head: named, body: "" } : { head: `${named}:`, body: printExpression(condition) };
}

function labelled(verb: string, name: Name | null): string {
  return name === null ? verb : `${verb} ${name.text}:`;
}

function when(condition: Expression | null): string {
  return condition === null ? "" : `when ${printExpression(condition)}`;
}

function excluding(expression: Expression | null): string {
  return expression === null ? "" : `excluding ${printExpression(expression)}`;
}

function otherwise(consequence: Consequence | null): string {
  return consequence === null ? "" : `else ${printConsequence(consequence)}`;
}

export function printConsequence(consequence: Consequence): string {
  switch (consequence.kind) {
    case "deny":
    case "warn":
      return consequence.kind;
    case "tier":
      return `tier ${consequence.tier.text}`;
    case "approve":
      return join(`approve by ${printRequirement(consequence.requirement)}`, excluding(consequence.excluding));
  }
}

export function printWindow(window: QuotaWindow): string {
  switch (window.kind) {
    case "calendar":
      return `per ${window.unit}`;
    case "rolling":
      return `in any ${printDuration(window.duration)}`;
    case "ever":
      return "in total";
    case "open":
      return "at once";
  }
}

/** What an action says of itself, on one line. */
export function headParts(item: HeadItem): Parts {
  switch (item.kind) {
    case "impact":
      return parts(
        "impact",
        item.entries
          .map(({ category, value }) =>
            value === null ? category.text : `${category.text} = ${printExpression(value)}`,
          )
          .join(", "),
      );
    case "autonomy":
      return parts("autonomy", item.level);
    case "input":
      return parts("input", item.fields.map(printField).join(", "));
    case "input-schema":
      return parts("input", `from schema ${printText(item.file.text)}`);
    case "fact":
      return parts(
        "fact",
        `${item.name.text}: ${printType(item.type)} = ${printPath(item.source)}(${item.args.map(printExpression).join(", ")})`,
      );
    case "changes":
      return parts("changes", item.targets.map(printTarget).join(", "));
    case "let":
      return parts("let", `${item.name.text} = ${printExpression(item.value)}`);
    case "open":
      return parts("open", `in ${names(item.environments)}`);
    case "immaterial":
      return parts("immaterial", item.fields.map(printPath).join(", "));
    case "disclose":
      return parts("disclose", item.what.join(", "));
    case "rollback":
      return parts(
        "rollback",
        join(`by ${printPath(item.action)}`, item.within === null ? "" : `within ${printDuration(item.within)}`),
      );
    case "irreversible":
      return parts("irreversible", "");
  }
}

/** What opens a block, up to its brace. */
export function blockHead(block: Exclude<BlockItem, Clause | { kind: "control" }>): string {
  switch (block.kind) {
    case "environment-block":
      return `environment ${names(block.environments)}`;
    case "at-block":
      return `at ${block.tier.text}`;
    case "if-block":
      return `if ${printExpression(block.condition)}`;
    case "control-block":
      return `control ${block.controls.map((control) => printText(control.text)).join(", ")}`;
  }
}

function parts(head: string, body: string): Parts {
  return { head, body, tail: "" };
}

function names(list: readonly Name[]): string {
  return list.map((name) => name.text).join(", ");
}

function join(...texts: readonly string[]): string {
  return texts.filter((text) => text !== "").join(" ");
}
