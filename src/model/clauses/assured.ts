/**
 * What an action's unconditional requirements make sure of. Where `require x is present` fails, the change set is
 * denied whatever else is said, so every other clause may take `x` as present; read all the same, it is unknown.
 */
import type { Clause } from "../../syntax/tree.ts";
import { chain, presentWhen } from "../narrowing.ts";
import { type Known, NOTHING_KNOWN } from "../scope.ts";

/** A view for each clause: what the others make sure of. Null asks for all of it. */
export function assuredBy(items: readonly { readonly kind: string }[]): (clause: Clause | null) => Known {
  const count = new Map<string, number>();
  const own = new Map<Clause, ReadonlySet<string>>();
  for (const item of items) {
    const clause = item as Clause;
    if (clause.kind !== "require" || clause.shadow || clause.waivable) continue;
    if (clause.otherwise !== null && clause.otherwise.kind !== "deny") continue;
    const keys = new Set<string>();
    for (const part of chain(clause.condition, "and")) presentWhen(part, true, keys);
    if (keys.size === 0) continue;
    own.set(clause, keys);
    for (const key of keys) count.set(key, (count.get(key) ?? 0) + 1);
  }
  if (count.size === 0) return () => NOTHING_KNOWN;
  const all: Known = { has: (key) => count.has(key) };
  return (clause) => {
    const mine = clause === null ? undefined : own.get(clause);
    if (mine === undefined) return all;
    return { has: (key) => (count.get(key) ?? 0) > (mine.has(key) ? 1 : 0) };
  };
}
