/**
 * How deep evaluation goes, definitions and lets followed. Nothing recurses, so this is a number, and a bound on it is
 * a bound on the stack of every back end.
 */
import type { Checker } from "./checker.ts";
import { children } from "./children.ts";
import type { ModelExpr } from "./model.ts";

export const EVALUATION_DEPTH = 1_000;

/** Heights of definitions by id, and of lets by name, as far as they are checked. */
export interface Heights {
  readonly functions: ReadonlyMap<string, number>;
  readonly lets: ReadonlyMap<string, number>;
}

// Recursion is bounded by the depth of one expression.
export function heightOf(expr: ModelExpr, heights: Heights): number {
  let most = 0;
  for (const child of children(expr)) most = Math.max(most, heightOf(child, heights));
  if (expr.op === "call") most = Math.max(most, heights.functions.get(expr.fn) ?? 0);
  if (expr.op === "let") most = Math.max(most, heights.lets.get(expr.name) ?? 0);
  return most + 1;
}

/** The height; null after a report when it is past the bound: nothing may follow such a body, however it is named. */
export function boundedHeight(
  checker: Checker,
  expr: ModelExpr,
  name: string,
  span: ModelExpr["span"],
  heights: Heights,
): number | null {
  const height = heightOf(expr, heights);
  if (height <= EVALUATION_DEPTH) return height;
  checker.report("chain-too-deep", span, { name, bound: EVALUATION_DEPTH });
  return null;
}
