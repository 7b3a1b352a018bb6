/**
 * Expressions after checking: every name is resolved, every operator has its type. `M` is what a stage hangs on each
 * node: the checker a type and a span, the plan nothing. Evaluation is strong Kleene: each operator says what it gives
 * when an operand is unknown.
 */
import type { CalendarUnit } from "../syntax/tree.ts";
import type { Type } from "./type.ts";

/** What two operands are compared as; decides the order and what "equal" means. */
export type Comparable =
  | "text"
  | "bool"
  | "number"
  | "money"
  | "time"
  | "date"
  | "duration"
  | "tier"
  | "outcome"
  | "level";

export type Ambient =
  | "requester"
  | "environment"
  | "now"
  | "changes"
  | "evidence"
  | "confidence"
  | "impact" // always
  | "score"
  | "tier" // where their turn has come
  | "outcome"
  | "people"
  | "autonomy"; // in guarantees only

export type Builtin =
  | "count"
  | "sum"
  | "min"
  | "max"
  | "distinct"
  | "first"
  | "last" // of one list; min, max, first, last give an optional
  | "min_of"
  | "max_of" // of two or more values
  | "zip" // pairs (`.left`, `.right`) of two lists, as many as the shorter has; unknown when the lengths differ
  | "adjacent" // pairs (xs[i], xs[i+1])
  | "contains_all" // multiset inclusion: every item of the second list, with multiplicity, is in the first
  | "keys"
  | "values" // of a map, in the order of its keys
  | "lower"
  | "length"
  | "date"
  | "weekday"
  | "time_of_day"; // in the policy's time zone; weekday gives "monday"…"sunday"; time_of_day a duration since midnight by the wall clock

export type Expr<M = unknown> = M & ExprShape<M>;

export type ExprShape<M> =
  /** A constant in its wire form (see `Wire`). */
  | { readonly op: "const"; readonly type: Type; readonly value: Wire }
  | { readonly op: "input"; readonly name: string }
  | { readonly op: "fact"; readonly name: string }
  | { readonly op: "let"; readonly name: string }
  | { readonly op: "ambient"; readonly name: Ambient }
  /** A parameter or binder; slots are numbered within a clause, a let, or a function body. */
  | { readonly op: "local"; readonly slot: number; readonly name: string }
  /** `a.b`; `safe`: absent in, absent out. `of` of an absent value without `safe` is unknown. */
  | { readonly op: "field"; readonly of: Expr<M>; readonly field: string; readonly safe: boolean }
  /**
   * `m[k]`: absent when the key is not there. A date is looked up as documents write it. `safe`: also when the map is absent; `safe_key`: also when the key is absent. Where
   * neither is said, a guard has made it present, and an absent one is unknown.
   */
  | {
      readonly op: "index";
      readonly of: Expr<M>;
      readonly key: Expr<M>;
      readonly safe?: boolean;
      readonly safe_key?: boolean;
    }
  | { readonly op: "not"; readonly operand: Expr<M> }
  | { readonly op: "and" | "or"; readonly parts: readonly Expr<M>[] }
  /** `==`, `!=`: absent equals nothing, not even absent. Lists and records compare by structure. */
  | { readonly op: "equal"; readonly negated: boolean; readonly left: Expr<M>; readonly right: Expr<M> }
  | {
      readonly op: "compare";
      readonly cmp: "<" | "<=" | ">" | ">=";
      readonly as: Comparable;
      readonly left: Expr<M>;
      readonly right: Expr<M>;
    }
  | { readonly op: "in"; readonly negated: boolean; readonly item: Expr<M>; readonly list: Expr<M> }
  /** `*` stands for any run of characters, `?` is literal; case counts. Linear time (no backtracking blow-up). */
  | { readonly op: "like"; readonly negated: boolean; readonly text: Expr<M>; readonly pattern: Expr<M> }
  | { readonly op: "present"; readonly negated: boolean; readonly operand: Expr<M> }
  /** `as` is the type of the result: number+number, money±money, money*number, money/number → money, money/money → number, time±duration, time-time → duration, date±duration, date-date → duration, duration±duration, duration*number, duration/number. `left`/`right` in source order. */
  | {
      readonly op: "arith";
      readonly fn: "+" | "-" | "*" | "/";
      readonly left: Expr<M>;
      readonly right: Expr<M>;
      readonly leftAs: Numeric;
      readonly rightAs: Numeric;
      readonly as: Numeric;
    }
  | { readonly op: "negate"; readonly as: Numeric; readonly operand: Expr<M> }
  /** `a ?? b` */
  | { readonly op: "default"; readonly value: Expr<M>; readonly otherwise: Expr<M> }
  | { readonly op: "if"; readonly condition: Expr<M>; readonly then: Expr<M>; readonly otherwise: Expr<M> }
  /** INVARIANT: the checker proved that the rows cover every case. */
  | { readonly op: "match"; readonly subjects: readonly Expr<M>[]; readonly rows: readonly ExprRow<M>[] }
  | {
      readonly op: "any" | "all" | "none" | "count";
      readonly slot: number;
      readonly binder: string;
      readonly source: Expr<M>;
      readonly body: Expr<M>;
    }
  | {
      readonly op: "sum" | "list" | "min" | "max";
      readonly slot: number;
      readonly binder: string;
      readonly source: Expr<M>;
      readonly body: Expr<M>;
      readonly where: Expr<M> | null;
      readonly as: Comparable | null;
    }
  | { readonly op: "items"; readonly items: readonly Expr<M>[] }
  | {
      readonly op: "builtin";
      readonly name: Builtin;
      readonly args: readonly Expr<M>[] /** Of the items, for min, max, sum. */;
      readonly as: Comparable | null;
    }
  /** A define or a value table, by its qualified name. */
  | { readonly op: "call"; readonly fn: string; readonly args: readonly Expr<M>[] }
  | { readonly op: "history"; readonly action: string; readonly last_ms: number }
  | { readonly op: "changes_to"; readonly record: string; readonly field: string }
  | { readonly op: "evidence_of"; readonly kind: string };

