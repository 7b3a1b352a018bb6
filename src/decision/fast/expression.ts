/**
 * Expressions as JavaScript. INVARIANT: whenever the code does not give up, the result is what the reference gives; so
 * an operator either has one exact form here, or the action is refused.
 */

import { parseInstant } from "../../eval/iso.ts";
import type { Comparable } from "../../model/expression.ts";
import type { Type } from "../../model/type.ts";
import { parseDuration } from "../../plan/duration.ts";
import type { Plan, PlanExpr } from "../../plan/plan.ts";
import { DAY_MS, FIRST_MS, LAST_MS, parseDate } from "../../plan/zone.ts";
import { type Code, isEmpty, refuse, type Site } from "./code.ts";
import { SCALE, scaled } from "./load.ts";
import { ABSENT, demand, guard, type Items, type Maybe, type Operand, rescale } from "./operand.ts";

export interface Scope {
  readonly code: Code;
  readonly plan: Plan;
  readonly input: (name: string) => Maybe;
  readonly fact: (name: string) => Maybe;
  readonly let: (name: string) => PlanExpr;
  readonly ambient: (name: string) => Maybe;
  readonly changesTo: (record: string, field: string) => Operand;
  readonly evidenceOf: (kind: string) => Operand;
  readonly history: (action: string, lastMs: number) => Operand;
  /** Parameters and binders. */
  readonly locals: ReadonlyMap<number, Maybe>;
  readonly depth: number;
  /** The most steps that all loops around this place can take together. */
  readonly steps: Steps;
}

/** A bound on the steps that the reference would count, so that no decision taken here is one that it leaves open. */
export interface Steps {
  factor: number;
  total: number;
  /** Expressions looked at, each as often as it is read. */
  nodes: number;
}
const MOST_STEPS = 4_000_000;
const MOST_NODES = 20_000;
const DEEPEST = 200;

type Of<Op extends PlanExpr["op"]> = Extract<PlanExpr, { readonly op: Op }>;

function spend(scope: Scope, steps: number): void {
  scope.steps.total += steps * scope.steps.factor;
  if (scope.steps.total > MOST_STEPS) refuse("loops that may take too many steps");
}

/** A condition, as a JavaScript expression. */
export function truth(scope: Scope, expr: PlanExpr): string {
  const value = demand(scope.code, compile(scope, expr));
  return value.is === "bool" ? value.js : refuse("a condition that is none");
}

const bool = (js: string): Operand => ({ is: "bool", js });

export function compile(outer: Scope, expr: PlanExpr): Maybe {
  if (outer.depth > DEEPEST) refuse("expressions nested too deep");
  if (++outer.steps.nodes > MOST_NODES) refuse("too many expressions");
  const scope: Scope = { ...outer, depth: outer.depth + 1 };
  switch (expr.op) {
    case "const":
      return constant(scope, expr.type, expr.value);
    case "input":
      return scope.input(expr.name);
    case "fact":
      return scope.fact(expr.name);
    case "let":
      return compile({ ...scope, locals: new Map() }, scope.let(expr.name));
    case "ambient":
      return scope.ambient(expr.name);
    case "local":
      return scope.locals.get(expr.slot) ?? refuse("a local without a value");
    case "field":
      return field(scope, expr);
    case "index":
      return entry(scope, expr);
    case "not": {
      const value = truth(scope, expr.operand);
      return bool(`!${value}`);
    }
    case "and":
    case "or":
      return bool(connective(scope, expr.op, expr.parts));
    case "equal":
      return equal(scope, expr);
    case "compare":
      return bool(compare(scope, expr));
    case "in":
      return membership(scope, expr);
    case "like": {
      const text = textOf(scope, expr.text);
      const pattern = textOf(scope, expr.pattern);
      return bool(`${expr.negated ? "!" : ""}L.like(${text},${pattern})`);
    }
    case "present": {
      const value = compile(scope, expr.operand);
      const there = value.is === "absent" ? "false" : value.is === "maybe" ? value.there : "true";
      return bool(expr.negated ? `!${there}` : there);
    }
    case "arith":
      return arithmetic(scope, expr);
    case "negate":
      return negation(scope, expr);
    case "default":
      return fallback(scope, expr);
    case "if":
      return choose(scope, truth(scope, expr.condition), expr.then, expr.otherwise);
    case "match":
      return match(scope, expr);
    case "any":
    case "all":
    case "none":
    case "count":
      return quantified(scope, expr);
    case "sum":
    case "list":
    case "min":
    case "max":
      return comprehension(scope, expr);
    case "builtin":
      return builtin(scope, expr);
    case "call": {
      const fn = Object.hasOwn(scope.plan.functions, expr.fn) ? scope.plan.functions[expr.fn] : undefined;
      if (fn === undefined) return refuse("a function that is not declared");
      spend(scope, 1);
      const locals = new Map(expr.args.map((arg, slot) => [slot, compile(scope, arg)] as const));
      return compile({ ...scope, locals }, fn.body);
    }
    case "history":
      return scope.history(expr.action, expr.last_ms);
    case "changes_to":
      return scope.changesTo(expr.record, expr.field);
    case "evidence_of":
      return scope.evidenceOf(expr.kind);
    default:
      return refuse(`the operator ${expr.op}`);
  }
}

