import type { Span } from "../source/span.ts";
import type { PolicySymbols } from "./symbols.ts";
import type { Type } from "./type.ts";

/** Where an expression stands; decides which names it may read. */
export type Owner = "definition" | "action" | "every" | "guarantee";

/** An input, fact or let of an action. Types of lets come in while the action is checked. */
export interface Named {
  readonly kind: "input" | "fact" | "let";
  readonly name: string;
  type: Type;
  readonly span: Span;
  used: boolean;
}

/** A parameter or binder. */
export interface Local {
  readonly name: string;
  readonly slot: number;
  readonly type: Type;
  readonly span: Span;
  readonly thing: "parameter" | "binder";
  readonly up: Local | null;
}

/** What is known to be present here, by narrowing key. */
export interface Known {
  readonly has: (key: string) => boolean;
}

export interface Scope {
  readonly policy: PolicySymbols;
  readonly owner: Owner;
  readonly names: ReadonlyMap<string, Named>;
  readonly locals: Local | null;
  readonly known: Known;
  /** Counts the slots of the activation (a clause, a let, a function body) that this expression belongs to. */
  readonly activation: { slots: number };
}

export const NOTHING_KNOWN: Known = { has: () => false };

/** What `up` knows and the keys besides. The set may grow while the scope is in use. */
export const alsoKnown = (up: Known, keys: ReadonlySet<string>): Known => ({
  has: (key) => keys.has(key) || up.has(key),
});

export const withKnown = (scope: Scope, keys: ReadonlySet<string>): Scope =>
  keys.size === 0 ? scope : { ...scope, known: alsoKnown(scope.known, keys) };

/** A scope with one more local, in the next slot. */
export function bind(
  scope: Scope,
  name: string,
  type: Type,
  span: Span,
  thing: Local["thing"],
): Scope & { readonly locals: Local } {
  const slot = scope.activation.slots++;
  return { ...scope, locals: { name, slot, type, span, thing, up: scope.locals } };
}

export function findLocal(scope: Scope, name: string): Local | null {
  for (let local = scope.locals; local !== null; local = local.up) if (local.name === name) return local;
  return null;
}
