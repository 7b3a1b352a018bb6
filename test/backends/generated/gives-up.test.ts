/**
 * What generated code cannot be sure of while it runs: it gives up there, and the reference decides. And what it asks the
 * evaluator for on the way.
 */
import { describe, expect, test } from "vitest";
import type { Limits, Type } from "../../../src/model/type.ts";
import type { Plan, PlanExpr } from "../../../src/plan/plan.ts";
import {
  ACT,
  ambient,
  and,
  arith,
  compared,
  constant,
  denying,
  equal,
  extreme,
  fact,
  field,
  handPlan,
  history,
  index,
  input,
  type Json,
  local,
  nothing,
  or,
  present,
  some,
  total,
  withAction,
  withClause,
} from "./hand-made.ts";
import { type Change, told } from "./told.ts";

const PLAN = handPlan();
const [b, n, on, d, m, t] = ["b", "n", "on", "d", "m", "t"].map(input) as [
  PlanExpr,
  PlanExpr,
  PlanExpr,
  PlanExpr,
  PlanExpr,
  PlanExpr,
];
const [day, long, moment] = ["day", "long", "moment"].map(input) as [PlanExpr, PlanExpr, PlanExpr];
const order = fact("order");
const lines = field(order, "lines");
const x = local(0);
const hour = constant("duration", "PT1H");
const ages = constant("duration", "P3000000D");
const eur = constant("money", { amount: "5", currency: "EUR" });
const int = (value: number): PlanExpr => constant("int", String(value));

const given =
  (name: string, value: unknown): Change =>
  (inputs) => {
    inputs[name] = value;
  };
const noExtra: Change = (_inputs, facts) => {
  facts["extra"] = null;
};
const GIVEN_UP = [null, null, null];

describe("values", () => {
  const MAX = constant("int", "9007199254740991");
  const cases: readonly (readonly [about: string, condition: PlanExpr, change?: Change])[] = [
    ["a sum that is not safe", compared("number", arith("+", MAX, n), n)],
    ["a difference that is not safe", compared("number", arith("-", arith("-", int(0), MAX), n), n)],
    ["a product that is not safe", compared("number", arith("*", MAX, n), n)],
    ["a product below what is safe", compared("number", arith("*", MAX, int(-3)), n)],
    ["units too small for a number", compared("number", MAX, d)],
    ["a part of a day added to a day", equal(arith("+", day, hour, "date", ["date", "duration"]), day)],
    ["a day before the first", equal(arith("-", day, ages, "date", ["date", "duration"]), day)],
    ["a day after the last", equal(arith("+", day, ages, "date", ["date", "duration"]), day)],
    ["a moment before the first", equal(arith("-", moment, ages, "time", ["time", "duration"]), moment)],
    ["a moment after the last", equal(arith("+", moment, ages, "time", ["time", "duration"]), moment)],
    [
      "parts of a millisecond",
      equal(arith("*", constant("duration", "PT0.001S"), d, "duration", ["duration", "number"]), long),
    ],
    ["a duration that is too long", equal(arith("*", ages, MAX, "duration", ["duration", "number"]), long)],
    [
      "a sum of durations that is too long",
      equal(arith("+", constant("duration", "P104249991D"), ages, "duration"), long),
    ],
    ["amounts of two currencies, compared", compared("money", m, eur)],
    ["amounts of two currencies, equal or not", equal(m, eur)],
    ["amounts of two currencies, added", compared("money", arith("+", m, eur, "money"), m)],
    ["the larger of two currencies", compared("money", extreme("max_of", "money", m, eur), m)],
    [
      "a total of two currencies",
      compared("money", total("sum", lines, field(x, "price"), "money"), m),
      (_inputs, facts) => {
        (((facts["order"] as Json)["lines"] as Json[])[1]!["price"] as Json)["currency"] = "EUR";
      },
    ],
    [
      "a total of no amounts",
      compared("money", total("sum", lines, field(x, "price"), "money"), m),
      (_inputs, facts) => {
        (facts["order"] as Json)["lines"] = [];
      },
    ],
    ["a total that is not safe", compared("number", total("sum", lines, MAX), n)],
    ["what is absent, compared", compared("number", on, n), given("on", undefined)],
    ["what is absent, as a condition", input("ob"), given("ob", null)],
    ["a field of what is absent", equal(field(fact("extra"), "id"), t), noExtra],
    ["an entry of what is absent", present(index(field(fact("extra"), "prices", true), t)), noExtra],
    ["an entry under what is absent", present(index(field(order, "prices"), input("ot"))), given("ot", undefined)],
    [
      "what no row fits",
      {
        op: "match",
        subjects: [n],
        rows: [{ patterns: [{ kind: "compare", cmp: ">", as: "number", value: int(7) }], result: b }],
      },
    ],
    [
      "more confidence than there is",
      compared("number", ambient("confidence"), d),
      (_i, _f, changeSet) => void delete changeSet["confidence"],
    ],
  ];
  test.each(cases.map(([about, condition, change = () => {}]) => [about, condition, change] as const))(
    "%s",
    (_, condition, change) => {
      expect(told(denying(PLAN, condition), change).ways).toEqual(GIVEN_UP);
    },
  );

  test("what decides before them is decided", () => {
    const unsure = compared("number", on, n);
    const without: Change = (inputs) => void delete inputs["on"];
    expect(told(denying(PLAN, or(b, unsure)), without).ways).toEqual(["deny", "deny", "deny"]);
    expect(told(denying(PLAN, and(present(on), unsure)), without).ways).toEqual(["allow", "allow", "allow"]);
  });
});

