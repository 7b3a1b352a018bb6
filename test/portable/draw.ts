/** Values of any type at random, from small pools so that they meet: some absent, some unknown, some at the ends of what doubles hold. */
import { parseDecimal } from "../../src/eval/decimal.ts";
import type { Frame } from "../../src/eval/evaluator.ts";
import { money } from "../../src/eval/money.ts";
import { unknown, type Value } from "../../src/eval/value.ts";
import type { Ambient } from "../../src/model/expression.ts";
import type { Type } from "../../src/model/type.ts";
import type { Plan, PlanAction } from "../../src/plan/plan.ts";
import { FIRST_MS, LAST_MS } from "../../src/plan/zone.ts";
import { type Random, random } from "../backends/attack/random.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.parse("2026-11-22T10:15:00Z");
const TODAY = 20_779;

const TEXTS = ["x", "a", "b", "ab", "abz", "ABC", "amid", "ä", "user:ann", "prod", "lead", "check", ""];
const INTS = ["0", "1", "2", "3", "7", "-1", "41", "1000000000000000", "-1000000000000000", "1000000000000001"];
const DECIMALS = ["0", "1", "2", "0.5", "0.75", "-0.125", "3", "999999999.999999", "0.0000001"];
const AMOUNTS = ["0", "1", "5", "5.01", "10.5", "50.01", "100", "-5", "9999999999999.99", "0.001"];
const CURRENCIES = ["USD", "USD", "USD", "USD", "EUR", "JPY", "KWD"];

function drawn(plan: Plan, type: Type, draw: Random, path: string, known: number): Value {
  if (draw.chance(known)) return unknown(path, "lost");
  const decimal = (from: readonly string[]): Value => parseDecimal(draw.pick(from));
  switch (type.kind) {
    case "optional":
      return draw.chance(0.35) ? null : drawn(plan, type.of, draw, path, 0);
    case "bool":
      return draw.chance(0.5);
    case "text":
      return draw.pick(TEXTS);
    case "choice":
      return draw.pick(type.values);
    case "int":
      return decimal(draw.chance(0.1) ? INTS : INTS.slice(0, 7));
    case "decimal":
      return decimal(draw.chance(0.1) ? DECIMALS : DECIMALS.slice(0, 6));
    case "money":
      return money(parseDecimal(draw.pick(draw.chance(0.1) ? AMOUNTS : AMOUNTS.slice(0, 7)))!, draw.pick(CURRENCIES));
    case "time":
      return draw.chance(0.1)
        ? draw.pick([FIRST_MS, LAST_MS])
        : NOW + draw.pick([-DAY, -75 * 60_000, 0, 1, HOUR, 13 * HOUR + 30 * 60_000]);
    case "date":
      return draw.chance(0.1)
        ? draw.pick([Math.ceil(FIRST_MS / DAY), Math.floor(LAST_MS / DAY)])
        : TODAY + draw.pick([-2, -1, 0, 1, 2, 7]);
    case "duration":
      return draw.pick([0, 1, HOUR, 2 * HOUR, DAY, -DAY, 2 * DAY, 1e15]);
    case "tier":
      return draw.pick(plan.tiers);
    case "record":
      return new Map(
        plan.records[type.id]!.fields.map(({ name, type: of }) => [
          name,
          drawn(plan, of, draw, `${path}.${name}`, known / 2),
        ]),
      );
    case "list":
      return Array.from({ length: draw.pick([0, 1, 2, 2, 3, 4]) }, (_, at) =>
        drawn(plan, type.of, draw, `${path}[${at}]`, known / 2),
      );
    case "map":
      return new Map(
        ["a", "kind", "x"]
          .filter(() => draw.chance(0.6))
          .map((key) => [key, drawn(plan, type.of, draw, `${path}.${key}`, known / 2)]),
      );
    default:
      throw new Error(`no ${type.kind} is drawn`);
  }
}

/** What an evaluation reads: the same of the same seed. In every third nothing is unknown. */
export function drawnFrame(plan: Plan, action: PlanAction, seed: number): Frame {
  const draw = random(seed);
  const known = seed % 3 === 0 ? 0 : 0.15;
  const of = (type: Type, path: string): Value => drawn(plan, type, draw, path, known);
  const named = (fields: readonly { readonly name: string; readonly type: Type }[], path: string) =>
    new Map(fields.map(({ name, type }) => [name, of(type, `${path}.${name}`)]));
  // A frame gives the same whenever it is asked.
  const lists = new Map(
    Object.keys(plan.records)
      .filter((id) => id.startsWith("$"))
      .sort()
      .map((id) => [id, of({ kind: "list", of: { kind: "record", id } }, id)]),
  );
  const listed = (id: string): Value => lists.get(id) ?? [];
  const certain = draw.pick([0, 15, 20, 20.5, 30]);
  const rank = draw.below(plan.tiers.length);
  const record = (id: string): Value => of({ kind: "record", id }, id);
  return {
    action: action.id,
    inputs: named(action.inputs, "inputs"),
    facts: named(action.facts, "facts"),
    ambient: new Map<Ambient, Value>([
      ["requester", record("$requester")],
      ["impact", record("$impact")],
      ["changes", listed("$change")],
      ["evidence", listed("$evidence")],
      ["environment", of({ kind: "text" }, "environment")],
      ["confidence", of({ kind: "decimal" }, "confidence")],
    ]),
    now: NOW,
    history: (name) => listed(`$history:${name}`),
    changesTo: (record, field) => listed(`$change:${record}.${field}`),
    evidenceOf: (kind) => listed(`$evidence:${kind}`),
    lets: new Map(),
    score: { certain, assumed: certain + draw.pick([0, 0, 1, 20]) },
    tier: { certain: plan.tiers[rank]!, assumed: plan.tiers[draw.pick([rank, plan.tiers.length - 1])]! },
  };
}
