/** `guarantee NAME: for … when C expect C`: statements about finished decisions. */
import type { GuaranteeDeclaration } from "../syntax/tree.ts";
import type { CheckedAction } from "./actions/action.ts";
import { resolveImpact } from "./actions/values.ts";
import type { Checker } from "./checker.ts";
import { reaches } from "./every.ts";
import { condition } from "./expressions/expect.ts";
import { typeKey } from "./fit.ts";
import type { ModelGuarantee } from "./model.ts";
import { presence } from "./narrowing.ts";
import { resolveActionOfSet } from "./resolve.ts";
import { type Named, NOTHING_KNOWN, type Scope, withKnown } from "./scope.ts";
import { type PolicySymbols, reportTwice } from "./symbols.ts";

export function checkGuarantees(
  checker: Checker,
  policy: PolicySymbols,
  actions: ReadonlyMap<string, CheckedAction>,
): ModelGuarantee[] {
  const seen = new Map<string, GuaranteeDeclaration>();
  const found: ModelGuarantee[] = [];
  for (const node of policy.tree.declarations) {
    if (node.kind !== "guarantee") continue;
    const other = seen.get(node.name.text);
    if (other !== undefined) reportTwice(node.name, other.name, "guarantees", checker.report);
    else seen.set(node.name.text, node);
    const about = actionsOf(checker, policy, node, actions);
    // Without the action its inputs would all seem unknown: one fault, told once.
    if (about === null) continue;
    const scope: Scope = {
      policy,
      owner: "guarantee",
      names: sharedNames(about),
      locals: null,
      known: NOTHING_KNOWN,
      activation: { slots: 0 },
    };
    const when = node.when === null ? null : condition(checker, node.when, scope, "`when`");
    const expect = condition(
      checker,
      node.expect,
      node.when === null ? scope : withKnown(scope, presence(node.when, true)),
      "`expect`",
    );
    found.push({
      id: `${policy.name}.${node.name.text}`,
      actions: about.map(({ model }) => model.id),
      when,
      expect,
      because: node.because?.text ?? null,
      doc: node.doc,
      span: node.span,
    });
  }
  return found;
}

/** The actions that a guarantee speaks of; null after a report. */
function actionsOf(
  checker: Checker,
  policy: PolicySymbols,
  node: GuaranteeDeclaration,
  actions: ReadonlyMap<string, CheckedAction>,
): CheckedAction[] | null {
  const impacting = node.impacting.filter((name) => resolveImpact(checker, policy, name)).map(({ text }) => text);
  if (node.actions.length === 0)
    return [...actions.values()].filter(({ model }) =>
      node.impacting.length === 0 ? true : impacting.length > 0 && reaches(impacting, model),
    );
  const ids = node.actions.map((path) => resolveActionOfSet(checker, policy, path));
  return ids.includes(null) ? null : [...new Set(ids)].flatMap((id) => actions.get(id ?? "") ?? []);
}

/** Names that all of the actions have, with one type: a statement about several may speak of these. */
function sharedNames(actions: readonly CheckedAction[]): ReadonlyMap<string, Named> {
  const [first, ...rest] = actions;
  if (first === undefined) return new Map();
  if (rest.length === 0) return first.names;
  return new Map(
    [...first.names].filter(([name, { kind, type }]) =>
      rest.every(({ names }) => {
        const other = names.get(name);
        return other !== undefined && other.kind === kind && typeKey(other.type) === typeKey(type);
      }),
    ),
  );
}
