/**
 * Closures give what the interpreter gives: the same value, the same causes in the same words and order, the same lets
 * kept, and the same steps left. `LAW_SEED=…` repeats a run.
 */
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { closuresOf } from "../../src/eval/closures/closures.ts";
import type { Frame } from "../../src/eval/evaluator.ts";
import { interpreterOf } from "../../src/eval/interpreter/interpreter.ts";
import { DEPTH } from "../../src/eval/interpreter/run.ts";
import { Unknown, type Value } from "../../src/eval/value.ts";
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

  test("parts that are shared are compiled once", () => {
    const shared = deep(60, b, (x) => ({ op: "or", parts: [x, x] }));
    expect(closuresOf(PLAN).evaluate(shared, inputs(), 0)).toBe(true);
  });
});
