/** Whole decisions by code, whatever an action and its clauses say: in the reference's bytes, and not given up for. */
import { describe, expect, test } from "vitest";
import { prepareDirectory } from "../../../src/decision/reviewers/prepared.ts";
import type { Plan, PlanAction, PlanClause, PlanEffect, PlanExpr, PlanRequirement } from "../../../src/plan/plan.ts";
import {
  and,
  clauseOf,
  compared,
  constant,
  handPlan,
  input,
  type Json,
  not,
  nothing,
  or,
  present,
  withAction,
} from "./hand-made.ts";
import { told } from "./told.ts";

const PLAN = handPlan();
const [b, ob, t] = ["b", "ob", "t"].map(input) as [PlanExpr, PlanExpr, PlanExpr];
const yes = or(b, not(b));

type Given = Partial<PlanClause> & { readonly effect: PlanEffect };
/** In the order that is given, with these names. */
const clauses = (...all: readonly Given[]): readonly PlanClause[] =>
  all.map((one, i) => ({
    ...clauseOf(PLAN),
    id: `hand.Act.${"zyxwvutsrqponmlkjihgfedcba"[i] ?? `c${i}`}`,
    ...{ stratum: 2, slots: 4, fires: yes },
    ...one,
  }));
const action = (change: Partial<PlanAction>, ...all: readonly Given[]): Plan =>
  withAction(PLAN, { clauses: clauses(...all), ...change });
const of = (...all: readonly Given[]): Plan => action({}, ...all);

const seats = (role: string, count = 1): PlanRequirement => ({ op: "seats", count, role });
const approve = (requirement: PlanRequirement, excluding: PlanExpr | null = null): Given => ({
  effect: { kind: "approve", requirement, excluding },
});
const escalate = (role: string, after_ms: number): Given => ({ effect: { kind: "escalate", role, after_ms } });
const route = (queue: string): Given => ({ effect: { kind: "route", queue } });
const sample = (rate: string): Given => ({ effect: { kind: "sample", rate } });
const warn = (because: string | null = null): Given => ({ because, effect: { kind: "warn", verb: "require" } });
const evidence = (kind: string, within_ms: number | null): Given => ({
  effect: { kind: "evidence", evidence: kind, within_ms },
});
const limit = (level: PlanAction["autonomy"]): Given => ({ effect: { kind: "limit", level } });
const deny: Given = { effect: { kind: "deny", verb: "forbid" } };
const quota = (id: string, change: object = {}): Given =>
  ({ id: `hand.Act.${id}`, effect: { ...(clauseOf(PLAN).effect as object), ...change } }) as Given;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const shadow = (one: Given): Given => ({ ...one, shadow: true });
const never = (one: Given): Given => ({ ...one, fires: and(b, not(b)) });
const waived = (until: string): Given => ({
  ...deny,
  waivers: [{ until_ms: Date.parse(until), because: "w", policy: "hand" }],
});

