/**
 * Formulas as JSON Logic. Under `some`, `filter` and `reduce` an implementation sees the item and nothing else. Where a
 * body reads more, the quantifier is written as a `reduce` whose accumulator is a pair, the data around and the result so
 * far; taking the last of the pair is a second `reduce`.
 */
import { type Formula, partsOf, type Scope } from "./formula.ts";

export type JsonLogic =
  | string
  | number
  | boolean
  | null
  | readonly JsonLogic[]
  | { readonly [operator: string]: JsonLogic };

/** Where each scope is found in the data at hand. */
type Places = ReadonlyMap<Scope, string>;

export function render(formula: Formula, document: Scope): JsonLogic {
  return write(formula, new Map([[document, ""]]));
}

const join = (place: string, path: string): string => (place === "" ? path : path === "" ? place : `${place}.${path}`);

// Recursion is bounded by the nesting of the expression that the formula came from.
function write(of: Formula, places: Places): JsonLogic {
  switch (of.kind) {
    case "literal":
      return of.value;
    case "read": {
      const place = places.get(of.scope);
      if (place === undefined) throw new Error("a formula reads what is not in scope");
      return { var: join(place, of.path) };
    }
    case "operate":
      return of.op === "list"
        ? of.args.map((arg) => write(arg, places))
        : { [of.op]: of.args.map((arg) => write(arg, places)) };
    case "not":
      return { "!": [write(of.of, places)] };
    case "and":
    case "or":
      return { [of.kind]: of.parts.map((part) => write(part, places)) };
    case "if":
      return { if: [write(of.condition, places), write(of.then, places), write(of.otherwise, places)] };
    case "some":
    case "filter":
      return quantified(of, places);
    case "fold":
      return folded(of, places);
  }
}

type Quantified = Extract<Formula, { readonly kind: "some" | "filter" }>;
type Folded = Extract<Formula, { readonly kind: "fold" }>;

function quantified(of: Quantified, places: Places): JsonLogic {
  const { list, item, body } = of;
  if (!readsBeyond(body, new Set([item])))
    return { [of.kind]: [write(list, places), write(body, new Map([[item, ""]]))] };
  const inside = outward(places, new Map([[item, "current"]]));
  const met = write(body, inside);
  const sofar: JsonLogic = { var: "accumulator.1" };
  return of.kind === "some"
    ? carrying(write(list, places), { or: [sofar, met] }, false)
    : carrying(write(list, places), { if: [met, { merge: [sofar, [{ var: "current" }]] }, sofar] }, []);
}

function folded({ list, item, sofar, body, start }: Folded, places: Places): JsonLogic {
  if (!readsBeyond(body, new Set([item, sofar]))) {
    const inside = new Map([
      [item, "current"],
      [sofar, "accumulator"],
    ]);
    return { reduce: [write(list, places), write(body, inside), write(start, places)] };
  }
  const own = new Map([
    [item, "current"],
    [sofar, "accumulator.1"],
  ]);
  return carrying(write(list, places), write(body, outward(places, own)), write(start, places));
}

/** What was found in the data around is now found in the first of the pair. */
function outward(places: Places, own: Places): Places {
  const around = [...places].map(([scope, place]): [Scope, string] => [scope, join("accumulator.0", place)]);
  return new Map([...around, ...own]);
}

function carrying(list: JsonLogic, body: JsonLogic, start: JsonLogic): JsonLogic {
  const pair: JsonLogic = { reduce: [list, [{ var: "accumulator.0" }, body], [{ var: "" }, start]] };
  return { reduce: [pair, { var: "current" }, null] };
}

/** Whether a formula reads a scope that it neither makes nor is given. */
export function readsBeyond(of: Formula, given: ReadonlySet<Scope>): boolean {
  for (const scope of scopesRead(of)) if (!given.has(scope)) return true;
  return false;
}

const reads = new WeakMap<Formula, ReadonlySet<Scope>>();

function scopesRead(of: Formula): ReadonlySet<Scope> {
  const known = reads.get(of);
  if (known !== undefined) return known;
  const found = new Set<Scope>();
  if (of.kind === "read") found.add(of.scope);
  for (const part of partsOf(of)) for (const scope of scopesRead(part)) found.add(scope);
  for (const scope of scopesMade(of)) found.delete(scope);
  reads.set(of, found);
  return found;
}

function scopesMade(of: Formula): readonly Scope[] {
  switch (of.kind) {
    case "some":
    case "filter":
      return [of.item];
    case "fold":
      return [of.item, of.sofar];
    default:
      return [];
  }
}
