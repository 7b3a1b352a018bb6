/** `waive a.b.clause [for ACTION] until DATE because "…"`: dated exceptions, where the clause allows them. */
import type { WaiveDeclaration } from "../syntax/tree.ts";
import type { Checker } from "./checker.ts";
import { reaches } from "./every.ts";
import { dayNumber } from "./literals.ts";
import type { ModelAction, ModelClause, ModelEvery, ModelWaiver } from "./model.ts";
import { importFix, resolveActionOfSet } from "./resolve.ts";
import { type PolicySymbols, pathText } from "./symbols.ts";

/** A clause, the policy it stands in, and the actions it reaches. */
interface Reach {
  readonly clause: ModelClause;
  readonly policy: string;
  readonly reaches: (action: ModelAction) => boolean;
}

/** Clauses by id. Two policies could spell one id in two ways (`a` with `b.c`, `a.b` with `c`): an error. */
export function clausesById(
  checker: Checker,
  actions: readonly { readonly model: ModelAction; readonly policy: PolicySymbols }[],
  every: readonly ModelEvery[],
): ReadonlyMap<string, Reach> {
  const found = new Map<string, Reach>();
  const add = (clause: ModelClause, policy: string, reach: Reach["reaches"]): void => {
    const other = found.get(clause.id);
    if (other === undefined) found.set(clause.id, { clause, policy, reaches: reach });
    else if (other.policy !== policy)
      checker.report(
        "duplicate-clause",
        clause.span,
        { name: clause.id, owner: "this policy set" },
        { labels: [{ span: other.clause.span, text: "the other clause" }] },
      );
  };
  for (const { model, policy } of actions)
    for (const clause of model.clauses) add(clause, policy.name, (action) => action.id === model.id);
  for (const { clauses, impacting, policy } of every)
    for (const clause of clauses) add(clause, policy, (action) => reaches(impacting, action));
  return found;
}

export function checkWaivers(
  checker: Checker,
  policy: PolicySymbols,
  clauses: ReadonlyMap<string, Reach>,
  actions: ReadonlyMap<string, { readonly model: ModelAction }>,
): ModelWaiver[] {
  return policy.tree.declarations.flatMap((node) =>
    node.kind === "waive" ? (checkWaiver(checker, policy, node, clauses, actions) ?? []) : [],
  );
}

function checkWaiver(
  checker: Checker,
  policy: PolicySymbols,
  node: WaiveDeclaration,
  clauses: ReadonlyMap<string, Reach>,
  actions: ReadonlyMap<string, { readonly model: ModelAction }>,
): ModelWaiver | null {
  const written = pathText(node.clause);
  const named = node.actions.map((path) => resolveActionOfSet(checker, policy, path));
  if (dayNumber(node.until.value) !== null && node.until.value <= checker.today)
    checker.report("waive-expired", node.until.span, { until: node.until.value, today: checker.today });

  // Clauses of the own policy may be named without it.
  const found = clauses.get(written) ?? clauses.get(`${policy.name}.${written}`);
  if (found === undefined) {
    const near = checker.near(written, () => clauses.keys());
    checker.report(
      "unknown-clause",
      node.clause.span,
      { name: written, near },
      {
        fixes: near === undefined ? [] : [{ title: `Write ${near}`, edits: [{ span: node.clause.span, text: near }] }],
      },
    );
    return null;
  }
  const { clause } = found;
  const label = { labels: [{ span: clause.span, text: "the clause" }] };
  const home = checker.symbols.policies.get(found.policy);
  if (home !== undefined && !checker.sight.reaches(policy, home))
    checker.report(
      "not-imported",
      node.clause.span,
      { thing: "clause", name: clause.id, policy: home.name },
      { fixes: importFix(policy, home.name) },
    );
  if (home !== undefined && home !== policy) checker.used.add(`policy:${policy.name}>${home.name}`);
  if (!clause.waivable) checker.report("waive-not-waivable", node.clause.span, { clause: clause.id }, label);
  named.forEach((id, index) => {
    const action = id === null ? undefined : actions.get(id)?.model;
    if (action !== undefined && !found.reaches(action))
      checker.report("waive-unreached", node.actions[index]!.span, { clause: clause.id, action: action.id }, label);
  });
  return {
    policy: policy.name,
    clause: clause.id,
    actions: [...new Set(named.filter((id) => id !== null))],
    until: node.until.value,
    because: node.because.text,
    span: node.span,
  };
}
