/** What an action says of itself once: autonomy, where it is open, what it changes, how it is undone. */
import type { Span } from "../../source/span.ts";
import type { ActionDeclaration, ActionItem, AutonomyLevel, Disclosure } from "../../syntax/tree.ts";
import type { Checker } from "../checker.ts";
import { resolveTarget } from "../expressions/sources.ts";
import { durationMs } from "../literals.ts";
import type { ModelAction, ModelChange } from "../model.ts";
import { resolveAction, resolveEnvironments } from "../resolve.ts";
import { type PolicySymbols, pathText } from "../symbols.ts";
import type { FieldType } from "../type.ts";

export interface Head {
  readonly changes: readonly ModelChange[] | null;
  readonly autonomy: AutonomyLevel;
  readonly autonomyAt: Span | null;
  readonly open: readonly string[] | null;
  readonly immaterial: readonly string[];
  readonly disclose: readonly Disclosure[];
  readonly rollback: ModelAction["rollback"];
}

/** What decisions may say of the way to approval when the action says nothing: not how near a limit is. */
const DISCLOSED: readonly Disclosure[] = ["evidence", "reviewers", "time"];

type Of<K extends ActionItem["kind"]> = Extract<ActionItem, { readonly kind: K }>;

export function checkHead(
  checker: Checker,
  policy: PolicySymbols,
  action: ActionDeclaration,
  inputs: readonly FieldType[],
): Head {
  const all = <K extends ActionItem["kind"]>(kind: K): Of<K>[] =>
    action.items.filter((item): item is Of<K> => item.kind === kind);
  const once = <K extends ActionItem["kind"]>(kind: K): Of<K> | null => {
    const [first, ...rest] = all(kind);
    for (const item of rest)
      checker.report(
        "said-twice",
        item.span,
        { word: kind },
        { labels: [{ span: first!.span, text: "said here already" }] },
      );
    return first ?? null;
  };
  const changes = all("changes").length === 0 ? null : changesOf(checker, policy, all("changes"));
  const autonomy = once("autonomy");
  const open = once("open");
  return {
    changes,
    autonomy: autonomy?.level ?? "proposal",
    autonomyAt: autonomy?.span ?? null,
    open: open === null ? null : resolveEnvironments(checker, open.environments),
    immaterial: all("immaterial").flatMap((item) => immaterialOf(checker, item, inputs, changes ?? [])),
    disclose: once("disclose")?.what ?? DISCLOSED,
    rollback: rollbackOf(checker, policy, action, once("rollback"), once("irreversible")),
  };
}

function changesOf(checker: Checker, policy: PolicySymbols, items: readonly Of<"changes">[]): ModelChange[] {
  const found: ModelChange[] = [];
  const records = new Map<string, string>();
  for (const target of items.flatMap((item) => item.targets)) {
    const resolved = resolveTarget(checker, target, policy);
    if (resolved === null) continue;
    const { record, field } = resolved;
    const bare = target.record.parts.at(-1)!.text;
    if ((records.get(bare) ?? record) !== record) checker.report("ambiguous-target", target.span, { name: bare });
    records.set(bare, record);
    if (found.some((other) => other.record === record && other.field === field.name))
      checker.report("said-twice", target.span, { word: `changes ${bare}.${field.name}` });
    else found.push({ record, target: bare, field: field.name, type: field.type });
  }
  return found;
}

function immaterialOf(
  checker: Checker,
  item: Of<"immaterial">,
  inputs: readonly FieldType[],
  changes: readonly ModelChange[],
): string[] {
  const legal = [...inputs.map(({ name }) => name), ...changes.map(({ target, field }) => `${target}.${field}`)];
  return item.fields.flatMap((path) => {
    // A change may be written with its policy; decisions know it by the bare record.
    const written = pathText(path);
    const name =
      legal.includes(written) || path.parts.length < 2
        ? written
        : path.parts
            .slice(-2)
            .map((part) => part.text)
            .join(".");
    if (legal.includes(name)) return [name];
    const near = checker.near(written, () => legal);
    checker.report(
      "immaterial-target",
      path.span,
      { name: written, near },
      { fixes: near === undefined ? [] : [{ title: `Write ${near}`, edits: [{ span: path.span, text: near }] }] },
    );
    return [];
  });
}

function rollbackOf(
  checker: Checker,
  policy: PolicySymbols,
  action: ActionDeclaration,
  rollback: Of<"rollback"> | null,
  irreversible: Of<"irreversible"> | null,
): ModelAction["rollback"] {
  if (rollback === null) return irreversible === null ? null : "irreversible";
  if (irreversible !== null)
    checker.report(
      "rollback-and-irreversible",
      irreversible.span,
      { action: action.name.text },
      { labels: [{ span: rollback.span, text: "the rollback" }] },
    );
  const by = resolveAction(checker, policy, rollback.action);
  const within = rollback.within === null ? null : durationMs(checker, rollback.within, { positive: true });
  return by === null ? null : { action: by, within_ms: within, span: rollback.span };
}
