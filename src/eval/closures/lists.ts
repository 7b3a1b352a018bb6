/** Quantifiers and comprehensions. */
import { decimalOfNumber, ZERO } from "../decimal.ts";
import { gathered } from "../interpreter/lists.ts";
import { not, type Truth, truthOf } from "../interpreter/logic.ts";
import { demand, misplaced, spend } from "../interpreter/run.ts";
import { both, Unknown, type Value } from "../value.ts";
import type { Compiler, Of } from "./compiler.ts";
import type { Code, Run } from "./run.ts";

type Quantified = Of<"any" | "all" | "none" | "count">;
type Comprehension = Of<"sum" | "list" | "min" | "max">;

/** The items of a list that has to be there. */
function itemsOf(compiler: Compiler, { source }: Quantified | Comprehension): (run: Run) => readonly Value[] | Unknown {
  const code = compiler.code(source);
  return (run) => {
    const list = demand(code(run), source);
    return list instanceof Unknown || Array.isArray(list) ? list : misplaced(source);
  };
}

export function quantified(compiler: Compiler, expr: Quantified): Code {
  if (expr.op === "count") return counted(compiler, expr);
  const some = someMeet(compiler, expr, expr.op !== "all");
  return expr.op === "any" ? some : (run) => not(some(run));
}

/** Whether the condition is `wanted` for some item: true as soon as it is for one, also when it is unknown for others. */
function someMeet(compiler: Compiler, expr: Quantified, wanted: boolean): (run: Run) => Truth {
  const source = itemsOf(compiler, expr);
  const body = compiler.code(expr.body);
  const { slot } = expr;
  return (run) => {
    const items = source(run);
    // The caller turns truths around; an unknown stays what it is.
    if (items instanceof Unknown) return items;
    let open: Unknown | null = null;
    for (const item of items) {
      const spent = spend(run, 1);
      if (spent !== null) return spent;
      run.locals[slot] = item;
      const met = truthOf(body(run), expr.body);
      if (met === wanted) return true;
      if (met instanceof Unknown) open = both(open, met);
    }
    return open ?? false;
  };
}

function counted(compiler: Compiler, expr: Quantified): Code {
  const source = itemsOf(compiler, expr);
  const body = compiler.code(expr.body);
  const { slot } = expr;
  return (run) => {
    const items = source(run);
    if (items instanceof Unknown) return items;
    let open: Unknown | null = null;
    let count = 0;
    for (const item of items) {
      const spent = spend(run, 1);
      if (spent !== null) return spent;
      run.locals[slot] = item;
      const met = truthOf(body(run), expr.body);
      if (met === true) count++;
      if (met instanceof Unknown) open = both(open, met);
    }
    return open ?? decimalOfNumber(count) ?? ZERO;
  };
}

export function comprehension(compiler: Compiler, expr: Comprehension): Code {
  const source = itemsOf(compiler, expr);
  const body = compiler.code(expr.body);
  const where = expr.where === null ? null : compiler.code(expr.where);
  const { slot } = expr;
  return (run) => {
    const items = source(run);
    if (items instanceof Unknown) return items;
    const kept: Value[] = [];
    let open: Unknown | null = null;
    for (const item of items) {
      const spent = spend(run, 1);
      if (spent !== null) return spent;
      run.locals[slot] = item;
      const belongs = where === null ? true : truthOf(where(run), expr.where!);
      if (belongs instanceof Unknown) open = both(open, belongs);
      else if (belongs) kept.push(body(run));
    }
    return open ?? gathered(run.machine, expr, kept);
  };
}
