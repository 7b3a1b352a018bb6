/** One action: its names, values, head and clauses. */
import type { ActionDeclaration, BlockItem } from "../../syntax/tree.ts";
import type { Checker } from "../checker.ts";
import type { Around, ClauseOwner, Draft } from "../clauses/around.ts";
import { assuredBy } from "../clauses/assured.ts";
import { checkItems, controlsOf, withControls } from "../clauses/blocks.ts";
import { nameClauses } from "../clauses/ids.ts";
import type { ModelAction } from "../model.ts";
import type { Named } from "../scope.ts";
import type { Memory } from "../strata.ts";
import type { PolicySymbols } from "../symbols.ts";
import { checkHead, type Head } from "./head.ts";
import { type Inputs, namesOf } from "./names.ts";
import { checkValues } from "./values.ts";

export interface CheckedAction {
  readonly model: ModelAction;
  readonly head: Head;
  readonly node: ActionDeclaration;
  readonly policy: PolicySymbols;
  readonly names: ReadonlyMap<string, Named>;
}

const BLOCK_ITEMS: ReadonlySet<string> = new Set([
  "environment-block",
  "at-block",
  "if-block",
  "control-block",
  "control",
  "require",
  "forbid",
  "score",
  "tier",
  "approve",
  "evidence",
  "quota",
  "limit",
  "sample",
  "route",
  "escalate",
]);

export const NOTHING_AROUND = (environments: readonly string[]): Around => ({
  guards: [],
  printed: "",
  controls: [],
  settled: new Set(),
  slots: 0,
  environments,
});

export function checkAction(
  checker: Checker,
  policy: PolicySymbols,
  node: ActionDeclaration,
  inputs: Inputs,
  shared: { readonly heights: ReadonlyMap<string, number>; readonly ofFunctions: Memory },
): CheckedAction {
  const id = `${policy.name}.${node.name.text}`;
  const names = namesOf(checker, policy, node, inputs);
  const items = node.items.filter((item): item is BlockItem => BLOCK_ITEMS.has(item.kind));
  const knownFor = assuredBy(items);
  const { facts, lets, impact, followed } = checkValues(checker, {
    policy,
    action: node,
    names,
    assured: knownFor(null),
    ...shared,
  });
  const head = checkHead(checker, policy, node, inputs.fields);
  const owner: ClauseOwner = { policy, kind: "action", names, followed, knownFor };
  const drafts: Draft[] = [];
  const controls = controlsOf(items);
  const around = withControls(NOTHING_AROUND(head.open ?? checker.symbols.environments), controls);
  checkItems(checker, items, around, owner, drafts);
  const { autonomyAt: _, ...said } = head;
  const model: ModelAction = {
    id,
    doc: node.doc,
    span: node.span,
    inputs: inputs.fields,
    inputSchema: inputs.schema,
    facts,
    impact,
    ...said,
    lets,
    clauses: nameClauses(checker, drafts, id, `\`${node.name.text}\``),
    controls: around.controls,
  };
  return { model, head, node, policy, names };
}