// ------------------------------------------------------------------------------------------------------ constants

/** There is none for what is absent: the reference takes such a constant for one that is not of its type. */
function constant(scope: Scope, type: Type, wire: Of<"const">["value"]): Operand {
  const { code, plan } = scope;
  switch (type.kind) {
    case "optional":
      return constant(scope, type.of, wire);
    case "text":
    case "choice":
      return typeof wire === "string" ? { is: "text", js: code.constant(wire) } : refuse("a constant");
    case "bool":
      return typeof wire === "boolean" ? bool(String(wire)) : refuse("a constant");
    case "int":
    case "decimal": {
      if (typeof wire !== "string") return refuse("a constant");
      const scale = type.kind === "int" ? 0 : SCALE;
      return { is: "number", js: code.constant(scaled(wire, scale)), scale };
    }
    case "money": {
      const { amount, currency } = (wire ?? {}) as { readonly amount?: unknown; readonly currency?: unknown };
      if (typeof amount !== "string" || typeof currency !== "string") return refuse("a constant");
      return {
        is: "money",
        js: code.constant(scaled(amount, SCALE)),
        scale: SCALE,
        currency: code.constant(currency),
      };
    }
    case "time": {
      const found = typeof wire === "string" ? parseInstant(wire, null) : null;
      return found?.ok === true ? { is: "clock", js: code.constant(found.ms), of: "time" } : refuse("a constant");
    }
    case "date":
    case "duration": {
      const found = typeof wire !== "string" ? null : type.kind === "date" ? parseDate(wire) : parseDuration(wire);
      return found === null ? refuse("a constant") : { is: "clock", js: code.constant(found), of: type.kind };
    }
    case "tier":
      return rank(scope, plan.tiers, wire);
    case "outcome":
      return rank(scope, OUTCOMES, wire);
    case "level":
      return rank(scope, LEVELS, wire);
    default:
      return refuse("a constant");
  }
}

const OUTCOMES = ["allow", "review", "hold", "deny"];
const LEVELS = ["read_only", "proposal", "guided", "autopilot"];

function rank(scope: Scope, names: readonly string[], wire: unknown): Operand {
  const place = typeof wire === "string" ? names.indexOf(wire) : -1;
  return place < 0 ? refuse("a constant") : { is: "rank", js: scope.code.constant(place), names };
}

// --------------------------------------------------------------------------------------------------------- access

function field(scope: Scope, expr: Of<"field">): Maybe {
  const of = compile(scope, expr.of);
  if (of.is === "absent") return expr.safe ? ABSENT : refuse("a field of what is absent");
  if (of.is !== "maybe") return of.is === "record" ? of.field(expr.field) : refuse("a field of no record");
  if (of.value.is !== "record") return refuse("a field of no record");
  if (!expr.safe) {
    scope.code.line(`if(!${of.there})${scope.code.bail}`);
    return of.value.field(expr.field);
  }
  const value = of.value.field(expr.field);
  if (value.is === "absent") return ABSENT;
  if (value.is !== "maybe") return { is: "maybe", there: of.there, value };
  return { is: "maybe", there: `(${of.there}&&${value.there})`, value: value.value };
}

