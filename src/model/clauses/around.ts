/** What stands around a clause: its owner, and the blocks it is in. */
import type { Clause } from "../../syntax/tree.ts";
import type { ModelExpr, ModelRule } from "../model.ts";
import type { Known, Named, Owner, Scope } from "../scope.ts";
import type { Followed } from "../strata.ts";
import type { PolicySymbols } from "../symbols.ts";

/** An action, or the `every action` declarations of a policy. */
export interface ClauseOwner {
  readonly policy: PolicySymbols;
  readonly kind: Owner & ("action" | "every");
  readonly names: ReadonlyMap<string, Named>;
  readonly followed: Followed;
  /** What the other clauses of the owner make sure of, as this one sees it. */
  readonly knownFor: (clause: Clause | null) => Known;
}

/** The blocks around a clause, folded. */
export interface Around {
  readonly guards: readonly ModelExpr[];
  /** Guards as text, outermost first, for ids that do not depend on place. */
  readonly printed: string;
  readonly controls: readonly string[];
  /** What the guards settle, beyond what the owner knows. */
  readonly settled: ReadonlySet<string>;
  /** Slots that the guards take; the clause goes on from there. */
  readonly slots: number;
  readonly environments: readonly string[];
}

/** A clause that is checked and has no id yet. */
export interface Draft {
  readonly node: Clause;
  readonly around: Around;
  readonly rule: ModelRule;
  readonly slots: number;
}

/** The scope of an expression in a clause, or of a guard (`clause` null). */
export function scopeIn(
  owner: ClauseOwner,
  around: Around,
  clause: Clause | null,
  activation: { slots: number },
): Scope {
  const base = owner.knownFor(clause);
  const { settled } = around;
  const known: Known = settled.size === 0 ? base : { has: (key) => settled.has(key) || base.has(key) };
  return { policy: owner.policy, owner: owner.kind, names: owner.names, locals: null, known, activation };
}
