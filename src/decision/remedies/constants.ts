/** The constants that an action compares with: where its decisions turn, so what is worth trying. */
import { Decimal, decimalText } from "../../eval/decimal.ts";
import { isMoney } from "../../eval/equality.ts";
import { type Money, moneyText } from "../../eval/money.ts";
import type { Value } from "../../eval/value.ts";
import { decodeWire } from "../../eval/wire.ts";
import { children } from "../../model/children.ts";
import type { Plan, PlanAction, PlanExpr } from "../../plan/plan.ts";
import { compareTexts } from "../../source/compare.ts";

export interface Constants {
  /** Each sorted and without repeats. */
  readonly numbers: readonly Decimal[];
  readonly money: readonly Money[];
  readonly texts: readonly string[];
  /** Milliseconds. */
  readonly durations: readonly number[];
  /** Days since 1970-01-01. */
  readonly dates: readonly number[];
  /** Milliseconds since the epoch. */
  readonly times: readonly number[];
  /** Does the action look at the clock? */
  readonly clock: boolean;
}

/** So many of a kind. */
const MOST = 64;

const known = new WeakMap<PlanAction, Constants>();

export function constantsOf(plan: Plan, action: PlanAction): Constants {
  let found = known.get(action);
  if (found === undefined) {
    found = collect(plan, action);
    known.set(action, found);
  }
  return found;
}

function collect(plan: Plan, action: PlanAction): Constants {
  const numbers = new Map<string, Decimal>();
  const money = new Map<string, Money>();
  const texts = new Set<string>();
  const clocks = { duration: new Set<number>(), date: new Set<number>(), time: new Set<number>() };
  let clock = false;
  const stack: PlanExpr[] = [...rootsOf(action)];
  const functions = new Set<string>();
  for (let expr = stack.pop(); expr !== undefined; expr = stack.pop()) {
    if (expr.op === "call" && !functions.has(expr.fn)) {
      functions.add(expr.fn);
      const body = plan.functions[expr.fn]?.body;
      if (body !== undefined) stack.push(body);
    }
    if (expr.op === "ambient" && expr.name === "now") clock = true;
    if (expr.op !== "const") {
      stack.push(...children(expr));
      continue;
    }
    const { kind } = expr.type;
    const value: Value | undefined = decodeWire(expr.type, expr.value, plan.records);
    if (value instanceof Decimal) numbers.set(decimalText(value), value);
    // A text that the author wrote is a choice of one.
    else if (typeof value === "string" && (kind === "text" || kind === "choice")) texts.add(value);
    else if (typeof value === "number" && (kind === "duration" || kind === "date" || kind === "time"))
      clocks[kind].add(value);
    else if (value !== undefined && isMoney(value)) money.set(moneyText(value), value);
  }
  return {
    numbers: first(numbers),
    money: first(money),
    texts: [...texts].sort().slice(0, MOST),
    durations: ascending(clocks.duration),
    dates: ascending(clocks.date),
    times: ascending(clocks.time),
    clock,
  };
}

const first = <T>(found: ReadonlyMap<string, T>): readonly T[] =>
  [...found]
    .sort(([a], [b]) => compareTexts(a, b))
    .slice(0, MOST)
    .map(([, value]) => value);

const ascending = (values: ReadonlySet<number>): readonly number[] => [...values].sort((a, b) => a - b).slice(0, MOST);

function* rootsOf(action: PlanAction): Iterable<PlanExpr> {
  for (const { value } of action.lets) yield value;
  for (const { fires, effect } of action.clauses) {
    yield fires;
    if (effect.kind !== "quota") continue;
    yield effect.limit;
    if (effect.sum !== null) yield effect.sum;
  }
}