/** An entry of a map under a text; a date is another key, which the reference looks up. */
function entry(scope: Scope, expr: Of<"index">): Maybe {
  const { code } = scope;
  const of = compile(scope, expr.of);
  const key = compile(scope, expr.key);
  if (of.is === "maybe" && expr.safe !== true) code.line(`if(!${of.there})${code.bail}`);
  if (key.is === "maybe" && expr.safe_key !== true) code.line(`if(!${key.there})${code.bail}`);
  const [map, name] = [of.is === "maybe" ? of.value : of, key.is === "maybe" ? key.value : key];
  if (map.is !== "map" || name.is !== "text") return refuse("an entry of other than a map");
  const there = [of, key].flatMap((one) => (one.is === "maybe" ? [one.there] : []));
  if (there.length === 0) return map.entry(name.js);
  const into = place(code);
  code.line(`if(${there.join("&&")}){`);
  into.set(map.entry(name.js));
  code.line("}else{");
  into.set(ABSENT);
  code.line("}");
  return into.get();
}

function textOf(scope: Scope, expr: PlanExpr): string {
  const value = demand(scope.code, compile(scope, expr));
  return value.is === "text" ? value.js : refuse("a text that is none");
}

// ---------------------------------------------------------------------------------------------------------- logic

/** Parts that need statements are nested, so that they run only when their turn comes. */
function connective(scope: Scope, op: "and" | "or", parts: readonly PlanExpr[]): string {
  const { code } = scope;
  const [first, ...others] = parts;
  if (first === undefined) return op === "and" ? "true" : "false";
  let result = truth(scope, first);
  for (const part of others) {
    // In a loop, what the part needs is read before it and not again for each item.
    const place = scope.locals.size === 0 ? code.branch : code.apart;
    const { site, result: next } = place(() => truth(scope, part));
    if (isEmpty(site)) {
      result = op === "and" ? `(${result}&&${next})` : `(${result}||${next})`;
      continue;
    }
    const value = code.variable("false");
    code.line(`${value}=${result};if(${op === "and" ? value : `!${value}`}){`);
    code.put(site);
    code.line(`${value}=${next};}`);
    result = value;
  }
  return result;
}

function equal(scope: Scope, expr: Of<"equal">): Operand {
  const left = compile(scope, expr.left);
  const right = compile(scope, expr.right);
  if (left.is === "absent" || right.is === "absent") return bool(String(expr.negated));
  const there = [left, right].flatMap((side) => (side.is === "maybe" ? [side.there] : []));
  const { code } = scope;
  const { site, result } = code.apart(() =>
    same(code, left.is === "maybe" ? left.value : left, right.is === "maybe" ? right.value : right),
  );
  const js = guarded(code, there, site, result);
  return bool(expr.negated ? `!${js}` : js);
}

/** `result` where all of `there` hold, else false. */
function guarded(code: Code, there: readonly string[], site: Site, result: string): string {
  if (there.length === 0) {
    code.put(site);
    return result;
  }
  if (isEmpty(site)) return `(${[...there, result].join("&&")})`;
  const value = code.variable("false");
  code.line(`${value}=false;if(${there.join("&&")}){`);
  code.put(site);
  code.line(`${value}=${result};}`);
  return value;
}

function same(code: Code, a: Operand, b: Operand): string {
  if (a.is === "text" && b.is === "text") return `(${a.js}===${b.js})`;
  if (a.is === "bool" && b.is === "bool") return `(${a.js}===${b.js})`;
  if (a.is === "clock" && b.is === "clock" && a.of === b.of) return `(${a.js}===${b.js})`;
  if (a.is === "rank" && b.is === "rank" && a.names === b.names) return `(${a.js}===${b.js})`;
  const [x, y] = aligned(code, a, b);
  return `(${x}===${y})`;
}

