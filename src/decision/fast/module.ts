/**
 * Generated code written down ahead of time, for surroundings that allow no code to be made from text. The module holds
 * functions, so whoever imports it trusts it as any other code; a bundle never holds any.
 */
import { planDigest } from "../../eval/digest.ts";
import type { Plan } from "../../plan/plan.ts";
import { type Program, program } from "./action.ts";
import { Refused } from "./code.ts";
import { GENERATED_VERSION, wrapped } from "./fast.ts";
import { MODES, type Mode } from "./stage.ts";

/** The text of an ES module whose export `generated` is for `adopt`. The same plan gives the same bytes. */
export function generateModule(plan: Plan): string {
  const shapes: Shapes = new Map();
  const actions = Object.values(plan.actions).map((action) => {
    const made = MODES.map((mode) => `${mode}:${entry(attempt(plan, action.id, mode), shapes)}`);
    return `${JSON.stringify(action.id)}:{${made.join(",")}}`;
  });
  const functions = [...shapes].map(([source, { keep }]) => `(L)=>{${wrapped(source, keep)}}`);
  return `/* Generated from a policy set. Do not edit: it is used only with the plan whose digest it names. */
export const generated = {
version:${JSON.stringify(GENERATED_VERSION)},
plan:${JSON.stringify(planDigest(plan))},
shapes:[
${functions.join(",\n")}
],
actions:{
__proto__:null,
${actions.join(",\n")}
}
};
`;
}

function attempt(plan: Plan, id: string, mode: Mode): Program | null {
  try {
    return program(plan, plan.actions[id]!, mode);
  } catch (fault) {
    if (fault instanceof Refused) return null;
    throw fault;
  }
}

type Shapes = Map<string, { readonly place: number; readonly keep: string }>;

function entry(made: Program | null, shapes: Shapes): string {
  if (made === null) return "null";
  const { source, keep } = made;
  const shape = shapes.get(source) ?? { place: shapes.size, keep };
  shapes.set(source, shape);
  return `{shape:${shape.place},constants:${JSON.stringify(made.constants)},aside:${made.aside}}`;
}
