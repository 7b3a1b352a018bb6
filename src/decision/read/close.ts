import { nearest } from "../../diagnostics/nearest.ts";
import type { Misfits } from "./misfits.ts";

/** Above this many names nobody looks for the nearest: they came with the document, and may be a million. */
const MOST_NAMES = 1000;

/** `the nearest is …`, or null where there is none, or nobody would be told. */
export function closest(name: string, legal: readonly string[], misfits: Misfits, quote = '"'): string | null {
  if (legal.length > MOST_NAMES || misfits.full()) return null;
  const close = nearest(name, legal);
  return close === undefined ? null : `the nearest is ${quote}${close}${quote}`;
}

/** The nearest name itself, within the same bound. */
export const closestName = (name: string, legal: readonly string[]): string | null =>
  legal.length > MOST_NAMES ? null : (nearest(name, legal) ?? null);