/** What arithmetic works on. */
export type Numeric = "number" | "money" | "time" | "date" | "duration";

export interface ExprRow<M> {
  readonly patterns: readonly PatternExpr<M>[];
  readonly result: Expr<M>;
}

export type PatternExpr<M> =
  | { readonly kind: "any" }
  | { readonly kind: "missing" }
  /** INVARIANT: values are constants. */
  | { readonly kind: "one-of"; readonly values: readonly Expr<M>[] }
  | {
      readonly kind: "compare";
      readonly cmp: "<" | "<=" | ">" | ">=" | "==";
      readonly as: Comparable;
      readonly value: Expr<M>;
    }
  | { readonly kind: "range"; readonly as: Comparable; readonly low: Expr<M>; readonly high: Expr<M> };

/**
 * The wire form of a value, as in change sets: text, bool, enum, tier: as they are; int and decimal: plain decimal text;
 * money: `{ amount, currency }`; time: ISO 8601 with offset; date: `YYYY-MM-DD`; duration: ISO 8601 (`P30D`, `PT4H`).
 */
export type Wire =
  | string
  | boolean
  | null
  | { readonly amount: string; readonly currency: string }
  | readonly Wire[]
  | { readonly [field: string]: Wire };

export type WindowShape =
  | { readonly kind: "calendar"; readonly unit: CalendarUnit }
  | { readonly kind: "rolling"; readonly ms: number }
  | { readonly kind: "ever" }
  | { readonly kind: "open" };

/** Reviewer requirements after checking; `call` of an approval table is a `match` whose rows are requirements. */
export type RequirementExpr<M> =
  | { readonly op: "seats"; readonly count: number; readonly role: string }
  | { readonly op: "any"; readonly count: number; readonly roles: readonly string[] }
  | { readonly op: "roles"; readonly count: number; readonly roles: readonly string[] }
  | { readonly op: "and" | "or"; readonly parts: readonly RequirementExpr<M>[] }
  | { readonly op: "nobody" }
  /** An approval table by its qualified name. Unknown subjects: the join of every row that may fit. */
  | { readonly op: "table"; readonly table: string; readonly args: readonly Expr<M>[] };
