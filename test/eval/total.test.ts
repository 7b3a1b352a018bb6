/** Evaluation ends, and gives a value, whatever it is given. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compile } from "../../src/eval/compile.ts";
import type { Frame } from "../../src/eval/evaluator.ts";
import { DEPTH, STEPS } from "../../src/eval/interpreter/run.ts";
import { Unknown, type Value } from "../../src/eval/value.ts";
import type { Plan, PlanExpr } from "../../src/plan/plan.ts";
import { expression, frameOf, INPUTS, number, type Pick, PLAN, value } from "./generate.ts";

const text = (of: string): PlanExpr => ({ op: "const", type: { kind: "text" }, value: of });
const plain = (of: string): PlanExpr => ({ op: "const", type: { kind: "decimal" }, value: of });
const input = (name: string): PlanExpr => ({ op: "input", name });
const yes: PlanExpr = { op: "const", type: { kind: "bool" }, value: true };
const add = (left: PlanExpr, right: PlanExpr): PlanExpr => ({
  op: "arith",
  fn: "+",
  left,
  right,
  leftAs: "number",
  rightAs: "number",
  as: "number",
});

function frame(inputs: Readonly<Record<string, Value>>, extra: Partial<Frame> = {}): Frame {
  return { ...frameOf({ inputs: new Map(Object.entries(inputs)), history: [] }), ...extra };
}

const evaluator = compile(PLAN);
const run = (expr: PlanExpr, inputs: Readonly<Record<string, Value>> = {}): Value =>
  evaluator.evaluate(expr, frame(inputs), 4);

test("values of the wrong kind are unknown, never an exception", () => {
  fc.assert(
    fc.property(fc.gen(), (g) => {
      const pick: Pick = (n) => g(fc.nat, { max: n - 1 });
      const kinds = Object.values(INPUTS);
      const expr = expression(kinds[pick(kinds.length)]!, pick, 1 + pick(4));
      const shuffled = new Map(Object.keys(INPUTS).map((name) => [name, value(kinds[pick(kinds.length)]!, pick)]));
      expect(() => evaluator.evaluate(expr, frameOf({ inputs: shuffled, history: shuffled }), 0)).not.toThrow();
    }),
    { numRuns: 2_000 },
  );
});

describe("nesting", () => {
  const wraps: Readonly<Record<string, (x: PlanExpr) => PlanExpr>> = {
    arith: (x) => add(x, plain("1")),
    not: (operand) => ({ op: "not", operand }),
    and: (x) => ({ op: "and", parts: [yes, x] }),
    match: (x) => ({ op: "match", subjects: [yes], rows: [{ patterns: [{ kind: "any" }], result: x }] }),
    any: (body) => ({ op: "any", slot: 0, binder: "x", source: { op: "items", items: [yes] }, body }),
    call: (x) => ({ op: "call", fn: "p.both", args: [x, x] }),
    field: (of) => ({ op: "field", of, field: "n", safe: false }),
    builtin: (x) => ({ op: "builtin", name: "max_of", args: [x, plain("1")], as: "number" }),
  };
  test.each(Object.entries(wraps))("%s, 20 000 deep", (_name, wrap) => {
    let expr: PlanExpr = { ...yes };
    for (let i = 0; i < 20_000; i++) expr = wrap(expr);
    // `call` doubles its argument: it is the steps that end it. Few will do; `long lists` use up all of them.
    const result = evaluator.evaluate(expr, frame({}, { work: { left: 100_000 } }), 4);
    expect(result).toBeInstanceOf(Unknown);
    expect((result as Unknown).causes[0]!.path).toBe("evaluation");
  });

  test("as deep as is allowed", () => {
    let expr = plain("0");
    for (let i = 1; i < DEPTH; i++) expr = add(expr, plain("1"));
    expect(run(expr)).toEqual(number(DEPTH - 1));
  });

  test("a chain of 20 000 lets", () => {
    const lets = Array.from({ length: 20_000 }, (_, i) => ({
      name: `l${i}`,
      slots: 0,
      value: i === 0 ? plain("1") : add({ op: "let", name: `l${i - 1}` }, plain("1")),
    }));
    const plan: Plan = { ...PLAN, actions: { "p.Act": { id: "p.Act", lets } as unknown as Plan["actions"][string] } };
    expect(compile(plan).evaluate({ op: "let", name: "l19999" }, frame({}), 0)).toEqual(number(20_000));
  });
});

describe("long lists", () => {
  const long = Array.from({ length: 100_000 }, (_, i) => number(i));
  const count = (source: PlanExpr): PlanExpr => ({ op: "builtin", name: "count", args: [source], as: null });
  const local = (slot: number): PlanExpr => ({ op: "local", slot, name: "x" });

  test("100 000 items are no trouble", () => {
    const xs = input("xs");
    expect(run({ op: "builtin", name: "sum", args: [xs], as: "number" }, { xs: long })).toEqual(number(4_999_950_000));
    expect(run(count({ op: "builtin", name: "distinct", args: [xs], as: null }), { xs: [...long, ...long] })).toEqual(
      number(100_000),
    );
    expect(run({ op: "builtin", name: "contains_all", args: [xs, xs], as: null }, { xs: long })).toBe(true);
    expect(run({ op: "equal", negated: false, left: xs, right: input("ys") }, { xs: long, ys: [...long] })).toBe(true);
    expect(run(count({ op: "builtin", name: "zip", args: [xs, xs], as: null }), { xs: long })).toEqual(number(100_000));
    const each: PlanExpr = {
      op: "all",
      slot: 0,
      binder: "x",
      source: xs,
      body: { op: "compare", cmp: ">=", as: "number", left: local(0), right: plain("0") },
    };
    expect(run(each, { xs: long })).toBe(true);
  });

  test("100 000 unknown items leave 16 causes", () => {
    const xs = long.map((_, i) => new Unknown([{ path: `facts.xs[${String(i).padStart(6, "0")}]`, why: "timed out" }]));
    const result = run({ op: "builtin", name: "sum", args: [input("xs")], as: "number" }, { xs });
    expect((result as Unknown).causes.map((cause) => cause.path)).toEqual(
      Array.from({ length: 16 }, (_, i) => `facts.xs[${String(i).padStart(6, "0")}]`),
    );
  });

  test("lists within lists end at the bound of steps", () => {
    const nested: PlanExpr = {
      op: "all",
      slot: 0,
      binder: "x",
      source: input("xs"),
      body: {
        op: "any",
        slot: 1,
        binder: "y",
        source: input("xs"),
        body: { op: "compare", cmp: "<", as: "number", left: local(1), right: plain("-1") },
      },
    };
    const result = run({ op: "not", operand: nested }, { xs: long });
    // Already the first item decides: none is below -1.
    expect(result).toBe(true);
    const endless: PlanExpr = {
      op: "none",
      slot: 0,
      binder: "x",
      source: input("xs"),
      body: (nested as { body: PlanExpr }).body,
    };
    expect(run(endless, { xs: long })).toEqual(
      new Unknown([{ path: "evaluation", why: `takes more than ${STEPS} steps` }]),
    );
  });

  test("a decision's steps are shared by its evaluations", () => {
    const work = { left: 250_000 };
    const sum: PlanExpr = { op: "builtin", name: "sum", args: [input("xs")], as: "number" };
    const shared = frame({ xs: long }, { work });
    expect(evaluator.evaluate(sum, shared, 0)).toEqual(number(4_999_950_000));
    expect(evaluator.evaluate(sum, shared, 0)).toEqual(number(4_999_950_000));
    expect(evaluator.evaluate(sum, shared, 0)).toBeInstanceOf(Unknown);
  });
});

describe("names", () => {
  test.each(["__proto__", "constructor", "toString", "hasOwnProperty"])("%s is an ordinary one", (name) => {
    expect(run({ op: "field", of: input("r"), field: name, safe: false }, { r: new Map() })).toBeNull();
    expect(run({ op: "index", of: input("r"), key: text(name) }, { r: new Map([[name, true]]) })).toBe(true);
    expect(run({ op: "index", of: input("r"), key: text(name) }, { r: new Map([["a", true]]) })).toBeNull();
    expect(run({ op: "call", fn: name, args: [] })).toEqual(
      new Unknown([{ path: `${name}()`, why: "no such function" }]),
    );
    expect(run(input(name))).toEqual(new Unknown([{ path: `inputs.${name}`, why: "not supplied" }]));
  });
});
