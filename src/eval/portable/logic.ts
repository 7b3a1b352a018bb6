/** Strong Kleene logic, comparisons and membership. */
import type { PlanExpr } from "../../plan/plan.ts";
import { and, below, every, FALSE, type Formula, listing, not, or, read, same, some, TRUE, within } from "./formula.ts";
import { aligned, comparable } from "./numbers.ts";
import type { Of, Run } from "./run.ts";
import {
  type BoolTerm,
  bool,
  type ListTerm,
  type NumberTerm,
  presentOf,
  type RecordTerm,
  type Term,
  type TupleTerm,
} from "./term.ts";
import { unsupported } from "./unsupported.ts";

/** A condition; where it is absent it is unknown. */
export function condition(run: Run, expr: PlanExpr): BoolTerm {
  const of = run.term(expr);
  return of.kind === "bool" ? of : unsupported("a condition that is no bool");
}

export const negated = (of: BoolTerm): BoolTerm => bool(of.no, of.yes);
const negateIf = (no: boolean, of: BoolTerm): BoolTerm => (no ? negated(of) : of);

export function connective(run: Run, { op, parts }: Of<"and" | "or">): BoolTerm {
  return (op === "and" ? allOf : anyOf)(parts.map((part) => condition(run, part)));
}

export const allOf = (parts: readonly BoolTerm[]): BoolTerm =>
  bool(and(...parts.map((part) => part.yes)), or(...parts.map((part) => part.no)));
export const anyOf = (parts: readonly BoolTerm[]): BoolTerm =>
  bool(or(...parts.map((part) => part.yes)), and(...parts.map((part) => part.no)));

export function equal(run: Run, expr: Of<"equal">): BoolTerm {
  const [left, right] = [run.term(expr.left), run.term(expr.right)];
  const range = rangeOf(expr.left, left) ?? rangeOf(expr.right, right);
  if (range === null) return negateIf(expr.negated, equalTerms(run, left, right));
  return negateIf(expr.negated, equalToRange(run, range, range === left ? right : left));
}

/** A bare score or tier, which may be open; anything made of it is unknown then. */
const rangeOf = (expr: PlanExpr, term: Term): NumberTerm | null =>
  expr.op === "ambient" && term.kind === "number" && term.ends !== null ? term : null;

function equalToRange(run: Run, range: NumberTerm, other: Term): BoolTerm {
  if (other.kind !== "number")
    return other.absent === TRUE ? bool(FALSE, TRUE) : unsupported("a score or tier beside what is no number");
  const [low, high] = endsOf(range);
  const [under, over] = [aligned(run, other, low), aligned(run, high, other)];
  const outside = or(and(under.able, below(under.left, under.right)), and(over.able, below(over.left, over.right)));
  return bool(equalTerms(run, range, other).yes, or(other.absent, outside));
}

function endsOf(range: NumberTerm): readonly [NumberTerm, NumberTerm] {
  const { known, certain, assumed } = range.ends!;
  const end = (value: Formula): NumberTerm => ({ ...range, present: known, value, ends: null });
  return [end(certain), end(assumed)];
}

/** What is absent equals nothing, not even what is absent, and not what is unknown. */
export function equalTerms(run: Run, a: Term, b: Term, depth = 0): BoolTerm {
  const gone = or(a.absent, b.absent);
  if (gone === TRUE) return bool(FALSE, TRUE);
  if (a.kind === "bool" && b.kind === "bool")
    return bool(or(and(a.yes, b.yes), and(a.no, b.no)), or(gone, and(a.yes, b.no), and(a.no, b.yes)));
  if (a.kind === "text" && b.kind === "text") {
    const [there, alike] = [and(a.present, b.present), same(a.value, b.value)];
    return bool(and(there, alike), or(gone, and(there, not(alike))));
  }
  if ((a.kind === "number" && b.kind === "number") || (a.kind === "money" && b.kind === "money")) {
    const { able, left, right } = aligned(run, a, b);
    const alike = same(left, right);
    return bool(and(able, alike), or(gone, and(able, not(alike))));
  }
  if (a.kind === "record" && b.kind === "record" && a.declared !== null && a.declared.id === b.declared?.id) {
    const fields = fieldsAlike(run, a.declared.names, a, b, depth);
    const there = and(a.present, b.present);
    return bool(and(there, fields.yes), or(gone, and(there, fields.no)));
  }
  return unsupported("`==` of lists or maps: JSON Logic compares no structures");
}

