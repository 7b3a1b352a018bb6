/**
 * What the generators draw: every operator, every builtin, every name in scope and every effect, in clauses that took
 * effect for certain, as assumed, and not at all; every kind of place that may be unknown, hidden so that it mattered.
 * What is new in the language and not drawn yet does not compile here, or is red.
 */
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { Decision } from "../../src/decision/documents.ts";
import type { Ambient, Builtin } from "../../src/model/expression.ts";
import type { Plan, PlanClause, PlanEffect, PlanExpr } from "../../src/plan/plan.ts";
import { walk } from "../../src/plan/walk.ts";
import { change, hide, type Place, places } from "./change-sets.ts";
import { ENGINE } from "./engine.ts";
import { policy } from "./policies.ts";
import { ask, load } from "./world.ts";

/** Every member of a union, or this does not compile. */
const all = <Name extends string>(members: Readonly<Record<Name, true>>): readonly Name[] =>
  Object.keys(members) as Name[];

const OPERATORS = all<PlanExpr["op"]>({
  const: true,
  input: true,
  fact: true,
  let: true,
  ambient: true,
  local: true,
  field: true,
  index: true,
  not: true,
  and: true,
  or: true,
  equal: true,
  compare: true,
  in: true,
  like: true,
  present: true,
  arith: true,
  negate: true,
  default: true,
  if: true,
  match: true,
  any: true,
  all: true,
  none: true,
  count: true,
  sum: true,
  list: true,
  min: true,
  max: true,
  items: true,
  builtin: true,
  call: true,
  history: true,
  changes_to: true,
  evidence_of: true,
});
const BUILTINS = all<Builtin>({
  count: true,
  sum: true,
  min: true,
  max: true,
  distinct: true,
  first: true,
  last: true,
  min_of: true,
  max_of: true,
  zip: true,
  adjacent: true,
  contains_all: true,
  keys: true,
  values: true,
  lower: true,
  length: true,
  date: true,
  weekday: true,
  time_of_day: true,
});
/** The last three are known to guarantees only, which no decision reads. */
const NAMES = all<Exclude<Ambient, "outcome" | "people" | "autonomy">>({
  requester: true,
  environment: true,
  now: true,
  changes: true,
  evidence: true,
  confidence: true,
  impact: true,
  score: true,
  tier: true,
});
const EFFECTS = all<PlanEffect["kind"]>({
  deny: true,
  warn: true,
  score: true,
  tier: true,
  approve: true,
  evidence: true,
  limit: true,
  sample: true,
  route: true,
  escalate: true,
  quota: true,
});
const PLACES = [
  ...["input", "fact", "past"].flatMap((kind) => [kind, `${kind} item`, `${kind} amount`, `${kind} currency`]),
  "fact field",
  ...["old", "new"].flatMap((kind) => [kind, `${kind} amount`, `${kind} currency`]),
  "evidence",
  "key",
  "twin",
  "confidence",
  "history",
  "usage",
];

type Taken = "for certain" | "as assumed" | "not at all";
const TAKEN: readonly Taken[] = ["for certain", "as assumed", "not at all"];

/** How a clause took effect in a decision, shadow or not. */
function taken({ id }: PlanClause, { reasons, shadow }: Decision): Taken {
  const reason = reasons.find(({ clause }) => clause === id) ?? shadow.find(({ clause }) => clause === id);
  return reason === undefined ? "not at all" : reason.assumed ? "as assumed" : "for certain";
}

/** What a condition is made of, lets and functions included. */
function made(plan: Plan, expr: PlanExpr): ReadonlySet<string> {
  const found = new Set<string>();
  const lets = plan.actions["gen.main.Act"]!.lets;
  const look = (root: PlanExpr): void =>
    walk(root, (at) => {
      found.add(at.op);
      if (at.op === "builtin") found.add(`${at.name}()`);
      if (at.op === "ambient") found.add(`name ${at.name}`);
      if (at.op === "let") look(lets.find(({ name }) => name === at.name)!.value);
      if (at.op === "call") look(plan.functions[at.fn]!.body);
      return true;
    });
  look(expr);
  return found;
}

/** Few conditions read these, so they are hidden in every round. */
const RARE = ["evidence", "new", "new amount", "new currency", "past amount", "past currency", "twin"];

const SEED = 7;
const seen = new Map<string, number>();
const note = (what: string): void => {
  seen.set(what, (seen.get(what) ?? 0) + 1);
};

beforeAll(() => {
  const drafts = fc.sample(policy, { numRuns: 250, seed: SEED });
  const changes = fc.sample(change, { numRuns: 1_000, seed: SEED });
  for (const [index, draft] of drafts.entries()) {
    const evaluator = load(ENGINE, draft);
    const { clauses } = evaluator.plan.actions["gen.main.Act"]!;
    const parts = clauses.map((clause) => [...made(evaluator.plan, clause.fires)]);
    for (let i = 0; i < 4; i++) {
      const one = changes[index * 4 + i]!;
      const whole = ask(ENGINE, evaluator, one);
      const where = places(one);
      // One place of each kind, another one in each round.
      const chosen = new Map<string, Place>();
      for (const place of where) if (!chosen.has(place.kind) || (index + i) % 3 === 0) chosen.set(place.kind, place);
      const answers: Decision[] = [whole];
      for (const place of [...chosen.values()].filter(({ kind }, k) => (k + i) % 4 === 0 || RARE.includes(kind))) {
        const hidden = ask(ENGINE, evaluator, hide(one, [place]));
        note(`${place.kind} hidden`);
        if (JSON.stringify(hidden.reasons) !== JSON.stringify(whole.reasons)) note(`${place.kind} mattered`);
        answers.push(hidden);
      }
      for (const answer of answers) {
        note(`outcome ${answer.outcome}`);
        for (const [k, clause] of clauses.entries()) {
          const how = taken(clause, answer);
          note(`effect ${clause.effect.kind} ${how}`);
          for (const part of parts[k]!) note(`${part} ${how}`);
        }
      }
    }
  }
}, 600_000);

/** An escalation rests on nothing that is not known. */
const never = (what: string, how: Taken): boolean => what === "effect escalate" && how === "as assumed";

describe.each(TAKEN)("clauses that take effect %s", (how) => {
  test.each([
    ["operators", OPERATORS],
    ["builtins", BUILTINS.map((name) => `${name}()`)],
    ["names", NAMES.map((name) => `name ${name}`)],
    ["effects", EFFECTS.map((kind) => `effect ${kind}`)],
  ])("read or have all %s", (_, members) => {
    expect(members.filter((what) => !seen.has(`${what} ${how}`) && !never(what, how))).toEqual([]);
  });
});

test("an escalation never takes effect as assumed", () => {
  expect(seen.has("effect escalate as assumed")).toBe(false);
});

test("all outcomes", () => {
  const missing = ["allow", "review", "hold", "deny"].filter((outcome) => !seen.has(`outcome ${outcome}`));
  expect(missing).toEqual([]);
});

test("everything that may be unknown is hidden, and that matters", () => {
  expect(PLACES.filter((kind) => !seen.has(`${kind} hidden`))).toEqual([]);
  expect(PLACES.filter((kind) => !seen.has(`${kind} mattered`))).toEqual([]);
});
