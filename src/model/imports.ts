import type { Report } from "./checker.ts";
import { reachOf } from "./reach.ts";
import { type PolicySymbols, pathText, type Symbols } from "./symbols.ts";

/** What policies see of each other, once their imports are resolved. */
export interface Sight {
  /** Whether a policy is another one or imports it, directly or not. */
  readonly reaches: (from: PolicySymbols, to: PolicySymbols) => boolean;
  /** Whether any of those that a policy reaches holds rules for all, or what is said once in a set. */
  readonly reachesRulesForAll: (from: PolicySymbols) => boolean;
}

/** Resolves the imports of every file and what each file reaches. Cycles are legal: policies may know one another. */
export function linkImports(
  symbols: Symbols,
  near: (name: string, legal: () => Iterable<string>) => string | undefined,
  report: Report,
): Sight {
  for (const policy of symbols.policies.values()) {
    const seen = new Set<string>();
    for (const node of policy.tree.imports) {
      const name = pathText(node.path);
      const removal = [{ title: "Remove the import", edits: [{ span: node.span, text: "" }] }];
      const target = symbols.policies.get(name);
      if (name === policy.name) report("self-import", node.span, { name }, { fixes: removal });
      else if (seen.has(name)) report("duplicate-import", node.span, { name }, { fixes: removal });
      else if (target === undefined) {
        const meant = near(name, () => symbols.policies.keys());
        const fixes =
          meant === undefined ? [] : [{ title: `Import ${meant}`, edits: [{ span: node.path.span, text: meant }] }];
        report("unknown-policy", node.path.span, { name, near: meant }, { fixes });
      } else policy.imports.push({ node, target });
      seen.add(name);
    }
  }
  // The keys are unique; the names of two files may not be.
  const keys = new Map([...symbols.policies].map(([key, policy]) => [policy, key]));
  const imports = new Map(
    [...symbols.policies].map(([key, policy]) => [key, policy.imports.map(({ target }) => keys.get(target)!)]),
  );
  const reach = reachOf(imports, (key) => speaksForAll(symbols.policies.get(key)!));
  return {
    reaches: (from, to) => reach.reaches(keys.get(from)!, keys.get(to)!),
    reachesRulesForAll: (from) => reach.reachesMarked(keys.get(from)!),
  };
}

/**
 * Warns of imports whose names nobody uses. A policy that holds rules for every action, or what is said once in a set,
 * is imported for these, whether or not a name is used.
 */
export function unusedImports(symbols: Symbols, sight: Sight, used: ReadonlySet<string>, report: Report): void {
  const usedBy = new Map<string, PolicySymbols[]>();
  for (const mark of used) {
    const [, from, to] = /^policy:(.*)>(.*)$/s.exec(mark) ?? [];
    const target = to === undefined ? undefined : symbols.policies.get(to);
    if (from === undefined || target === undefined) continue;
    const known = usedBy.get(from);
    if (known === undefined) usedBy.set(from, [target]);
    else known.push(target);
  }
  for (const policy of symbols.policies.values()) {
    const wanted = usedBy.get(policy.name) ?? [];
    for (const { node, target } of policy.imports) {
      if (wanted.some((other) => sight.reaches(target, other)) || sight.reachesRulesForAll(target)) continue;
      report(
        "unused-import",
        node.span,
        { name: target.name },
        { fixes: [{ title: "Remove the import", edits: [{ span: node.span, text: "" }] }] },
      );
    }
  }
}

const FOR_ALL: ReadonlySet<string> = new Set(["every", "tiers", "environments", "timezone", "guarantee", "waive"]);

const speaksForAll = (policy: PolicySymbols): boolean => policy.tree.declarations.some(({ kind }) => FOR_ALL.has(kind));
