import type { ModelExpr } from "./model.ts";

/**
 * Whether two expressions say the same, places apart. What has no fixed value between two readings does not exist in
 * the language, so the same text means the same value.
 */
export function sameExpression(a: ModelExpr, b: ModelExpr): boolean {
  return same(a, b);
}

const SKIPPED = new Set(["span", "type", "slot"]);

// Depth is that of the expressions, which the checker bounds.
function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => same(item, b[index]));
  const [x, y] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = Object.keys(x);
  return (
    x["op"] === y["op"] &&
    keys.length === Object.keys(y).length &&
    keys.every((key) => SKIPPED.has(key) || same(x[key], y[key]))
  );
}
