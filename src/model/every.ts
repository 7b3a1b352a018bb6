/** `every action [impacting …] { … }` */
import type { EveryDeclaration } from "../syntax/tree.ts";
import { NOTHING_AROUND } from "./actions/action.ts";
import { resolveImpact } from "./actions/values.ts";
import type { Checker } from "./checker.ts";
import type { ClauseOwner, Draft } from "./clauses/around.ts";
import { assuredBy } from "./clauses/assured.ts";
import { checkItems, controlsOf, withControls } from "./clauses/blocks.ts";
import { nameClauses } from "./clauses/ids.ts";
import type { ModelAction, ModelClause, ModelEvery } from "./model.ts";
import { type Memory, newMemory } from "./strata.ts";
import type { PolicySymbols } from "./symbols.ts";

/** All such declarations of a policy: their clauses share one namespace, `policy.name`. */
export function checkEvery(checker: Checker, policy: PolicySymbols, ofFunctions: Memory): ModelEvery[] {
  const found: {
    readonly node: EveryDeclaration;
    readonly impacting: readonly string[];
    readonly drafts: Draft[];
    readonly controls: readonly string[];
  }[] = [];
  for (const node of policy.tree.declarations) {
    if (node.kind !== "every") continue;
    const impacting = [
      ...new Set(node.impacting.filter((name) => resolveImpact(checker, policy, name)).map(({ text }) => text)),
    ];
    const followed = { lets: new Map(), functions: checker.signatures, ofLets: newMemory(), ofFunctions };
    const owner: ClauseOwner = { policy, kind: "every", names: new Map(), followed, knownFor: assuredBy(node.items) };
    const printed = impacting.length === 0 ? "every " : `impacting ${[...impacting].sort().join()} `;
    const around = withControls({ ...NOTHING_AROUND(checker.symbols.environments), printed }, controlsOf(node.items));
    const drafts: Draft[] = [];
    checkItems(checker, node.items, around, owner, drafts);
    found.push({ node, impacting, drafts, controls: around.controls });
  }
  const clauses = nameClauses(
    checker,
    found.flatMap(({ drafts }) => drafts),
    policy.name,
    `\`every action\` in \`${policy.name}\``,
  );
  let at = 0;
  return found.map(({ node, impacting, drafts, controls }) => {
    const own = clauses.slice(at, at + drafts.length);
    at += drafts.length;
    return { policy: policy.name, impacting, clauses: own, controls, span: node.span };
  });
}

/** The clauses of every action that reach one. */
export const reaching = (every: readonly ModelEvery[], action: Pick<ModelAction, "impact">): readonly ModelClause[] =>
  every.filter(({ impacting }) => reaches(impacting, action)).flatMap(({ clauses }) => clauses);

export const reaches = (impacting: readonly string[], action: Pick<ModelAction, "impact">): boolean =>
  impacting.length === 0 || action.impact.some(({ category }) => impacting.includes(category));
