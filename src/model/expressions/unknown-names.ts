/** What to say of a bare name that means nothing: most often it means something elsewhere. */
import { foreignName } from "../../diagnostics/foreign.ts";
import type { NameExpression } from "../../syntax/tree.ts";
import type { Checker } from "../checker.ts";
import { required } from "../fit.ts";
import { isVisible } from "../resolve.ts";
import type { Scope } from "../scope.ts";
import { showNames } from "../show.ts";
import type { Type } from "../type.ts";
import { ALWAYS, OF_THE_DECISION, OUTCOMES } from "../words.ts";

export function reportUnknownName(checker: Checker, node: NameExpression, scope: Scope, hint: Type | undefined): void {
  if (!knownElsewhere(checker, node, scope)) reportUnknown(checker, node, scope, hint);
}

/** Names that exist and cannot be read here. True when reported. */
function knownElsewhere(checker: Checker, { name, span }: NameExpression, scope: Scope): boolean {
  if (OF_THE_DECISION.has(name)) {
    checker.report("name-only-in-guarantee", span, { name });
    return true;
  }
  const definition = [scope.policy, ...scope.policy.imports.map(({ target }) => target)]
    .map((policy) => policy.functions.get(name))
    .find((found) => found !== undefined);
  if (definition !== undefined) {
    const params = definition.params.map((param) => param.name.text).join(", ");
    const labels = [{ span: definition.name.span, text: "declared here" }];
    checker.report("name-needs-call", span, { name, params }, { labels });
    return true;
  }
  const owners = scope.owner === "every" ? checker.ownersOf(name) : [];
  if (owners.length === 0) return false;
  checker.report("name-not-in-every", span, { name, actions: showNames(owners) });
  return true;
}

function reportUnknown(checker: Checker, { name, span }: NameExpression, scope: Scope, hint: Type | undefined): void {
  const wanted = hint === undefined ? undefined : required(hint);
  if (wanted?.kind === "choice" && wanted.values.includes(name)) {
    const text = JSON.stringify(name);
    const fixes = [{ title: `Write ${text}`, edits: [{ span, text }] }];
    checker.report(
      "unknown-name",
      span,
      { name, near: undefined, advice: `It is a text here: write \`${text}\`.` },
      { fixes },
    );
    return;
  }
  const advice = meantElsewhere(checker, name, scope);
  const near = advice === "" ? checker.near(name, () => legalNames(checker, scope)) : undefined;
  const fixes = near === undefined ? [] : [{ title: `Write ${near}`, edits: [{ span, text: near }] }];
  checker.report("unknown-name", span, { name, near, advice }, { fixes });
}

/** How to say what the name stands for outside of expressions; empty when it stands for nothing. */
function meantElsewhere(checker: Checker, name: string, { policy }: Scope): string {
  if (checker.symbols.environments.includes(name))
    return `Environments are written as text in expressions: \`environment == "${name}"\`.`;
  if (checker.symbols.role.has(name)) return `A role in an expression is a text: \`"${name}" in requester.roles\`.`;
  if (isVisible(policy, "types", name))
    return `\`${name}\` is a type. Write a value of it: an input, a fact, or one of its fields.`;
  if (isVisible(policy, "actions", name))
    return `\`${name}\` is an action. For what was done before, write \`history of ${name} in last 24 hours\`.`;
  return foreignName(name);
}

function* legalNames(checker: Checker, scope: Scope): Iterable<string> {
  for (let local = scope.locals; local !== null; local = local.up) yield local.name;
  yield* scope.names.keys();
  yield* ALWAYS;
  yield* checker.symbols.tiers;
  if (scope.owner === "guarantee") {
    yield* OF_THE_DECISION;
    yield* OUTCOMES;
  }
}
