/** Warnings for what is declared and never read. */
import type { CheckedAction } from "./actions/action.ts";
import type { Checker } from "./checker.ts";
import { eachNode } from "./walk.ts";

export function unusedNames(checker: Checker, actions: readonly CheckedAction[]): void {
  for (const { names } of actions)
    for (const { kind, name, span, used } of names.values()) {
      if (used) continue;
      if (kind === "let") checker.report("unused-let", span, { name });
      if (kind === "fact") checker.report("unused-fact", span, { name });
    }
}

export function unusedRoles(checker: Checker): void {
  const unused = [...checker.symbols.role.values()].filter(
    ({ declaration }) => !checker.used.has(`role:${declaration.name.text}`),
  );
  if (unused.length === 0) return;
  // `"finance" in requester.roles` reads a role, as a text.
  const texts = new Set<string>();
  for (const { tree } of checker.symbols.policies.values())
    eachNode(tree.declarations, (node) => {
      if (node.kind === "text" && "value" in node && typeof node.value === "string") texts.add(node.value);
    });
  for (const { declaration } of unused)
    if (!texts.has(declaration.name.text))
      checker.report("unused-role", declaration.name.span, { name: declaration.name.text });
}
