/** Whether actions are held: autopilot only with a way back and a sample, and no action that nothing restricts. */
import type { CheckedAction } from "./actions/action.ts";
import type { Checker } from "./checker.ts";
import { reaches } from "./every.ts";
import type { ModelEvery } from "./model.ts";

const RESTRICTS: ReadonlySet<string> = new Set(["require", "forbid", "tier", "approve", "quota", "limit"]);

export function checkRestraint(
  checker: Checker,
  actions: readonly CheckedAction[],
  every: readonly ModelEvery[],
): void {
  // Verbs of each declaration once: sets with thousands of actions must not look at every clause for each.
  const verbs = every.map(({ impacting, clauses }) => ({
    impacting,
    verbs: new Set(clauses.filter(({ shadow }) => !shadow).map(({ rule }) => rule.verb)),
  }));
  for (const { model, head, node } of actions) {
    const reach = verbs.filter(({ impacting }) => reaches(impacting, model));
    const has = (test: (verb: string) => boolean): boolean =>
      model.clauses.some(({ shadow, rule }) => !shadow && test(rule.verb)) ||
      reach.some((other) => [...other.verbs].some(test));
    const action = node.name.text;
    if (!has((verb) => RESTRICTS.has(verb))) checker.report("nothing-restricts", node.name.span, { action });
    if (model.autonomy !== "autopilot") continue;
    const at = head.autonomyAt ?? node.name.span;
    if (
      model.rollback === "irreversible" ||
      (model.rollback === null && !node.items.some(({ kind }) => kind === "rollback"))
    )
      checker.report("autopilot-without-rollback", at, { action, irreversible: model.rollback === "irreversible" });
    if (!has((verb) => verb === "sample")) checker.report("autopilot-without-sample", at, { action });
  }
}
