/** A plan made ready to run. */
import type { Plan } from "../../plan/plan.ts";
import { letsRead } from "../../plan/reads.ts";
import { zoneOf } from "../../plan/zone.ts";
import type { Machine, MachineLet } from "./run.ts";

export function machineOf(plan: Plan): Machine {
  const lets = new Map<string, ReadonlyMap<string, MachineLet>>();
  for (const action of Object.values(plan.actions)) {
    const own = action.lets.map(({ name, value, slots }): [string, MachineLet] => [
      name,
      { value, slots, reads: letsRead(value) },
    ]);
    lets.set(action.id, new Map(own));
  }
  return {
    plan,
    zone: zoneOf(plan),
    constants: new WeakMap(),
    lets,
  };
}
