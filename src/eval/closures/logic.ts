/** Logic, comparisons, presence, membership and patterns of text. */
import type { Comparable } from "../../model/expression.ts";
import { causePath } from "../../plan/path.ts";
import type { PlanExpr } from "../../plan/plan.ts";
import { compareDecimals, Decimal } from "../decimal.ts";
import { equalValues } from "../equality.ts";
import {
  comparedAtEnds,
  equalToRange,
  isAmong,
  isLike,
  negateIf,
  not,
  type Truth,
  truthOf,
} from "../interpreter/logic.ts";
import { holds, order } from "../interpreter/order.ts";
import { openRange } from "../interpreter/ranges.ts";
import { demand, type Machine, spend } from "../interpreter/run.ts";
import { both, Unknown, type Value } from "../value.ts";
import type { Compiler, Of } from "./compiler.ts";
import type { Code, Run } from "./run.ts";

export function negated({ code }: Compiler, { operand }: Of<"not">): Code {
  const inner = code(operand);
  return (run) => not(truthOf(inner(run), operand));
}

export function connective({ code }: Compiler, { op, parts }: Of<"and" | "or">): Code {
  const decisive = op === "or";
  const codes = parts.map(code);
  return (run) => {
    let open: Unknown | null = null;
    for (let i = 0; i < codes.length; i++) {
      const value = codes[i]!(run);
      if (value === decisive) return decisive;
      if (value === !decisive) continue;
      // Neither true nor false: what is no condition at all is unknown too.
      open = both(open, truthOf(value, parts[i]!) as Unknown);
    }
    return open ?? !decisive;
  };
}

/** Score and tier are ranges while they are assumed. */
const mayBeRange = (expr: PlanExpr): boolean =>
  expr.op === "ambient" && (expr.name === "score" || expr.name === "tier");

/** `equalValues`, for two texts without walking through them as through lists. */
export const same = (a: Value, b: Value, path: () => string): Truth =>
  typeof a === "string" && typeof b === "string" ? a === b : equalValues(a, b, path);

export function equal({ code }: Compiler, expr: Of<"equal">): Code {
  const left = code(expr.left);
  const right = code(expr.right);
  const { negated } = expr;
  const path = (): string => causePath(expr.left);
  const operands = (run: Run): Truth => same(left(run), right(run), path);
  if (!mayBeRange(expr.left) && !mayBeRange(expr.right)) return (run) => negateIf(negated, operands(run));
  return (run) => {
    const ofLeft = openRange(run.frame, expr.left);
    const range = ofLeft ?? openRange(run.frame, expr.right);
    if (range === null) return negateIf(negated, operands(run));
    return negateIf(negated, equalToRange(run, expr, range, ofLeft === null ? left(run) : right(run)));
  };
}

export function compare({ machine, code }: Compiler, expr: Of<"compare">): Code {
  const left = code(expr.left);
  const right = code(expr.right);
  if (!mayBeRange(expr.left) && !mayBeRange(expr.right)) {
    const { cmp } = expr;
    const difference = orderOf(machine, expr.as);
    return (run) => {
      const found = difference(demand(left(run), expr.left), demand(right(run), expr.right), expr.left);
      return found instanceof Unknown ? found : holds(cmp, found);
    };
  }
  return (run) => {
    const [low, high] = [openRange(run.frame, expr.left), openRange(run.frame, expr.right)];
    const lefts = low === null ? [demand(left(run), expr.left)] : [low.low, low.high];
    const rights = high === null ? [demand(right(run), expr.right)] : [high.low, high.high];
    return comparedAtEnds(run, expr, lefts, rights);
  };
}

type Order = (a: Value, b: Value, at: PlanExpr) => number | Unknown;

/** `order` for one kind: two known values of it without looking for what they might be instead. */
export function orderOf(machine: Machine, as: Comparable): Order {
  switch (as) {
    case "number":
      return (a, b, at) =>
        a instanceof Decimal && b instanceof Decimal ? compareDecimals(a, b) : order(machine, as, a, b, at);
    case "time":
    case "date":
    case "duration":
      return (a, b, at) => (typeof a === "number" && typeof b === "number" ? a - b : order(machine, as, a, b, at));
    default:
      return (a, b, at) => order(machine, as, a, b, at);
  }
}

export function membership({ code }: Compiler, expr: Of<"in">): Code {
  const item = code(expr.item);
  const list = code(expr.list);
  const { negated } = expr;
  const texts = textsOf(expr.list);
  if (texts === null) return (run) => negateIf(negated, isAmong(run, expr, item(run), list(run)));
  return (run) => {
    const value = item(run);
    if (typeof value !== "string") return negateIf(negated, isAmong(run, expr, value, list(run)));
    return spend(run, texts.size) ?? texts.has(value) !== negated;
  };
}

/** The texts that a list is made of when it is written out, without repeats; else null. */
function textsOf(list: PlanExpr): ReadonlySet<string> | null {
  if (list.op !== "items" || list.items.length === 0) return null;
  const texts = new Set<string>();
  for (const item of list.items) {
    if (item.op !== "const" || typeof item.value !== "string") return null;
    if (item.type.kind !== "text" && item.type.kind !== "choice") return null;
    texts.add(item.value);
  }
  // A repeat costs a step, so such a list is left to the general way.
  return texts.size === list.items.length ? texts : null;
}

export function likeness({ code }: Compiler, expr: Of<"like">): Code {
  const text = code(expr.text);
  const pattern = code(expr.pattern);
  return (run) => isLike(expr, demand(text(run), expr.text), demand(pattern(run), expr.pattern));
}

export function presence({ code }: Compiler, { operand, negated }: Of<"present">): Code {
  const inner = code(operand);
  return (run) => {
    const value = inner(run);
    return value instanceof Unknown ? value : (value !== null) !== negated;
  };
}
