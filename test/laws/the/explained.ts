import fc from "fast-check";
import type { Decision } from "../../../src/decision/documents.ts";
import type { Evaluator } from "../../../src/eval/evaluator.ts";
import { type Case, change } from "../change-sets.ts";
import type { Engine } from "../engine.ts";
import { claim, type Law, tellCase, tellPolicy } from "../law.ts";
import { policy } from "../policies.ts";
import { LEVELS, TIERS } from "../strictness.ts";
import { ask, load, without } from "../world.ts";
import { alone, cases, type World } from "./world.ts";

export const explained: Law<World> = {
  number: 6,
  says: "explained: every part names its clauses and values, and without them that part changes",
  samples: fc.record({ draft: policy, cases: cases(change) }),
  alone,
  check(engine, { draft, cases }) {
    const evaluator = load(engine, draft);
    for (const one of cases) explain(engine, evaluator, one);
    return cases.length;
  },
  tell: ({ draft, cases }) => [tellPolicy(draft), ...cases.map(tellCase)].join("\n"),
};

function explain(engine: Engine, evaluator: Evaluator, one: Case): void {
  const action = evaluator.plan.actions["gen.main.Act"]!;
  const decision = ask(engine, evaluator, one);
  for (const reason of [...decision.reasons, ...decision.shadow]) {
    const clause = action.clauses.find(({ id }) => id === reason.clause);
    claim(clause !== undefined || reason.clause === action.id, () => `${reason.clause} is no clause`);
    claim(reason.at.line > 0 && reason.at.file.endsWith(".bylaw"), () => `${reason.clause} stands nowhere`);
    if (clause === undefined) continue;
    claim(reason.because === clause.because, () => `the reason of ${reason.clause} is another`);
    for (const { path } of clause.reads)
      claim(path in reason.values, () => `${reason.clause} read ${path}, and its value is not told`);
  }

  /** The decision without the clauses that gave some effects; null: none did. */
  const rest = (part: string, gave: (effect: string) => boolean): Decision => {
    const named = decision.reasons.filter(({ effect }) => gave(effect)).map(({ clause }) => clause);
    claim(named.length > 0, `${part}, and no clause says why`);
    return ask(engine, without(engine, evaluator, new Set(named)), one);
  };
  const nobody = ({ reviewers }: Decision): boolean => reviewers.people === 0;

  if (decision.outcome === "deny" && decision.autonomy !== "read_only")
    claim(rest("denied", (effect) => effect === "deny").outcome !== "deny", "denied without what denied it");
  if (decision.outcome === "hold") {
    const lifted = rest("held", (effect) => effect === "hold" || effect.startsWith("evidence "));
    claim(lifted.outcome !== "hold", "held without what held it");
  }
  if (decision.tier !== "low") {
    const { tier } = rest(`tier ${decision.tier}`, (effect) => effect === `tier ${decision.tier}`);
    claim(TIERS.indexOf(tier) < TIERS.indexOf(decision.tier), `tier ${decision.tier} without its clauses`);
  }
  if (decision.score > 0)
    claim(rest("a score", (effect) => effect.startsWith("score ")).score === 0, "a score without its clauses");
  if (decision.evidence.required.length > 0) {
    const { evidence } = rest("evidence", (effect) => effect.startsWith("evidence "));
    claim(evidence.required.length === 0, "evidence is demanded without its clauses");
  }
  // A level that the head of the action grants needs no clause, and `guided` there brings a reviewer of its own.
  const lowered = LEVELS.indexOf(decision.autonomy ?? "autopilot") < LEVELS.indexOf(action.autonomy);
  if (decision.autonomy !== null && lowered)
    claim(
      rest("a lower level", (effect) => effect.startsWith("autonomy ")).autonomy === action.autonomy,
      "a lower level without its clauses",
    );
  if (!nobody(decision) && action.autonomy !== "guided")
    claim(
      nobody(rest("reviewers", (effect) => /^(approve|autonomy) /.test(effect))),
      "reviewers without their clauses",
    );
}
