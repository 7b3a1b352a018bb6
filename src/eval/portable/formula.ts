/**
 * Classical formulas before they are written as JSON Logic. A formula names the value it reads by scope and path, so that
 * it can stand under any quantifier; `render.ts` finds out where the value is there. Formulas share parts, and JSON Logic
 * cannot: `sizeOf` counts what they would be when written out.
 */

/** Where paths begin: the document, or the item of one quantifier. Compared by identity. */
export class Scope {
  /** What is read here, by path: the same read is one formula, so that repeats are seen as such. */
  readonly reads = new Map<string, Formula>();
}

export type Literal = string | number | boolean | null;

/** Operators with one meaning in every implementation, given operands of the kinds that stand here. */
export type Operator = "===" | "<" | "+" | "-" | "*" | "in" | "substr" | "list" | "merge";

export type Formula =
  | { readonly kind: "literal"; readonly value: Literal }
  | { readonly kind: "read"; readonly scope: Scope; readonly path: string }
  | { readonly kind: "operate"; readonly op: Operator; readonly args: readonly Formula[] }
  | { readonly kind: "not"; readonly of: Formula }
  | { readonly kind: "and" | "or"; readonly parts: readonly Formula[] }
  | { readonly kind: "if"; readonly condition: Formula; readonly then: Formula; readonly otherwise: Formula }
  | { readonly kind: "some" | "filter"; readonly list: Formula; readonly item: Scope; readonly body: Formula }
  | {
      readonly kind: "fold";
      readonly list: Formula;
      readonly item: Scope;
      /** What came of the items before; begins as `start`. */
      readonly sofar: Scope;
      readonly body: Formula;
      readonly start: Formula;
    };

export const literal = (value: Literal): Formula => ({ kind: "literal", value });
/** The only formulas for true and false: compared by identity. */
export const TRUE: Formula = literal(true);
export const FALSE: Formula = literal(false);
export const NOTHING: Formula = literal(null);

export function read(scope: Scope, path: string): Formula {
  const known = scope.reads.get(path);
  if (known !== undefined) return known;
  const made: Formula = { kind: "read", scope, path };
  scope.reads.set(path, made);
  return made;
}

const truth = (value: boolean): Formula => (value ? TRUE : FALSE);
const operate = (op: Operator, ...args: readonly Formula[]): Formula => ({ kind: "operate", op, args });

export function not(of: Formula): Formula {
  if (of === TRUE) return FALSE;
  if (of === FALSE) return TRUE;
  return of.kind === "not" ? of.of : { kind: "not", of };
}

/** Parts are looked at from left to right, and none after the first that decides: guards come first. */
export function and(...parts: readonly Formula[]): Formula {
  return connect("and", parts);
}

export function or(...parts: readonly Formula[]): Formula {
  return connect("or", parts);
}

function connect(kind: "and" | "or", parts: readonly Formula[]): Formula {
  const [decides, changesNothing] = kind === "or" ? [TRUE, FALSE] : [FALSE, TRUE];
  const kept = new Set(parts.flatMap((one) => (one.kind === kind ? one.parts : [one])));
  // Formulas have no effects: what comes before does not matter.
  if (kept.has(decides)) return decides;
  kept.delete(changesNothing);
  const [only, ...others] = kept;
  if (only === undefined) return changesNothing;
  return others.length === 0 ? only : { kind, parts: [...kept] };
}

export function choose(condition: Formula, then: Formula, otherwise: Formula): Formula {
  if (condition === TRUE) return then;
  if (condition === FALSE || then === otherwise) return otherwise;
  return { kind: "if", condition, then, otherwise };
}

const equals = new WeakMap<Formula, Map<Literal, Formula>>();

/** A value and a literal: the same question is one formula. */
function sameAs(of: Formula, value: Literal): Formula {
  let known = equals.get(of);
  if (known === undefined) {
    known = new Map();
    equals.set(of, known);
  }
  const made = known.get(value) ?? operate("===", of, literal(value));
  known.set(value, made);
  return made;
}

