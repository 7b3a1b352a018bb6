/**
 * Closures give what the interpreter gives: the same value, the same causes in the same words and order, the same lets
 * kept, and the same steps left. `LAW_SEED=…` repeats a run.
 */
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { closuresOf } from "../../src/eval/closures/closures.ts";
import { depthOf } from "../../src/eval/closures/depth.ts";
import { type Decimal, decimalOfNumber } from "../../src/eval/decimal.ts";
import type { Frame } from "../../src/eval/evaluator.ts";
import { interpreterOf } from "../../src/eval/interpreter/interpreter.ts";
import { DEPTH } from "../../src/eval/interpreter/run.ts";
import { money } from "../../src/eval/money.ts";
import { Unknown, unknown, type Value } from "../../src/eval/value.ts";
import type { Plan, PlanExpr, PlanRequirement } from "../../src/plan/plan.ts";
import {
  blurred,
  expression,
  frameOf,
  type Givens,
  givens,
  INPUTS,
  type Kind,
  type Pick,
  PLAN,
  value,
} from "../eval/generate.ts";

const seed = process.env["LAW_SEED"] === undefined ? {} : { seed: Number(process.env["LAW_SEED"]) };
const KINDS = [...new Set(Object.values(INPUTS))];
const SLOTS = 8;

const picker =
  (g: fc.GeneratorValue): Pick =>
  (n) =>
    g(fc.nat, { max: n - 1 });

const local = (slot: number): PlanExpr => ({ op: "local", slot, name: "x" });
const text = (of: string): PlanExpr => ({ op: "const", type: { kind: "text" }, value: of });
const plain = (of: string): PlanExpr => ({ op: "const", type: { kind: "decimal" }, value: of });
const yes: PlanExpr = { op: "const", type: { kind: "bool" }, value: true };

/** What came of one evaluation, as far as anybody can see it. */
interface Seen {
  readonly value: Value;
  readonly lets: ReadonlyMap<string, Value>;
  readonly left: number;
}

/** A frame of its own for each back end: lets and steps are used up. */
type Frames = () => Frame & { readonly work: { left: number } };

function both(plan: Plan, expr: PlanExpr, frames: Frames): { readonly closures: Seen; readonly interpreter: Seen } {
  const see = (evaluate: (frame: Frame) => Value): Seen => {
    const frame = frames();
    return { value: evaluate(frame), lets: frame.lets, left: frame.work.left };
  };
  const [fast, slow] = [closuresOf(plan), interpreterOf(plan)];
  return {
    closures: see((frame) => fast.evaluate(expr, frame, SLOTS)),
    interpreter: see((frame) => slow.evaluate(expr, frame, SLOTS)),
  };
}

const framesOf =
  (found: Givens, score: readonly [number, number], left: number, extra: Partial<Frame> = {}): Frames =>
  () => ({ ...frameOf(found, score), ...extra, work: { left } });

/** A plan with lets that read one another and functions that call one another, all drawn. */
function planOf(pick: Pick): Plan {
  const lets = ["l0", "l1", "l2"].map((name, i) => ({
    name,
    slots: SLOTS,
    value: withLets(expression("bool", pick, 1 + pick(3)), i, pick),
  }));
  const body: PlanExpr = {
    op: "or",
    parts: [{ op: "call", fn: "p.both", args: [local(0), local(1)] }, expression("bool", pick, 1 + pick(2))],
  };
  return {
    ...PLAN,
    functions: { ...PLAN.functions, "p.either": { params: [], slots: 6, result: { kind: "bool" }, body } },
    approvalTables: { "p.table": { params: [], rows: tableRows(pick) } },
    actions: { "p.Act": { id: "p.Act", lets } as unknown as Plan["actions"][string] },
  };
}