/** Two numbers, or two amounts of one currency, in the same units. */
export function aligned(code: Code, a: Operand, b: Operand): readonly [string, string, number] {
  if (a.is === "money" && b.is === "money") oneCurrency(code, a, b);
  else if (a.is !== "number" || b.is !== "number") return refuse("a comparison of other kinds");
  const scale = Math.max(a.scale, b.scale);
  return [rescale(code, a.js, a.scale, scale), rescale(code, b.js, b.scale, scale), scale];
}

type Money = Extract<Operand, { readonly is: "money" }>;

/** Amounts of two currencies do not compare: that is unknown, and the reference says so. */
function oneCurrency(code: Code, a: Money, b: Money): void {
  if (a.currency !== b.currency) code.line(`if(${a.currency}!==${b.currency})${code.bail}`);
}

function compare(scope: Scope, expr: Of<"compare">): string {
  const { code } = scope;
  const a = demand(code, compile(scope, expr.left));
  const b = demand(code, compile(scope, expr.right));
  return ordered(code, expr.as, expr.cmp, a, b);
}

function ordered(code: Code, as: Comparable, cmp: string, a: Operand, b: Operand): string {
  const js = cmp === "==" ? "===" : cmp;
  switch (as) {
    case "number":
    case "money": {
      const [x, y] = aligned(code, a, b);
      return `(${x}${js}${y})`;
    }
    case "time":
    case "date":
    case "duration":
      if (a.is === "clock" && b.is === "clock") return `(${a.js}${js}${b.js})`;
      break;
    case "text":
      if (a.is === "text" && b.is === "text") return `(${a.js}${js}${b.js})`;
      break;
    case "tier":
    case "outcome":
    case "level":
      if (a.is === "rank" && b.is === "rank" && a.names === b.names) return `(${a.js}${js}${b.js})`;
      break;
    case "bool":
      break;
  }
  return refuse(`a comparison as ${as}`);
}

/** Items that stand in the policy are compared one by one; texts of a document are looked through. */
function membership(scope: Scope, expr: Of<"in">): Operand {
  const { code } = scope;
  const item = compile(scope, expr.item);
  if (item.is === "absent") return bool(String(expr.negated));
  const wanted = item.is === "maybe" ? item.value : item;
  const there = item.is === "maybe" ? [item.there] : [];
  const named = namedItems(scope, expr.list);
  if (named !== null) {
    spend(scope, named.length);
    const { site, result } = code.apart(() =>
      named.length === 0 ? "false" : `(${named.map((one) => same(code, wanted, one)).join("||")})`,
    );
    const js = guarded(code, there, site, result);
    return bool(expr.negated ? `!${js}` : js);
  }
  const list = compile(scope, expr.list);
  if (list.is === "absent") return bool(String(expr.negated));
  const all = list.is === "maybe" ? list.value : list;
  if (all.is !== "list" || wanted.is !== "text" || !isText(all.of)) return refuse("a list of other than texts");
  spend(scope, all.items.most);
  const here = list.is === "maybe" ? [...there, list.there] : there;
  const js = `(${[...here, `L.has(${all.js},${wanted.js})`].join("&&")})`;
  return bool(expr.negated ? `!${js}` : js);
}

const isText = (type: Type): boolean => type.kind === "text" || type.kind === "choice";

/** The items of a list that stands in the policy; null: another list. */
function namedItems(scope: Scope, list: PlanExpr): readonly Operand[] | null {
  const parts: readonly PlanExpr[] | null =
    list.op === "items"
      ? list.items
      : list.op === "const" && Array.isArray(list.value)
        ? list.value.map((value) => ({ op: "const", type: itemType(list.type), value }))
        : null;
  if (parts === null) return null;
  if (parts.length > 32) return refuse("a list of many items");
  return parts.map((part) => demand(scope.code, compile(scope, part)));
}

const itemType = (type: Type): Type =>
  type.kind === "optional" ? itemType(type.of) : type.kind === "list" ? type.of : refuse("a list that is none");

// ----------------------------------------------------------------------------------------------------- arithmetic

