import { nearest } from "../diagnostics/nearest.ts";
import type { Report } from "./checker.ts";
import { type PolicySymbols, pathText, type Symbols } from "./symbols.ts";

/** Resolves the imports of every file and what each file reaches. Cycles are legal: policies may know one another. */
export function linkImports(symbols: Symbols, report: Report): void {
  for (const policy of symbols.policies.values()) {
    const seen = new Set<string>();
    for (const node of policy.tree.imports) {
      const name = pathText(node.path);
      const removal = [{ title: "Remove the import", edits: [{ span: node.span, text: "" }] }];
      const target = symbols.policies.get(name);
      if (name === policy.name) report("self-import", node.span, { name }, { fixes: removal });
      else if (seen.has(name)) report("duplicate-import", node.span, { name }, { fixes: removal });
      else if (target === undefined) {
        const near = nearest(name, symbols.policies.keys());
        const fixes =
          near === undefined ? [] : [{ title: `Import ${near}`, edits: [{ span: node.path.span, text: near }] }];
        report("unknown-policy", node.path.span, { name, near }, { fixes });
      } else policy.imports.push({ node, target });
      seen.add(name);
    }
  }
  for (const policy of symbols.policies.values()) spread(policy);
}

function spread(policy: PolicySymbols): void {
  const open = [policy];
  while (open.length > 0) {
    const next = open.pop()!;
    if (policy.reach.has(next)) continue;
    policy.reach.add(next);
    for (const { target } of next.imports) open.push(target);
  }
}

/**
 * Warns of imports whose names nobody uses. A policy that holds rules for every action, or what is said once in a set,
 * is imported for these, whether or not a name is used.
 */
export function unusedImports(symbols: Symbols, used: ReadonlySet<string>, report: Report): void {
  for (const policy of symbols.policies.values()) {
    const wanted = [...policy.reach].filter((other) => used.has(`policy:${policy.name}>${other.name}`));
    for (const { node, target } of policy.imports) {
      if (wanted.some((other) => target.reach.has(other))) continue;
      if ([...target.reach].some(speaksForAll)) continue;
      report(
        "unused-import",
        node.span,
        { name: target.name },
        { fixes: [{ title: "Remove the import", edits: [{ span: node.span, text: "" }] }] },
      );
    }
  }
}

const speaksForAll = (policy: PolicySymbols): boolean =>
  policy.tree.declarations.some((declaration) =>
    ["every", "tiers", "environments", "timezone", "guarantee", "waive"].includes(declaration.kind),
  );
