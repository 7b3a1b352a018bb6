/** Paths of a mask: `inputs.note`, `changes[].new`, `facts.order.lines[].sku`, `facts.accounts.*.email`. */

/** A member by name, each item of a list (`[]`), or each member of a record (`*`). */
export type Step = string | typeof EACH | typeof ANY;
export const EACH = Symbol("[]");
export const ANY = Symbol("*");

/** What a path of a mask begins with. `comment`: whatever people say of a proposal; `receipt`: what the executor answered. */
export const ROOTS = [
  "inputs",
  "changes",
  "evidence",
  "correlation_id",
  "confidence",
  "facts",
  "comment",
  "receipt",
] as const;
export type Root = (typeof ROOTS)[number];

export interface MaskPath {
  readonly root: Root;
  /** Below the root; empty: all of it. */
  readonly steps: readonly Step[];
}

/** Null: it is no such path. */
export function maskPath(text: string): MaskPath | null {
  const steps: Step[] = [];
  for (const part of text.split(".")) {
    const match = /^([^[\].]+)((?:\[\])*)$/.exec(part);
    if (match === null) return null;
    steps.push(match[1] === "*" ? ANY : match[1]!);
    for (let i = 0; i < match[2]!.length; i += 2) steps.push(EACH);
  }
  const root = ROOTS.find((one) => one === steps[0]);
  return root === undefined || (root === "comment" && steps.length > 1) ? null : { root, steps: steps.slice(1) };
}

/** `changes[0].new`, `changes[Order o-1 refunded].new`, `order.customer` to steps; what stands in brackets is any item. */
export const stepsOf = (shown: string): readonly Step[] =>
  shown
    .replace(/\[(?:"(?:[^"\\]|\\.)*"|[^\]]*)\]/g, ".[]")
    .split(".")
    .filter((part) => part !== "")
    .map((part) => (part === "[]" ? EACH : part));

/** Does one of them lie on the way to the other, or are they the same? Then whoever shows one shows some of the other. */
export function overlap(a: readonly Step[], b: readonly Step[]): boolean {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) if (!alike(a[i]!, b[i]!)) return false;
  return true;
}

/** `m["k"]` and `m.k` are the same member, and a list may be shown by its number. */
const alike = (a: Step, b: Step): boolean => a === b || typeof a === "symbol" || typeof b === "symbol";

/** The values at `steps` replaced by what `change` makes of them. What is not there, or null, stays. */
export function replaced(value: unknown, steps: readonly Step[], change: (found: unknown) => unknown): unknown {
  if (value === null || value === undefined) return value;
  const [step, ...rest] = steps;
  if (step === undefined) return change(value);
  if (Array.isArray(value)) return typeof step === "symbol" ? value.map((item) => replaced(item, rest, change)) : value;
  if (typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      typeof step === "symbol" || step === key ? replaced(member, rest, change) : member,
    ]),
  );
}

/** Calls `see` for each value at `steps`. */
export function visited(value: unknown, steps: readonly Step[], see: (found: unknown) => void): void {
  replaced(value, steps, (found) => {
    see(found);
    return found;
  });
}