/** Records that hold records are compared this deep. */
const MAX_RECORDS = 6;

/** Field by field. Inside a record, what is absent equals what is absent. */
function fieldsAlike(run: Run, names: readonly string[], a: RecordTerm, b: RecordTerm, depth: number): BoolTerm {
  if (depth >= MAX_RECORDS) unsupported("`==` of records that hold records without end");
  return allOf(
    names.map((name) => {
      const [x, y] = [a.field(name), b.field(name)];
      const { yes, no } = equalTerms(run, x, y, depth + 1);
      const [there, here] = [presentOf(x), presentOf(y)];
      return bool(
        or(yes, and(x.absent, y.absent)),
        or(and(there, here, no), and(x.absent, here), and(there, y.absent)),
      );
    }),
  );
}

const CMP: Readonly<Record<Of<"compare">["cmp"], (a: Formula, b: Formula) => Formula>> = {
  "<": below,
  "<=": (a, b) => not(below(b, a)),
  ">": (a, b) => below(b, a),
  ">=": (a, b) => not(below(a, b)),
};

export function compare(run: Run, expr: Of<"compare">): BoolTerm {
  const [left, right] = [run.term(expr.left), run.term(expr.right)];
  const ways = (of: PlanExpr, term: Term): readonly Term[] => {
    const range = rangeOf(of, term);
    return range === null ? [term] : endsOf(range);
  };
  // Where a range is open, both ends must give the same.
  return agreed(
    ways(expr.left, left).flatMap((a) => ways(expr.right, right).map((b) => compareTerms(run, expr.cmp, a, b))),
  );
}

const agreed = (ways: readonly BoolTerm[]): BoolTerm =>
  bool(and(...ways.map((way) => way.yes)), and(...ways.map((way) => way.no)));

export function compareTerms(run: Run, cmp: Of<"compare">["cmp"], a: Term, b: Term): BoolTerm {
  const { able, left, right } = comparable(run, a, b);
  const met = CMP[cmp](left, right);
  return bool(and(able, met), and(able, not(met)));
}

export function membership(run: Run, expr: Of<"in">): BoolTerm {
  const item = run.term(expr.item);
  const list = run.term(expr.list);
  if (list.kind === "tuple") return negateIf(expr.negated, inTuple(run, item, list));
  if (list.kind === "list") return negateIf(expr.negated, inList(run, item, list));
  return unsupported("`in` of what is no list");
}

function inTuple(run: Run, item: Term, list: TupleTerm): BoolTerm {
  if (list.items.length === 0) return bool(FALSE, TRUE);
  const texts = list.items.flatMap((one) => (one.kind === "text" && one.present === TRUE ? [one.value] : []));
  if (item.kind === "text" && texts.length === list.items.length) {
    const [only, ...others] = texts;
    const met = others.length === 0 ? same(item.value, only!) : within(item.value, listing(...texts));
    return bool(and(item.present, met), or(item.absent, and(item.present, not(met))));
  }
  const each = anyOf(list.items.map((one) => equalTerms(run, item, one)));
  return bool(each.yes, or(item.absent, each.no));
}

function inList(run: Run, item: Term, list: ListTerm): BoolTerm {
  const met = (wanted: "yes" | "no"): Formula => {
    const of = (node: Formula): Formula => equalTerms(run, item, list.item(node))[wanted];
    return wanted === "yes"
      ? some(list.items, (one) => of(read(one, "")))
      : every(list.items, (one) => of(read(one, "")));
  };
  const there = item.kind === "bool" ? or(item.yes, item.no) : item.present;
  const empty = not(some(list.items, () => TRUE));
  return bool(
    and(list.present, there, met("yes")),
    or(item.absent, list.absent, and(list.present, or(empty, and(there, met("no"))))),
  );
}

export const textLiteral = (of: Term): string | null =>
  of.kind === "text" && of.present === TRUE && of.value.kind === "literal" ? String(of.value.value) : null;
