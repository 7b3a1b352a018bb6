/**
 * Well-typed expressions and values at random, for properties. `pick(n)` gives a number below n; with fast-check behind
 * it, what fails shrinks towards first choices, so these are the plainest.
 */
import { decimalOfNumber, divide, ONE } from "../../src/eval/decimal.ts";
import type { Frame } from "../../src/eval/evaluator.ts";
import { money } from "../../src/eval/money.ts";
import { unknown, type Value } from "../../src/eval/value.ts";
import type { Comparable, Numeric } from "../../src/model/expression.ts";
import type { Type } from "../../src/model/type.ts";
import type { Plan, PlanExpr } from "../../src/plan/plan.ts";

export type Pick = (n: number) => number;

/** The kinds that generated expressions have. `row` is the record of `rows`. */
export type Kind =
  | "bool"
  | "number"
  | "money"
  | "text"
  | "time"
  | "date"
  | "duration"
  | "numbers"
  | "moneys"
  | "texts"
  | "rows"
  | "row"
  | "map"
  | "number?"
  | "row?"
  | "text?";

export const DAY = 86_400_000;
const START = Date.UTC(2026, 9, 24, 20); // the night before the clock goes back in Berlin

const TYPES: Readonly<Record<string, Type>> = {
  bool: { kind: "bool" },
  number: { kind: "decimal" },
  money: { kind: "money" },
  text: { kind: "text" },
  time: { kind: "time" },
  date: { kind: "date" },
  duration: { kind: "duration" },
};

export const INPUTS: Readonly<Record<string, Kind>> = {
  b: "bool",
  c: "bool",
  n: "number",
  k: "number",
  m: "money",
  w: "money",
  t: "text",
  s: "text",
  at: "time",
  then: "time",
  day: "date",
  long: "duration",
  ns: "numbers",
  ms: "moneys",
  ts: "texts",
  rows: "rows",
  row: "row",
  map: "map",
  maybe: "number?",
  mayrow: "row?",
  maytext: "text?",
};

// ---------------------------------------------------------------------------------------------------------- values

export const number = (n: number): Value => decimalOfNumber(n)!;
const TEXTS = ["a", "b", "ab", "", "A"];

export function value(kind: Kind, pick: Pick): Value {
  const many = (of: Kind): Value => Array.from({ length: pick(4) }, () => value(of, pick));
  switch (kind) {
    case "bool":
      return pick(2) === 1;
    case "number":
      return pick(8) === 7 ? divide(ONE, decimalOfNumber(3)!)! : number([0, 1, 2, -1, 0.5, 10][pick(6)]!);
    case "money":
      return money(decimalOfNumber([0, 1, 2, 10.5][pick(4)]!)!, pick(6) === 5 ? "EUR" : "USD");
    case "text":
      return TEXTS[pick(TEXTS.length)]!;
    case "time":
      return START + pick(16) * 1_800_000;
    case "date":
      return 20_750 + pick(4);
    case "duration":
      return [0, 3_600_000, DAY, 2 * DAY, -DAY][pick(5)]!;
    case "numbers":
      return many("number");
    case "moneys":
      return many("money");
    case "texts":
      return many("text");
    case "rows":
      return many("row");
    case "row":
      return new Map<string, Value>([
        ["n", value("number", pick)],
        ["t", value("text?", pick)],
        ["b", value("bool", pick)],
        ["at", value("time", pick)],
      ]);
    case "map":
      return new Map(["a", "b"].filter(() => pick(2) === 1).map((key) => [key, value("number", pick)]));
    case "number?":
      return pick(3) === 0 ? null : value("number", pick);
    case "row?":
      return pick(3) === 0 ? null : value("row", pick);
    case "text?":
      return pick(3) === 0 ? null : value("text", pick);
  }
}

/** The same value with unknown in random places, at any depth. */
export function blur(known: Value, pick: Pick, path: string): Value {
  if (pick(4) === 0) return unknown(path, "timed out");
  if (Array.isArray(known)) return known.map((item: Value, i) => blur(item, pick, `${path}[${i}]`));
  if (known instanceof Map)
    return new Map(
      [...(known as ReadonlyMap<string, Value>)].map(([key, field]) => [key, blur(field, pick, `${path}.${key}`)]),
    );
  return known;
}

export interface Givens {
  readonly inputs: ReadonlyMap<string, Value>;
  readonly history: Value;
}

