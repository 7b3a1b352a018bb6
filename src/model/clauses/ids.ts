/**
 * Ids of clauses. An explicit name is the id; an unnamed clause is called after what it says, and repeats are told apart
 * by the order of what they say, never of where they stand: moving clauses changes no id.
 */
import { clauseParts } from "../../syntax/print/clause.ts";
import type { Clause } from "../../syntax/tree.ts";
import type { Checker } from "../checker.ts";
import { compareText } from "../checker.ts";
import type { ModelClause } from "../model.ts";
import type { Draft } from "./around.ts";

/** What an unnamed clause is called. */
export function calledAfter(node: Clause): string {
  switch (node.kind) {
    case "require":
    case "forbid":
    case "approve":
    case "quota":
    case "sample":
      return node.kind;
    case "score":
      return `score_${node.points.value.replace(/[^0-9A-Za-z]/g, "_")}`;
    case "tier":
      return node.tier.text;
    case "evidence":
      return node.evidence.text;
    case "limit":
      return `limit_${node.level}`;
    case "route":
      return node.queue.text;
    case "escalate":
      return `escalate_${node.role.text}`;
  }
}

/** A clause as printed, without its name, its reason, and the words before its verb: what it says. */
function saying(node: Clause): string {
  const { head, body } = clauseParts({ ...node, name: null, shadow: false, waivable: false });
  return `${head} ${body}`;
}

/** Gives every clause of an owner its id. `prefix` is `policy.Action` or `policy`. */
export function nameClauses(checker: Checker, drafts: readonly Draft[], prefix: string, owner: string): ModelClause[] {
  const names = new Map<Draft, string>();
  const taken = new Map<string, Draft>();
  for (const draft of drafts) {
    const { name } = draft.node;
    if (name === null) continue;
    const other = taken.get(name.text);
    if (other === undefined) taken.set(name.text, draft);
    else
      checker.report(
        "duplicate-clause",
        name.span,
        { name: name.text, owner },
        { labels: [{ span: other.node.name!.span, text: "the other clause" }] },
      );
    names.set(draft, name.text);
  }

  const said = new Map<Draft, string>();
  const first = new Map<string, Draft>();
  for (const draft of drafts) {
    const text = draft.around.printed + saying(draft.node);
    said.set(draft, text);
    const other = first.get(text);
    if (other === undefined) first.set(text, draft);
    else if (other.node.shadow === draft.node.shadow)
      checker.report(
        "same-clause",
        draft.node.span,
        { text: checker.text(draft.node.span) },
        { labels: [{ span: other.node.span, text: "said here already" }] },
      );
  }

  const groups = new Map<string, Draft[]>();
  for (const draft of drafts) {
    if (draft.node.name !== null) continue;
    const base = calledAfter(draft.node);
    const group = groups.get(base);
    if (group === undefined) groups.set(base, [draft]);
    else group.push(draft);
  }
  // Bases in order, so that a base which collides with another's number is settled the same way every time.
  for (const [base, group] of [...groups].sort(([a], [b]) => compareText(a, b))) {
    let number = 1;
    // Two that say the same are one in force and one in the shadow.
    const inOrder = (a: Draft, b: Draft): number =>
      compareText(said.get(a)!, said.get(b)!) || Number(a.node.shadow) - Number(b.node.shadow);
    for (const draft of group.sort(inOrder)) {
      let name = number === 1 ? base : `${base}_${number}`;
      while (taken.has(name)) name = `${base}_${++number}`;
      number++;
      taken.set(name, draft);
      names.set(draft, name);
    }
  }
  return drafts.map((draft) => clause(draft, `${prefix}.${names.get(draft)!}`));
}

const clause = ({ node, around, rule, slots }: Draft, id: string): ModelClause => ({
  id,
  span: node.span,
  doc: node.doc,
  because: node.because?.text ?? null,
  shadow: node.shadow,
  waivable: node.waivable,
  controls: around.controls,
  guards: around.guards,
  slots,
  rule,
});
