/** The builtins, one function each, in one table. */
import type { Builtin } from "../../model/expression.ts";
import { causePath } from "../../plan/path.ts";
import type { PlanExpr } from "../../plan/plan.ts";
import { dateOf, timeOfDay, weekdayOf, type Zone } from "../calendar.ts";
import { decimalOfNumber, ZERO } from "../decimal.ts";
import { equalValues, isList, isMap, keyOf } from "../equality.ts";
import { inclusion } from "../inclusion.ts";
import { both, Unknown, unknown, type Value } from "../value.ts";
import { evaluateAll, type Machine, misplaced, missing, type Run, spend } from "./run.ts";
import { least, total } from "./totals.ts";

type Call = Extract<PlanExpr, { readonly op: "builtin" }>;

const number = (n: number): Value => decimalOfNumber(n) ?? ZERO;

/** INVARIANT: the arguments are there and known. They are lists, but for `misplaced` ones that the checker ruled out. */
type Body = (machine: Machine, call: Call, args: readonly Value[]) => Value;

/** A builtin of what is there and known: anything else among the arguments makes the result unknown. */
export function builtin(run: Run, call: Call): Value {
  return builtinOf(run, call, evaluateAll(run, call.args));
}

export function builtinOf(run: Pick<Run, "machine" | "work">, call: Call, args: readonly Value[]): Value {
  let open: Unknown | null = null;
  let steps = 0;
  for (const [i, arg] of args.entries()) {
    if (arg === null || arg instanceof Unknown) open = both(open, arg ?? missing(call.args[i]!));
    else if (isList(arg)) steps += arg.length;
    else if (isMap(arg)) steps += arg.size;
  }
  return open ?? spend(run, steps) ?? builtins[call.name](run.machine, call, args);
}

const ofList =
  (body: (call: Call, items: readonly Value[], machine: Machine) => Value): Body =>
  (machine, call, [items = null]) =>
    isList(items) ? body(call, items, machine) : misplaced(call);

const ofTwo =
  (body: (call: Call, left: readonly Value[], right: readonly Value[]) => Value): Body =>
  (_machine, call, [left = null, right = null]) =>
    isList(left) && isList(right) ? body(call, left, right) : misplaced(call);

const ofMap =
  (body: (map: ReadonlyMap<string, Value>) => Value): Body =>
  (_machine, call, [map = null]) =>
    isMap(map) ? body(map) : misplaced(call);

const ofText =
  (body: (text: string) => Value): Body =>
  (_machine, call, [text = null]) =>
    typeof text === "string" ? body(text) : misplaced(call);

const ofClock =
  (body: (zone: Zone, clock: number, as: Call["as"]) => Value): Body =>
  (machine, call, [clock = null]) =>
    typeof clock === "number" ? body(machine.zone, clock, call.as) : misplaced(call);

const pair = (left: Value, right: Value): Value =>
  new Map([
    ["left", left],
    ["right", right],
  ]);

const builtins: Readonly<Record<Builtin, Body>> = {
  count: ofList((_call, items) => number(items.length)),
  sum: ofList((call, items) => total(call, call.as, items)),
  min: ofList((call, items, machine) => least(machine, call, "min", call.as, items)),
  max: ofList((call, items, machine) => least(machine, call, "max", call.as, items)),
  min_of: (machine, call, values) => least(machine, call, "min", call.as, values),
  max_of: (machine, call, values) => least(machine, call, "max", call.as, values),
  distinct: ofList(distinct),
  first: ofList((_call, items) => items[0] ?? null),
  last: ofList((_call, items) => items.at(-1) ?? null),
  zip: ofTwo((call, left, right) =>
    left.length === right.length
      ? left.map((item, i) => pair(item, right[i]!))
      : unknown(causePath(call), `lists of ${left.length} and ${right.length} items`),
  ),
  adjacent: ofList((_call, items) => items.slice(1).map((item, i) => pair(items[i]!, item))),
  contains_all: ofTwo(containsAll),
  // In the order of the keys: the order in which a document writes them means nothing.
  keys: ofMap((map) => [...map.keys()].sort()),
  values: ofMap((map) => [...map.keys()].sort().map((key) => map.get(key) ?? null)),
  lower: ofText((text) => text.toLowerCase()),
  length: (machine, call, args) => (isList(args[0]!) ? number(args[0].length) : textLength(machine, call, args)),
  date: ofClock(dateOf),
  // `as` tells a time from a date: both are numbers.
  weekday: ofClock((zone, clock, as) => weekdayOf(as === "date" ? clock : dateOf(zone, clock))),
  time_of_day: ofClock(timeOfDay),
};

const textLength = ofText((text) => number(codePoints(text)));

/** Characters as people count them, not UTF-16 units. */
function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** Keys of wholly known items; null when one is not. With two currencies among them, keys do not decide. */
function keysOf(items: readonly Value[], met: Set<string>): readonly (string | null)[] {
  return items.map((item) =>
    keyOf(item, (currency) => {
      if (currency !== null) met.add(currency);
    }),
  );
}

/** Items without those that equal an earlier one. Unknown when that is open for any two. */
function distinct(call: Call, items: readonly Value[]): Value {
  if (items.length < 2) return items;
  const open = openness(call, items);
  if (open !== null) return open;
  const keys = keysOf(items, new Set());
  const seen = new Set<string>();
  return items.filter((item, i) => {
    if (item === null) return true; // absent equals nothing, not even absent
    if (seen.has(keys[i]!)) return false;
    seen.add(keys[i]!);
    return true;
  });
}

/** Why keys do not decide about these items: what is unknown in them, or two currencies. */
function openness(call: Call, items: readonly Value[]): Unknown | null {
  const met = new Set<string>();
  const keys = keysOf(items, met);
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

function containsAll(call: Call, all: readonly Value[], wanted: readonly Value[]): Value {
  return inclusion(all, wanted) ?? openness(call, [...all, ...wanted]) ?? false;
}
