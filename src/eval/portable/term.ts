/**
 * What an expression stands for: formulas for whether it has a value, whether it has surely none, and which. Where neither
 * `present` nor `absent` is true, it is unknown: that is how strong Kleene logic is said in a classical one.
 *
 * INVARIANT: a formula for a value is looked at only where `present` is true; elsewhere it may give anything.
 */
import type { Type } from "../../model/type.ts";
import { and, below, FALSE, type Formula, literal, not, or, part, same, TRUE } from "./formula.ts";
import { DECIMAL_DENOMINATOR, EXACT, LEAF } from "./scale.ts";
import { unsupported } from "./unsupported.ts";

interface Maybe {
  readonly present: Formula;
  readonly absent: Formula;
}

/** `yes` and `no` are never both true; a bool is present where one is. */
export interface BoolTerm {
  readonly kind: "bool";
  readonly yes: Formula;
  readonly no: Formula;
  readonly absent: Formula;
}

export interface TextTerm extends Maybe {
  readonly kind: "text";
  readonly value: Formula;
  /** What the normal form says of a text beside the text itself. */
  readonly lower: Formula | null;
  readonly length: Formula | null;
}

/** Stands for `value / denominator`. */
export interface Amount {
  readonly value: Formula;
  readonly denominator: bigint;
  /** No value is further from zero than this. */
  readonly most: bigint;
}

export type Quantity = "number" | "time" | "date" | "duration" | "tier";

export interface NumberTerm extends Maybe, Amount {
  readonly kind: "number";
  readonly of: Quantity;
  /** What the policy's calendar says of an instant or a date. */
  readonly calendar: {
    readonly date: Formula | null;
    readonly time_of_day: Formula | null;
    readonly weekday: Formula;
  } | null;
  /** Score and tier as ranges, from what is certain to what is assumed: open where these differ. */
  readonly ends: { readonly known: Formula; readonly certain: Formula; readonly assumed: Formula } | null;
}

/** In minor units. The currency is "" for the sum of nothing, which is zero in every currency. */
export interface MoneyTerm extends Maybe, Amount {
  readonly kind: "money";
  readonly currency: Formula;
  /** Whether it is the sum of nothing. */
  readonly any: Formula;
}

export interface RecordTerm extends Maybe {
  readonly kind: "record";
  readonly field: (name: string) => Term;
  /** Which record, and the names of its fields; null: a pair, which is none that a policy declares. */
  readonly declared: { readonly id: string; readonly names: readonly string[] } | null;
}

export interface ListTerm extends Maybe {
  readonly kind: "list";
  /** What is quantified over: items of a list of the normal form, in their order. */
  readonly items: Formula;
  /** What an item stands for, given the formula that gives the item. */
  readonly item: (node: Formula) => Term;
  /** Whether places of items (`at`) count up from zero without a gap. */
  readonly whole: boolean;
  /** Whether items are as the normal form has them, and nothing was made of them. */
  readonly plain: boolean;
}

/** A list that the policy writes out. */
export interface TupleTerm extends Maybe {
  readonly kind: "tuple";
  readonly items: readonly Term[];
}

export interface MapTerm extends Maybe {
  readonly kind: "map";
  readonly of: Type;
  readonly entries: Formula;
}

export type Term = BoolTerm | TextTerm | NumberTerm | MoneyTerm | RecordTerm | ListTerm | TupleTerm | MapTerm;

export const presentOf = (term: Term): Formula => (term.kind === "bool" ? or(term.yes, term.no) : term.present);

/** Neither there nor surely absent. */
export const openOf = (term: Term): Formula => not(or(presentOf(term), term.absent));

export const PRESENT = "present";
export const ABSENT = "absent";
export const UNKNOWN = "unknown";

/** A name as a step of a path: JSON Logic takes paths apart at points, and some names lead out of the data. */
export function step(name: string): string {
  if (name === "" || name.includes(".") || ["__proto__", "constructor", "prototype"].includes(name))
    unsupported(`a field named ${JSON.stringify(name)}: JSON Logic has no path to it`);
  return name;
}

export type Fields = (record: string) => readonly { readonly name: string; readonly type: Type }[] | null;