/** Beside what is drawn: lets below `most`, and calls. */
function withLets(expr: PlanExpr, most: number, pick: Pick): PlanExpr {
  const read: PlanExpr = most === 0 ? yes : { op: "let", name: `l${pick(most)}` };
  const call: PlanExpr = { op: "call", fn: pick(8) === 0 ? "p.nowhere" : "p.either", args: [expr, read] };
  return pick(3) === 0 ? expr : { op: pick(2) === 0 ? "and" : "or", parts: [call, read, expr] };
}

function tableRows(pick: Pick): Plan["approvalTables"][string]["rows"] {
  const amount = (): PlanExpr => plain(String(pick(3)));
  return [
    {
      patterns: [{ kind: "one-of", values: [text("a"), text("b")] }, { kind: "missing" }],
      requirement: { op: "seats", count: 1, role: "finance" },
    },
    {
      patterns: [{ kind: "any" }, { kind: "range", as: "number", low: amount(), high: amount() }],
      requirement: { op: "any", count: 1, roles: ["finance", "legal"] },
    },
    {
      patterns: [
        { kind: "compare", cmp: ">=", as: "text", value: text("ab") },
        { kind: "compare", cmp: "<", as: "number", value: amount() },
      ],
      requirement: { op: "roles", count: 2, roles: ["finance", "legal", "ops"] },
    },
    ...(pick(2) === 0 ? [] : [{ patterns: [{ kind: "any" }, { kind: "any" }], requirement: NOBODY } as const]),
  ];
}

const NOBODY: PlanRequirement = { op: "nobody" };

/** Steps: plenty, or so few that they end somewhere in the middle. */
const budget = (pick: Pick): number => (pick(2) === 0 ? 1_000_000 : pick(40));

test("values, causes, lets and steps are the interpreter's", () => {
  let open = 0;
  let exhausted = 0;
  let runs = 0;
  fc.assert(
    fc.property(fc.gen(), (g) => {
      runs++;
      const pick = picker(g);
      const plan = planOf(pick);
      const expr = withLets(expression(KINDS[pick(KINDS.length)] as Kind, pick, 1 + pick(4)), 3, pick);
      const sharp = givens(pick);
      const ends: readonly [number, number] = pick(2) === 0 ? [10, 10] : [10, 20];
      const extra = pick(2) === 0 ? {} : { rangeCauses: [{ path: "facts.vip", why: "timed out" }] };
      const found = pick(4) === 0 ? sharp : blurred(sharp, pick);
      const { closures, interpreter } = both(plan, expr, framesOf(found, ends, budget(pick), extra));
      if (interpreter.value instanceof Unknown) open++;
      if (interpreter.left < 0) exhausted++;
      if (!isDeepStrictEqual(closures, interpreter)) expect(closures).toEqual(interpreter);
    }),
    { numRuns: 2_500, ...seed },
  );
  // Otherwise the property says nothing about where the two might differ most easily.
  expect(open).toBeGreaterThan(runs / 20);
  expect(runs - open).toBeGreaterThan(runs / 20);
  expect(exhausted).toBeGreaterThan(runs / 50);
});

test("also for values of kinds that the checker rules out, and for names that are not there", () => {
  fc.assert(
    fc.property(fc.gen(), (g) => {
      const pick = picker(g);
      const expr = withLets(expression(KINDS[pick(KINDS.length)] as Kind, pick, 1 + pick(4)), 3, pick);
      const names = Object.keys(INPUTS).filter(() => pick(6) > 0);
      const shuffled = new Map(names.map((name) => [name, value(KINDS[pick(KINDS.length)] as Kind, pick)]));
      const history = pick(3) === 0 ? null : value("rows", pick);
      const { closures, interpreter } = both(
        planOf(pick),
        expr,
        framesOf({ inputs: shuffled, history }, [10, 20], budget(pick)),
      );
      if (!isDeepStrictEqual(closures, interpreter)) expect(closures).toEqual(interpreter);
    }),
    { numRuns: 1_500, ...seed },
  );
});

