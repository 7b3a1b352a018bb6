/** Values to try at a place: where the policy turns, and a little to either side. */

import { DAY_MS } from "../../eval/calendar.ts";
import { add, type Decimal, decimalText, isInteger, ONE, subtract, ZERO } from "../../eval/decimal.ts";
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
    case "decimal":
      return aroundAll(constants.numbers.filter((number) => type.kind === "decimal" || isInteger(number)));
    case "money": {
      const currencies = [...new Set(constants.money.map(({ currency }) => currency))];
      const zeros = currencies.map((currency) => money(ZERO, currency));
      const around = constants.money.flatMap(({ amount, currency }) =>
        neighbours(amount).map((near) => money(near, currency)),
      );
      return unique([...zeros, ...around], moneyText);
    }
    case "text":
      return [...constants.texts, "other"];
    case "time":
      return [question.now, question.now - DAY_MS, question.now + DAY_MS];
    case "date": {
      const today = Math.floor(question.now / DAY_MS);
      return [today, today - 1, today + 1];
    }
    case "duration":
      return [0, DAY_MS];
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

const aroundAll = (numbers: readonly Decimal[]): readonly Decimal[] =>
  unique([ZERO, ...numbers.flatMap(neighbours)], decimalText);

/** The number, and one less and one more. */
export function neighbours(number: Decimal): readonly Decimal[] {
  return [number, subtract(number, ONE), add(number, ONE)].filter((near) => near !== null);
}

function unique<T>(values: readonly T[], key: (value: T) => string): readonly T[] {
  return [...new Map(values.map((value) => [key(value), value] as const)).values()];
}
