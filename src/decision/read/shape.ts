/**
 * What a document may hold at a place, as data: the types of the plan, and beside them what only envelopes need. One
 * reader (`read.ts`) reads them all.
 */
import type { Limits, Type } from "../../model/type.ts";

export type Shape =
  | Type
  /** Left as it is: the contract of an action types it later. */
  | { readonly kind: "anything" }
  /** An ISO 8601 instant that must carry its offset. */
  | { readonly kind: "instant" }
  /** A count as decimal text, or money. */
  | { readonly kind: "amount" }
  /** Members by any name, as the envelope means them: no `$unknown`, bounded names. */
  | { readonly kind: "dictionary"; readonly of: Shape }
  | { readonly kind: "many"; readonly of: Shape }
  | { readonly kind: "object"; readonly members: readonly Member[] };

export interface Member {
  readonly name: string;
  readonly shape: Shape;
  readonly needed: boolean;
  readonly limits?: Limits;
}

export const needed = (name: string, shape: Shape, limits?: Limits): Member =>
  limits === undefined ? { name, shape, needed: true } : { name, shape, needed: true, limits };
export const optional = (name: string, shape: Shape): Member => ({ name, shape, needed: false });
export const object = (...members: readonly Member[]): Shape => ({ kind: "object", members });
export const many = (of: Shape): Shape => ({ kind: "many", of });
export const dictionary = (of: Shape): Shape => ({ kind: "dictionary", of });
export const choice = (...values: readonly string[]): Shape => ({ kind: "choice", name: null, values });

export const text: Shape = { kind: "text" };
export const bool: Shape = { kind: "bool" };
export const instant: Shape = { kind: "instant" };
export const amount: Shape = { kind: "amount" };
export const anything: Shape = { kind: "anything" };

/** What is expected at a place, in words. */
export function expectation(shape: Shape): string {
  switch (shape.kind) {
    case "text":
    case "tier":
    case "outcome":
    case "level":
      return "text";
    case "bool":
      return "true or false";
    case "int":
      return "a whole number";
    case "decimal":
      return "a decimal number";
    case "money":
      return 'money, as {"amount": "120.00", "currency": "USD"}';
    case "time":
      return "a time, as 2026-11-22T10:15:00Z";
    case "instant":
      return "a time with its offset, as 2026-11-22T10:15:00Z";
    case "date":
      return "a date, as 2026-11-22";
    case "duration":
      return "a duration, as P30D or PT4H";
    case "choice":
      return shape.values.length === 1
        ? `"${shape.values[0]}"`
        : `one of ${shape.values.map((value) => `"${value}"`).join(", ")}`;
    case "list":
    case "many":
      return "a list";
    case "map":
    case "dictionary":
    case "record":
    case "object":
      return "a record";
    case "amount":
      return 'a number as text, or money as {"amount": "120.00", "currency": "USD"}';
    case "optional":
      return `${expectation(shape.of)}, or null`;
    case "never":
      return "nothing";
    case "anything":
      return "a value";
  }
}
