/** Expressions as people write them: paths of what they read, and short texts of anything else. */
import type { Wire } from "../model/expression.ts";
import type { Type } from "../model/type.ts";
import type { PlanExpr } from "./plan.ts";

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

const UNITS = [
  [86_400_000, "day"],
  [3_600_000, "hour"],
  [60_000, "minute"],
  [1000, "second"],
  [1, "millisecond"],
] as const;

/** `4 hours`, `1 day`, `36 hours`: in the largest unit that gives a whole count. */
export function durationWords(ms: number): string {
  if (ms === 0) return "0 seconds";
  const [size, unit] = UNITS.find(([size]) => ms % size === 0)!;
  const count = ms / size;
  return `${count} ${unit}${Math.abs(count) === 1 ? "" : "s"}`;
}

const DEEPEST = 6;
const MOST_PARTS = 6;
const LONGEST = 120;

/** An expression as a short text, much as it was written; what is too long or too deep ends in `…`. */
export function describe(expr: PlanExpr): string {
  const text = print(expr, DEEPEST);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

function print(expr: PlanExpr, depth: number): string {
  if (depth === 0) return "…";
  const inner = (e: PlanExpr): string => {
    const text = print(e, depth - 1);
    return /^(?:and|or|equal|compare|in|like|present|arith|default|if|not)$/.test(e.op) ? `(${text})` : text;
  };
  const many = (es: readonly PlanExpr[], separator: string, each: (e: PlanExpr) => string): string =>
    es.slice(0, MOST_PARTS).map(each).join(separator) + (es.length > MOST_PARTS ? `${separator}…` : "");
  const plain = (e: PlanExpr): string => print(e, depth - 1);
  const no = (negated: boolean): string => (negated ? "not " : "");
  const path = readPath(expr);
  if (path !== null) return path;
  switch (expr.op) {
    case "const":
      return constant(expr.type, expr.value);
    case "field":
      return `${inner(expr.of)}${expr.safe ? "?." : "."}${expr.field}`;
    case "index":
      return `${inner(expr.of)}[${plain(expr.key)}]`;
    case "not":
      return `not ${inner(expr.operand)}`;
    case "and":
    case "or":
      return many(expr.parts, ` ${expr.op} `, inner);
    case "equal":
      return `${inner(expr.left)} ${expr.negated ? "!=" : "=="} ${inner(expr.right)}`;
    case "compare":
      return `${inner(expr.left)} ${expr.cmp} ${inner(expr.right)}`;
    case "in":
      return `${inner(expr.item)} ${no(expr.negated)}in ${inner(expr.list)}`;
    case "like":
      return `${inner(expr.text)} ${no(expr.negated)}like ${inner(expr.pattern)}`;
    case "present":
      return `${inner(expr.operand)} is ${expr.negated ? "missing" : "present"}`;
    case "arith":
      return `${inner(expr.left)} ${expr.fn} ${inner(expr.right)}`;
    case "negate":
      return `-${inner(expr.operand)}`;
    case "default":
      return `${inner(expr.value)} ?? ${inner(expr.otherwise)}`;
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
    case "max":
      return `${expr.op}(${expr.binder} in ${plain(expr.source)}: ${plain(expr.body)}${expr.where === null ? "" : ` where ${plain(expr.where)}`})`;
    case "items":
      return `[${many(expr.items, ", ", plain)}]`;
    case "builtin":
      return `${expr.name.replace("_of", "")}(${many(expr.args, ", ", plain)})`;
    case "call":
      return `${bare(expr.fn)}(${many(expr.args, ", ", plain)})`;
    case "input":
    case "fact":
    case "let":
    case "ambient":
    case "local":
    case "history":
    case "changes_to":
    case "evidence_of":
      return "…";
  }
}

function constant(type: Type, value: Wire): string {
  if (value === null) return "none";
  if (typeof value === "string") return type.kind === "text" || type.kind === "choice" ? JSON.stringify(value) : value;
  if (typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return value.length === 0 ? "[]" : "[…]";
  if ("currency" in value && "amount" in value) return `${String(value["amount"])} ${String(value["currency"])}`;
  return "{…}";
}
