import fc from "fast-check";
import type { Decision } from "../../../src/decision/documents.ts";
import { type Case, change } from "../change-sets.ts";
import { claim, type Law, tellCase, tellPolicy } from "../law.ts";
import { addition, type PolicyDraft, policy } from "../policies.ts";
import { claimStricter, OUTCOMES } from "../strictness.ts";
import { ask, load, without } from "../world.ts";
import { alone, cases } from "./world.ts";

interface Given {
  readonly one: Case;
  /** A clause that was not there before. */
  readonly last: number;
}

export const adding: Law<{
  readonly draft: PolicyDraft;
  readonly add: (draft: PolicyDraft) => PolicyDraft;
  readonly cases: readonly Given[];
}> = {
  number: 3,
  says: "adding a clause only tightens",
  samples: fc.record({
    draft: policy,
    add: addition,
    cases: cases(fc.record({ one: change, last: fc.nat() })),
  }),
  alone,
  check(engine, { draft, add, cases }) {
    const before = load(engine, draft);
    const after = load(engine, add(draft));
    const { clauses } = after.plan.actions["gen.main.Act"]!;
    for (const [index, { one, last }] of cases.entries()) {
      const strict = ask(engine, after, one);
      // As text for one, as a clause of the plan for the others: one policy then says something about all its clauses.
      if (index === 0) tightens(strict, ask(engine, before, one), "the last clause");
      const { id } = clauses[last % clauses.length]!;
      tightens(strict, ask(engine, without(engine, after, new Set([id])), one), id);
    }
    return cases.length;
  },
  tell: ({ draft, add, cases }) =>
    [tellPolicy(draft), `--- ${fc.stringify(add)}`, ...cases.map(({ one }) => tellCase(one))].join("\n"),
};

function tightens(strict: Decision, loose: Decision, added: string): void {
  // An escalation adds people who may sit, and is apart.
  claimStricter(strict, loose, "apart");
  claim(
    OUTCOMES.indexOf(strict.outcome) >= OUTCOMES.indexOf(loose.outcome),
    () => `${loose.outcome} became ${strict.outcome} with ${added}`,
  );
}