export function same(a: Formula, b: Formula): Formula {
  if (a.kind === "literal" && b.kind === "literal") return truth(a.value === b.value);
  if (b.kind === "literal") return sameAs(a, b.value);
  return operate("===", a, b);
}

/** INVARIANT: numbers, or nothing that is looked at. */
export function below(a: Formula, b: Formula): Formula {
  const [x, y] = [number(a), number(b)];
  return x !== null && y !== null ? truth(x < y) : operate("<", a, b);
}

const number = (of: Formula): number | null =>
  of.kind === "literal" && typeof of.value === "number" ? of.value : null;

export function plus(a: Formula, b: Formula): Formula {
  const [x, y] = [number(a), number(b)];
  if (x === 0) return b;
  if (y === 0) return a;
  return x !== null && y !== null ? literal(x + y) : operate("+", a, b);
}

export function minus(a: Formula, b: Formula): Formula {
  const [x, y] = [number(a), number(b)];
  if (y === 0) return a;
  return x !== null && y !== null ? literal(x - y) : operate("-", a, b);
}

export function times(a: Formula, b: Formula): Formula {
  const [x, y] = [number(a), number(b)];
  if (x === 1) return b;
  if (y === 1) return a;
  return x !== null && y !== null ? literal(x * y) : operate("*", a, b);
}

/** A text among texts, or one text within another. */
export const within = (a: Formula, b: Formula): Formula => operate("in", a, b);
export const slice = (text: Formula, start: number, length?: number): Formula =>
  operate("substr", text, literal(start), ...(length === undefined ? [] : [literal(length)]));
export const listing = (...items: readonly Formula[]): Formula => operate("list", ...items);
export const joining = (...lists: readonly Formula[]): Formula => operate("merge", ...lists);

/** Whether the body is true for some item. False where the list is none. */
export function some(list: Formula, body: (item: Scope) => Formula): Formula {
  const item = new Scope();
  const made = body(item);
  return made === FALSE ? FALSE : { kind: "some", list, item, body: made };
}

/** Whether the body is true for every item, also when there is none. */
export const every = (list: Formula, body: (item: Scope) => Formula): Formula =>
  not(some(list, (item) => not(body(item))));

export function filter(list: Formula, body: (item: Scope) => Formula): Formula {
  const item = new Scope();
  const made = body(item);
  return made === TRUE ? list : { kind: "filter", list, item, body: made };
}

export function fold(list: Formula, start: Formula, body: (item: Scope, sofar: Formula) => Formula): Formula {
  const item = new Scope();
  const sofar = new Scope();
  return { kind: "fold", list, item, sofar, body: body(item, read(sofar, "")), start };
}

const extended = (path: string, step: string): string => (path === "" ? step : `${path}.${step}`);

/** What stands below a value. JSON Logic reads from its data only, so a computed value first becomes data: the item of a list of one. */
export function part(of: Formula, path: string): Formula {
  if (path === "") return of;
  if (of.kind === "read") return read(of.scope, extended(of.path, path));
  if (of.kind === "if") return choose(of.condition, part(of.then, path), part(of.otherwise, path));
  return fold(listing(of), NOTHING, (item) => read(item, path));
}

const sizes = new WeakMap<Formula, number>();

/** How many operators and operands there are when it is written out. */
export function sizeOf(of: Formula): number {
  const known = sizes.get(of);
  if (known !== undefined) return known;
  let size = 1;
  for (const part of partsOf(of)) size += sizeOf(part);
  sizes.set(of, size);
  return size;
}

export function partsOf(of: Formula): readonly Formula[] {
  switch (of.kind) {
    case "literal":
    case "read":
      return [];
    case "operate":
      return of.args;
    case "not":
      return [of.of];
    case "and":
    case "or":
      return of.parts;
    case "if":
      return [of.condition, of.then, of.otherwise];
    case "some":
    case "filter":
      return [of.list, of.body];
    case "fold":
      return [of.list, of.body, of.start];
  }
}
