/**
 * RFC 8785 of an event. The platform writes JSON many times faster than code does; so members are put in order, and it writes
 * them. What it would order or write otherwise is left to the code.
 */
import { canonicalText } from "../../eval/canonical.ts";

/** Deeper than any document that the gate takes. */
const DEPTH = 200;

/** As `canonicalText`, to the byte. */
export function eventText(data: unknown): string | null {
  const inOrder = ordered(data, DEPTH);
  return inOrder === ODD ? canonicalText(data, DEPTH) : JSON.stringify(inOrder);
}

const ODD = Symbol("left to the code");

function ordered(value: unknown, depth: number): unknown {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      return Number.isFinite(value) ? value : ODD;
    case "object":
      if (value === null) return null;
      if (depth === 0) return ODD;
      return Array.isArray(value) ? list(value, depth - 1) : record(value, depth - 1);
    default:
      return ODD;
  }
}

function list(items: readonly unknown[], depth: number): unknown {
  const found: unknown[] = [];
  for (const item of items) {
    const one = ordered(item, depth);
    if (one === ODD) return ODD;
    found.push(one);
  }
  return found;
}

function record(value: object, depth: number): unknown {
  const found: Record<string, unknown> = {};
  for (const key of Object.keys(value).sort()) {
    const member = (value as Record<string, unknown>)[key];
    // As JSON.stringify does: a member that is undefined is not there.
    if (member === undefined) continue;
    if (isOdd(key)) return ODD;
    const one = ordered(member, depth);
    if (one === ODD) return ODD;
    found[key] = one;
  }
  return found;
}

/** Objects list names that are whole numbers first, and `__proto__` is set, not added. */
const isOdd = (key: string): boolean => (key >= "0" && key < ":") || key === "__proto__";
