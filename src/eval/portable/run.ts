/** What the operators share while a condition is turned into formulas. */
import type { FieldType } from "../../model/type.ts";
import type { Plan, PlanAction, PlanExpr } from "../../plan/plan.ts";
import type { Zone } from "../../plan/zone.ts";
import type { Needs } from "./needs.ts";
import type { Fields, Term } from "./term.ts";

export interface Run {
  readonly plan: Plan;
  readonly zone: Zone;
  readonly action: PlanAction;
  readonly needs: Needs;
  readonly fields: Fields;
  readonly locals: readonly Term[];
  readonly term: (expr: PlanExpr) => Term;
  /** The same with one more local. */
  readonly with: (slot: number, local: Term) => Run;
  /** Notes that arithmetic of this condition may leave the exact doubles, so that it is unknown where the language knows. */
  readonly guarded: () => void;
}

export type Of<Op extends PlanExpr["op"]> = Extract<PlanExpr, { readonly op: Op }>;

export const fieldsIn =
  (plan: Plan): Fields =>
  (record): readonly FieldType[] | null =>
    Object.hasOwn(plan.records, record) ? plan.records[record]!.fields : null;
