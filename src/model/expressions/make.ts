import type { Span } from "../../source/span.ts";
import type { ExprShape, Wire } from "../expression.ts";
import { NEVER } from "../fit.ts";
import type { ModelExpr, Typed } from "../model.ts";
import type { Type } from "../type.ts";

/** A checked expression. */
export const make = (shape: ExprShape<Typed>, type: Type, span: Span): ModelExpr =>
  ({ ...shape, type, span }) as ModelExpr;

export const constant = (value: Wire, type: Type, span: Span): ModelExpr =>
  make({ op: "const", type, value }, type, span);

/** Stands for an expression that has a fault: its type fits everywhere, so that nothing is said twice. */
export const fault = (span: Span): ModelExpr => constant(null, NEVER, span);

/** `(item)` when the operand would read wrongly in a suggestion. */
export const wrap = (text: string): string => (/^[\w.?[\]"]+$|^[\w.]+\([^()]*\)$/.test(text) ? text : `(${text})`);