const CASES: Readonly<Record<string, Plan>> = {
  "no clause": of(),
  "no way back": action({ rollback: null }),
  irreversible: action({ rollback: "irreversible" }),
  "a way back for ever": action({ rollback: { action: "hand.Undo", within_ms: null } }),
  "a way back for a day": action({ rollback: { action: "hand.Undo", within_ms: DAY } }),
  "a way back past the last day": action({ rollback: { action: "hand.Undo", within_ms: 2 ** 52 } }),
  ...Object.fromEntries(
    (["read_only", "proposal", "guided", "autopilot"] as const).flatMap((autonomy) => [
      [`${autonomy}`, action({ autonomy })],
      [
        `${autonomy}, with an approval`,
        action({ autonomy }, approve(seats("lead")), escalate("boss", HOUR), route("hand.desk")),
      ],
      ...(["read_only", "proposal", "guided", "autopilot"] as const).map((level) => [
        `${autonomy}, limited to ${level}`,
        action({ autonomy }, limit(level), never(limit("read_only")), shadow(limit("read_only"))),
      ]),
    ]),
  ),
  "limits, the lowest of which counts": of(limit("proposal"), limit("guided"), limit("autopilot")),
  "names in another order than places": of(deny, warn(), approve(seats("lead")), deny, sample("0.5")),
  "shadows of every kind": of(
    ...[
      deny,
      warn(),
      approve(seats("lead")),
      sample("0.5"),
      route("hand.desk"),
      escalate("boss", HOUR),
      evidence("photo", null),
    ].map(shadow),
    shadow({ stratum: 2, effect: { kind: "tier", tier: "high" } }),
    shadow(limit("guided")),
  ),
  "with words, and without": of({ ...deny, because: "that is why" }, { ...deny, because: "" }, deny),
  "of controls": of({ ...deny, controls: ["a, 1", "b, 2"] }, { ...deny, controls: [] }),
  "places in files": of({ ...deny, at: { file: "other.bylaw", line: 7, column: 9 } }, deny),
  "a waiver that has ended": of(waived("2026-11-22T12:00:00Z")),
  "warnings with words and without": of(warn("look"), warn(), never(warn("no"))),
  "as many warnings as are told": of(
    ...Array.from({ length: 50 }, (_, i) => ({ ...warn(`w${i}`), id: `hand.Act.w${i}` })),
  ),
  "one warning more": of(...Array.from({ length: 51 }, (_, i) => ({ ...warn(`w${i}`), id: `hand.Act.w${i}` }))),
  "no warning of many": of(...Array.from({ length: 51 }, (_, i) => never({ ...warn(`w${i}`), id: `hand.Act.w${i}` }))),
  "samples, the largest of which counts": of(sample("0.5"), sample("1"), sample("0.25")),
  "samples, the largest first": of(sample("1"), sample("0.5")),
  "a sample of nothing": of(sample("0")),
  "a sample that is not asked for": of(never(sample("1"))),
  "a sample of what is denied": of(sample("1"), deny),
  "routes of what is allowed": of(route("hand.desk")),
  "routes to one queue": of(route("hand.desk"), route("hand.desk"), approve(seats("lead"))),
  "routes to several queues": of(
    route("hand.desk"),
    route("b"),
    route("a"),
    never(route("c")),
    route("b"),
    approve(seats("lead")),
  ),
  "routes that do not fire": of(never(route("hand.desk")), approve(seats("lead"))),
  "escalations without anybody to ask": of(escalate("boss", HOUR)),
  "escalations in the order of their time": of(
    ...[
      escalate("boss", DAY),
      escalate("lead", HOUR),
      escalate("boss", HOUR),
      escalate("boss", HOUR),
      never(escalate("law", 1)),
    ],
    ...[escalate("boss", 2 * DAY), approve(seats("lead"))],
  ),
  "an escalation past the last day": of(escalate("boss", 2 ** 52), approve(seats("lead"))),
  "evidence that is there, and that is not": of(
    evidence("check", null),
    evidence("photo", null),
    never(evidence("photo", 1)),
  ),
  "evidence that is too old": of(evidence("check", HOUR), evidence("photo", HOUR)),
  "evidence just of the age": of(evidence("photo", 0), evidence("check", 3 * HOUR), evidence("check", 3 * HOUR + 1)),
  "evidence of one kind, twice": of(evidence("check", HOUR), evidence("check", DAY), evidence("check", null)),
  "quotas in another order": of(quota("b"), quota("c"), quota("a"), never(quota("d"))),
  "quotas of other keys": of(
    quota("q", { keys: [], keyTypes: [] }),
    quota("r", {
      keys: [input("day"), b, input("m")],
      keyTypes: [{ kind: "date" }, { kind: "bool" }, { kind: "money" }],
    }),
    quota("s", { keys: [input("n"), input("long")], keyTypes: [{ kind: "int" }, { kind: "duration" }] }),
    quota("u", { keys: [input("n")], keyTypes: [] }),
  ),
  "a quota of amounts": of(
    quota("q", { sum: input("m"), sumAs: "money", limit: constant("money", { amount: "99.5", currency: "USD" }) }),
  ),
  "a quota that is just filled": of(
    quota("q", { limit: input("n") }),
    quota("r", { sum: null, limit: constant("int", "1") }),
  ),
  "approvals of every form": of(
    approve(seats("lead", 2)),
    approve({ op: "any", count: 1, roles: ["lead", "boss"] }),
    approve({ op: "roles", count: 2, roles: ["lead", "boss"] }),
    approve({ op: "and", parts: [seats("lead"), seats("boss")] }),
    approve({ op: "or", parts: [seats("lead"), seats("boss", 2)] }),
    never(approve(seats("boss", 9))),
    shadow(approve(seats("boss", 8))),
  ),
  "an approval of nobody": of(approve({ op: "nobody" }), escalate("boss", HOUR)),
  "an approval of nobody but for one who is excluded": of(approve({ op: "nobody" }, t)),
  "excluding what is absent": of(approve(seats("lead"), nothing), approve({ op: "nobody" }, nothing)),
  "approvals by a table": of(
    approve({ op: "table", table: "hand.sign", args: [input("n")] }),
    approve({ op: "table", table: "hand.sign", args: [constant("int", "1")] }),
    approve({ op: "table", table: "hand.sign", args: [constant("int", "1")] }, t),
    shadow(approve({ op: "table", table: "hand.sign", args: [input("n")] })),
  ),
  "excluded by every form": of(
    approve(seats("lead"), t),
    approve(seats("lead"), input("ot")),
    approve(seats("lead"), input("names")),
    approve(seats("lead"), { op: "items", items: [t, input("ot"), constant("text", "user:eve")] }),
    never(approve(seats("lead"), constant("text", "user:never"))),
    shadow(approve(seats("lead"), constant("text", "user:shadow"))),
  ),
  "guided, beside approvals": action({ autonomy: "guided" }, approve(seats("lead")), approve(seats("boss", 2))),
  "scores and tiers": of(
    { stratum: 0, effect: { kind: "score", points: "7" } },
    { stratum: 0, fires: ob, effect: { kind: "score", points: "5" } },
    { stratum: 0, shadow: true, effect: { kind: "score", points: "70" } },
    {
      stratum: 1,
      fires: compared("number", { op: "ambient", name: "score" }, constant("int", "12"), ">="),
      effect: { kind: "tier", tier: "high" },
    },
    { stratum: 1, effect: { kind: "tier", tier: "low" } },
  ),
  "impact of every kind": action({
    impact: [
      { category: "money", value: input("m"), as: "money" },
      { category: "customers", value: input("n"), as: "int" },
      { category: "access", value: null, as: null },
      { category: "__proto", value: present(input("on")), as: null },
    ] as unknown as PlanAction["impact"],
  }),
};

