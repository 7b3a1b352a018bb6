/**
 * Score comes before tier, and tier before everything else. 0: `score` clauses read neither; 1: what sets the tier reads
 * the score; 2: the rest reads both. So a decision is made in one pass, and there are no cycles to solve.
 */
import type { Span } from "../source/span.ts";
import type { Checker } from "./checker.ts";
import { children } from "./children.ts";
import type { ModelExpr } from "./model.ts";

/** Lets of the action by name, and definitions by id: what an expression leads to. */
export interface Followed {
  readonly lets: ReadonlyMap<string, ModelExpr>;
  readonly functions: { readonly get: (id: string) => { readonly body: ModelExpr | null } | undefined };
  readonly ofLets: Memory;
  /** Shared by all actions: a definition cannot name a let. */
  readonly ofFunctions: Memory;
}

/** What is found out about a let or definition once, by its name. */
export interface Memory {
  readonly reads: Map<string, Reads>;
  /** Whether it could loosen, by direction and name; see `monotone.ts`. */
  readonly loosening: Map<string, readonly Loosening[]>;
}

export const newMemory = (): Memory => ({ reads: new Map(), loosening: new Map() });

/** A reading of score or tier that could loosen. */
export interface Loosening {
  readonly at: Span;
  readonly name: "score" | "tier";
  readonly help: string;
  /** What to write instead, where that is mechanical. */
  readonly form: string | null;
  /** Inside the let or definition that `at` uses. */
  readonly inside: Span | null;
}

export interface Reads {
  readonly score: Span | null;
  readonly tier: Span | null;
}

const NONE: Reads = { score: null, tier: null };

/** Where an expression reads the score and the tier, in itself or in what it leads to. */
export function readsOf(expr: ModelExpr, followed: Followed): Reads {
  let found: Reads = NONE;
  const open: ModelExpr[] = [expr];
  while (open.length > 0) {
    const at = open.pop()!;
    if (at.op === "ambient" && at.name === "score") found = { ...found, score: found.score ?? at.span };
    else if (at.op === "ambient" && at.name === "tier") found = { ...found, tier: found.tier ?? at.span };
    else if (at.op === "let")
      found = merge(found, behind(at.name, followed.lets.get(at.name) ?? null, followed, followed.ofLets));
    else if (at.op === "call")
      found = merge(found, behind(at.fn, followed.functions.get(at.fn)?.body ?? null, followed, followed.ofFunctions));
    for (const child of children(at)) open.push(child);
  }
  return found;
}

const merge = (a: Reads, b: Reads): Reads => (b === NONE ? a : { score: a.score ?? b.score, tier: a.tier ?? b.tier });

/** Chains of lets and definitions are bounded (see `height.ts`); circles, which are reported elsewhere, end at the mark. */
function behind(key: string, body: ModelExpr | null, followed: Followed, { reads }: Memory): Reads {
  const known = reads.get(key);
  if (known !== undefined) return known;
  reads.set(key, NONE);
  const found = body === null ? NONE : readsOf(body, followed);
  reads.set(key, found);
  return found;
}

/**
 * Reports what a place reads before its turn. `place` names it: "A `score` clause", "The impact of an action". What is
 * read outside of the expression (or in a block's head around `clause`) is a label.
 */
export function refuseEarly(
  checker: Checker,
  exprs: readonly ModelExpr[],
  place: string,
  may: "nothing" | "score",
  followed: Followed,
  clause: Span | null = null,
): void {
  for (const expr of exprs) {
    const reads = readsOf(expr, followed);
    for (const name of ["score", "tier"] as const) {
      const at = reads[name];
      if (at === null || (name === "score" && may === "score")) continue;
      const inside =
        clause === null && at.file === expr.span.file && at.start >= expr.span.start && at.end <= expr.span.end;
      checker.report(
        name === "score" ? "score-too-early" : "tier-too-early",
        inside ? at : (clause ?? expr.span),
        { place },
        { labels: inside ? [] : [{ span: at, text: `the ${name} is read here` }] },
      );
    }
  }
}