export function givens(pick: Pick): Givens {
  return {
    inputs: new Map(Object.entries(INPUTS).map(([name, kind]) => [name, value(kind, pick)])),
    history: value("rows", pick),
  };
}

export function blurred(known: Givens, pick: Pick): Givens {
  return {
    inputs: new Map([...known.inputs].map(([name, of]) => [name, blur(of, pick, `inputs.${name}`)])),
    history: blur(known.history, pick, "history"),
  };
}

export function frameOf({ inputs, history }: Givens, score: readonly [number, number] = [10, 10]): Frame {
  return {
    action: "p.Act",
    inputs,
    facts: inputs,
    ambient: new Map<never, Value>(),
    now: START + 8 * 1_800_000,
    history: () => history,
    changesTo: () => history,
    evidenceOf: () => history,
    lets: new Map(),
    score: { certain: score[0], assumed: score[1] },
    tier: { certain: score[0] > 10 ? "high" : "low", assumed: score[1] > 10 ? "high" : "low" },
  };
}

// ----------------------------------------------------------------------------------------------------- expressions

interface Local {
  readonly slot: number;
  readonly kind: Kind;
}

const ITEM: Readonly<Partial<Record<Kind, Kind>>> = { numbers: "number", moneys: "money", texts: "text", rows: "row" };
const LISTS: readonly Kind[] = ["numbers", "moneys", "texts", "rows"];
const COMPARABLE: Readonly<Partial<Record<Kind, Comparable>>> = {
  number: "number",
  money: "money",
  text: "text",
  time: "time",
  date: "date",
  duration: "duration",
  bool: "bool",
};
const SCALARS = Object.keys(COMPARABLE) as readonly Kind[];

const constant = (kind: Kind, pick: Pick): PlanExpr | null => {
  const type = TYPES[kind];
  if (type === undefined) return null;
  const wire = {
    bool: [true, false],
    number: ["1", "0", "2", "0.5"],
    money: [
      { amount: "1", currency: "USD" },
      { amount: "10.50", currency: "USD" },
      { amount: "1", currency: "EUR" },
    ],
    text: ["a", "*a", "a*", "", "*"],
    time: ["2026-10-25T00:30:00Z"],
    date: ["2026-10-25"],
    duration: ["PT1H", "P1D"],
  }[kind as "bool"]!;
  return { op: "const", type, value: wire[pick(wire.length)]! };
};

const leaf = (kind: Kind, pick: Pick, locals: readonly Local[]): PlanExpr => {
  const own = Object.keys(INPUTS).filter((name) => INPUTS[name] === kind);
  const near = locals.filter((local) => local.kind === kind);
  const made = constant(kind, pick);
  const choices: PlanExpr[] = [
    ...near.map((local): PlanExpr => ({ op: "local", slot: local.slot, name: `x${local.slot}` })),
    ...own.map((name): PlanExpr => ({ op: "input", name })),
    ...(made === null ? [] : [made]),
  ];
  return choices[pick(choices.length)]!;
};

