/** Limits that an imported JSON Schema puts on a value. */
import { compareDecimals, Decimal, parseDecimal } from "../../eval/decimal.ts";
import type { Value } from "../../eval/value.ts";
import type { Limits } from "../../model/type.ts";
import { canonical } from "../json/canonical.ts";
import { isList, type Json } from "../json/json.ts";

/** What the value should have been, or null when it keeps its limits. A value that is not known keeps them. */
export function breach(limits: Limits, value: Value, json: Json): string | null {
  if (value instanceof Decimal) return numberBreach(limits, value);
  if (typeof value === "string") {
    const length = lengthOf(value);
    if (limits.min_length !== undefined && length < limits.min_length)
      return limits.min_length === 1 ? "text that is not empty" : `text of at least ${limits.min_length} characters`;
    if (limits.max_length !== undefined && length > limits.max_length)
      return `text of at most ${limits.max_length} characters`;
    return null;
  }
  if (isList(json)) {
    if (limits.min_items !== undefined && json.length < limits.min_items)
      return `a list of at least ${limits.min_items}`;
    if (limits.max_items !== undefined && json.length > limits.max_items)
      return `a list of at most ${limits.max_items}`;
    if (limits.unique_items === true && new Set(json.map(canonical)).size < json.length)
      return "a list without repeats";
  }
  return null;
}

function numberBreach(limits: Limits, value: Decimal): string | null {
  const against = (bound: string | undefined): number | null => {
    const parsed = bound === undefined ? null : parseDecimal(bound);
    return parsed === null ? null : compareDecimals(value, parsed);
  };
  const minimum = against(limits.minimum);
  if (minimum !== null && minimum < 0) return `at least ${limits.minimum}`;
  const maximum = against(limits.maximum);
  if (maximum !== null && maximum > 0) return `at most ${limits.maximum}`;
  const above = against(limits.exclusive_minimum);
  if (above !== null && above <= 0) return `more than ${limits.exclusive_minimum}`;
  const below = against(limits.exclusive_maximum);
  if (below !== null && below >= 0) return `less than ${limits.exclusive_maximum}`;
  return null;
}

/** Unicode characters, as JSON Schema counts them. */
function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length++;
  return length;
}
