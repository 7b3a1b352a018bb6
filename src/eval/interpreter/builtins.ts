/** The builtins, one function each, in one table. */
import type { Builtin } from "../../model/expression.ts";
import { causePath } from "../../plan/path.ts";
import type { PlanExpr } from "../../plan/plan.ts";
import { dateOf, timeOfDay, weekdayOf } from "../calendar.ts";
import { decimalOfNumber, ZERO } from "../decimal.ts";
import { equalValues, isList, keyOf } from "../equality.ts";
import { both, Unknown, unknown, unknownAmong, type Value } from "../value.ts";
import { itemsOf } from "./lists.ts";
import { demand, misplaced, type Run, spend } from "./run.ts";
import { least, total } from "./totals.ts";

type Call = Extract<PlanExpr, { readonly op: "builtin" }>;

const number = (n: number): Value => decimalOfNumber(n) ?? ZERO;

/** A builtin of one list, which is known and paid for. */
const ofList =
  (body: (run: Run, call: Call, items: readonly Value[]) => Value) =>
  (run: Run, call: Call): Value => {
    const items = itemsOf(run, call.args[0]!);
    return items instanceof Unknown ? items : (spend(run, items.length) ?? body(run, call, items));
  };

/** A builtin of two lists, which are known and paid for. */
const ofTwo =
  (body: (run: Run, call: Call, left: readonly Value[], right: readonly Value[]) => Value) =>
  (run: Run, call: Call): Value => {
    const left = itemsOf(run, call.args[0]!);
    const right = itemsOf(run, call.args[1]!);
    if (left instanceof Unknown || right instanceof Unknown)
      return both(left instanceof Unknown ? left : null, right instanceof Unknown ? right : null);
    return spend(run, left.length + right.length) ?? body(run, call, left, right);
  };

/** A builtin of one value, which is there and known. */
const ofOne =
  (body: (run: Run, call: Call, value: Value) => Value) =>
  (run: Run, call: Call): Value => {
    const value = demand(run.evaluate(call.args[0]!), call.args[0]!);
    return value instanceof Unknown ? value : body(run, call, value);
  };

const ofValues =
  (which: "min" | "max") =>
  (run: Run, call: Call): Value => {
    const values = call.args.map((arg) => demand(run.evaluate(arg), arg));
    return unknownAmong(...values) ?? least(run, call, which, call.as, values);
  };

const pair = (left: Value, right: Value): Value =>
  new Map([
    ["left", left],
    ["right", right],
  ]);

export const builtins: Readonly<Record<Builtin, (run: Run, call: Call) => Value>> = {
  count: ofList((_run, _call, items) => number(items.length)),
  sum: ofList((_run, call, items) => total(call, call.as, items)),
  min: ofList((run, call, items) => least(run, call, "min", call.as, items)),
  max: ofList((run, call, items) => least(run, call, "max", call.as, items)),
  min_of: ofValues("min"),
  max_of: ofValues("max"),
  distinct: ofList((_run, call, items) => distinct(call, items)),
  first: ofList((_run, _call, items) => items[0] ?? null),
  last: ofList((_run, _call, items) => items.at(-1) ?? null),
  zip: ofTwo((_run, call, left, right) =>
    left.length === right.length
      ? left.map((item, i) => pair(item, right[i]!))
      : unknown(causePath(call), `lists of ${left.length} and ${right.length} items`),
  ),
  adjacent: ofList((_run, _call, items) => items.slice(1).map((item, i) => pair(items[i]!, item))),
  contains_all: ofTwo((_run, call, all, wanted) => containsAll(call, all, wanted)),
  lower: ofOne((_run, call, value) => (typeof value === "string" ? value.toLowerCase() : misplaced(call))),
  length: ofOne((_run, call, value) => {
    if (isList(value)) return number(value.length);
    return typeof value === "string" ? number(codePoints(value)) : misplaced(call);
  }),
  date: ofOne((run, call, value) => (typeof value === "number" ? dateOf(run.machine.zone, value) : misplaced(call))),
  // `as` tells a time from a date: both are numbers.
  weekday: ofOne((run, call, value) => {
    if (typeof value !== "number") return misplaced(call);
    return weekdayOf(call.as === "date" ? value : dateOf(run.machine.zone, value));
  }),
  time_of_day: ofOne((run, call, value) =>
    typeof value === "number" ? timeOfDay(run.machine.zone, value) : misplaced(call),
  ),
};

/** Characters as people count them, not UTF-16 units. */
function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** Keys of wholly known items; null when one is not, or two currencies meet, so that keys do not decide. */
function keysOf(items: readonly Value[], met: Set<string>): readonly (string | null)[] {
  return items.map((item) => keyOf(item, met));
}

/** Items without those that equal an earlier one. Unknown when that is open for any two. */
function distinct(call: Call, items: readonly Value[]): Value {
  if (items.length < 2) return items;
  const met = new Set<string>();
  const keys = keysOf(items, met);
  const open = openness(call, items, keys, met);
  if (open !== null) return open;
  const seen = new Set<string>();
  return items.filter((item, i) => {
    if (item === null) return true; // absent equals nothing, not even absent
    if (seen.has(keys[i]!)) return false;
    seen.add(keys[i]!);
    return true;
  });
}

/** Why keys do not decide about these items: what is unknown in them, or two currencies. */
function openness(
  call: Call,
  items: readonly Value[],
  keys: readonly (string | null)[],
  met: ReadonlySet<string>,
): Unknown | null {
  let open: Unknown | null = null;
  for (const [i, item] of items.entries()) if (keys[i] === null) open = both(open, insideOf(item));
  if (met.size > 1)
    open = both(open, unknown(causePath(call), `${[...met].sort().slice(0, 2).join(" and ")} do not compare`));
  return open;
}

/** All that is unknown in a value: comparing it with itself meets every part. */
function insideOf(item: Value): Unknown | null {
  const same = equalValues(item, item, () => "");
  return same instanceof Unknown ? same : null;
}

/**
 * Multiset inclusion. Surely false when more items are wanted than there are, or when more known ones lack than unknown
 * items could stand for; surely true when every wanted item is known and found.
 */
function containsAll(call: Call, all: readonly Value[], wanted: readonly Value[]): Value {
  if (wanted.length > all.length || wanted.includes(null)) return false;
  const met = new Set<string>();
  const allKeys = keysOf(all, met);
  const wantedKeys = keysOf(wanted, met);
  if (met.size > 1) return both(openness(call, all, allKeys, met), openness(call, wanted, wantedKeys, met));
  const left = new Map<string, number>();
  let wild = 0;
  for (const [i, key] of allKeys.entries()) {
    if (key === null) wild++;
    else if (all[i] !== null) left.set(key, (left.get(key) ?? 0) + 1);
  }
  let lacking = 0;
  for (const key of wantedKeys) {
    if (key === null) continue;
    const count = left.get(key) ?? 0;
    if (count === 0) lacking++;
    else left.set(key, count - 1);
  }
  if (lacking > wild) return false;
  const open = both(openness(call, all, allKeys, met), openness(call, wanted, wantedKeys, met));
  return lacking === 0 && !wantedKeys.includes(null) ? true : (open ?? true);
}
