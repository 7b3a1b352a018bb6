/** Amounts at or under which more would be granted; only where the policy lets them be told. */
import {
  compareDecimals,
  Decimal,
  decimalText,
  isInteger,
  isNegative,
  ONE,
  parseDecimal,
  subtract,
} from "../../eval/decimal.ts";
import { isMoney } from "../../eval/equality.ts";
import { type Money, money, moneyText } from "../../eval/money.ts";
import type { Value } from "../../eval/value.ts";
import type { Outcome, Remedy } from "../documents.ts";
import type { Question } from "../read/question.ts";
import type { Parts } from "../settle.ts";
import { constantsOf } from "./constants.ts";
import { better, type Search } from "./search.ts";

const CENT = parseDecimal("0.01")!;
/** So many amounts are tried for one input. */
const MAX_TRIED = 48;

/** For each input that is an amount, and each outcome better than this one: the largest amount that leads there. */
export function thresholds(question: Question, parts: Parts, search: Search): readonly Remedy[] {
  const found: Remedy[] = [];
  for (const [name, value] of question.inputs) {
    const given = amountIn(value);
    if (given === null) continue;
    let reached: Outcome = parts.outcome;
    for (const amount of tries(question, parts, given)) {
      const next = search.decide({
        ...question,
        inputs: new Map([...question.inputs, [name, put(value, amount)] as const]),
      });
      if (next === null) return found;
      if (!better(next.outcome, reached)) continue;
      reached = next.outcome;
      found.push({ kind: "thresholds", do: `keep \`${name}\` at or under ${text(value, amount)}`, then: thenOf(next) });
    }
  }
  return found;
}

export const thenOf = (parts: Parts): Remedy["then"] =>
  parts.outcome === "review"
    ? { outcome: parts.outcome, reviewers: { people: parts.reviewers.people } }
    : { outcome: parts.outcome };

interface Given {
  readonly number: Decimal;
  readonly currency: string | null;
}

function amountIn(value: Value): Given | null {
  if (value instanceof Decimal) return { number: value, currency: null };
  return isMoney(value) ? { number: value.amount, currency: value.currency } : null;
}

/** Where a comparison may turn: constants, known amounts of facts, room in quotas; and just under each. Largest first. */
function tries(question: Question, parts: Parts, given: Given): readonly Decimal[] {
  const constants = constantsOf(question.plan, question.action);
  const marks: Decimal[] = [];
  if (given.currency === null) marks.push(...constants.numbers);
  else for (const { amount, currency } of constants.money) if (currency === given.currency) marks.push(amount);
  for (const value of [...question.facts.values(), ...question.inputs.values()])
    gather(value, given.currency, marks, 3);
  for (const room of roomIn(parts, given.currency)) marks.push(room);
  // A difference of two known amounts is what most limits are made of: what is left of a total.
  const pairs = marks.slice(0, 12).flatMap((a) => marks.slice(0, 12).map((b) => subtract(a, b)));
  const unit = given.currency === null ? (isInteger(given.number) ? ONE : CENT) : CENT;
  const all = [...marks, ...pairs.filter((mark) => mark !== null)]
    .flatMap((mark) => [mark, subtract(mark, unit)])
    .filter((mark) => mark !== null);
  const below = new Map(
    all
      .filter((mark) => !isNegative(mark) && compareDecimals(mark, given.number) < 0)
      .map((mark) => [decimalText(mark), mark] as const),
  );
  return [...below.values()].sort((a, b) => compareDecimals(b, a)).slice(0, MAX_TRIED);
}

function gather(value: Value, currency: string | null, into: Decimal[], depth: number): void {
  if (into.length >= 32 || value === null) return;
  if (value instanceof Decimal) {
    if (currency === null) into.push(value);
  } else if (value instanceof Map) {
    if (depth > 0)
      for (const item of (value as ReadonlyMap<string, Value>).values()) gather(item, currency, into, depth - 1);
  } else if (isMoney(value) && value.currency === currency && currency !== null) into.push(value.amount);
}

function roomIn(parts: Parts, currency: string | null): readonly Decimal[] {
  return parts.quotas.flatMap(({ limit, used }) => {
    const [most, taken] = [limit, used].map((words) => parseAmount(words, currency));
    const room = most == null || taken == null ? null : subtract(most, taken);
    return room === null ? [] : [room];
  });
}

function parseAmount(words: string | null, currency: string | null): Decimal | null {
  if (words === null) return null;
  const [number, unit] = words.split(" ");
  return (unit ?? null) === currency ? parseDecimal(number ?? "") : null;
}

const put = (value: Value, number: Decimal): Value =>
  value instanceof Decimal ? number : money(number, (value as Money).currency);
const text = (value: Value, number: Decimal): string =>
  value instanceof Decimal ? decimalText(number) : moneyText(money(number, (value as Money).currency));
