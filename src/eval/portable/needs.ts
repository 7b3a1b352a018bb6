/** What the conditions of an action read: the roots of the normal form, gathered while they are exported. */

import type { Type } from "../../model/type.ts";
import type { AMBIENT_NAMES } from "../../model/words.ts";
import { type Formula, read, Scope } from "./formula.ts";
import { step } from "./term.ts";

/** Where a root of the normal form comes from. */
export type Origin =
  | { readonly kind: "input" | "fact"; readonly name: string }
  | { readonly kind: "ambient"; readonly name: (typeof AMBIENT_NAMES)[number] }
  | { readonly kind: "history"; readonly action: string; readonly last_ms: number }
  | { readonly kind: "changes_to"; readonly record: string; readonly field: string }
  | { readonly kind: "evidence_of"; readonly evidence: string };

/** One value of the normal form that conditions read. */
export interface Root {
  readonly path: string;
  readonly type: Type;
  readonly origin: Origin;
}

export interface Needs {
  readonly document: Scope;
  readonly roots: () => readonly Root[];
  readonly root: (origin: Origin, type: Type) => Formula;
}

export function gatherNeeds(): Needs {
  const found = new Map<string, Root>();
  const document = new Scope();
  return {
    document,
    roots: () => [...found.values()],
    root(origin, type) {
      const path = pathOf(origin);
      found.set(path, { path, type, origin });
      return read(document, path);
    },
  };
}

/** Ids of actions, records and kinds hold points, which JSON Logic takes for steps of a path. */
const flat = (id: string): string => step(id.replaceAll(".", "/"));

function pathOf(origin: Origin): string {
  switch (origin.kind) {
    case "input":
      return `inputs.${step(origin.name)}`;
    case "fact":
      return `facts.${step(origin.name)}`;
    case "ambient":
      return origin.name;
    case "history":
      return `history.${flat(origin.action)}.${origin.last_ms}`;
    case "changes_to":
      return `changes_to.${flat(origin.record)}.${step(origin.field)}`;
    case "evidence_of":
      return `evidence_of.${flat(origin.evidence)}`;
  }
}
