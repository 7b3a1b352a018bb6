/**
 * What an expression has become: JavaScript that reads it, and what is known of it before it runs. Everything here is
 * known at run time: where something is absent that must be there, or unknown, the code has given up before.
 */
import type { Type } from "../../model/type.ts";
import { type Code, refuse } from "./code.ts";

/** `js` is an expression without effects that costs nothing to repeat. */
export type Operand =
  | { readonly is: "bool"; readonly js: string }
  | { readonly is: "text"; readonly js: string }
  /** A whole number in units of 10^-scale; INVARIANT: safe, so that sums and comparisons of it are exact. */
  | { readonly is: "number"; readonly js: string; readonly scale: number }
  | { readonly is: "money"; readonly js: string; readonly scale: number; readonly currency: string }
  /** Milliseconds, or days for dates. */
  | { readonly is: "clock"; readonly js: string; readonly of: "time" | "date" | "duration" }
  /** The place in an ordered list of names. */
  | { readonly is: "rank"; readonly js: string; readonly names: readonly string[] }
  | RecordOperand
  | { readonly is: "list"; readonly js: string; readonly of: Type; readonly items: Items }
  | { readonly is: "map"; readonly js: string; readonly entry: (key: string) => Maybe };

export interface RecordOperand {
  readonly is: "record";
  /** Null: it has no form in words here. */
  readonly declares: ((name: string) => boolean) | null;
  readonly field: (name: string) => Maybe;
}

/** `there`: an expression that is true when the value is; without it, it always is. */
export type Maybe = Operand | { readonly is: "maybe"; readonly there: string; readonly value: Operand } | Absent;
export interface Absent {
  readonly is: "absent";
}
export const ABSENT: Absent = { is: "absent" };

/** How a list is walked. */
export interface Items {
  /**
   * Binds the item that the JavaScript expression names. `only`: whether it belongs; null: all do. `item` is to be called
   * where it is known to belong. Statements go where the code stands.
   */
  readonly bind: (js: string) => { readonly only: string | null; readonly item: () => Maybe };
  /** The most items that there can be. */
  readonly most: number;
  /** Whether the order of the items is that of the document, and means something. */
  readonly ordered: boolean;
}

/** The operand where something has to be there. */
export function demand(code: Code, operand: Maybe): Operand {
  if (operand.is === "absent") return refuse("absent where a value is needed");
  if (operand.is !== "maybe") return operand;
  code.line(`if(!${operand.there})${code.bail}`);
  return operand.value;
}

export const MOST = "9007199254740991";

/** The same number in smaller units. */
export function rescale(code: Code, js: string, from: number, to: number): string {
  if (from === to) return js;
  if (to < from) return refuse("a number in larger units");
  const value = code.variable("0");
  code.line(`${value}=${js}*${10 ** (to - from)}`);
  guard(code, value);
  return value;
}

/** Gives up where a whole number is no longer safe. */
export function guard(code: Code, js: string): void {
  code.line(`if(!(${js}<=${MOST}&&${js}>=-${MOST}))${code.bail}`);
}
