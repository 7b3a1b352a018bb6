/** Reading: inputs, facts, ambient values, fields, map entries, history. */
import { causePath } from "../../plan/path.ts";
import type { PlanExpr } from "../../plan/plan.ts";
import { dateText } from "../../plan/zone.ts";
import { decimalOfNumber } from "../decimal.ts";
import { isList, isMap } from "../equality.ts";
import type { Frame } from "../evaluator.ts";
import { both, Unknown, unknown, type Value } from "../value.ts";
import { openEnd, openRange } from "./ranges.ts";
import { misplaced, missing, type Run, spend } from "./run.ts";

type Of<Op extends PlanExpr["op"]> = Extract<PlanExpr, { readonly op: Op }>;

export function named(values: ReadonlyMap<string, Value>, expr: PlanExpr & { readonly name: string }): Value {
  const value = values.get(expr.name);
  return value === undefined ? unknown(causePath(expr), "not supplied") : value;
}

export const ambient = (run: Run, expr: Of<"ambient">): Value => ambientOf(run.frame, expr);

export function ambientOf(frame: Frame, expr: Of<"ambient">): Value {
  if (expr.name === "score" || expr.name === "tier") {
    if (openRange(frame, expr) !== null) return openEnd(frame, expr.name);
    if (expr.name === "score" && frame.score !== undefined)
      return decimalOfNumber(frame.score.assumed) ?? misplaced(expr);
    if (expr.name === "tier" && frame.tier !== undefined) return frame.tier.assumed;
  }
  const value = frame.ambient.get(expr.name);
  if (value !== undefined) return value;
  return expr.name === "now" ? frame.now : unknown(expr.name, "not supplied");
}

export const field = (run: Run, expr: Of<"field">): Value => fieldOf(expr, run.evaluate(expr.of));

export function fieldOf(expr: Of<"field">, of: Value): Value {
  if (of instanceof Unknown) return of;
  if (of === null) return expr.safe ? null : missing(expr.of);
  return isMap(of) ? (of.get(expr.field) ?? null) : misplaced(expr.of);
}

export const entry = (run: Run, expr: Of<"index">): Value =>
  entryOf(expr, run.evaluate(expr.of), run.evaluate(expr.key));

/** What may be absent has no entries, and under no key there is none: absent, whatever the other operand is. */
export function entryOf(expr: Of<"index">, of: Value, key: Value): Value {
  if ((of === null && expr.safe === true) || (key === null && expr.safe_key === true)) return null;
  if (of === null) return missing(expr.of);
  // Nothing is in an empty map, whatever the key.
  if (isMap(of) && of.size === 0) return null;
  if (key === null) return missing(expr.key);
  if (of instanceof Unknown || key instanceof Unknown)
    return both(of instanceof Unknown ? of : null, key instanceof Unknown ? key : null);
  if (!isMap(of)) return misplaced(expr);
  // A date is looked up as documents write it.
  if (typeof key === "number") return of.get(dateText(key)) ?? null;
  return typeof key === "string" ? (of.get(key) ?? null) : misplaced(expr);
}

/** What happened in (now - last, now]. An entry whose time is unknown leaves the whole list unknown. */
export function history(run: Pick<Run, "frame" | "work">, expr: Of<"history">): Value {
  const entries = run.frame.history(expr.action);
  if (entries instanceof Unknown) return entries;
  if (!isList(entries)) return missing(expr);
  const spent = spend(run, entries.length);
  if (spent !== null) return spent;
  const { now } = run.frame;
  const kept: Value[] = [];
  let open: Unknown | null = null;
  for (const item of entries) {
    if (item instanceof Unknown) open = both(open, item);
    if (!isMap(item)) continue;
    const at = item.get("at");
    if (at instanceof Unknown) open = both(open, at);
    if (typeof at === "number" && at > now - expr.last_ms && at <= now) kept.push(item);
  }
  return open ?? kept;
}