const agent = (more: Json) => (_inputs: Json, _facts: Json, changeSet: Json) => {
  changeSet["requester"] = { id: "agent:one", kind: "agent", ...more };
};
const directory = prepareDirectory({
  version: "v1",
  principals: {
    "agent:one": { kind: "agent", owner: "user:olga", roles: ["lead"] },
    "user:olga": { kind: "person", roles: ["boss"] },
    "user:ann": { kind: "person", roles: ["lead"] },
    a: { kind: "person", roles: ["lead", "boss"] },
  },
});

describe.each(Object.entries(CASES))("%s", (_, plan) => {
  test("decided by code", () => {
    const without = (inputs: Json): void => {
      for (const name of ["on", "om", "ot"]) delete inputs[name];
      Object.assign(inputs, { ob: false, names: [] });
    };
    for (const { ways, wanted } of [
      told(plan),
      told(plan, without),
      told(plan, agent({ owner: "user:cat", on_behalf_of: "user:eve" }), {
        editors: ["user:eve", "user:ed"],
        sample_key: "k",
      }),
      told(plan, agent({}), { directory }),
      told(plan, agent({ roles: ["lead"], on_behalf_of: "user:ann" }), { directory, editors: ["a"] }),
    ])
      expect(ways).toEqual([wanted, wanted, wanted]);
  });
});

test("what is left to the reference", () => {
  const usd = constant("money", { amount: "19.99", currency: "USD" });
  for (const plan of [
    of(waived("2026-11-22T12:00:00.001Z")),
    of(quota("q", { limit: constant("int", "2") })),
    of(quota("q", { sum: input("m"), sumAs: "money", limit: usd })),
    of(quota("q", { sum: input("m"), sumAs: "money", limit: constant("money", { amount: "99", currency: "EUR" }) })),
  ])
    expect(told(plan).ways).toEqual([null, null, null]);
  for (const kind of ["check", "photo"]) {
    const late = (_i: Json, _f: Json, changeSet: Json): void => {
      for (const one of changeSet["evidence"] as Json[]) one["at"] = "2026-11-22T12:00:00.001Z";
    };
    expect(told(of(evidence(kind, null)), late).ways).toEqual([null, null, null]);
  }
  const other = (_i: Json, _f: Json, changeSet: Json): void => {
    (changeSet["evidence"] as Json[])[0]!["issuer"] = "tool:other";
  };
  expect(told(of(evidence("check", null)), other).ways).toEqual([null, null, null]);
  expect(told(of(quota("q")), undefined, { usage: undefined }).ways).toEqual([null, null, null]);
});