/** A value of the normal form, by its type. `gone`: where it is absent although its place says nothing. */
export function fromNode(node: Formula, type: Type, fields: Fields, gone: Formula = FALSE): Term {
  const state = part(node, "is");
  const present = same(state, literal(PRESENT));
  // Where the type says that there is always something, the normal form never says otherwise.
  const absent = type.kind === "optional" ? or(gone, same(state, literal(ABSENT))) : gone;
  const value = part(node, "value");
  const bare = type.kind === "optional" ? type.of : type;
  switch (bare.kind) {
    case "optional":
      return unsupported("an optional of an optional");
    case "bool":
      return { kind: "bool", yes: same(value, TRUE), no: same(value, FALSE), absent };
    case "text":
    case "choice":
      return {
        kind: "text",
        present,
        absent,
        value,
        lower: part(node, "lower"),
        length: part(node, "length"),
      };
    case "int":
    case "decimal": {
      const denominator = bare.kind === "int" ? 1n : DECIMAL_DENOMINATOR;
      return quantity("number", { present, absent, value, denominator, most: LEAF });
    }
    case "duration":
    case "tier":
      return quantity(bare.kind, { present, absent, value, denominator: 1n, most: LEAF });
    case "date":
    case "time":
      return {
        ...quantity(bare.kind, { present, absent, value, denominator: 1n, most: LEAF }),
        calendar: {
          date: bare.kind === "time" ? part(node, "date") : null,
          time_of_day: bare.kind === "time" ? part(node, "time_of_day") : null,
          weekday: part(node, "weekday"),
        },
      };
    case "money":
      return moneyNode(node, present, absent, FALSE);
    case "record": {
      const known = fields(bare.id);
      if (known === null) unsupported(`the record ${bare.id}, whose fields are not in the plan`);
      return {
        kind: "record",
        present,
        absent,
        field: (name) => fieldOf(node, bare.id, known, name, fields),
        declared: { id: bare.id, names: known.map(({ name }) => name) },
      };
    }
    case "list":
      return {
        kind: "list",
        present,
        absent,
        items: value,
        item: (one) => fromNode(one, bare.of, fields),
        whole: true,
        plain: true,
      };
    case "map":
      return { kind: "map", of: bare.of, present, absent, entries: value };
    case "outcome":
    case "level":
    case "never":
      return unsupported(`a value of the type ${bare.kind}`);
  }
}

function moneyNode(node: Formula, present: Formula, absent: Formula, any: Formula): MoneyTerm {
  const value = part(node, "value");
  return { kind: "money", present, absent, value, denominator: 1n, most: LEAF, currency: part(node, "currency"), any };
}

function fieldOf(
  node: Formula,
  record: string,
  known: readonly { readonly name: string; readonly type: Type }[],
  name: string,
  fields: Fields,
): Term {
  const type = known.find((one) => one.name === name)?.type;
  if (type === undefined) unsupported(`the field ${name}, which ${record} does not have`);
  const at = part(node, `value.${step(name)}`);
  const term = fromNode(at, type, fields);
  // Only what an action says of its own impact may be the sum of nothing.
  return record === "$impact" && term.kind === "money" ? { ...term, any: same(term.currency, literal("")) } : term;
}

export function quantity(of: Quantity, parts: Maybe & Amount): NumberTerm {
  return { kind: "number", of, calendar: null, ends: null, ...parts };
}

export const bool = (yes: Formula, no: Formula): BoolTerm => ({ kind: "bool", yes, no, absent: FALSE });

/** The same term, absent in more cases. */
export function absentAlso<S extends Term>(term: S, gone: Formula): S {
  return { ...term, absent: or(gone, term.absent) };
}

/** The same term, unknown where the condition does not hold. */
export function onlyIf(holds: Formula, term: Term): Term {
  const absent = and(holds, term.absent);
  if (term.kind === "bool") return { ...term, yes: and(holds, term.yes), no: and(holds, term.no), absent };
  const present = and(holds, term.present);
  if (term.kind === "record") return { ...term, present, absent, field: (name) => onlyIf(holds, term.field(name)) };
  return { ...term, present, absent };
}

/** A number that must stay exact: where it would not, it is unknown. Tells whether that can be. */
export function withinExact<S extends Maybe & Amount>(term: S): { readonly term: S; readonly guarded: boolean } {
  if (term.most <= EXACT) return { term, guarded: false };
  const present = and(term.present, ...between(term.value, -EXACT, EXACT));
  return { term: { ...term, present, most: EXACT }, guarded: true };
}

/** INVARIANT: both bounds are exact doubles. Rounding keeps order, so a sum or product past a bound is seen as past it. */
export function between(value: Formula, low: bigint, high: bigint): readonly Formula[] {
  return [not(below(value, literal(Number(low)))), not(below(literal(Number(high)), value))];
}
