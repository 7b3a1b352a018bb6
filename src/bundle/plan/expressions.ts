/** Expressions of a plan: every operator with its members, every name and slot where it is declared. */
import { DEPTH } from "../../eval/interpreter/run.ts";
import { decodeWire } from "../../eval/wire.ts";
import type { Builtin, Expr, Wire } from "../../model/expression.ts";
import type { Type } from "../../model/type.ts";
import {
  type Check,
  flag,
  isData,
  later,
  list,
  type Members,
  name,
  oneOf,
  orNull,
  record,
  variant,
  whole,
} from "../reader.ts";
import { arityOf, bind, declared, isBound, type Kind } from "./scope.ts";
import { type } from "./types.ts";

/** So many locals: more than any expression within the bounds of a policy file takes. */
export const MAX_SLOTS = 10_000;

export const expression: Check = (reader, value, at, scope, owner) => {
  if (reader.depth >= DEPTH) reader.refuse("too_deep", at, "an expression", `at most ${DEPTH} levels`);
  else operators(reader, value, at, scope, owner);
};

/** Below a binder its local has a value. */
const inside: Check = (reader, value, at, scope, owner) =>
  expression(reader, value, at, bind(scope, owner["slot"]), owner);

const slot: Check = (reader, value, at, scope, owner) => whole(0, scope.slots - 1)(reader, value, at, scope, owner);

const comparable = oneOf("text", "bool", "number", "money", "time", "date", "duration", "tier", "outcome", "level");
const numeric = oneOf("number", "money", "time", "date", "duration");
const comparison = oneOf("<", "<=", ">", ">=");
export const ms = whole(1);

/** Constants are decoded once all types are known to be types. */
const constant: Check = (reader, value, at, scope, owner) =>
  reader.atLast(() => {
    const decoded = decodeWire(owner["type"] as Type, value as Wire, scope.types);
    const absent = value === null && (owner["type"] as Type).kind !== "optional";
    if (decoded === undefined || absent) reader.refuse("wrong_value", at, value, "a constant of its type");
  });

const literal: Check = (reader, value, at, scope, owner) => {
  if (isData(value) && value["op"] === "const") expression(reader, value, at, scope, owner);
  else reader.refuse("wrong_value", at, value, "a constant");
};

const pattern = variant("kind", {
  any: {},
  missing: {},
  "one-of": { values: list(literal, 1) },
  compare: { cmp: oneOf("<", "<=", ">", ">=", "=="), as: comparable, value: literal },
  range: { as: comparable, low: literal, high: literal },
});

/** The rows of a `match` or a table, each with as many patterns as there are subjects. */
export const rows = (subjects: string, result: Members): Check =>
  list((reader, value, at, scope, owner) => {
    const asked = owner[subjects];
    const patterns = exactly(Array.isArray(asked) ? asked.length : 0, pattern);
    record({ patterns, ...result })(reader, value, at, scope, owner);
  }, 1);

export const exactly =
  (count: number, of: Check): Check =>
  (reader, value, at, scope, owner) => {
    if (Array.isArray(value) && value.length === count) list(of)(reader, value, at, scope, owner);
    else reader.refuse("wrong_value", at, value, `a list of ${count}`);
  };

/** As many arguments as the function or the table takes that a member names. */
export const argumentsOf =
  (member: string, kind: Kind): Check =>
  (reader, value, at, scope, owner) =>
    exactly(arityOf(scope, kind, owner[member]) ?? 0, expression)(reader, value, at, scope, owner);

const builtinArguments: Check = (reader, value, at, scope, owner) => {
  const count = BUILTINS[owner["name"] as Builtin];
  (count === 0 ? list(expression, 2) : exactly(count, expression))(reader, value, at, scope, owner);
};

/** How many arguments each takes; 0: two or more. */
const BUILTINS: Readonly<Record<Builtin, number>> = {
  count: 1,
  sum: 1,
  min: 1,
  max: 1,
  distinct: 1,
  first: 1,
  last: 1,
  min_of: 0,
  max_of: 0,
  zip: 2,
  adjacent: 1,
  contains_all: 2,
  keys: 1,
  values: 1,
  lower: 1,
  length: 1,
  date: 1,
  weekday: 1,
  time_of_day: 1,
};

/** What is there for every clause, with the stratum from which on it is. */
const AMBIENT: ReadonlyMap<unknown, number> = new Map([
  ["requester", 0],
  ["environment", 0],
  ["now", 0],
  ["changes", 0],
  ["evidence", 0],
  ["confidence", 0],
  ["impact", 0],
  ["score", 1],
  ["tier", 2],
]);

const ambient: Check = (reader, value, at, scope) => {
  const rank = AMBIENT.get(value);
  if (rank === undefined) reader.refuse("unknown_name", at, value, `one of ${[...AMBIENT.keys()].join(", ")}`);
  else scope.reads.rank = Math.max(scope.reads.rank, rank);
};

const bound: Check = (reader, value, at, scope) => {
  if (!isBound(scope, value)) reader.refuse("unknown_name", at, value, "a local that has a value here");
};

/** A name, kept among what is read. */
const reading =
  (kind: "let" | "function", into: "lets" | "functions"): Check =>
  (reader, value, at, scope, owner) => {
    declared(kind)(reader, value, at, scope, owner);
    scope.reads[into].add(value as string);
  };

const quantified: Members = { slot, binder: name, source: expression, body: inside };
const comprehension: Members = { ...quantified, where: orNull(inside), as: orNull(comparable) };
const connective: Members = { parts: list(expression, 1) };
const operands: Members = { left: expression, right: expression };

const operatorMembers: Readonly<Record<Expr["op"], Members>> = {
  const: { type, value: constant },
  input: { name: declared("input") },
  fact: { name: declared("fact") },
  let: { name: reading("let", "lets") },
  ambient: { name: ambient },
  local: { slot: bound, name },
  field: { of: expression, field: declared("field"), safe: flag },
  index: { of: expression, key: expression, "safe?": flag, "safe_key?": flag },
  not: { operand: expression },
  and: connective,
  or: connective,
  equal: { negated: flag, ...operands },
  compare: { cmp: comparison, as: comparable, ...operands },
  in: { negated: flag, item: expression, list: expression },
  like: { negated: flag, text: expression, pattern: expression },
  present: { negated: flag, operand: expression },
  arith: { fn: oneOf("+", "-", "*", "/"), ...operands, leftAs: numeric, rightAs: numeric, as: numeric },
  negate: { as: numeric, operand: expression },
  default: { value: expression, otherwise: expression },
  if: { condition: expression, then: expression, otherwise: expression },
  match: { subjects: list(expression, 1), rows: rows("subjects", { result: expression }) },
  any: quantified,
  all: quantified,
  none: quantified,
  count: quantified,
  sum: comprehension,
  list: comprehension,
  min: comprehension,
  max: comprehension,
  items: { items: list(expression) },
  builtin: { name: oneOf(...Object.keys(BUILTINS)), args: builtinArguments, as: orNull(comparable) },
  call: { fn: reading("function", "functions"), args: argumentsOf("fn", "function") },
  history: { action: declared("action"), last_ms: ms },
  changes_to: { record: declared("record"), field: declared("field") },
  evidence_of: { kind: declared("evidence") },
};
const operators = variant("op", operatorMembers, later);