function arithmetic(scope: Scope, expr: Of<"arith">): Operand {
  const { code } = scope;
  const a = demand(code, compile(scope, expr.left));
  const b = demand(code, compile(scope, expr.right));
  if (expr.fn === "/") return refuse("a division");
  if (a.is === "clock" || b.is === "clock") return clocks(code, expr, a, b);
  if (expr.fn === "*") return product(code, a, b);
  const [x, y, scale] = aligned(code, a, b);
  const value = code.variable("0");
  code.line(`${value}=${x}${expr.fn}${y};`);
  guard(code, value);
  return a.is === "money"
    ? { is: "money", js: value, scale, currency: a.currency }
    : { is: "number", js: value, scale };
}

function product(code: Code, a: Operand, b: Operand): Operand {
  const money = a.is === "money" ? a : b.is === "money" ? b : null;
  const other = money === b ? a : b;
  if ((money ?? a).is === "bool" || other.is !== "number" || (money === null && a.is !== "number"))
    return refuse("a product of other than numbers");
  const left = money ?? (a as Extract<Operand, { is: "number" }>);
  const scale = left.scale + other.scale;
  if (scale > 12) return refuse("a product with many places");
  const value = code.variable("0");
  // Adding zero takes the sign from a zero.
  code.line(`${value}=${left.js}*${other.js}+0;`);
  guard(code, value);
  return money === null
    ? { is: "number", js: value, scale }
    : { is: "money", js: value, scale, currency: money.currency };
}

type Clock = Extract<Operand, { readonly is: "clock" }>;

function clocks(code: Code, expr: Of<"arith">, a: Operand, b: Operand): Operand {
  const value = code.variable("0");
  if (a.is === "clock" && b.is === "clock") {
    if (expr.fn === "*") return refuse("a product of durations");
    return sumOfClocks(code, value, expr, a, b);
  }
  const [duration, by] = a.is === "clock" ? [a, b] : [b as Clock, a];
  if (expr.fn !== "*" || duration.of !== "duration" || by.is !== "number") return refuse("an operation on a clock");
  code.line(`${value}=${duration.js}*${by.js}+0;`);
  guard(code, value);
  if (by.scale > 0) {
    const unit = 10 ** by.scale;
    code.line(`if(${value}%${unit}!==0)${code.bail}`);
    code.line(`${value}=${value}/${unit}+0;`);
  }
  return { is: "clock", js: value, of: "duration" };
}

function sumOfClocks(code: Code, value: string, expr: Of<"arith">, a: Clock, b: Clock): Operand {
  const sign = expr.fn;
  const inDays = (js: string, of: Clock["of"]): string => {
    if (of === "date") return js;
    code.line(`if(${js}%${DAY_MS}!==0)${code.bail}`);
    return `${js}/${DAY_MS}`;
  };
  if (a.of === "date" && b.of === "date") {
    code.line(`${value}=(${a.js}${sign}${b.js})*${DAY_MS}+0;`);
    guard(code, value);
    return { is: "clock", js: value, of: "duration" };
  }
  if (a.of === "date" || b.of === "date") {
    const [x, y] = [inDays(a.js, a.of), inDays(b.js, b.of)];
    code.line(`${value}=${x}${sign}${y}+0;`);
    within(code, `${value}*${DAY_MS}`);
    return { is: "clock", js: value, of: "date" };
  }
  const of = expr.as;
  if (of !== "time" && of !== "duration") return refuse("an operation on a clock");
  code.line(`${value}=${a.js}${sign}${b.js}+0;`);
  if (of === "time") within(code, value);
  else guard(code, value);
  return { is: "clock", js: value, of };
}

/** The years that times and dates may be in. */
const within = (code: Code, ms: string): void => code.line(`if(!(${ms}>=${FIRST_MS}&&${ms}<=${LAST_MS}))${code.bail}`);

function negation(scope: Scope, expr: Of<"negate">): Operand {
  const value = demand(scope.code, compile(scope, expr.operand));
  if (value.is === "number" || value.is === "money" || (value.is === "clock" && value.of === "duration"))
    return { ...value, js: `(0-${value.js})` };
  return refuse("a negation of no number");
}

