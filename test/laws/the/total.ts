import fc from "fast-check";
import { change } from "../change-sets.ts";
import { claim, type Law, tellCase, tellPolicy } from "../law.ts";
import { policy } from "../policies.ts";
import { OUTCOMES } from "../strictness.ts";
import { ask, load } from "../world.ts";
import { alone, cases, type World, withRemedies } from "./world.ts";

export const total: Law<World> = {
  number: 1,
  says: "total: every change set gets a decision, and none is a fault of the engine",
  samples: fc.record({ draft: policy, cases: cases(change) }),
  alone,
  check(engine, { draft, cases }) {
    const evaluator = load(engine, draft);
    for (const [index, one] of cases.entries()) {
      const decision = ask(engine, evaluator, one);
      claim(OUTCOMES.includes(decision.outcome), () => `the outcome is ${decision.outcome}`);
      const faults = decision.warnings.filter((text) => text.includes("internal fault"));
      claim(faults.length === 0, () => faults.join());
      // The generator fits its contract, so a misfit is a fault of the reader.
      claim(decision.misfits.length === 0, () => JSON.stringify(decision.misfits));
      if (withRemedies(index, cases.length)) claim(Array.isArray(decision.remedies), "no remedies were looked for");
    }
    return cases.length;
  },
  tell: ({ draft, cases }) => [tellPolicy(draft), ...cases.map(tellCase)].join("\n"),
};
