/** Expressions as people write them: paths of what they read, and short texts of anything else. */
import type { Wire } from "../model/expression.ts";
import type { Type } from "../model/type.ts";
import { durationWords, parseDuration } from "./duration.ts";
import type { PlanExpr } from "./plan.ts";

export { durationWords } from "./duration.ts";

/** `order.total`, `limits["EU"]`, `history of Refund in last 1 day`; null for what is computed. */
export function readPath(expr: PlanExpr): string | null {
  return pathFrom(expr, (name) => name);
}

/** The path of a value that is not known: as `readPath`, with its origin (`facts.order.total`, `inputs.amount`); anything computed as a short text. */
export function causePath(expr: PlanExpr): string {
  return pathFrom(expr, (name, origin) => (origin === null ? name : `${origin}.${name}`)) ?? describe(expr);
}

type Root = (name: string, origin: "facts" | "inputs" | null) => string;

function pathFrom(expr: PlanExpr, root: Root): string | null {
  // A loop: a chain of fields may be long.
  let after = "";
  let at = expr;
  for (;;) {
    switch (at.op) {
      case "field":
        after = `${at.safe ? "?." : "."}${at.field}${after}`;
        at = at.of;
        continue;
      case "index": {
        const key = at.key.op === "const" ? JSON.stringify(at.key.value) : pathFrom(at.key, (name) => name);
        if (key === null) return null;
        after = `[${key}]${after}`;
        at = at.of;
        continue;
      }
      case "input":
        return root(at.name, "inputs") + after;
      case "fact":
        return root(at.name, "facts") + after;
      case "let":
      case "ambient":
      case "local":
        return root(at.name, null) + after;
      case "history":
        return `history of ${bare(at.action)} in last ${durationWords(at.last_ms)}${after}`;
      case "changes_to":
        return `changes to ${bare(at.record)}.${at.field}${after}`;
      case "evidence_of":
        return `evidence of ${at.kind}${after}`;
      default:
        return null;
    }
  }
}

const bare = (id: string): string => id.slice(id.lastIndexOf(".") + 1);

const DEEPEST = 6;
const MOST_PARTS = 6;
const LONGEST = 120;

/** An expression as a short text, much as it was written; what is too long or too deep ends in `…`. */
export function describe(expr: PlanExpr): string {
  const text = print(expr, 0, DEEPEST);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

/** How tightly each form binds, loosest first; what is not listed needs no parentheses. */
function binding(expr: PlanExpr): number {
  switch (expr.op) {
    case "if":
      return 0;
    case "or":
      return 1;
    case "and":
      return 2;
    case "not":
      return 3;
    case "equal":
    case "compare":
    case "in":
    case "like":
    case "present":
      return 4;
    case "arith":
      return expr.fn === "+" || expr.fn === "-" ? 5 : 6;
    case "default":
      return 7;
    case "negate":
      return 8;
    default:
      return 9;
  }
}

function print(expr: PlanExpr, least: number, depth: number): string {
  if (depth === 0) return "…";
  const text = readPath(expr) ?? form(expr, depth - 1);
  return binding(expr) < least ? `(${text})` : text;
}

function form(expr: PlanExpr, depth: number): string {
  const own = binding(expr);
  const plain = (e: PlanExpr): string => print(e, 0, depth);
  const tight = (e: PlanExpr): string => print(e, own, depth);
  const tighter = (e: PlanExpr): string => print(e, own + 1, depth);
  const many = (es: readonly PlanExpr[], separator: string, each: (e: PlanExpr) => string): string =>
    es.slice(0, MOST_PARTS).map(each).join(separator) + (es.length > MOST_PARTS ? `${separator}…` : "");
  const no = (negated: boolean): string => (negated ? "not " : "");
  switch (expr.op) {
    case "const":
      return constant(expr.type, expr.value);
    case "field":
      return `${tight(expr.of)}${expr.safe ? "?." : "."}${expr.field}`;
    case "index":
      return `${tight(expr.of)}[${plain(expr.key)}]`;
    case "not":
      return `not ${tight(expr.operand)}`;
    case "and":
    case "or":
      return many(expr.parts, ` ${expr.op} `, tighter);
    case "equal":
      return `${tighter(expr.left)} ${expr.negated ? "!=" : "=="} ${tighter(expr.right)}`;
    case "compare":
      return `${tighter(expr.left)} ${expr.cmp} ${tighter(expr.right)}`;
    case "in":
      return `${tighter(expr.item)} ${no(expr.negated)}in ${tighter(expr.list)}`;
    case "like":
      return `${tighter(expr.text)} ${no(expr.negated)}like ${tighter(expr.pattern)}`;
    case "present":
      return `${tighter(expr.operand)} is ${expr.negated ? "missing" : "present"}`;
    case "arith":
      return `${tight(expr.left)} ${expr.fn} ${tighter(expr.right)}`;
    case "negate":
      return `-${tight(expr.operand)}`;
    case "default":
      return `${tighter(expr.value)} ?? ${tight(expr.otherwise)}`;
    case "if":
      return `if ${plain(expr.condition)} then ${plain(expr.then)} else ${plain(expr.otherwise)}`;
    case "match":
      return `match ${many(expr.subjects, ", ", plain)} {…}`;
    case "any":
    case "all":
    case "none":
    case "count":
      return `${expr.op}(${expr.binder} in ${plain(expr.source)}: ${plain(expr.body)})`;
    case "sum":
    case "list":
    case "min":
    case "max": {
      const where = expr.where === null ? "" : ` where ${plain(expr.where)}`;
      return `${expr.op}(${expr.binder} in ${plain(expr.source)}: ${plain(expr.body)}${where})`;
    }
    case "items":
      return `[${many(expr.items, ", ", plain)}]`;
    case "builtin":
      return `${/^m(?:in|ax)_of$/.test(expr.name) ? expr.name.slice(0, 3) : expr.name}(${many(expr.args, ", ", plain)})`;
    case "call":
      return `${bare(expr.fn)}(${many(expr.args, ", ", plain)})`;
    default:
      // All others have a path.
      return "…";
  }
}

function constant(type: Type, value: Wire): string {
  if (value === null) return "none";
  if (type.kind === "duration" && typeof value === "string") {
    const ms = parseDuration(value);
    return ms === null ? value : durationWords(ms);
  }
  if (typeof value === "string") return type.kind === "text" || type.kind === "choice" ? JSON.stringify(value) : value;
  if (typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return value.length === 0 ? "[]" : "[…]";
  if ("currency" in value && "amount" in value) return `${String(value["amount"])} ${String(value["currency"])}`;
  return "{…}";
}