/** An expression of a kind; `depth` bounds its nesting, `locals` are the binders in scope. */
export function expression(kind: Kind, pick: Pick, depth: number, locals: readonly Local[] = []): PlanExpr {
  if (depth === 0) return leaf(kind, pick, locals);
  const sub = (of: Kind): PlanExpr => expression(of, pick, depth - 1, locals);
  const binder = (
    source: Kind,
    body: (scope: readonly Local[]) => PlanExpr,
  ): { readonly slot: number; readonly binder: string; readonly source: PlanExpr; readonly body: PlanExpr } => {
    const slot = locals.length;
    return { slot, binder: `x${slot}`, source: sub(source), body: body([...locals, { slot, kind: ITEM[source]! }]) };
  };
  const list = (): Kind => LISTS[pick(LISTS.length)]!;
  const scalar = (): Kind => SCALARS[pick(SCALARS.length)]!;
  const where = (scope: readonly Local[]): PlanExpr => expression("bool", pick, depth - 1, scope);
  const arith = (fn: "+" | "-" | "*" | "/", left: Kind, right: Kind, as: Numeric): PlanExpr => ({
    op: "arith",
    fn,
    left: sub(left),
    right: sub(right),
    leftAs: left as Numeric,
    rightAs: right as Numeric,
    as,
  });
  const bools: readonly (() => PlanExpr)[] = [
    () => ({ op: "not", operand: sub("bool") }),
    () => ({ op: "and", parts: [sub("bool"), sub("bool"), sub("bool")].slice(pick(2)) }),
    () => ({ op: "or", parts: [sub("bool"), sub("bool"), sub("bool")].slice(pick(2)) }),
    () => {
      const of = [scalar(), list(), "row", "number?", "text?", "row?"][pick(6)] as Kind;
      return { op: "equal", negated: pick(2) === 1, left: sub(of), right: sub(of) };
    },
    () => {
      const of = scalar();
      return {
        op: "compare",
        cmp: (["<", "<=", ">", ">="] as const)[pick(4)]!,
        as: COMPARABLE[of]!,
        left: sub(of),
        right: sub(of),
      };
    },
    () => {
      const of = list();
      return { op: "in", negated: pick(2) === 1, item: sub(ITEM[of]!), list: sub(of) };
    },
    () => ({ op: "like", negated: pick(2) === 1, text: sub("text"), pattern: sub("text") }),
    () => ({ op: "present", negated: pick(2) === 1, operand: sub((["number?", "row?", "text?"] as const)[pick(3)]!) }),
    () => ({ op: (["any", "all", "none"] as const)[pick(3)]!, ...binder(list(), where) }),
    () => {
      const of = list();
      return { op: "builtin", name: "contains_all", args: [sub(of), sub(of)], as: null };
    },
    () => ({
      op: "compare",
      cmp: (["<", "<=", ">", ">="] as const)[pick(4)]!,
      as: "number",
      left: { op: "ambient", name: "score" },
      right: sub("number"),
    }),
    () => ({
      op: "equal",
      negated: pick(2) === 1,
      left: { op: "ambient", name: "tier" },
      right: { op: "const", type: { kind: "tier" }, value: ["low", "high"][pick(2)]! },
    }),
    () => ({ op: "field", of: sub("row"), field: "b", safe: false }),
    () => ({ op: "call", fn: "p.both", args: [sub("bool"), sub("bool")] }),
  ];
  const numbers: readonly (() => PlanExpr)[] = [
    () => arith((["+", "-", "*", "/"] as const)[pick(4)]!, "number", "number", "number"),
    () => arith("/", "money", "money", "number"),
    () => ({ op: "negate", as: "number", operand: sub("number") }),
    () => ({ op: "count", ...binder(list(), where) }),
    () => ({ op: "builtin", name: "count", args: [sub(list())], as: null }),
    () => ({ op: "builtin", name: "sum", args: [sub("numbers")], as: "number" }),
    () => ({ op: "builtin", name: "length", args: [sub(pick(2) === 0 ? "text" : list())], as: null }),
    () => ({
      op: "builtin",
      name: (["min_of", "max_of"] as const)[pick(2)]!,
      args: [sub("number"), sub("number")],
      as: "number",
    }),
    () => ({
      op: "sum",
      ...binder("rows", (scope) => expression("number", pick, depth - 1, scope)),
      where: pick(2) === 0 ? null : where([...locals, { slot: locals.length, kind: "row" }]),
      as: "number",
    }),
    () => ({ op: "default", value: sub("number?"), otherwise: sub("number") }),
    () => ({ op: "field", of: sub("row"), field: "n", safe: false }),
    () => ({ op: "field", of: sub("row?"), field: "n", safe: false }),
  ];
  const lists = (of: Kind): readonly (() => PlanExpr)[] => [
    () => ({
      op: "list",
      ...binder(list(), (scope) => expression(ITEM[of]!, pick, depth - 1, scope)),
      where: null,
      as: null,
    }),
    () => ({ op: "builtin", name: "distinct", args: [sub(of)], as: null }),
    () => ({ op: "items", items: [sub(ITEM[of]!), sub(ITEM[of]!)].slice(pick(2)) }),
  ];
  const forms: Readonly<Record<Kind, readonly (() => PlanExpr)[]>> = {
    bool: bools,
    number: numbers,
    money: [
      () => arith((["+", "-"] as const)[pick(2)]!, "money", "money", "money"),
      () => arith((["*", "/"] as const)[pick(2)]!, "money", "number", "money"),
      () => arith("*", "number", "money", "money"),
      () => ({ op: "builtin", name: "sum", args: [sub("moneys")], as: "money" }),
      () => ({ op: "builtin", name: "max_of", args: [sub("money"), sub("money")], as: "money" }),
    ],
    text: [
      () => ({ op: "builtin", name: "lower", args: [sub("text")], as: null }),
      () => ({ op: "builtin", name: "weekday", args: [sub("time")], as: "time" }),
      () => ({ op: "builtin", name: "weekday", args: [sub("date")], as: "date" }),
      () => ({ op: "default", value: sub("text?"), otherwise: sub("text") }),
    ],
    time: [
      () => arith((["+", "-"] as const)[pick(2)]!, "time", "duration", "time"),
      () => ({ op: "field", of: sub("row"), field: "at", safe: false }),
    ],
    date: [
      () => arith((["+", "-"] as const)[pick(2)]!, "date", "duration", "date"),
      () => ({ op: "builtin", name: "date", args: [sub("time")], as: null }),
    ],
    duration: [
      () => arith("-", "time", "time", "duration"),
      () => arith("-", "date", "date", "duration"),
      () => arith((["+", "-"] as const)[pick(2)]!, "duration", "duration", "duration"),
      () => arith((["*", "/"] as const)[pick(2)]!, "duration", "number", "duration"),
      () => ({ op: "builtin", name: "time_of_day", args: [sub("time")], as: null }),
    ],
    numbers: lists("numbers"),
    moneys: lists("moneys"),
    texts: lists("texts"),
    rows: [...lists("rows"), () => ({ op: "history", action: "p.Act", last_ms: 3_600_000 * pick(6) })],
    row: [],
    map: [],
    "number?": [
      () => ({ op: "index", of: sub("map"), key: sub("text") }),
      () => ({ op: "field", of: sub("row?"), field: "n", safe: true }),
      () => ({
        op: "builtin",
        name: (["min", "max", "first", "last"] as const)[pick(4)]!,
        args: [sub("numbers")],
        as: "number",
      }),
      () => ({
        op: (["min", "max"] as const)[pick(2)]!,
        ...binder("rows", (scope) => expression("number", pick, depth - 1, scope)),
        where: null,
        as: "number",
      }),
    ],
    "row?": [() => ({ op: "builtin", name: (["first", "last"] as const)[pick(2)]!, args: [sub("rows")], as: null })],
    "text?": [
      () => ({ op: "field", of: sub("row"), field: "t", safe: false }),
      () => ({ op: "field", of: sub("row?"), field: "t", safe: true }),
    ],
  };
  const branches: readonly (() => PlanExpr)[] = [
    () => ({ op: "if", condition: sub("bool"), then: sub(kind), otherwise: sub(kind) }),
    () => matching(kind, pick, sub),
  ];
  const all = [() => leaf(kind, pick, locals), ...forms[kind], ...branches];
  return all[pick(all.length)]!();
}

