/** Finds what a written name means in a policy, and says so when it means nothing, or two things. */

import type { Fix } from "../diagnostics/diagnostic.ts";
import type { Span } from "../source/span.ts";
import type { Name, Path } from "../syntax/tree.ts";
import type { Checker } from "./checker.ts";
import { showNames } from "./show.ts";
import { type PolicySymbols, pathText, type Shared, type SharedNames } from "./symbols.ts";

export interface Found<D> {
  readonly id: string;
  readonly declaration: D;
  readonly policy: PolicySymbols;
}

type Family = "types" | "functions" | "actions";
type Member<F extends Family> = PolicySymbols[F] extends ReadonlyMap<string, infer D> ? D : never;

const markUsed = (checker: Checker, from: PolicySymbols, target: PolicySymbols): void => {
  if (from !== target) checker.used.add(`policy:${from.name}>${target.name}`);
};

/** The edit that adds an import below the last one, or below the policy line. */
export function importFix(policy: PolicySymbols, target: string): readonly Fix[] {
  const last = policy.tree.imports.at(-1)?.span ?? policy.tree.name?.span;
  if (last === undefined) return [];
  return [
    {
      title: `Import ${target}`,
      edits: [{ span: { file: last.file, start: last.end, end: last.end }, text: `\nimport ${target}` }],
    },
  ];
}

/**
 * Looks up a type, definition or action: by bare name in the own policy, then in those imported; qualified in whatever
 * is reached. Null: nothing, or a fault that is reported already (`false`).
 */
export function lookUp<F extends Family>(
  checker: Checker,
  policy: PolicySymbols,
  path: Path,
  family: F,
): Found<Member<F>> | null | false {
  const bare = path.parts.at(-1)!.text;
  const found = (target: PolicySymbols): Found<Member<F>> | null => {
    const declaration = target[family].get(bare) as Member<F> | undefined;
    if (declaration === undefined) return null;
    markUsed(checker, policy, target);
    return { id: `${target.name}.${bare}`, declaration, policy: target };
  };
  const notImported = (target: PolicySymbols): false => {
    const thing = { types: "type", functions: "definition", actions: "action" }[family];
    checker.report(
      "not-imported",
      path.span,
      { thing, name: bare, policy: target.name },
      { fixes: importFix(policy, target.name) },
    );
    return false;
  };
  if (path.parts.length > 1) {
    const target = checker.symbols.policies.get(
      path.parts
        .slice(0, -1)
        .map((part) => part.text)
        .join("."),
    );
    if (target === undefined || !target[family].has(bare)) return null;
    return checker.sight.reaches(policy, target) ? found(target) : notImported(target);
  }
  if (policy[family].has(bare)) return found(policy);
  const imported = policy.imports.filter(({ target }) => target[family].has(bare)).map(({ target }) => target);
  if (imported.length > 1) {
    const [first, second] = imported.map((target) => `${target.name}.${bare}`);
    checker.report(
      "ambiguous-name",
      path.span,
      { name: bare, first: first!, second: second! },
      {
        labels: imported.map((target) => ({
          span: (target[family].get(bare) as { name: Name }).name.span,
          text: `in ${target.name}`,
        })),
      },
    );
    for (const target of imported) markUsed(checker, policy, target);
    return false;
  }
  if (imported.length === 1) return found(imported[0]!);
  for (const target of checker.symbols.policies.values()) if (target[family].has(bare)) return notImported(target);
  return null;
}

/** The names of a family that a bare name could have meant. */
export function* visible(policy: PolicySymbols, family: Family): Iterable<string> {
  yield* policy[family].keys();
  for (const { target } of policy.imports) yield* target[family].keys();
}

/** Whether a bare name could mean a member of a family. */
export const isVisible = (policy: PolicySymbols, family: Family, name: string): boolean =>
  policy[family].has(name) || policy.imports.some(({ target }) => target[family].has(name));

/**
 * An action by its path, anywhere in the set: for guarantees and waivers, which speak about the set, and which the
 * policies that they speak about often import. Null after a report.
 */
