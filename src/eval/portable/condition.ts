/** A condition as two formulas. Each operator has its file; definitions and lets are written out where they are read. */
import type { Plan, PlanAction, PlanExpr } from "../../plan/plan.ts";
import { zoneOf } from "../../plan/zone.ts";
import { ambient, changesTo, entry, evidenceOf, fact, field, history, input, present } from "./access.ts";
import { conditional, fallback, match } from "./branches.ts";
import { constant } from "./constant.ts";
import { FALSE, type Formula, sizeOf, TRUE } from "./formula.ts";
import { comprehension, listBuiltin, quantified } from "./lists.ts";
import { compare, condition, connective, equal, membership, negated } from "./logic.ts";
import type { Needs } from "./needs.ts";
import { arithmetic, extreme, negation } from "./numbers.ts";
import { fieldsIn, type Of, type Run } from "./run.ts";
import type { Term } from "./term.ts";
import { likeness, textBuiltin } from "./text.ts";
import { unsupported } from "./unsupported.ts";

/** Operators and operands of one formula, written out. */
export const MAX_FORMULA = 20_000;

/** Expressions looked at for one condition: definitions are written out, and may double at each step. */
const MAX_STEPS = 20_000;

/** How deep expressions may nest, definitions and lets followed; JSON Logic is run by recursion. */
export const MAX_NESTING = 200;

export interface Condition {
  readonly yes: Formula;
  readonly no: Formula;
  /** Whether arithmetic may leave the exact doubles: there it is unknown. */
  readonly guarded: boolean;
}

/** Throws `Unsupported` where a condition has no exact form. */
export function conditionOf(plan: Plan, action: PlanAction, fires: PlanExpr, needs: Needs): Condition {
  const lets = new Map<string, Term>();
  let guarded = false;
  let steps = 0;
  let nesting = 0;
  const runWith = (locals: readonly Term[]): Run => {
    const run: Run = {
      plan,
      zone: zoneOf(plan),
      action,
      needs,
      fields: fieldsIn(plan),
      locals,
      guarded: () => {
        guarded = true;
      },
      with(slot, local) {
        const own = [...locals];
        own[slot] = local;
        return runWith(own);
      },
      term(expr) {
        if (++steps > MAX_STEPS) unsupported(TOO_LARGE);
        if (++nesting > MAX_NESTING) unsupported(`nests deeper than ${MAX_NESTING} expressions`);
        const found = expr.op === "let" ? letOf(expr) : expr.op === "call" ? call(run, expr) : termOf(run, expr);
        nesting--;
        return found;
      },
    };
    return run;
  };
  const letOf = ({ name }: Of<"let">): Term => {
    const known = lets.get(name);
    if (known !== undefined) return known;
    const found = action.lets.find((one) => one.name === name);
    if (found === undefined) return unsupported(`the let ${name}, which the action does not have`);
    const term = runWith([]).term(found.value);
    lets.set(name, term);
    return term;
  };
  const call = (run: Run, expr: Of<"call">): Term => {
    const fn = Object.hasOwn(plan.functions, expr.fn) ? plan.functions[expr.fn] : undefined;
    if (fn === undefined) return unsupported(`the definition ${expr.fn}, which the plan does not have`);
    return runWith(expr.args.map((arg) => run.term(arg))).term(fn.body);
  };
  const { yes, no } = condition(runWith([]), fires);
  if (sizeOf(yes) > MAX_FORMULA || sizeOf(no) > MAX_FORMULA) unsupported(TOO_LARGE);
  return { yes, no, guarded };
}

const TOO_LARGE = "too large: JSON Logic cannot name what is used twice, so definitions and lets are written out";

function termOf(run: Run, expr: Exclude<PlanExpr, Of<"let" | "call">>): Term {
  switch (expr.op) {
    case "const":
      return constant(run, expr);
    case "input":
      return input(run, expr);
    case "fact":
      return fact(run, expr);
    case "ambient":
      return ambient(run, expr);
    case "local":
      return run.locals[expr.slot] ?? unsupported(`${expr.name}, which nothing binds`);
    case "field":
      return field(run, expr);
    case "index":
      return entry(run, expr);
    case "history":
      return history(run, expr);
    case "changes_to":
      return changesTo(run, expr);
    case "evidence_of":
      return evidenceOf(run, expr);
    case "present":
      return present(run, expr);
    case "not":
      return negated(condition(run, expr.operand));
    case "and":
    case "or":
      return connective(run, expr);
    case "equal":
      return equal(run, expr);
    case "compare":
      return compare(run, expr);
    case "in":
      return membership(run, expr);
    case "like":
      return likeness(run, expr);
    case "arith":
      return arithmetic(run, expr);
    case "negate":
      return negation(run, expr);
    case "default":
      return fallback(run, expr);
    case "if":
      return conditional(run, expr);
    case "match":
      return match(run, expr);
    case "any":
    case "all":
    case "none":
    case "count":
      return quantified(run, expr);
    case "sum":
    case "list":
    case "min":
    case "max":
      return comprehension(run, expr);
    case "items":
      return { kind: "tuple", present: TRUE, absent: FALSE, items: expr.items.map((item) => run.term(item)) };
    case "builtin":
      return builtin(run, expr);
  }
}

function builtin(run: Run, expr: Of<"builtin">): Term {
  if (expr.name === "min_of" || expr.name === "max_of") return extreme(run, expr.name, expr.args);
  return (
    listBuiltin(run, expr) ??
    textBuiltin(run, expr) ??
    unsupported(`\`${expr.name}\` of a map: JSON Logic sorts no keys`)
  );
}
