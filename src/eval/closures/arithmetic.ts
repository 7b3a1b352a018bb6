/** Arithmetic. */
import { add, Decimal, multiply, subtract } from "../decimal.ts";
import { computed, negated } from "../interpreter/arithmetic.ts";
import { demand } from "../interpreter/run.ts";
import type { Compiler, Of } from "./compiler.ts";
import type { Code } from "./run.ts";

const EXACT = { "+": add, "-": subtract, "*": multiply } as const;

export function arithmetic({ code }: Compiler, expr: Of<"arith">): Code {
  const left = code(expr.left);
  const right = code(expr.right);
  const operate = expr.fn === "/" ? null : EXACT[expr.fn];
  return (run) => {
    const a = demand(left(run), expr.left);
    const b = demand(right(run), expr.right);
    const result = operate !== null && a instanceof Decimal && b instanceof Decimal ? operate(a, b) : null;
    return result ?? computed(expr, a, b);
  };
}

export function negation({ code }: Compiler, expr: Of<"negate">): Code {
  const operand = code(expr.operand);
  return (run) => negated(expr, demand(operand(run), expr.operand));
}
