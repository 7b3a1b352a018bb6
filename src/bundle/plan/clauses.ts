/** Clauses of a plan, and what they do. */
import { compareDecimals, isNegative, isZero, ONE, parseDecimal } from "../../eval/decimal.ts";
import { LEVELS } from "../../model/words.ts";
import type { PlanEffect } from "../../plan/plan.ts";
import {
  type Check,
  flag,
  isData,
  list,
  type Members,
  name,
  oneOf,
  orNull,
  record,
  text,
  that,
  variant,
  whole,
} from "../reader.ts";
import { exactly, expression, MAX_SLOTS, ms } from "./expressions.ts";
import { requirement } from "./requirements.ts";
import { declared, newReads, type Reads } from "./scope.ts";
import { type } from "./types.ts";

export const place = record({ file: text, line: whole(1), column: whole(1) });
export const level = oneOf(...LEVELS);

/** As the checker allows them: more would not add up exactly. */
const points = that(
  (value) => typeof value === "string" && /^[1-9]\d{0,6}$/.test(value) && Number(value) <= 1_000_000,
  "a whole number from 1 to 1000000 as text",
);

const rate = that((value) => {
  const number = typeof value === "string" ? parseDecimal(value) : null;
  return number !== null && !isNegative(number) && !isZero(number) && compareDecimals(number, ONE) <= 0;
}, "a decimal number above 0 and up to 1 as text");

const consequences: { readonly [K in "deny" | "warn" | "tier" | "approve"]: Members } = {
  deny: {},
  warn: {},
  tier: { tier: declared("tier") },
  approve: { requirement, excluding: orNull(expression) },
};

const window = variant("kind", {
  calendar: { unit: oneOf("hour", "day", "week", "month", "year") },
  rolling: { ms },
  ever: {},
  open: {},
});

/** What is written beside a list, once for each item. */
export const forEach =
  (member: string, check: Check): Check =>
  (reader, value, at, scope, owner) => {
    const items = owner[member];
    exactly(Array.isArray(items) ? items.length : 0, check)(reader, value, at, scope, owner);
  };

/** An amount has a kind exactly where there is one. */
const sumAs: Check = (reader, value, at, scope, owner) =>
  (owner["sum"] === null ? oneOf(null) : oneOf("money", "number"))(reader, value, at, scope, owner);

const effects: { readonly [K in PlanEffect["kind"]]: Members } = {
  deny: { verb: oneOf("require", "forbid") },
  warn: { verb: oneOf("require") },
  score: { points },
  tier: { tier: declared("tier") },
  approve: consequences.approve,
  evidence: { evidence: declared("evidence"), within_ms: orNull(ms) },
  limit: { level },
  sample: { rate },
  route: { queue: declared("queue") },
  escalate: { role: declared("role"), after_ms: ms },
  quota: {
    sum: orNull(expression),
    sumAs,
    limit: expression,
    window,
    keys: list(expression),
    keyTypes: forEach("keys", type),
    otherwise: variant("kind", consequences),
  },
};
const effect = variant("kind", effects);

/** A stratum that nobody runs would be a clause that nobody reads. */
const stratum: Check = (reader, value, at, scope, owner) => {
  const { effect } = owner;
  const kind = isData(effect) ? effect["kind"] : undefined;
  const otherwise = kind === "quota" && isData(effect) ? effect["otherwise"] : undefined;
  const raisesTier = kind === "tier" || (isData(otherwise) && otherwise["kind"] === "tier");
  oneOf(kind === "score" ? 0 : raisesTier ? 1 : 2)(reader, value, at, scope, owner);
};

const onUnknown: Check = (reader, value, at, scope, owner) => {
  const { effect } = owner;
  const decides = isData(effect) && effect["kind"] === "deny";
  oneOf(decides ? "hold" : "effect")(reader, value, at, scope, owner);
};

/** `reading`: what each clause turned out to read. */
export const clause =
  (reading: (reads: Reads, stratum: unknown) => void): Check =>
  (reader, value, at, scope, owner) => {
    const slots = isData(value) ? value["slots"] : 0;
    const reads = newReads(at);
    reading(reads, isData(value) ? value["stratum"] : 0);
    const own = { ...scope, slots: typeof slots === "number" ? slots : 0, reads };
    members(reader, value, at, own, owner);
  };

const members = record({
  id: name,
  stratum,
  at: place,
  because: orNull(text),
  shadow: flag,
  controls: list(text),
  waivers: list(record({ until_ms: whole(Number.MIN_SAFE_INTEGER), because: text, policy: name })),
  slots: whole(0, MAX_SLOTS),
  fires: expression,
  effect,
  onUnknown,
  reads: list(record({ path: name, expr: expression, type })),
});
