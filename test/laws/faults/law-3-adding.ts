import type { Fault } from "./fault.ts";

/** What law 3 catches. */
export const FAULTS: readonly Fault[] = [
  {
    says: "the last tier counts",
    file: "decision/combine/combine.ts",
    find: "Math.max(found.tier.assumed, rank)",
    replace: "rank",
  },
  {
    says: "the last limit counts",
    file: "decision/combine/combine.ts",
    find: "found.autonomy = lowerLevel(found.autonomy!, effect.level)",
    replace: "found.autonomy = effect.level",
  },
  {
    says: "the last requirement counts",
    file: "decision/combine/combine.ts",
    find: "found.requirements.push(effect.requirement)",
    replace: "found.requirements[0] = effect.requirement",
  },
  {
    says: "a lower level takes the reviewer away that another brought",
    file: "decision/combine/combine.ts",
    find: 'if (effect.level === "guided" && question.action.autonomy === "autopilot") found.guided = true;',
    replace: 'found.guided = effect.level === "guided";',
  },
  {
    says: "the last score counts",
    file: "decision/combine/combine.ts",
    find: "found.score.assumed = saturated(found.score.assumed + effect.points)",
    replace: "found.score.assumed = effect.points",
  },
  {
    says: "the last demand for evidence says whether it is there",
    file: "decision/combine/combine.ts",
    find: "before === undefined ? effect.state : worse(before, effect.state)",
    replace: "effect.state ?? before",
  },
];
