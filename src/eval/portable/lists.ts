/** Quantifiers, comprehensions, and the builtins of lists. */
import type { PlanExpr } from "../../plan/plan.ts";
import {
  and,
  below,
  choose,
  every,
  FALSE,
  type Formula,
  filter,
  fold,
  literal,
  minus,
  NOTHING,
  not,
  or,
  part,
  plus,
  read,
  same,
  some,
  TRUE,
} from "./formula.ts";
import { allOf, anyOf, condition, equalTerms, negated } from "./logic.ts";
import type { Of, Run } from "./run.ts";
import { EXACT, LEAF } from "./scale.ts";
import {
  absentAlso,
  type BoolTerm,
  between,
  bool,
  type ListTerm,
  type MoneyTerm,
  type NumberTerm,
  onlyIf,
  openOf,
  presentOf,
  quantity,
  type Term,
  type TupleTerm,
} from "./term.ts";
import { unsupported } from "./unsupported.ts";

function listOf(of: Term): ListTerm {
  if (of.kind === "list") return of;
  return unsupported(of.kind === "tuple" ? "this of a list that is written out" : "this of what is no list");
}

export function quantified(run: Run, expr: Of<"any" | "all" | "none" | "count">): Term {
  const list = run.term(expr.source);
  const met = (item: Term): BoolTerm => condition(run.with(expr.slot, item), expr.body);
  if (list.kind === "tuple") return overTuple(expr.op, list, met);
  const { items, present, item } = listOf(list);
  const each = (one: Formula): BoolTerm => met(item(one));
  switch (expr.op) {
    case "any":
      return someOf(present, items, each);
    case "none":
      return negated(someOf(present, items, each));
    case "all":
      return negated(someOf(present, items, (one) => negated(each(one))));
    case "count":
      return counted(
        and(
          present,
          every(items, (scope) => presentOf(each(read(scope, "")))),
        ),
        fold(items, literal(0), (scope, sofar) => choose(each(read(scope, "")).yes, plus(sofar, literal(1)), sofar)),
      );
  }
}

function someOf(present: Formula, items: Formula, each: (one: Formula) => BoolTerm): BoolTerm {
  return bool(
    and(
      present,
      some(items, (scope) => each(read(scope, "")).yes),
    ),
    and(
      present,
      every(items, (scope) => each(read(scope, "")).no),
    ),
  );
}

function overTuple(
  op: Of<"any" | "all" | "none" | "count">["op"],
  list: TupleTerm,
  met: (item: Term) => BoolTerm,
): Term {
  const each = list.items.map(met);
  if (op === "any") return anyOf(each);
  if (op === "none") return negated(anyOf(each));
  if (op === "all") return allOf(each);
  return counted(
    and(...each.map(presentOf)),
    each.reduce<Formula>((sofar, one) => plus(sofar, choose(one.yes, literal(1), literal(0))), literal(0)),
  );
}

/** A list has far fewer items than a number of a document may be. */
const counted = (present: Formula, value: Formula): NumberTerm =>
  quantity("number", { present, absent: FALSE, value, denominator: 1n, most: LEAF });

/** The items that belong, each as what the body makes of it. Whether an item belongs must be known. */
export function comprehension(run: Run, expr: Of<"sum" | "list" | "min" | "max">): Term {
  const list = listOf(run.term(expr.source));
  const within = (one: Formula): Run => run.with(expr.slot, list.item(one));
  const { where } = expr;
  const kept: ListTerm = {
    kind: "list",
    present: list.present,
    absent: FALSE,
    items: list.items,
    item: (one) => within(one).term(expr.body),
    whole: list.whole,
    plain: false,
  };
  if (where === null) return folded(run, expr.op, kept);
  const belongs = (one: Formula): BoolTerm => condition(within(one), where);
  return folded(run, expr.op, {
    ...kept,
    present: and(
      list.present,
      every(list.items, (scope) => presentOf(belongs(read(scope, "")))),
    ),
    items: filter(list.items, (scope) => belongs(read(scope, "")).yes),
    whole: false,
  });
}

function folded(run: Run, op: Of<"sum" | "list" | "min" | "max">["op"], kept: ListTerm): Term {
  return op === "list" ? kept : op === "sum" ? total(run, kept) : least(op, kept);
}

type Measured = NumberTerm | MoneyTerm;

function measuredItem(list: ListTerm): (one: Formula) => Measured {
  return (one) => {
    const of = list.item(one);
    return of.kind === "number" || of.kind === "money"
      ? of
      : unsupported("a sum, least or greatest of what is no number");
  };
}