describe("asked of the evaluator", () => {
  const quotient = (by: PlanExpr): PlanExpr => compared("number", arith("/", n, by), int(1));

  test("conditions that have no form in code", () => {
    expect(told(denying(PLAN, quotient(int(4)))).ways).toEqual(["deny", "deny", "deny"]);
    expect(told(denying(PLAN, quotient(int(2)))).ways).toEqual(["allow", "allow", "allow"]);
  });

  test("what is unknown there is unknown", () => {
    const { ways: all, wanted } = told(denying(PLAN, quotient(int(0))));
    expect([all, wanted]).toEqual([GIVEN_UP, "hold"]);
  });

  test("documents with faults are not evaluated, also where somebody vouches for them", () => {
    for (const change of [
      (_i: Json, _f: Json, changeSet: Json) => void Object.assign(changeSet, { correlation_id: 7 }),
      given("names", [7]),
    ]) {
      const { ways: all, wanted } = told(denying(PLAN, quotient(int(4))), change);
      expect([all, wanted]).toEqual([GIVEN_UP, "deny"]);
    }
  });

  test("values in words, but for what is unknown", () => {
    const telling = (expr: PlanExpr): Plan =>
      withClause(PLAN, {
        ...{ stratum: 2, slots: 4, fires: b, effect: { kind: "deny", verb: "forbid" } },
        reads: [{ path: "share", expr, type: { kind: "decimal" } }],
      });
    expect(told(telling(arith("/", n, int(2)))).ways).toEqual(["deny", "deny", "deny"]);
    expect(told(telling(arith("/", n, int(0)))).ways).toEqual(["deny", "deny", null]);
    expect(told(telling(arith("/", on, int(2))), (inputs) => void delete inputs["on"]).ways).toEqual([
      "deny",
      "deny",
      null,
    ]);
  });

  test("where it reads who asks, nobody may be acted for", () => {
    const asking = compared(
      "number",
      arith("/", some("count", field(ambient("requester"), "roles"), constant("bool", true)), int(2)),
      int(1),
    );
    const forAnother: Change = (_i, _f, changeSet) =>
      void Object.assign(changeSet["requester"] as Json, { on_behalf_of: "user:ann" });
    expect(told(denying(PLAN, asking), forAnother).ways).toEqual(GIVEN_UP);
    expect(told(denying(PLAN, quotient(int(4))), forAnother).ways).toEqual(["deny", "deny", "deny"]);
    const readsId = denying(PLAN, equal(field(ambient("requester"), "id"), t));
    expect(told(readsId, forAnother).ways).toEqual(GIVEN_UP);
    const forItself: Change = (_i, _f, changeSet) =>
      void Object.assign(changeSet["requester"] as Json, { on_behalf_of: "agent:one" });
    expect(told(readsId, forItself).ways).toEqual(["allow", "allow", "allow"]);
  });
});