function matching(kind: Kind, pick: Pick, sub: (of: Kind) => PlanExpr): PlanExpr {
  const wire = (n: string): PlanExpr => ({ op: "const", type: { kind: "decimal" }, value: n });
  return {
    op: "match",
    subjects: [sub("number"), sub("text?")],
    rows: [
      {
        patterns: [{ kind: "range", as: "number", low: wire("0"), high: wire("1") }, { kind: "missing" }],
        result: sub(kind),
      },
      {
        patterns: [
          { kind: "compare", as: "number", cmp: (["<", "<=", ">", ">=", "=="] as const)[pick(5)]!, value: wire("1") },
          { kind: "any" },
        ],
        result: sub(kind),
      },
      {
        patterns: [{ kind: "any" }, { kind: "one-of", values: [constant("text", pick)!, constant("text", pick)!] }],
        result: sub(kind),
      },
      { patterns: [{ kind: "any" }, { kind: "any" }], result: sub(kind) },
    ],
  };
}

export const PLAN: Plan = {
  language: "1",
  set: "p",
  tiers: ["low", "high"],
  environments: ["prod"],
  timezone: "Europe/Berlin",
  roles: [],
  queues: [],
  evidence: [],
  records: {},
  functions: {
    "p.both": {
      params: [],
      slots: 2,
      result: { kind: "bool" },
      body: {
        op: "and",
        parts: [
          { op: "local", slot: 0, name: "a" },
          { op: "local", slot: 1, name: "b" },
        ],
      },
    },
  },
  approvalTables: {},
  actions: {},
};
