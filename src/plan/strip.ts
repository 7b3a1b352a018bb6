/** Checked expressions without types and spans: what a plan carries. */
import type { PatternExpr } from "../model/expression.ts";
import type { ModelExpr, ModelRequirement, Typed } from "../model/model.ts";
import type { Type } from "../model/type.ts";
import type { PlanExpr, PlanRequirement } from "./plan.ts";

/** Remembers the type of each node it makes, for those who show values. Recursion is bounded by the nesting that the parser allows. */
export interface Stripper {
  readonly expr: (expr: ModelExpr) => PlanExpr;
  readonly pattern: (pattern: PatternExpr<Typed>) => PatternExpr<unknown>;
  readonly requirement: (requirement: ModelRequirement) => PlanRequirement;
  readonly typeOf: (expr: PlanExpr) => Type;
}

export function stripper(): Stripper {
  const types = new WeakMap<PlanExpr, Type>();
  // Guards stand in the model once, however many clauses are in their block: so they do in the plan.
  const known = new WeakMap<ModelExpr, PlanExpr>();
  const expr = (from: ModelExpr): PlanExpr => {
    const other = known.get(from);
    if (other !== undefined) return other;
    const made = strip(from, expr, pattern);
    types.set(made, from.type);
    known.set(from, made);
    return made;
  };
  const pattern = (from: PatternExpr<Typed>): PatternExpr<unknown> => stripPattern(from, expr);
  const requirement = (from: ModelRequirement): PlanRequirement => {
    switch (from.op) {
      case "seats":
        return { op: "seats", count: from.count, role: from.role };
      case "any":
      case "roles":
        return { op: from.op, count: from.count, roles: from.roles };
      case "and":
      case "or":
        return { op: from.op, parts: from.parts.map(requirement) };
      case "nobody":
        return { op: "nobody" };
      case "table":
        return { op: "table", table: from.table, args: from.args.map(expr) };
    }
  };
  return { expr, pattern, requirement, typeOf: (made) => types.get(made) ?? { kind: "never" } };
}

type StripExpr = (expr: ModelExpr) => PlanExpr;
type StripPattern = (pattern: PatternExpr<Typed>) => PatternExpr<unknown>;

function strip(from: ModelExpr, expr: StripExpr, pattern: StripPattern): PlanExpr {
  switch (from.op) {
    case "const":
      return { op: "const", type: from.type, value: from.value };
    case "input":
    case "fact":
    case "let":
      return { op: from.op, name: from.name };
    case "ambient":
      return { op: "ambient", name: from.name };
    case "local":
      return { op: "local", slot: from.slot, name: from.name };
    case "field":
      return { op: "field", of: expr(from.of), field: from.field, safe: from.safe };
    case "index":
      return {
        op: "index",
        of: expr(from.of),
        key: expr(from.key),
        ...(from.safe === true && { safe: true }),
        ...(from.safe_key === true && { safe_key: true }),
      };
    case "not":
      return { op: "not", operand: expr(from.operand) };
    case "and":
    case "or":
      return { op: from.op, parts: from.parts.map(expr) };
    case "equal":
      return { op: "equal", negated: from.negated, left: expr(from.left), right: expr(from.right) };
    case "compare":
      return { op: "compare", cmp: from.cmp, as: from.as, left: expr(from.left), right: expr(from.right) };
    case "in":
      return { op: "in", negated: from.negated, item: expr(from.item), list: expr(from.list) };
    case "like":
      return { op: "like", negated: from.negated, text: expr(from.text), pattern: expr(from.pattern) };
    case "present":
      return { op: "present", negated: from.negated, operand: expr(from.operand) };
    case "arith":
      return {
        op: "arith",
        fn: from.fn,
        left: expr(from.left),
        right: expr(from.right),
        leftAs: from.leftAs,
        rightAs: from.rightAs,
        as: from.as,
      };
    case "negate":
      return { op: "negate", as: from.as, operand: expr(from.operand) };
    case "default":
      return { op: "default", value: expr(from.value), otherwise: expr(from.otherwise) };
    case "if":
      return { op: "if", condition: expr(from.condition), then: expr(from.then), otherwise: expr(from.otherwise) };
    case "match":
      return {
        op: "match",
        subjects: from.subjects.map(expr),
        rows: from.rows.map((row) => ({ patterns: row.patterns.map(pattern), result: expr(row.result) })),
      };
    case "any":
    case "all":
    case "none":
    case "count":
      return { op: from.op, slot: from.slot, binder: from.binder, source: expr(from.source), body: expr(from.body) };
    case "sum":
    case "list":
    case "min":
    case "max":
      return {
        op: from.op,
        slot: from.slot,
        binder: from.binder,
        source: expr(from.source),
        body: expr(from.body),
        where: from.where === null ? null : expr(from.where),
        as: from.as,
      };
    case "items":
      return { op: "items", items: from.items.map(expr) };
    case "builtin":
      // Times and dates are both numbers: whoever asks for the weekday has to know which it is.
      return {
        op: "builtin",
        name: from.name,
        args: from.args.map(expr),
        as: from.name === "weekday" ? clockOf(from.args[0]) : from.as,
      };
    case "call":
      return { op: "call", fn: from.fn, args: from.args.map(expr) };
    case "history":
      return { op: "history", action: from.action, last_ms: from.last_ms };
    case "changes_to":
      return { op: "changes_to", record: from.record, field: from.field };
    case "evidence_of":
      return { op: "evidence_of", kind: from.kind };
  }
}

function clockOf(arg: ModelExpr | undefined): "time" | "date" {
  const type = arg?.type.kind === "optional" ? arg.type.of : arg?.type;
  return type?.kind === "date" ? "date" : "time";
}

function stripPattern(from: PatternExpr<Typed>, expr: StripExpr): PatternExpr<unknown> {
  switch (from.kind) {
    case "any":
    case "missing":
      return { kind: from.kind };
    case "one-of":
      return { kind: "one-of", values: from.values.map(expr) };
    case "compare":
      return { kind: "compare", cmp: from.cmp, as: from.as, value: expr(from.value) };
    case "range":
      return { kind: "range", as: from.as, low: expr(from.low), high: expr(from.high) };
  }
}