export function resolveActionOfSet(checker: Checker, policy: PolicySymbols, path: Path): string | null {
  const bare = path.parts.at(-1)!.text;
  if (
    path.parts.length === 1 &&
    !policy.actions.has(bare) &&
    !policy.imports.some(({ target }) => target.actions.has(bare))
  ) {
    const [home, other] = [...checker.symbols.policies.values()].filter(({ actions }) => actions.has(bare));
    if (home !== undefined && other === undefined) return markAction(checker, policy, home, bare);
  }
  if (path.parts.length > 1) {
    const home = checker.symbols.policies.get(
      path.parts
        .slice(0, -1)
        .map((part) => part.text)
        .join("."),
    );
    if (home?.actions.has(bare) === true) return markAction(checker, policy, home, bare);
  }
  return resolveAction(checker, policy, path);
}

function markAction(checker: Checker, from: PolicySymbols, home: PolicySymbols, bare: string): string {
  markUsed(checker, from, home);
  return `${home.name}.${bare}`;
}

/** An action by its path, or null after a report. */
export function resolveAction(checker: Checker, policy: PolicySymbols, path: Path): string | null {
  const found = lookUp(checker, policy, path, "actions");
  if (found === null) {
    const name = pathText(path);
    unknownDeclared(checker, "unknown-action", path.span, name, () => visible(policy, "actions"));
  }
  if (!found) return null;
  return found.id;
}

const SHARED = {
  role: "unknown-role",
  queue: "unknown-queue",
  evidence: "unknown-evidence",
  impact: "unknown-impact",
} as const;

/** A role, queue, evidence kind or impact category; null after a report. */
export function resolveShared<K extends keyof SharedNames>(
  checker: Checker,
  policy: PolicySymbols,
  name: Name,
  kind: K,
): SharedNames[K] extends Map<string, infer S> ? S | null : never;
export function resolveShared(
  checker: Checker,
  policy: PolicySymbols,
  name: Name,
  kind: keyof SharedNames,
): Shared<unknown> | null {
  const map = checker.symbols[kind] as ReadonlyMap<string, Shared<unknown>>;
  const found = map.get(name.text);
  if (found === undefined) {
    unknownDeclared(checker, SHARED[kind], name.span, name.text, () =>
      kind === "impact" ? checker.symbols.impacts : map.keys(),
    );
    return null;
  }
  checker.used.add(`${kind}:${name.text}`);
  if (!checker.sight.reaches(policy, found.policy)) {
    const thing = { role: "role", queue: "queue", evidence: "evidence kind", impact: "impact category" }[kind];
    checker.report(
      "not-imported",
      name.span,
      { thing, name: name.text, policy: found.policy.name },
      { fixes: importFix(policy, found.policy.name) },
    );
    return null;
  }
  markUsed(checker, policy, found.policy);
  return found;
}

/** A tier; null after a report. */
export function resolveTier(checker: Checker, name: Name): string | null {
  if (checker.symbols.tiers.includes(name.text)) return name.text;
  unknownDeclared(checker, "unknown-tier", name.span, name.text, () => checker.symbols.tiers);
  return null;
}

/** Environments, those known; the others are reported. */
export function resolveEnvironments(checker: Checker, written: readonly Name[]): string[] {
  const found: string[] = [];
  for (const name of written) {
    if (!checker.symbols.environments.includes(name.text))
      unknownDeclared(checker, "unknown-environment", name.span, name.text, () => checker.symbols.environments);
    else if (!found.includes(name.text)) found.push(name.text);
  }
  return found;
}

type UnknownCode =
  | "unknown-action"
  | "unknown-record"
  | "unknown-tier"
  | "unknown-environment"
  | (typeof SHARED)[keyof typeof SHARED];

/** Reports an unknown name, with the nearest legal one as a mechanical fix. */
export function unknownDeclared(
  checker: Checker,
  code: UnknownCode,
  span: Span,
  name: string,
  legal: () => Iterable<string>,
): void {
  const near = checker.near(name, legal);
  const fixes = near === undefined ? [] : [{ title: `Write ${near}`, edits: [{ span, text: near }] }];
  checker.report(code, span, { name, near, known: near === undefined ? showNames(legal()) : "" }, { fixes });
}