// ------------------------------------------------------------------------------------------------------- branches

function fallback(scope: Scope, expr: Of<"default">): Maybe {
  const value = compile(scope, expr.value);
  if (value.is === "absent") return compile(scope, expr.otherwise);
  if (value.is !== "maybe") return value;
  const into = place(scope.code);
  scope.code.line(`if(${value.there}){`);
  into.set(value.value);
  scope.code.line("}else{");
  into.set(compile(scope, expr.otherwise));
  scope.code.line("}");
  return into.get();
}

function choose(scope: Scope, condition: string, then: PlanExpr, otherwise: PlanExpr): Maybe {
  const into = place(scope.code);
  scope.code.line(`if(${condition}){`);
  into.set(compile(scope, then));
  scope.code.line("}else{");
  into.set(compile(scope, otherwise));
  scope.code.line("}");
  return into.get();
}

/** Variables that take one of several operands of the same kind. */
function place(code: Code): { readonly set: (value: Maybe) => void; readonly get: () => Maybe } {
  const there = code.variable("false");
  let sure = true;
  let kind: Operand | null = null;
  let units = SCALE;
  const name = { js: "", currency: "" };
  return {
    set(given) {
      if (given.is === "absent") {
        sure = false;
        code.line(`${there}=false;`);
        return;
      }
      const value = given.is === "maybe" ? given.value : given;
      if (given.is === "maybe") sure = false;
      code.line(`${there}=${given.is === "maybe" ? given.there : "true"};`);
      if (value.is === "record" || value.is === "list" || value.is === "map")
        return refuse("a choice of records or lists");
      if (kind === null) {
        // All branches in one scale, the usual one where none needs more.
        if ("scale" in value) units = Math.max(SCALE, value.scale);
        kind = "scale" in value ? { ...value, scale: units } : value;
        name.js = code.variable(value.is === "bool" ? "false" : value.is === "text" ? '""' : "0");
        if (value.is === "money") name.currency = code.variable('""');
      } else if (kind.is !== value.is) refuse("a choice of several kinds");
      code.line(given.is === "maybe" ? `if(${there}){` : "{");
      const js = "scale" in value ? rescale(code, value.js, value.scale, units) : value.js;
      code.line(`${name.js}=${js};${value.is === "money" ? `${name.currency}=${value.currency};` : ""}}`);
    },
    get() {
      if (kind === null) return ABSENT;
      const value = {
        ...(kind as Operand),
        js: name.js,
        ...((kind as Operand).is === "money" ? { currency: name.currency } : {}),
      } as Operand;
      return sure ? value : { is: "maybe", there, value };
    },
  };
}

/** The first row that fits. The checker proved that one does; where none did, the reference says so. */
function match(scope: Scope, expr: Of<"match">): Maybe {
  const { code } = scope;
  const subjects = expr.subjects.map((subject) => compile(scope, subject));
  const into = place(code);
  rows(scope, subjects, expr.rows, (row) => into.set(compile(scope, row.result)));
  return into.get();
}

/** `take` is called for each row, where the code stands that runs when it is the first that fits. */
export function rows<Row extends { readonly patterns: Of<"match">["rows"][number]["patterns"] }>(
  scope: Scope,
  subjects: readonly Maybe[],
  all: readonly Row[],
  take: (row: Row, index: number) => void,
): void {
  const { code } = scope;
  let open = 0;
  for (const [index, row] of all.entries()) {
    const fits = row.patterns
      .map((pattern, i) => fitsPattern(scope, subjects[i]!, pattern))
      .filter((js) => js !== "true");
    code.line(`if(${fits.length === 0 ? "true" : fits.join("&&")}){`);
    take(row, index);
    code.line("}else{");
    open++;
  }
  code.line(code.bail);
  code.line("}".repeat(open));
}

