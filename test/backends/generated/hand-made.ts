/** Plans as no compiler writes them: one action whose expressions, effects and types are put in by hand. */
import type { Comparable, Numeric } from "../../../src/model/expression.ts";
import type { Type } from "../../../src/model/type.ts";
import type { Plan, PlanAction, PlanClause, PlanEffect, PlanExpr } from "../../../src/plan/plan.ts";
import { loadPolicySet } from "../../../src/policy-set.ts";

const TEXT = `policy hand
tiers low < high
environments prod
role lead
role boss
queue desk
evidence photo
evidence check from tool "risk" { points: int, note: text? }
record Line { sku: text, qty: int, price: money, note: text?, placed: time, day: date, long: duration }
record Bare { qty: int }
record Vague { id: text? }
record Order {
  id: text, total: money, lines: list of Line, names: list of text, flags: list of bool, prices: map of money, home: Line?,
  bare: Bare, vague: Vague
}
define twice(i: int) = i + i
approval table sign(i: int) { <= 1 => nobody  _ => 1 of lead }
action Act {
  autonomy autopilot
  input b: bool, ob: bool?, n: int, on: int?, d: decimal, m: money, om: money?, t: text, ot: text?
  input moment: time, day: date, long: duration, names: list of text, pick: "red" | "green"
  fact order: Order = orders(t)
  fact extra: Order? = others(t)
  changes Order.total
  quota q: sum of n up to 100 in total for each t
  sample s: 1%
  rollback by Undo within 30 days
}
action Undo { autonomy proposal  input word: text  changes Order.total  irreversible  approve by 1 of lead }
`;

export const ACT = "hand.Act";

export function handPlan(): Plan {
  const { evaluator, diagnostics } = loadPolicySet([{ name: "hand.bylaw", text: TEXT }], { today: "2026-11-22" });
  if (evaluator === null) throw new Error(diagnostics.map(({ what }) => what).join("\n"));
  return evaluator.plan;
}

export const withAction = (plan: Plan, change: Partial<PlanAction>): Plan => ({
  ...plan,
  actions: { ...plan.actions, [ACT]: { ...plan.actions[ACT]!, ...change } },
});

/** The clause with a quota, which is to be changed. */
export const clauseOf = (plan: Plan): PlanClause =>
  plan.actions[ACT]!.clauses.find(({ effect }) => effect.kind === "quota")!;

/** With a denial for each condition, so that what it gives is seen. */
export const denying = (plan: Plan, ...conditions: readonly PlanExpr[]): Plan =>
  withAction(plan, {
    clauses: conditions.map((fires, i) => ({
      ...clauseOf(plan),
      id: `hand.Act.c${String(i).padStart(3, "0")}`,
      ...{ stratum: 2, slots: 4, fires, effect: { kind: "deny", verb: "forbid" } },
    })),
  });

/** With this clause alone. */
export const withClause = (plan: Plan, change: Partial<PlanClause>): Plan =>
  withAction(plan, { clauses: [{ ...clauseOf(plan), ...change }] });

type Quota = Extract<PlanEffect, { readonly kind: "quota" }>;
export const withQuota = (plan: Plan, change: Partial<Quota>): Plan =>
  withClause(plan, { effect: { ...(clauseOf(plan).effect as Quota), ...change } });

// ------------------------------------------------------------------------------------------------------ expressions

export const constant = (kind: string | Type, value: unknown): PlanExpr => ({
  op: "const",
  type: (typeof kind === "string" ? { kind } : kind) as Type,
  value: value as string,
});
export const input = (name: string): PlanExpr => ({ op: "input", name });
export const fact = (name: string): PlanExpr => ({ op: "fact", name });
export const ambient = (name: string): PlanExpr => ({ op: "ambient", name }) as PlanExpr;
export const local = (slot: number): PlanExpr => ({ op: "local", slot, name: "x" });
export const field = (of: PlanExpr, name: string, safe = false): PlanExpr => ({ op: "field", of, field: name, safe });
export const index = (of: PlanExpr, key: PlanExpr, more: object = {}): PlanExpr => ({ op: "index", of, key, ...more });
export const not = (operand: PlanExpr): PlanExpr => ({ op: "not", operand });
export const and = (...parts: readonly PlanExpr[]): PlanExpr => ({ op: "and", parts });
export const or = (...parts: readonly PlanExpr[]): PlanExpr => ({ op: "or", parts });
export const equal = (left: PlanExpr, right: PlanExpr, negated = false): PlanExpr => ({
  op: "equal",
  negated,
  left,
  right,
});
export const compared = (as: Comparable, left: PlanExpr, right: PlanExpr, cmp = "<"): PlanExpr =>
  ({ op: "compare", cmp, as, left, right }) as PlanExpr;
