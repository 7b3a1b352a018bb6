/** When two values are equal, as `==` means it, and when they are the same, as branches that agree. */
import { compareTexts } from "../source/compare.ts";
import { Decimal, equalDecimals } from "./decimal.ts";
import { currencies, type Money, sameCurrency } from "./money.ts";
import { both, Unknown, unknown, type Value } from "./value.ts";

export const isList = (value: Value): value is readonly Value[] => Array.isArray(value);
export const isMap = (value: Value): value is ReadonlyMap<string, Value> => value instanceof Map;

export function isMoney(value: Value): value is Money {
  return (
    typeof value === "object" &&
    value !== null &&
    !(value instanceof Decimal) &&
    !(value instanceof Unknown) &&
    !isList(value) &&
    !isMap(value)
  );
}

/**
 * `==`: what is absent equals nothing, not even what is absent. Lists and records compare by structure, and inside them
 * absent equals absent. False as soon as one part surely differs; else unknown as soon as one is unknown, or two
 * currencies meet. `path` names the comparison, for causes.
 */
export function equalValues(a: Value, b: Value, path: () => string): boolean | Unknown {
  if (a === null || b === null) return false;
  let open: Unknown | null = null;
  const differ = eachPair(a, b, (x, y) => {
    if (x instanceof Unknown || y instanceof Unknown) {
      open = both(open, both(x instanceof Unknown ? x : null, y instanceof Unknown ? y : null));
      return true;
    }
    if (isMoney(x) && isMoney(y) && !sameCurrency(x, y)) {
      open = both(open, unknown(path(), `${currencies(x, y)} do not compare`));
      return true;
    }
    return equalScalars(x, y);
  });
  return differ ? false : (open ?? true);
}

/** Whether two values are the same and wholly known; absent is the same as absent. Money in two currencies is not the same. */
export function identical(a: Value, b: Value): boolean {
  return !eachPair(a, b, (x, y) => {
    if (x instanceof Unknown || y instanceof Unknown) return false;
    if (isMoney(x) && isMoney(y) && x.currency !== y.currency) return false;
    return equalScalars(x, y);
  });
}

function equalScalars(x: Value, y: Value): boolean {
  if (x instanceof Decimal) return y instanceof Decimal && equalDecimals(x, y);
  if (isMoney(x)) return isMoney(y) && equalDecimals(x.amount, y.amount);
  return x === y;
}

/** Walks two values side by side, without recursion; true when the shapes differ, or `agree` says no about two leaves. */
function eachPair(a: Value, b: Value, agree: (x: Value, y: Value) => boolean): boolean {
  const left: Value[] = [a];
  const right: Value[] = [b];
  while (left.length > 0) {
    const x = left.pop()!;
    const y = right.pop()!;
    if (isList(x) && isList(y)) {
      if (x.length !== y.length) return true;
      for (let i = 0; i < x.length; i++) {
        left.push(x[i]!);
        right.push(y[i]!);
      }
    } else if (isMap(x) && isMap(y)) {
      // A field that is not there is the same as one that holds nothing.
      for (const [key, value] of x) {
        left.push(value);
        right.push(y.get(key) ?? null);
      }
      for (const [key, value] of y) {
        if (x.has(key)) continue;
        left.push(null);
        right.push(value);
      }
    } else if (!agree(x, y)) return true;
  }
  return false;
}

/** Punctuation between values yet to be written. */
class Mark {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/**
 * Texts that are the same exactly when wholly known values are equal, to compare long lists in linear time; null when a
 * value is not wholly known. `meet` is told the currency of each money in it, in order: keys leave it out, so between
 * different currencies they do not tell what compares.
 */
export function keyOf(value: Value, meet: (currency: string | null) => void): string | null {
  const parts: string[] = [];
  const todo: (Value | Mark)[] = [value];
  while (todo.length > 0) {
    const at = todo.pop()!;
    if (at instanceof Unknown) return null;
    if (at instanceof Mark) parts.push(at.text);
    else if (typeof at === "string") parts.push(JSON.stringify(at));
    else if (at === null || typeof at === "boolean" || typeof at === "number") parts.push(String(at));
    else if (at instanceof Decimal) parts.push(`#${lowest(at)}`);
    else if (isList(at)) {
      parts.push("[");
      todo.push(new Mark("]"));
      for (const item of at) todo.push(new Mark(","), item);
    } else if (isMap(at)) {
      parts.push("{");
      todo.push(new Mark("}"));
      const fields = [...at].filter(([, field]) => field !== null).sort(([a], [b]) => compareTexts(a, b));
      for (const [name, field] of fields) todo.push(field, new Mark(`${JSON.stringify(name)}:`));
    } else {
      meet(at.currency);
      parts.push(`$${lowest(at.amount)}`);
    }
  }
  return parts.join("");
}

/** A decimal's lowest form, the same for equal numbers. */
function lowest(d: Decimal): string {
  if (d.scale < 0) return `${d.num}/${d.den}`;
  let num = d.num;
  let scale = d.scale;
  while (scale > 0 && num % 10n === 0n) {
    num /= 10n;
    scale--;
  }
  return `${num}e${scale}`;
}
