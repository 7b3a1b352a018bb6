/** Builtins: the arguments are compiled, the rest is the interpreter's. */
import { builtinOf } from "../interpreter/builtins.ts";
import type { Value } from "../value.ts";
import type { Compiler, Of } from "./compiler.ts";
import type { Code } from "./run.ts";

export function builtin({ code }: Compiler, expr: Of<"builtin">): Code {
  const args = expr.args.map(code);
  return (run) => {
    const values: Value[] = [];
    for (const arg of args) values.push(arg(run));
    return builtinOf(run, expr, values);
  };
}
