/** No name may hide another: a reader would take one for the other. */
import type { Name } from "../syntax/tree.ts";
import type { Checker } from "./checker.ts";
import { findLocal, type Scope } from "./scope.ts";

/** Reports a binder or parameter that hides a name of its surroundings. */
export function refuseHiding(checker: Checker, name: Name, by: string, scope: Scope): void {
  const local = findLocal(scope, name.text);
  const named = scope.names.get(name.text);
  const other =
    local !== null
      ? { thing: local.thing, span: local.span }
      : named !== undefined
        ? { thing: named.kind, span: named.span }
        : null;
  if (other === null) {
    refuseTierName(checker, name, by);
    return;
  }
  checker.report(
    "hidden-name",
    name.span,
    { name: name.text, thing: other.thing, by },
    { labels: [{ span: other.span, text: `the ${other.thing}` }] },
  );
}

/** Tier names mean their tier everywhere. */
export function refuseTierName(checker: Checker, name: Name, by: string): void {
  if (!checker.symbols.tiers.includes(name.text)) return;
  const at = checker.symbols.tiersAt;
  checker.report(
    "hidden-name",
    name.span,
    { name: name.text, thing: "tier", by },
    { labels: at === null ? [] : [{ span: at, text: "the tiers" }] },
  );
}