describe("bounds of inputs", () => {
  const bounded = (type: Type, limits: Limits): Plan =>
    withAction(denying(PLAN, or(present(input("more"), true), b)), {
      inputs: [...PLAN.actions[ACT]!.inputs, { name: "more", type, doc: null, limits }],
    });
  /** Checked code alone looks at bounds of what no rule asks for. */
  const decides = (type: Type, limits: Limits, more: unknown): boolean => {
    const { ways: all, wanted } = told(bounded(type, limits), given("more", more));
    expect(all[0] ?? wanted).toBe(wanted);
    expect(all[1] ?? wanted).toBe(wanted);
    return all.every((one) => one !== null);
  };
  const text: Type = { kind: "text" };
  const decimal: Type = { kind: "decimal" };

  test.each<readonly [Type, Limits, unknown, boolean]>([
    [text, { min_length: 1 }, "a", true],
    [text, { min_length: 1 }, "", false],
    [text, { min_length: 0 }, "", true],
    [text, { min_length: 2 }, "abcd", true],
    [text, { min_length: 2 }, "\u{1f600}", false],
    [text, { min_length: 2 }, "a", false],
    [text, { max_length: 2 }, "ab", true],
    [text, { max_length: 2 }, "abc", false],
    [text, { min_length: 1, max_length: 2 }, "ab", true],
    [{ kind: "optional", of: text }, { min_length: 1 }, "a", true],
    [{ kind: "optional", of: text }, { min_length: 1 }, null, true],
    [{ kind: "optional", of: text }, { min_length: 1 }, "", false],
    [decimal, { minimum: "0.5" }, "0.5", true],
    [decimal, { minimum: "0.5" }, "0.4999", false],
    [decimal, { maximum: "0.5" }, "0.5", true],
    [decimal, { maximum: "0.5" }, "0.5001", false],
    [decimal, { exclusive_minimum: "0.5" }, "0.5001", true],
    [decimal, { exclusive_minimum: "0.5" }, "0.5", false],
    [decimal, { exclusive_maximum: "0.5" }, "0.4999", true],
    [decimal, { exclusive_maximum: "0.5" }, "0.5", false],
    [{ kind: "int" }, { minimum: "-1", maximum: "1" }, -1, true],
    [{ kind: "int" }, { minimum: "-1", maximum: "1" }, 2, false],
  ])("%j with %j: %j", (type, limits, more, quick) => {
    expect(decides(type, limits, more)).toBe(quick);
  });
});

describe("types that policies seldom have", () => {
  const typed = (type: Type, condition: PlanExpr): Plan =>
    withAction(denying(PLAN, condition), {
      inputs: [...PLAN.actions[ACT]!.inputs, { name: "more", type, doc: null }],
    });
  const more = input("more");

  test("a tier", () => {
    const plan = typed({ kind: "tier" }, compared("tier", more, constant("tier", "high")));
    expect(told(plan, given("more", "low")).ways).toEqual(["deny", "deny", "deny"]);
    expect(told(plan, given("more", "high")).ways).toEqual(["allow", "allow", "allow"]);
    for (const odd of ["none", 7, null, undefined]) expect(told(plan, given("more", odd)).ways).toEqual(GIVEN_UP);
  });

  test("a choice between many", () => {
    const values = Array.from({ length: 13 }, (_, i) => `v${i}`);
    for (const length of [12, 13]) {
      const plan = typed(
        { kind: "choice", name: null, values: values.slice(0, length) },
        equal(more, constant("text", "v11")),
      );
      expect(told(plan, given("more", "v11")).ways).toEqual(["deny", "deny", "deny"]);
      expect(told(plan, given("more", "v0")).ways).toEqual(["allow", "allow", "allow"]);
      expect(told(plan, given("more", "v13")).ways).toEqual(GIVEN_UP);
    }
  });

  test("lists and maps of what may be absent", () => {
    const list = typed({ kind: "list", of: { kind: "optional", of: { kind: "int" } } }, some("any", more, equal(x, n)));
    expect(told(list, given("more", [null, 3])).ways).toEqual(["deny", "deny", "deny"]);
    expect(told(list, given("more", [null])).ways).toEqual(["allow", "allow", "allow"]);
    const map = typed({ kind: "map", of: { kind: "optional", of: { kind: "int" } } }, present(index(more, t)));
    expect(told(map, given("more", { a: 3 })).ways).toEqual(["deny", "deny", "deny"]);
    expect(told(map, given("more", { a: null })).ways).toEqual(["allow", "allow", "allow"]);
    expect(told(map, given("more", { $unknown: "why" })).ways).toEqual(GIVEN_UP);
  });
});

test("the past of an action that is not there is asked of the evaluator", () => {
  for (const name of ["hand.None", "toString"])
    expect(told(denying(PLAN, or(b, some("any", history(name), b)))).ways).toEqual(["deny", "deny", "deny"]);
});

test("an action that is open nowhere, or where no environment is, is left to the reference", () => {
  for (const open of [[], ["nowhere"]]) expect(told(withAction(denying(PLAN, b), { open })).ways).toEqual(GIVEN_UP);
  expect(told(withAction(denying(PLAN, b), { open: ["nowhere", "prod"] })).ways).toEqual(["deny", "deny", "deny"]);
});

test("impact that is not declared is absent, also in words", () => {
  const plan = withAction(
    withClause(PLAN, {
      ...{ stratum: 2, slots: 4, fires: or(b, present(nothing)), effect: { kind: "deny", verb: "forbid" } },
      reads: [{ path: "customers", expr: nothing, type: { kind: "optional", of: { kind: "int" } } }],
    }),
    {
      impact: [
        { category: "access", value: null, as: null },
        { category: "money", value: input("om"), as: "money" },
      ] as unknown as Plan["actions"][string]["impact"],
    },
  );
  expect(told(plan).ways).toEqual(["deny", "deny", "deny"]);
  expect(told(plan, (inputs) => void delete inputs["om"]).ways).toEqual(["deny", "deny", "deny"]);
});