test("requirements, with tables whose rows are open", () => {
  let assumed = 0;
  let runs = 0;
  fc.assert(
    fc.property(fc.gen(), (g) => {
      runs++;
      const pick = picker(g);
      const plan = planOf(pick);
      const table: PlanRequirement = {
        op: "table",
        table: pick(10) === 0 ? "p.nowhere" : "p.table",
        args: [expression("text", pick, 1 + pick(2)), expression("number?", pick, 1 + pick(2))],
      };
      const requirement: PlanRequirement = [
        table,
        { op: "and", parts: [{ op: "seats", count: 1, role: "ops" }, table] } as const,
        { op: "or", parts: [table, { op: "and", parts: [NOBODY, { op: "seats", count: 2, role: "ops" }] }] } as const,
        { op: "and", parts: [NOBODY, { op: "seats", count: 2, role: "ops" }] } as const,
      ][pick(4)]!;
      const frames = framesOf(blurred(givens(pick), pick), [10, 20], budget(pick));
      const [one, two] = [frames(), frames()];
      const closures = { found: closuresOf(plan).resolve(requirement, one, SLOTS), left: one.work.left };
      const interpreter = { found: interpreterOf(plan).resolve(requirement, two, SLOTS), left: two.work.left };
      if (interpreter.found.assumed) assumed++;
      if (!isDeepStrictEqual(closures, interpreter)) expect(closures).toEqual(interpreter);
    }),
    { numRuns: 1_500, ...seed },
  );
  expect(assumed).toBeGreaterThan(runs / 20);
});

test("a function is evaluated again for each frame, a let once", () => {
  const plan = planOf(() => 0);
  const { evaluate } = closuresOf(plan);
  const expr: PlanExpr = { op: "and", parts: [{ op: "input", name: "b" }, yes] };
  const frames = (b: Value): Frame => frameOf({ inputs: new Map([["b", b]]), history: [] });
  expect([true, false, true].map((b) => evaluate(expr, frames(b), 0))).toEqual([true, false, true]);
});

describe("nesting", () => {
  const inputs = (): Frame => ({ ...frameOf({ inputs: new Map([["b", true]]), history: [] }), work: { left: 10_000 } });
  const not = (operand: PlanExpr): PlanExpr => ({ op: "not", operand });
  const deep = (levels: number, expr: PlanExpr, wrap = not): PlanExpr => {
    let at = expr;
    for (let i = 0; i < levels; i++) at = wrap(at);
    return at;
  };
  const calling = (fn: string): PlanExpr => ({ op: "call", fn, args: [] });
  const functions = (bodies: Readonly<Record<string, PlanExpr>>): Plan => ({
    ...PLAN,
    functions: Object.fromEntries(
      Object.entries(bodies).map(([id, body]) => [id, { params: [], slots: 0, result: { kind: "bool" }, body }]),
    ),
  });
  const b: PlanExpr = { op: "input", name: "b" };

  test.each([
    ["just within the bound", PLAN, deep(DEPTH - 1, b)],
    ["one past the bound", PLAN, deep(DEPTH, b)],
    ["20 000 deep", PLAN, deep(20_000, b)],
    ["past the bound where nobody goes", PLAN, { op: "or", parts: [b, deep(DEPTH, b)] } as const],
    ["a function that brings it to the bound", functions({ f: deep(DEPTH - 101, b) }), deep(99, calling("f"))],
    ["a function that brings it past the bound", functions({ f: deep(DEPTH - 100, b) }), deep(100, calling("f"))],
    ["functions that call in a circle", functions({ f: calling("g"), g: not(calling("f")) }), calling("f")],
    ["what is shared in every level", PLAN, deep(60, b, (x) => ({ op: "and", parts: [x, x].slice(0, 1) }))],
  ])("%s", (_name, plan, expr) => {
    const [one, two] = [inputs(), inputs()];
    expect(closuresOf(plan).evaluate(expr, one, 0)).toEqual(interpreterOf(plan).evaluate(expr, two, 0));
    expect(one.work).toEqual(two.work);
  });

  test("is counted in nodes on the longest way down, bodies of functions included", () => {
    const plan = functions({ f: not(not(b)), g: calling("f"), round: not(calling("back")), back: calling("round") });
    const depth = (expr: PlanExpr): number => depthOf(expr, plan, new Map());
    const and = (...parts: readonly PlanExpr[]): PlanExpr => ({ op: "and", parts });
    expect([depth(b), depth(not(b)), depth(and(b, not(not(b)), b)), depth(and())]).toEqual([1, 2, 4, 1]);
    expect([depth(calling("f")), depth(calling("g")), depth(not(calling("g")))]).toEqual([4, 5, 6]);
    expect(depth({ op: "call", fn: "f", args: [deep(7, b)] })).toBe(9);
    expect([depth(calling("nowhere")), depth(calling("toString"))]).toEqual([1, 1]);
    expect([depth(calling("round")), depth(and(b, calling("back")))]).toEqual([
      Number.POSITIVE_INFINITY,
      Number.POSITIVE_INFINITY,
    ]);
  });

  test("bodies of functions are counted once, and those that were not met not at all", () => {
    const plan = functions({ f: not(b), g: not(calling("f")), h: { op: "input", name: "c" } });
    const { f, g } = plan.functions;
    const bodies = new Map<PlanExpr, number>();
    expect(depthOf(calling("g"), plan, bodies)).toBe(5);
    expect([...bodies].sort(([, one], [, two]) => one - two)).toEqual([
      [f!.body, 2],
      [g!.body, 4],
    ]);
    bodies.set(g!.body, 100);
    expect(depthOf(calling("g"), plan, bodies)).toBe(101);
  });

  test("parts that are shared are compiled once", () => {
    const shared = deep(60, b, (x) => ({ op: "or", parts: [x, x] }));
    expect(closuresOf(PLAN).evaluate(shared, inputs(), 0)).toBe(true);
  });
});

