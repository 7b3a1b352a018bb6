/**
 * Every expression becomes, once, a function that evaluates it; what is known when the plan is read (constants, operators,
 * kinds of operands) is decided here and not at each evaluation. No code is made from text, so it serves where a content
 * security policy forbids that.
 *
 * The meaning is the interpreter's. What it says about values it says in functions, and they are called here; the common
 * case of two known operands goes straight to the result.
 */
import { causePath } from "../../plan/path.ts";
import type { PlanExpr } from "../../plan/plan.ts";
import { type Machine, spend } from "../interpreter/run.ts";
import { unknown, type Value } from "../value.ts";
import { decodeWire } from "../wire.ts";
import { ambient, changes, entry, evidence, fact, field, history, input, letRead } from "./access.ts";
import { arithmetic, negation } from "./arithmetic.ts";
import { conditional, fallback, match } from "./branches.ts";
import { builtin } from "./builtins.ts";
import type { Compiler, Of } from "./compiler.ts";
import { comprehension, quantified } from "./lists.ts";
import { compare, connective, equal, likeness, membership, negated, presence } from "./logic.ts";
import { type Code, once, Run } from "./run.ts";

type Family<Op extends PlanExpr["op"]> = (compiler: Compiler, expr: Of<Op>) => Code;

const families: { readonly [Op in PlanExpr["op"]]: Family<Op> } = {
  const: constant,
  input,
  fact,
  let: letRead,
  ambient,
  local: (_compiler, { slot }) => {
    return (run) => run.locals[slot] ?? null;
  },
  field,
  index: entry,
  not: negated,
  and: connective,
  or: connective,
  equal,
  compare,
  in: membership,
  like: likeness,
  present: presence,
  arith: arithmetic,
  negate: negation,
  default: fallback,
  if: conditional,
  match,
  any: quantified,
  all: quantified,
  none: quantified,
  count: quantified,
  sum: comprehension,
  list: comprehension,
  min: comprehension,
  max: comprehension,
  items,
  builtin,
  call,
  history,
  changes_to: changes,
  evidence_of: evidence,
};

/** Compiles one node. */
export const codeOf = (compiler: Compiler, expr: PlanExpr): Code =>
  (families[expr.op] as Family<typeof expr.op>)(compiler, expr);

/** The value of a constant. */
export const constantOf = ({ plan }: Machine, expr: Of<"const">): Value =>
  decodeWire(expr.type, expr.value, plan.records) ?? unknown(causePath(expr), "not a constant of its type");

function constant({ machine }: Compiler, expr: Of<"const">): Code {
  const value = constantOf(machine, expr);
  return () => value;
}

function items({ machine, code }: Compiler, { items }: Of<"items">): Code {
  if (items.every((item) => item.op === "const")) {
    const values = items.map((item) => constantOf(machine, item as Of<"const">));
    return () => values;
  }
  const codes = items.map(code);
  return (run) => {
    const values: Value[] = [];
    for (const item of codes) values.push(item(run));
    return values;
  };
}

function call({ code, functionOf }: Compiler, expr: Of<"call">): Code {
  const found = functionOf(expr.fn);
  if (found === null) return once(() => unknown(causePath(expr), "no such function"));
  const args = expr.args.map(code);
  const slots = Math.max(found.slots, args.length);
  let body: Code | null = null;
  return (run) => {
    const spent = spend(run, 1);
    if (spent !== null) return spent;
    const inner = new Run(run.machine, run.frame, slots, run.work);
    for (let i = 0; i < args.length; i++) inner.locals[i] = args[i]!(run);
    body ??= found.body();
    return body(inner);
  };
}
