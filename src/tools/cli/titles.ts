import type { Titles } from "../../decision/explain/words.ts";
import type { Plan, PlanNamed } from "../../plan/plan.ts";

/** Titles of roles, queues and kinds of evidence, for pages. */
export function titles(plan: Plan): Titles {
  const of = (named: readonly PlanNamed[]): Readonly<Record<string, string>> =>
    Object.fromEntries(named.flatMap((one) => (one.title === null ? [] : [[one.id, one.title]])));
  return { roles: of(plan.roles), queues: of(plan.queues), evidence: of(plan.evidence) };
}