/** What stands for two currencies in one sum; no currency is written so. */
const MIXED = "-";

/** The one currency of the items; "" when there is none. */
function currencyOf(items: Formula, each: (one: Formula) => Measured): Formula {
  return fold(items, literal(""), (scope, sofar) => {
    const of = each(read(scope, ""));
    if (of.kind !== "money") return sofar;
    const joined = choose(or(same(sofar, literal("")), same(sofar, of.currency)), of.currency, literal(MIXED));
    return choose(of.any, sofar, joined);
  });
}

/** A stand-in for an item, where only its kind is asked. */
const SAMPLE: Formula = NOTHING;

/** Every partial sum stays exact when the sizes of all items together do. */
export function total(run: Run, list: ListTerm): Term {
  const each = measuredItem(list);
  const { kind, denominator } = each(SAMPLE);
  run.guarded();
  const size = fold(list.items, literal(0), (scope, sofar) => {
    const { value } = each(read(scope, ""));
    return plus(sofar, choose(below(value, literal(0)), minus(literal(0), value), value));
  });
  const value = fold(list.items, literal(0), (scope, sofar) => plus(sofar, each(read(scope, "")).value));
  const known = and(
    list.present,
    every(list.items, (scope) => each(read(scope, "")).present),
  );
  const parts = { absent: FALSE, value, denominator, most: EXACT };
  if (kind === "number") {
    const { of } = each(SAMPLE) as NumberTerm;
    if (of !== "number" && of !== "duration") return unsupported("a sum of instants");
    return quantity(of, { ...parts, present: and(known, ...between(size, 0n, EXACT)) });
  }
  const currency = currencyOf(list.items, each);
  const one = not(same(currency, literal(MIXED)));
  return {
    kind: "money",
    ...parts,
    present: and(known, one, ...between(size, 0n, EXACT)),
    currency,
    any: same(currency, literal("")),
  };
}

/** The least or greatest item; absent when there is none. */
export function least(which: "min" | "max", list: ListTerm): Term {
  const each = measuredItem(list);
  const sample = each(SAMPLE);
  const filled = some(list.items, () => TRUE);
  const value = fold(list.items, NOTHING, (scope, sofar) => {
    const own = each(read(scope, "")).value;
    const better = which === "min" ? below(own, sofar) : below(sofar, own);
    return choose(or(same(sofar, NOTHING), better), own, sofar);
  });
  const known = and(
    list.present,
    filled,
    every(list.items, (scope) => each(read(scope, "")).present),
  );
  const parts = { absent: and(list.present, not(filled)), value, denominator: sample.denominator, most: sample.most };
  if (sample.kind === "number") return quantity(sample.of, { ...parts, present: known });
  if (sample.any !== FALSE) return unsupported("the least or greatest of sums that may be of nothing");
  const currency = currencyOf(list.items, each);
  return { kind: "money", ...parts, present: and(known, not(same(currency, literal(MIXED)))), currency, any: FALSE };
}

const placeOf = (one: Formula): Formula => part(one, "at");

const lengthOf = (list: ListTerm): Formula => fold(list.items, literal(0), (_, sofar) => plus(sofar, literal(1)));

/** The builtins of lists whose arguments are evaluated; `null`: not one of them. */
export function listBuiltin(run: Run, expr: Of<"builtin">): Term | null {
  const arg = (place: number): Term => run.term(expr.args[place] as PlanExpr);
  switch (expr.name) {
    case "count":
      return countOf(arg(0));
    case "sum":
      return total(run, listOf(arg(0)));
    case "min":
    case "max":
      return least(expr.name, listOf(arg(0)));
    case "first":
    case "last":
      return endOf(expr.name, listOf(arg(0)));
    case "distinct":
      return distinct(run, listOf(arg(0)));
    case "zip":
      return zip(listOf(arg(0)), listOf(arg(1)));
    case "adjacent":
      return adjacent(listOf(arg(0)));
    case "contains_all":
      return containsAll(run, listOf(arg(0)), listOf(arg(1)));
    default:
      return null;
  }
}

export function countOf(of: Term): Term {
  if (of.kind === "tuple") return counted(TRUE, literal(of.items.length));
  const list = listOf(of);
  return counted(list.present, lengthOf(list));
}