describe("cases that are drawn seldom", () => {
  const not = (operand: PlanExpr): PlanExpr => ({ op: "not", operand });
  const open = unknown("facts.x", "timed out");
  const input = (name: string): PlanExpr => ({ op: "input", name });
  const [a, c] = [input("a"), input("c")];
  const items = (...all: readonly PlanExpr[]): PlanExpr => ({ op: "items", items: all });
  const among = (list: PlanExpr, negated = false): PlanExpr => ({ op: "in", negated, item: a, list });
  const pattern = (kind: object): PlanExpr => ({
    op: "match",
    subjects: [a],
    rows: [
      { patterns: [kind as { readonly kind: "any" }], result: text("fits") },
      { patterns: [{ kind: "any" }], result: text("does not") },
    ],
  });
  const score: PlanExpr = { op: "ambient", name: "score" };
  const tier: PlanExpr = { op: "ambient", name: "tier" };
  const compare = (left: PlanExpr, right: PlanExpr, as: "number" | "tier" = "number"): PlanExpr => ({
    op: "compare",
    cmp: "<",
    as,
    left,
    right,
  });
  const equal = (left: PlanExpr, right: PlanExpr): PlanExpr => ({ op: "equal", negated: false, left, right });
  const choice = (value: string): PlanExpr => ({
    op: "const",
    type: { kind: "choice", name: null, values: ["a", "b"] },
    value,
  });
  const color: PlanExpr = { op: "const", type: { kind: "tier" }, value: "a" };
  const number = (of: number): Decimal => decimalOfNumber(of)!;
  const usd = (of: number, currency = "USD"): Value => money(number(of), currency);

  const EXPRESSIONS: Readonly<Record<string, PlanExpr>> = {
    "among two texts": among(items(text("a"), text("b"))),
    "not among two texts": among(items(text("a"), text("b")), true),
    "among choices": among(items(choice("a"), choice("b"))),
    "among texts and choices": among(items(text("a"), choice("b"))),
    "among texts, one of them twice": among(items(text("a"), text("b"), text("a"))),
    "among names of another type": among(items(color, text("b"))),
    "among a text and what is read": among(items(text("a"), c)),
    "among numbers": among(items(plain("1"), plain("2"))),
    "among a number and a text": among(items(plain("1"), text("a"))),
    "among texts and what is absent": among(
      items(text("a"), { op: "const", type: { kind: "optional", of: { kind: "text" } }, value: null }),
    ),
    "among nothing": among(items()),
    "among what is read": among(c),
    "one of two texts": pattern({ kind: "one-of", values: [text("a"), text("b")] }),
    "one of two numbers": pattern({ kind: "one-of", values: [plain("1"), plain("2")] }),
    "one of two amounts": pattern({
      kind: "one-of",
      values: ["1", "2"].map((amount) => ({
        op: "const",
        type: { kind: "money" },
        value: { amount, currency: "EUR" },
      })),
    }),
    missing: pattern({ kind: "missing" }),
    between: pattern({ kind: "range", as: "number", low: plain("1"), high: plain("2") }),
    "between what is read": pattern({ kind: "range", as: "number", low: c, high: plain("2") }),
    "up to what is read": pattern({ kind: "range", as: "number", low: plain("1"), high: c }),
    "a match that no row fits": {
      op: "match",
      subjects: [a, c],
      rows: [{ patterns: [{ kind: "missing" }, { kind: "any" }], result: text("fits") }],
    },
    "a match of fewer subjects than patterns": {
      op: "match",
      subjects: [a],
      rows: [
        { patterns: [{ kind: "any" }, { kind: "missing" }], result: text("fits") },
        { patterns: [{ kind: "any" }], result: text("does not") },
      ],
    },
    "the score and a number": compare(score, a),
    "a number and the score": compare(a, score),
    "the score and itself": compare(score, score),
    "the tier and itself": compare(tier, tier, "tier"),
    "an input that is called score": compare(input("score"), a),
    "equal to an input that is called tier": equal(input("tier"), a),
    "equal to the score": equal(score, a),
    "equal to the tier": equal(a, tier),
    equal: equal(a, c),
    "a fact that is not supplied": { op: "fact", name: "nowhere" },
    "a fact": { op: "fact", name: "a" },
    "the score": score,
    "the tier": tier,
    changes: { op: "changes_to", record: "p.Order", field: "total" },
    evidence: { op: "evidence_of", kind: "photo" },
    "a negation": { op: "not", operand: a },
    "an entry": { op: "index", of: c, key: a },
    "a division": {
      op: "arith",
      fn: "/",
      left: a,
      right: c,
      leftAs: "number",
      rightAs: "number",
      as: "number",
    },
    "a sum": { op: "arith", fn: "+", left: a, right: c, leftAs: "number", rightAs: "number", as: "number" },
    "how many": { op: "count", slot: 0, binder: "x", source: c, body: local(0) },
    "a call with more arguments than it has places for": { op: "call", fn: "p.second", args: [a, c] },
    "a call with fewer": { op: "call", fn: "p.second", args: [] },
    "a call of what every object has": { op: "call", fn: "toString", args: [a] },
    "two calls of one function": {
      op: "and",
      parts: [
        { op: "call", fn: "p.second", args: [a, c] },
        { op: "call", fn: "p.second", args: [c, a] },
      ],
    },
  };
  const VALUES: readonly (readonly [Value, Value])[] = [
    ["a", "a"],
    ["b", "a"],
    ["z", ["a", "b"]],
    ["a", ["b", "a"]],
    ["", ""],
    ["a", new Map([["a", "x"]])],
    [number(1), new Map([["a", "x"]])],
    [number(1), number(2)],
    [number(2), number(1)],
    [number(3), number(0)],
    [number(15), number(15)],
    [number(10), number(20)],
    ["low", "high"],
    ["high", "low"],
    [usd(1), usd(1)],
    [usd(1, "EUR"), usd(2)],
    [true, false],
    [false, [true, false, true]],
    [null, null],
    [null, "a"],
    ["a", null],
    [open, "a"],
    ["a", open],
    [open, [true, open]],
    [null, [null, true]],
    [unknown("facts.y", "not asked"), open],
  ];
  const plan: Plan = {
    ...PLAN,
    functions: {
      ...PLAN.functions,
      "p.second": {
        params: [],
        slots: 0,
        result: { kind: "bool" },
        body: { op: "present", negated: false, operand: local(1) },
      },
    },
  };

  /** Score and tier stand beside what is ambient, which must not answer for them. */
  const ambient: Frame["ambient"] = new Map<"score" | "tier", Value>([
    ["score", number(99)],
    ["tier", "low"],
  ]);

  test.each(Object.entries(EXPRESSIONS))("%s", (_, expr) => {
    const different: unknown[] = [];
    for (const [left, right] of VALUES)
      for (const ends of [
        [10, 10],
        [10, 20],
        [20, 20],
      ] as const)
        for (const steps of [0, 1, 2, 3, 100]) {
          const inputs = new Map([
            ["a", left],
            ["c", right],
            ["score", number(15)],
            ["tier", "low"],
          ]);
          const { closures, interpreter } = both(
            plan,
            expr,
            framesOf({ inputs, history: [] }, ends, steps, {
              changesTo: () => [left],
              evidenceOf: () => [right],
              ambient,
            }),
          );
          if (!isDeepStrictEqual(closures, interpreter))
            different.push({ left, right, ends, steps, closures, interpreter });
        }
    expect(different).toEqual([]);
  });

  test("one evaluator, asked again, with other values and for other parts", () => {
    const [fast, slow] = [closuresOf(plan), interpreterOf(plan)];
    const shared = EXPRESSIONS["two calls of one function"]!;
    for (const expr of [shared, (shared as { parts: readonly PlanExpr[] }).parts[0]!, shared, not(shared), a, shared])
      for (const [left, right] of VALUES) {
        const frames = framesOf(
          {
            inputs: new Map([
              ["a", left],
              ["c", right],
            ]),
            history: [],
          },
          [10, 10],
          100,
        );
        expect(fast.evaluate(expr, frames(), 2)).toEqual(slow.evaluate(expr, frames(), 2));
      }
  });

  test("what is not supplied is one unknown, however often it is asked for", () => {
    const { evaluate } = closuresOf(plan);
    const frames = framesOf({ inputs: new Map(), history: [] }, [10, 10], 100);
    for (const expr of [a, { op: "fact", name: "nowhere" } as const]) {
      const first = evaluate(expr, frames(), 0);
      expect(first).toBeInstanceOf(Unknown);
      expect(evaluate(expr, frames(), 0)).toBe(first);
    }
  });

  test("requirements that nest too deep, in one of their tables or in both", () => {
    let deep: PlanExpr = text("a");
    for (let i = 0; i < DEPTH + 1; i++) deep = { op: "default", value: deep, otherwise: deep };
    const tables = { ...PLAN, approvalTables: { "p.table": { params: [], rows: tableRows(() => 0) } } };
    const of = (...args: readonly PlanExpr[]): PlanRequirement => ({ op: "table", table: "p.table", args });
    for (const requirement of [of(deep, plain("1")), of(text("a"), plain("1")), of(text("a"), deep)]) {
      const frames = framesOf({ inputs: new Map(), history: [] }, [10, 10], 100);
      const [one, two] = [frames(), frames()];
      expect(closuresOf(tables).resolve(requirement, one, 2)).toEqual(
        interpreterOf(tables).resolve(requirement, two, 2),
      );
      expect(one.work).toEqual(two.work);
    }
  });

  test("a requirement without tables is always the same object", () => {
    const requirement: PlanRequirement = { op: "and", parts: [NOBODY, { op: "seats", count: 2, role: "ops" }] };
    const { resolve } = closuresOf(PLAN);
    const frames = framesOf({ inputs: new Map(), history: [] }, [10, 10], 100);
    expect(resolve(requirement, frames(), 0)).toBe(resolve(requirement, frames(), 0));
  });
});