function fitsPattern(scope: Scope, subject: Maybe, pattern: Of<"match">["rows"][number]["patterns"][number]): string {
  if (pattern.kind === "any") return "true";
  if (pattern.kind === "missing")
    return subject.is === "absent" ? "true" : subject.is === "maybe" ? `!${subject.there}` : "false";
  if (subject.is === "absent") return "false";
  const { code } = scope;
  const value = subject.is === "maybe" ? subject.value : subject;
  const there = subject.is === "maybe" ? [subject.there] : [];
  const operand = (expr: PlanExpr): Operand => demand(code, compile(scope, expr));
  const { site, result } = code.apart(() => {
    switch (pattern.kind) {
      case "one-of":
        return pattern.values.length === 0
          ? "false"
          : `(${pattern.values.map((one) => same(code, value, operand(one))).join("||")})`;
      case "compare":
        return ordered(code, pattern.as, pattern.cmp, value, operand(pattern.value));
      case "range":
        return `(${ordered(code, pattern.as, ">=", value, operand(pattern.low))}&&${ordered(code, pattern.as, "<=", value, operand(pattern.high))})`;
    }
  });
  return guarded(code, there, site, result);
}

// ---------------------------------------------------------------------------------------------------------- lists

function listOf(scope: Scope, expr: PlanExpr): Extract<Operand, { is: "list" }> {
  const list = demand(scope.code, compile(scope, expr));
  return list.is === "list" ? list : refuse("a list that is none");
}

/** A loop over the items that belong. */
function loop(
  scope: Scope,
  list: { readonly js: string; readonly items: Items },
  slot: number,
  body: (inner: Scope, end: string) => void,
): void {
  const { code, steps } = scope;
  spend(scope, list.items.most);
  const index = code.variable("0");
  const item = code.variable("undefined");
  const before = steps.factor;
  steps.factor *= list.items.most;
  const label = `o${index}`;
  code.line(`${label}:for(${index}=0;${index}<${list.js}.length;${index}++){${item}=${list.js}[${index}];`);
  const bound = list.items.bind(item);
  if (bound.only !== null) code.line(`if(!(${bound.only}))continue;`);
  body({ ...scope, locals: new Map([...scope.locals, [slot, bound.item()]]) }, label);
  code.line("}");
  steps.factor = before;
}

function quantified(scope: Scope, expr: Of<"any" | "all" | "none" | "count">): Operand {
  const { code } = scope;
  const list = listOf(scope, expr.source);
  if (expr.op === "count") {
    const count = code.variable("0");
    code.line(`${count}=0;`);
    loop(scope, list, expr.slot, (inner) => code.line(`if(${truth(inner, expr.body)})${count}++;`));
    return { is: "number", js: count, scale: 0 };
  }
  const found = code.variable("false");
  code.line(`${found}=false;`);
  const wanted = expr.op !== "all";
  loop(scope, list, expr.slot, (inner, label) => {
    const js = truth(inner, expr.body);
    code.line(`if(${wanted ? js : `!${js}`}){${found}=true;break ${label};}`);
  });
  return bool(expr.op === "any" ? found : `!${found}`);
}

function comprehension(scope: Scope, expr: Of<"sum" | "list" | "min" | "max">): Maybe {
  const { code } = scope;
  if (expr.op === "list") return refuse("a list made from a list");
  const list = listOf(scope, expr.source);
  const total = code.variable("0");
  const currency = code.variable('""');
  const some = code.variable("false");
  code.line(`${total}=0;${currency}="";${some}=false;`);
  let kind: Operand | null = null;
  loop(scope, list, expr.slot, (inner) => {
    if (expr.where !== null) code.line(`if(!${truth(inner, expr.where)})continue;`);
    const value = demand(code, compile(inner, expr.body));
    if (value.is !== "number" && value.is !== "money" && value.is !== "clock") return refuse("a total of other kinds");
    kind = value;
    if (value.is === "money")
      code.line(`if(!${some})${currency}=${value.currency};else if(${currency}!==${value.currency})${code.bail}`);
    if (expr.op === "sum") {
      code.line(`${total}=${total}+${value.js};`);
      guard(code, total);
    } else code.line(`if(!${some}||${value.js}${expr.op === "min" ? "<" : ">"}${total})${total}=${value.js};`);
    code.line(`${some}=true;`);
  });
  const value = kind as Operand | null;
  if (value === null) return refuse("a total of nothing");
  if (expr.op === "sum") {
    // The sum of no amounts is zero in every currency, which no amount here is.
    if (value.is === "money") code.line(`if(!${some})${code.bail}`);
    if (value.is === "clock" && value.of !== "duration") return refuse("a sum of times");
    return result(value);
  }
  return { is: "maybe", there: some, value: result(value) };

  function result(of: Operand): Operand {
    return { ...of, js: total, ...(of.is === "money" ? { currency } : {}) } as Operand;
  }
}