function endOf(which: "first" | "last", list: ListTerm): Term {
  const node = fold(list.items, NOTHING, (scope, sofar) => {
    const one = read(scope, "");
    return which === "last" ? one : choose(same(sofar, NOTHING), one, sofar);
  });
  const filled = some(list.items, () => TRUE);
  // An item of the normal form that is not there is unknown of itself; what is made of one may not be.
  const found = list.plain ? list.item(node) : onlyIf(and(list.present, filled), list.item(node));
  return absentAlso(found, and(list.present, not(filled)));
}

/** Items are kept that equal no earlier one; what is absent equals nothing. Open where an item is unknown, if there are two. */
function distinct(run: Run, list: ListTerm): Term {
  comparableItem(list);
  const several = below(literal(1), lengthOf(list));
  const known = every(list.items, (scope) => not(openOf(list.item(read(scope, "")))));
  const items = filter(list.items, (later) =>
    not(
      some(list.items, (earlier) =>
        and(before(earlier, later), equalTerms(run, list.item(read(earlier, "")), list.item(read(later, ""))).yes),
      ),
    ),
  );
  return { ...list, present: and(list.present, or(not(several), known)), items, whole: false, plain: false };
}

const before = (a: Parameters<typeof read>[0], b: Parameters<typeof read>[0]): Formula =>
  below(placeOf(read(a, "")), placeOf(read(b, "")));

/** Texts and numbers: with money there may be two currencies, and structures do not compare. */
function comparableItem(list: ListTerm): void {
  const { kind } = list.item(SAMPLE);
  if (kind !== "text" && kind !== "number") unsupported("a comparison of items that are neither texts nor numbers");
}

/** The item at a place. */
function itemAt(list: ListTerm, place: Formula): Term {
  const found = filter(list.items, (scope) => same(placeOf(read(scope, "")), place));
  return list.item(fold(found, NOTHING, (scope) => read(scope, "")));
}

function pair(left: Term, right: Term): Term {
  const field = (name: string): Term =>
    name === "left" ? left : name === "right" ? right : unsupported(`the field ${name} of a pair`);
  return { kind: "record", present: TRUE, absent: FALSE, field, declared: null };
}

function zip(left: ListTerm, right: ListTerm): Term {
  if (!left.whole || !right.whole) return unsupported("pairs of lists that are computed with a condition");
  return {
    kind: "list",
    present: and(left.present, right.present, same(lengthOf(left), lengthOf(right))),
    absent: FALSE,
    items: left.items,
    item: (one) => pair(left.item(one), itemAt(right, placeOf(one))),
    whole: true,
    plain: false,
  };
}

function adjacent(list: ListTerm): Term {
  if (!list.whole) return unsupported("neighbours in a list that is computed with a condition");
  return {
    kind: "list",
    present: list.present,
    absent: FALSE,
    items: filter(list.items, (scope) => below(literal(0), placeOf(read(scope, "")))),
    item: (one) => pair(itemAt(list, minus(placeOf(one), literal(1))), list.item(one)),
    whole: false,
    plain: false,
  };
}

/**
 * Multiset inclusion. A wanted item lacks when so many like it were wanted up to its place that there are fewer of them.
 * Surely not included when more are wanted than there are, when one is absent, or when more lack than unknown items could
 * stand for.
 */
function containsAll(run: Run, all: ListTerm, wanted: ListTerm): Term {
  comparableItem(all);
  comparableItem(wanted);
  const count = (items: Formula, of: (scope: Parameters<typeof read>[0]) => Formula): Formula =>
    fold(items, literal(0), (scope, sofar) => choose(of(scope), plus(sofar, literal(1)), sofar));
  const like = (list: ListTerm, scope: Parameters<typeof read>[0], item: Term): Formula =>
    equalTerms(run, list.item(read(scope, "")), item).yes;
  const lacks = (scope: Parameters<typeof read>[0]): Formula => {
    const item = wanted.item(read(scope, ""));
    const uptoHere = count(wanted.items, (other) => and(not(before(scope, other)), like(wanted, other, item)));
    return and(
      presentOf(item),
      below(
        count(all.items, (one) => like(all, one, item)),
        uptoHere,
      ),
    );
  };
  const there = and(all.present, wanted.present);
  const tooMany = below(lengthOf(all), lengthOf(wanted));
  const missing = some(wanted.items, (scope) => wanted.item(read(scope, "")).absent);
  const unknowns = count(all.items, (scope) => openOf(all.item(read(scope, ""))));
  const known = every(wanted.items, (scope) => presentOf(wanted.item(read(scope, ""))));
  return bool(
    and(there, not(tooMany), known, not(some(wanted.items, lacks))),
    and(there, or(tooMany, missing, below(unknowns, count(wanted.items, lacks)))),
  );
}
