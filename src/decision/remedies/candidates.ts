/** Values to try at a place: where the policy turns, and a little to either side. */

import { DAY_MS, HOUR_MS } from "../../eval/calendar.ts";
import {
  add,
  compareDecimals,
  Decimal,
  decimalText,
  isInteger,
  multiply,
  ONE,
  parseDecimal,
  subtract,
  ZERO,
} from "../../eval/decimal.ts";
import { isMoney } from "../../eval/equality.ts";
import { money, moneyText } from "../../eval/money.ts";
import { unknown, type Value } from "../../eval/value.ts";
import type { Type } from "../../model/type.ts";
import type { Question } from "../read/question.ts";
import { constantsOf } from "./constants.ts";

/** So many for one place. */
export const MAX_CANDIDATES = 24;

/** Values of a type to try; a record comes with unknown fields of its own, whose paths begin with `path`. */
export function candidates(question: Question, type: Type, path: string): readonly Value[] {
  return listed(question, type, path).slice(0, MAX_CANDIDATES);
}

function listed(question: Question, type: Type, path: string): readonly Value[] {
  const constants = constantsOf(question.plan, question.action);
  switch (type.kind) {
    case "optional":
      return [...listed(question, type.of, path), null];
    case "bool":
      return [true, false];
    case "choice":
      return type.values;
    case "tier":
      return question.plan.tiers;
    case "int":
    case "decimal": {
      const marks = [
        ...given(question).flatMap((value) => (value instanceof Decimal ? [value] : [])),
        ...constants.numbers,
      ];
      const numbers = [ZERO, ...farOut(marks), ...marks.flatMap(neighbours)];
      return unique(type.kind === "int" ? numbers.filter(isInteger) : numbers, decimalText);
    }
    case "money": {
      const marks = [...given(question).flatMap((value) => (isMoney(value) ? [value] : [])), ...constants.money];
      const currencies = [...new Set(marks.map(({ currency }) => currency))];
      const ends = currencies.flatMap((currency) => {
        const amounts = marks.filter((mark) => mark.currency === currency).map(({ amount }) => amount);
        return [ZERO, ...farOut(amounts)].map((amount) => money(amount, currency));
      });
      const around = marks.flatMap(({ amount, currency }) => neighbours(amount).map((near) => money(near, currency)));
      return unique([...ends, ...around], moneyText);
    }
    case "text":
      return [
        ...new Set([...given(question).filter((value) => typeof value === "string"), ...constants.texts, "other"]),
      ];
    case "time":
      return [
        question.now,
        question.now - HOUR_MS,
        question.now - DAY_MS,
        question.now - 400 * DAY_MS,
        question.now + DAY_MS,
        question.now + 400 * DAY_MS,
      ];
    case "date": {
      const today = Math.floor(question.now / DAY_MS);
      return [today, today - 1, today + 1, today - 400, today + 400];
    }
    case "duration":
      return [0, HOUR_MS, DAY_MS, 400 * DAY_MS];
    case "list":
      return [[], ...listed(question, type.of, `${path}[0]`).map((item) => [item])];
    case "map":
      return [new Map()];
    case "record": {
      const fields = question.plan.records[type.id]?.fields ?? [];
      return [new Map(fields.map((field) => [field.name, unknown(`${path}.${field.name}`, "not supplied")] as const))];
    }
    case "outcome":
    case "level":
    case "never":
      return [];
  }
}

/** What the requester asks for: limits are compared with it, and what stands there now is what it says it changes. */
const given = (question: Question): readonly Value[] => [
  ...(question.changes ?? []).slice(0, 4).flatMap(({ value }) => [value.get("old") ?? null, value.get("new") ?? null]),
  ...question.inputs.values(),
];

const FAR = parseDecimal("1000000")!;

/** Far above all others, which is what a limit may be. */
function farOut(numbers: readonly Decimal[]): readonly Decimal[] {
  const largest = numbers.reduce((a, b) => (compareDecimals(a, b) >= 0 ? a : b), ONE);
  const far = multiply(largest, FAR);
  return far === null ? [] : [far];
}

/** The number, and one less and one more. */
function neighbours(number: Decimal): readonly Decimal[] {
  return [number, subtract(number, ONE), add(number, ONE)].filter((near) => near !== null);
}

function unique<T>(values: readonly T[], key: (value: T) => string): readonly T[] {
  return [...new Map(values.map((value) => [key(value), value] as const)).values()];
}