// ------------------------------------------------------------------------------------------------------- builtins

function builtin(scope: Scope, expr: Of<"builtin">): Maybe {
  const { code } = scope;
  const args = expr.args.map((arg) => demand(code, compile(scope, arg)));
  const [first, second] = args;
  if (first === undefined) return refuse("a builtin of nothing");
  switch (expr.name) {
    case "count":
    case "length":
      if (first.is === "text") return { is: "number", js: called(code, "0", `L.characters(${first.js})`), scale: 0 };
      return first.is === "list" ? count(scope, first) : refuse("a length of other kinds");
    case "lower":
      return first.is === "text"
        ? { is: "text", js: called(code, '""', `L.lower(${first.js})`) }
        : refuse("a text that is none");
    case "min_of":
    case "max_of":
      return second !== undefined && args.length === 2
        ? extreme(code, expr.name === "min_of" ? "<=" : ">=", first, second)
        : refuse("an extreme of many");
    case "date":
      if (first.is !== "clock" || first.of !== "time") return refuse("a date of no time");
      return { is: "clock", js: called(code, "0", `L.day(${first.js},Z)`), of: "date" };
    case "weekday":
      if (first.is !== "clock") return refuse("a weekday of no time");
      return {
        is: "text",
        js: called(code, '""', `L.weekday(${expr.as === "date" ? first.js : `L.day(${first.js},Z)`})`),
      };
    case "time_of_day":
      if (first.is !== "clock") return refuse("a time of day of no time");
      return { is: "clock", js: called(code, "0", `L.clock(${first.js},Z)`), of: "duration" };
    default:
      return refuse(`the builtin ${expr.name}`);
  }
}

/** How many items belong to a list. */
function count(scope: Scope, list: Extract<Operand, { is: "list" }>): Operand {
  spend(scope, list.items.most);
  return { is: "number", js: countOf(scope.code, list), scale: 0 };
}

export function countOf(code: Code, list: Extract<Operand, { is: "list" }>): string {
  const { result: only } = code.apart(() => list.items.bind("undefined").only);
  if (only === null) return `${list.js}.length`;
  const number = code.variable("0");
  code.line(`${number}=0;`);
  const index = code.variable("0");
  const item = code.variable("undefined");
  code.line(`for(${index}=0;${index}<${list.js}.length;${index}++){${item}=${list.js}[${index}];`);
  const bound = list.items.bind(item);
  code.line(`if(${bound.only})${number}++;`);
  code.line("}");
  return number;
}

/** Of two that are equal it does not matter which is taken. */
function extreme(code: Code, cmp: "<=" | ">=", a: Operand, b: Operand): Operand {
  const value = code.variable("0");
  const choose = (x: string, y: string): void => code.line(`${value}=${x}${cmp}${y}?${x}:${y};`);
  if ((a.is === "clock" && b.is === "clock") || (a.is === "rank" && b.is === "rank" && a.names === b.names)) {
    choose(a.js, b.js);
    return { ...a, js: value };
  }
  const [x, y, scale] = aligned(code, a, b);
  choose(x, y);
  return a.is === "money"
    ? { is: "money", js: value, scale, currency: a.currency }
    : { is: "number", js: value, scale };
}

/** The result of a call, which is not to be made twice. */
function called(code: Code, initial: "0" | '""', js: string): string {
  const value = code.variable(initial);
  code.line(`${value}=${js};`);
  return value;
}
