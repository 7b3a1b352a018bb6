/** How tightly the binary operators bind. Parser, printer and the grammar artefacts share this table. */
import type { BinaryOperator } from "../tree.ts";

export const OR_LEVEL = 1;
export const AND_LEVEL = 2;
export const NOT_LEVEL = 3;
export const COMPARISON = 4;
/** The loosest operator of a plain value. */
export const VALUE_LEVEL = 5;
export const PRODUCT_LEVEL = 6;
export const DEFAULT_LEVEL = 7;

/** Loosest first. */
export const LEVELS: Readonly<Record<BinaryOperator, number>> = {
  or: OR_LEVEL,
  and: AND_LEVEL,
  "==": COMPARISON,
  "!=": COMPARISON,
  "<": COMPARISON,
  "<=": COMPARISON,
  ">": COMPARISON,
  ">=": COMPARISON,
  in: COMPARISON,
  "not in": COMPARISON,
  like: COMPARISON,
  "not like": COMPARISON,
  "+": VALUE_LEVEL,
  "-": VALUE_LEVEL,
  "*": PRODUCT_LEVEL,
  "/": PRODUCT_LEVEL,
  "??": DEFAULT_LEVEL,
};