export const among = (item: PlanExpr, list: PlanExpr, negated = false): PlanExpr => ({ op: "in", negated, item, list });
export const like = (text: PlanExpr, pattern: PlanExpr): PlanExpr => ({ op: "like", negated: false, text, pattern });
export const present = (operand: PlanExpr, negated = false): PlanExpr => ({ op: "present", negated, operand });
export const arith = (
  fn: "+" | "-" | "*" | "/",
  left: PlanExpr,
  right: PlanExpr,
  as: Numeric = "number",
  [leftAs, rightAs]: readonly [Numeric, Numeric] = [as, as],
): PlanExpr => ({
  op: "arith",
  fn,
  left,
  right,
  leftAs,
  rightAs,
  as,
});
export const minus = (operand: PlanExpr, as: Numeric = "number"): PlanExpr => ({ op: "negate", as, operand });
export const otherwise = (value: PlanExpr, other: PlanExpr): PlanExpr => ({ op: "default", value, otherwise: other });
export const either = (condition: PlanExpr, then: PlanExpr, other: PlanExpr): PlanExpr => ({
  op: "if",
  condition,
  then,
  otherwise: other,
});
export const some = (op: "any" | "all" | "none" | "count", source: PlanExpr, body: PlanExpr): PlanExpr => ({
  op,
  slot: 0,
  binder: "x",
  source,
  body,
});
export const total = (
  op: "sum" | "list" | "min" | "max",
  source: PlanExpr,
  body: PlanExpr,
  as: Comparable = "number",
): PlanExpr => ({
  op,
  slot: 0,
  binder: "x",
  source,
  body,
  where: null,
  as,
});
export const items = (...all: readonly PlanExpr[]): PlanExpr => ({ op: "items", items: all });
export const builtin = (name: string, ...args: readonly PlanExpr[]): PlanExpr =>
  ({ op: "builtin", name, args, as: null }) as PlanExpr;
/** Of two values of one kind. */
export const extreme = (name: "min_of" | "max_of", as: Comparable, a: PlanExpr, b: PlanExpr): PlanExpr => ({
  op: "builtin",
  name,
  args: [a, b],
  as,
});
/** Absent before anything is read: the action declares no impact. */
export const nothing: PlanExpr = { op: "field", of: ambient("impact"), field: "customers", safe: false };
export const call = (fn: string, ...args: readonly PlanExpr[]): PlanExpr => ({ op: "call", fn, args });
export const history = (action: string): PlanExpr => ({ op: "history", action, last_ms: 86_400_000 });
export const changesTo = (record: string, name: string): PlanExpr => ({ op: "changes_to", record, field: name });
export const evidenceOf = (kind: string): PlanExpr => ({ op: "evidence_of", kind });

// -------------------------------------------------------------------------------------------------------- documents

export type Json = Record<string, unknown>;

/** Documents that have everything; `change` may take some of it away. */
export function documents(change: (inputs: Json, facts: Json, changeSet: Json) => void = () => {}) {
  const line = (sku: string, qty: number, price: string, more: Json = {}) => ({
    ...{ sku, qty, price: { amount: price, currency: "USD" }, placed: "2026-11-22T12:00:00Z", day: "2026-11-20" },
    ...{ long: "PT1H", ...more },
  });
  const order = (): Json => ({
    ...{ id: "a", total: { amount: "50", currency: "USD" }, names: ["a", "c"], flags: [false, true] },
    ...{
      lines: [line("a", 1, "5"), line("b", 2, "7", { note: "a" })],
      prices: { a: { amount: "20", currency: "USD" } },
    },
    ...{ home: line("a", 3, "1", { note: "b" }), bare: { qty: 1 }, vague: {} },
  });
  const inputs: Json = {
    ...{ b: true, n: 3, d: "0.5", m: { amount: "20.00", currency: "USD" }, t: "a", names: ["a", "b"], pick: "red" },
    ...{ moment: "2026-11-22T11:00:00Z", day: "2026-11-22", long: "PT1H" },
    ...{ ob: true, on: 3, om: { amount: 20, currency: "USD" }, ot: "a" },
  };
  const facts: Json = { order: order(), extra: order() };
  const changeSet: Json = {
    ...{ id: "cs-1", action: ACT, environment: "prod", confidence: 0.4 },
    requester: { id: "agent:one", kind: "agent", owner: "user:olga", roles: ["lead"] },
    inputs,
    changes: [
      {
        ...{ target: { type: "Order", id: "a" }, field: "total", old: null, new: { amount: "5", currency: "USD" } },
        ...{ reason: "a", evidence: ["e1"] },
      },
    ],
    evidence: [
      { id: "e1", kind: "check", issuer: "tool:risk", at: "2026-11-22T09:00:00Z", data: { points: 2, note: "a" } },
      { id: "e2", kind: "photo", issuer: "user:ann", at: "2026-11-22T13:00:00+01:00", uri: "u", digest: "d" },
    ],
  };
  change(inputs, facts, changeSet);
  return { changeSet, context: { now: "2026-11-22T12:00:00Z", facts, history: [], usage: [] } };
}
