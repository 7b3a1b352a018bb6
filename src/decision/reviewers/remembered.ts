/** What was demanded together before: the same few requirements of a plan meet in one decision after another. */
import { type Alternatives, demanded, type ResolvedRequirement } from "./algebra.ts";

interface Step {
  found: Alternatives | null;
  readonly next: Steps;
}

interface Steps {
  readonly get: (requirement: ResolvedRequirement) => Step | undefined;
  readonly set: (requirement: ResolvedRequirement, step: Step) => unknown;
}

/** Requirements that tables put together are new each time: past this the memory starts afresh. */
const MOST_STEPS = 1_000;

let first: Steps = new WeakMap<ResolvedRequirement, Step>();
let steps = 0;

/** As `demanded`, by the identity of the requirements in their order. Nothing else is looked at, so it cannot go stale. */
export function rememberedDemand(requirements: readonly ResolvedRequirement[]): Alternatives {
  let at: Step | null = null;
  for (const requirement of requirements) at = stepTo(at === null ? first : at.next, requirement);
  if (at === null) return demanded(requirements);
  at.found ??= demanded(requirements);
  return at.found;
}

function stepTo(from: Steps, requirement: ResolvedRequirement): Step {
  const known = from.get(requirement);
  if (known !== undefined) return known;
  if (steps >= MOST_STEPS) {
    first = new WeakMap<ResolvedRequirement, Step>();
    steps = 0;
  }
  const made: Step = { found: null, next: new Map<ResolvedRequirement, Step>() };
  from.set(requirement, made);
  steps++;
  return made;
}
