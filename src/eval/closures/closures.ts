/**
 * The door of the closures back end: a plan's expressions as functions, each made when it is first evaluated.
 *
 * What nests deeper than evaluation may go is left to the interpreter, which says where it ends; so compiling and running
 * need no more of the stack than what is allowed needs.
 */
import { inRequirement } from "../../model/children.ts";
import type { Plan, PlanExpr, PlanRequirement } from "../../plan/plan.ts";
import type { Evaluator } from "../evaluator.ts";
import { evaluateIn } from "../interpreter/evaluate.ts";
import { letValue } from "../interpreter/lets.ts";
import { machineOf } from "../interpreter/machine.ts";
import { resolveIn } from "../interpreter/requirement.ts";
import { DEPTH } from "../interpreter/run.ts";
import type { Compiler } from "./compiler.ts";
import { depthOf } from "./depth.ts";
import { codeOf } from "./families.ts";
import { type Resolver, resolverOf } from "./requirement.ts";
import { type Code, startRun } from "./run.ts";

export function closuresOf(plan: Plan): Pick<Evaluator, "evaluate" | "resolve"> {
  const machine = machineOf(plan);
  const codes = new WeakMap<PlanExpr, Code>();
  const resolvers = new WeakMap<PlanRequirement, Resolver>();
  const bodies = new Map<PlanExpr, number>();
  const nestsTooDeep = (expr: PlanExpr): boolean => depthOf(expr, plan, bodies) > DEPTH;

  function codeFor(expr: PlanExpr): Code {
    const known = codes.get(expr);
    if (known !== undefined) return known;
    const made: Code = nestsTooDeep(expr)
      ? (run) => evaluateIn(machine, expr, run.frame, run.locals.length)
      : codeOf(compilerFor(), expr);
    codes.set(expr, made);
    return made;
  }

  function resolverFor(requirement: PlanRequirement): Resolver {
    const known = resolvers.get(requirement);
    if (known !== undefined) return known;
    const made: Resolver = inRequirement(requirement).some(nestsTooDeep)
      ? (run) => resolveIn(machine, requirement, run.frame, run.locals.length)
      : resolverOf(compilerFor(), requirement);
    resolvers.set(requirement, made);
    return made;
  }

  /** For one expression: what it holds more than once is compiled once. */
  function compilerFor(): Compiler {
    const parts = new Map<PlanExpr, Code>();
    const compiler: Compiler = {
      machine,
      code(expr) {
        let part = parts.get(expr);
        if (part === undefined) {
          part = codeOf(compiler, expr);
          parts.set(expr, part);
        }
        return part;
      },
      functionOf(fn) {
        if (!Object.hasOwn(plan.functions, fn)) return null;
        const { slots, body } = plan.functions[fn]!;
        return { slots, body: () => codeFor(body) };
      },
      letOf: (run, name) =>
        letValue(machine, run.frame, name, ({ value, slots }) => codeFor(value)(startRun(machine, run.frame, slots))),
    };
    return compiler;
  }

  return {
    evaluate: (expr, frame, slots) => codeFor(expr)(startRun(machine, frame, slots)),
    resolve: (requirement, frame, slots) => resolverFor(requirement)(startRun(machine, frame, slots)),
  };
}
