/** Constants of a policy as terms. */
import type { Type } from "../../model/type.ts";
import { dateOf, timeOfDay, weekdayOf } from "../calendar.ts";
import { Decimal } from "../decimal.ts";
import { isList, isMap, isMoney } from "../equality.ts";
import { minorPlaces } from "../money.ts";
import type { Value } from "../value.ts";
import { decodeWire } from "../wire.ts";
import { FALSE, literal, NOTHING, TRUE } from "./formula.ts";
import type { Of, Run } from "./run.ts";
import { denominatorFits, EXACT, gcd } from "./scale.ts";
import { type Amount, bool, quantity, type Term, type TextTerm } from "./term.ts";
import { unsupported } from "./unsupported.ts";

export function constant(run: Run, expr: Of<"const">): Term {
  const value = decodeWire(expr.type, expr.value, run.plan.records);
  return value === undefined ? unsupported("a constant that is none of its type") : constantOf(run, expr.type, value);
}

const THERE = { present: TRUE, absent: FALSE };

function constantOf(run: Run, type: Type, value: Value): Term {
  if (type.kind === "optional") return constantOf(run, type.of, value);
  if (value === null) return nothing(type);
  if (typeof value === "boolean") return value ? bool(TRUE, FALSE) : bool(FALSE, TRUE);
  if (type.kind === "tier") return tier(run, value as string);
  if (typeof value === "string") return text(value);
  if (typeof value === "number") return clock(run, type, value);
  if (value instanceof Decimal) return quantity("number", { ...THERE, ...fraction(value.num, value.den) });
  if (isMap(value)) return unsupported("a record or a map that is written as a constant");
  if (isList(value)) {
    const { of } = type as Extract<Type, { readonly kind: "list" }>;
    return { kind: "tuple", ...THERE, items: value.map((item) => constantOf(run, of, item)) };
  }
  if (!isMoney(value)) return unsupported("a constant that is none of its type");
  const { amount } = value;
  // Only sums of nothing have none, and no constant is one.
  const currency = value.currency!;
  return {
    kind: "money",
    ...THERE,
    ...fraction(amount.num * 10n ** BigInt(minorPlaces(currency)), amount.den),
    currency: literal(currency),
    any: FALSE,
  };
}

/** What is absent has no value of any kind. */
function nothing(type: Type): Term {
  if (type.kind === "bool") return { kind: "bool", yes: FALSE, no: FALSE, absent: TRUE };
  return { kind: "text", present: FALSE, absent: TRUE, value: NOTHING, lower: NOTHING, length: NOTHING };
}

export const text = (value: string): TextTerm => ({
  kind: "text",
  ...THERE,
  value: literal(value),
  lower: literal(value.toLowerCase()),
  length: literal([...value].length),
});

function tier(run: Run, name: string): Term {
  const rank = run.plan.tiers.indexOf(name);
  if (rank < 0) unsupported(`the tier ${name}, which the policy set does not have`);
  return quantity("tier", { ...THERE, ...fraction(BigInt(rank), 1n) });
}

function clock(run: Run, type: Type, value: number): Term {
  const amount = fraction(BigInt(value), 1n);
  if (type.kind === "duration") return quantity("duration", { ...THERE, ...amount });
  if (type.kind === "date")
    return {
      ...quantity("date", { ...THERE, ...amount }),
      calendar: { date: null, time_of_day: null, weekday: literal(weekdayOf(value)) },
    };
  const day = dateOf(run.zone, value);
  return {
    ...quantity("time", { ...THERE, ...amount }),
    calendar: {
      date: literal(day),
      time_of_day: literal(timeOfDay(run.zone, value)),
      weekday: literal(weekdayOf(day)),
    },
  };
}

export function fraction(num: bigint, den: bigint): Amount {
  const common = gcd(num, den);
  const [n, d] = [num / common, den / common];
  const most = n < 0n ? -n : n;
  if (most > EXACT || !denominatorFits(d)) unsupported("a constant with more digits than a double holds");
  return { value: literal(Number(n)), denominator: d, most };
}
