/**
 * The reference interpreter. Every operator says, in its file, what it gives when an operand is unknown. Total: whatever
 * the expression and the values, it ends, and gives a value.
 */

import { causePath } from "../../plan/path.ts";
import type { PlanExpr } from "../../plan/plan.ts";
import type { Frame, Work } from "../evaluator.ts";
import { unknown, type Value } from "../value.ts";
import { decodeWire } from "../wire.ts";
import { ambient, entry, field, history, named } from "./access.ts";
import { arithmetic, negation } from "./arithmetic.ts";
import { conditional, fallback, match } from "./branches.ts";
import { builtin } from "./builtins.ts";
import { letValue } from "./lets.ts";
import { comprehension, quantified } from "./lists.ts";
import { compare, connective, equal, likeness, membership, not, presence, truth } from "./logic.ts";
import { DEPTH, evaluateAll, type Machine, type Run, STEPS, spend } from "./run.ts";

/** Evaluates an expression in a frame. `slots`: how many locals it needs. */
export function evaluateIn(machine: Machine, expr: PlanExpr, frame: Frame, slots: number): Value {
  return startRun(machine, frame, slots).evaluate(expr);
}

export function startRun(machine: Machine, frame: Frame, slots: number): Run {
  return activation(machine, frame, new Array<Value>(slots).fill(null), frame.work ?? { left: STEPS }, 0);
}

function activation(machine: Machine, frame: Frame, locals: Value[], work: Work, depth: number): Run {
  const run: Run = {
    machine,
    frame,
    locals,
    work,
    depth,
    // The operator is called from here and nowhere else, so that an expression costs few frames of the stack.
    evaluate(expr) {
      if (run.depth >= DEPTH) return unknown("evaluation", `nests deeper than ${DEPTH} expressions`);
      run.depth++;
      const value = (operators[expr.op] as Operator<typeof expr.op>)(run, expr);
      run.depth--;
      return value;
    },
  };
  return run;
}

type Of<Op extends PlanExpr["op"]> = Extract<PlanExpr, { readonly op: Op }>;
type Operator<Op extends PlanExpr["op"]> = (run: Run, expr: Of<Op>) => Value;

const operators: { readonly [Op in PlanExpr["op"]]: Operator<Op> } = {
  const: constant,
  input: (run, expr) => named(run.frame.inputs, expr),
  fact: (run, expr) => named(run.frame.facts, expr),
  let: (run, expr) => letOf(run, expr.name),
  ambient,
  local: (run, expr) => run.locals[expr.slot] ?? null,
  field,
  index: entry,
  not: (run, expr) => not(truth(run, expr.operand)),
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
  items: (run, expr) => evaluateAll(run, expr.items),
  builtin,
  call,
  history,
  changes_to: (run, expr) => run.frame.changesTo(expr.record, expr.field),
  evidence_of: (run, expr) => run.frame.evidenceOf(expr.kind),
};

function constant(run: Run, expr: Of<"const">): Value {
  const known = run.machine.constants.get(expr);
  if (known !== undefined) return known;
  const value =
    decodeWire(expr.type, expr.value, run.machine.plan.records) ??
    unknown(causePath(expr), "not a constant of its type");
  run.machine.constants.set(expr, value);
  return value;
}

function call(run: Run, expr: Of<"call">): Value {
  const fn = Object.hasOwn(run.machine.plan.functions, expr.fn) ? run.machine.plan.functions[expr.fn] : undefined;
  if (fn === undefined) return unknown(causePath(expr), "no such function");
  const spent = spend(run, 1);
  if (spent !== null) return spent;
  const locals = new Array<Value>(Math.max(fn.slots, expr.args.length)).fill(null);
  for (const [i, arg] of expr.args.entries()) locals[i] = run.evaluate(arg);
  return activation(run.machine, run.frame, locals, run.work, run.depth).evaluate(fn.body);
}

const letOf = ({ machine, frame }: Run, name: string): Value =>
  letValue(machine, frame, name, ({ value, slots }) => startRun(machine, frame, slots).evaluate(value));
