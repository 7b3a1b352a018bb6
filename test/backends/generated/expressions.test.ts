/**
 * Every expression that has a form in code, put into a condition by hand: decided by the code itself, whatever its mode,
 * as the reference decides it. Beside what policies can say, what is known to be absent before anything is read.
 */
import { describe, expect, test } from "vitest";
import type { Context } from "../../../src/decision/documents.ts";
import { program } from "../../../src/decision/fast/action.ts";
import { MODES } from "../../../src/decision/fast/stage.ts";
import { verdict } from "../../../src/decision/verdict.ts";
import type { PlanExpr } from "../../../src/plan/plan.ts";
import { compare as compareBoth, isQuick, type Pair, pairOf } from "../attack/same.ts";
import {
  ACT,
  ambient,
  among,
  and,
  arith,
  builtin,
  call,
  changesTo,
  compared,
  constant,
  denying,
  documents,
  either,
  equal,
  evidenceOf,
  extreme,
  fact,
  field,
  handPlan,
  index,
  input,
  items,
  type Json,
  like,
  local,
  minus,
  not,
  nothing,
  or,
  otherwise,
  present,
  some,
  total,
} from "./hand-made.ts";

const [b, ob, n, on, d, m, om] = ["b", "ob", "n", "on", "d", "m", "om"].map(input) as Exprs;
const [t, ot, moment, day, long, names, pick] = ["t", "ot", "moment", "day", "long", "names", "pick"].map(
  input,
) as Exprs;
type Exprs = [PlanExpr, PlanExpr, PlanExpr, PlanExpr, PlanExpr, PlanExpr, PlanExpr];
const order = fact("order");
const extra = fact("extra");
const lines = field(order, "lines");
const x = local(0);
const int = (value: number): PlanExpr => constant("int", String(value));
const usd = (amount: string): PlanExpr => constant("money", { amount, currency: "USD" });
const texts = (...all: readonly string[]): PlanExpr => constant({ kind: "list", of: { kind: "text" } }, all);
const match = (subject: PlanExpr, kind: object): PlanExpr => ({
  op: "match",
  subjects: [subject],
  rows: [
    { patterns: [kind as { readonly kind: "any" }], result: constant("bool", true) },
    { patterns: [{ kind: "any" }], result: b },
  ],
});
const signs = ["<", "<=", ">", ">="];
const by = (
  ...compared: readonly (readonly ["number" | "money" | "text" | "time" | "date" | "duration", PlanExpr, PlanExpr])[]
): readonly PlanExpr[] =>
  compared.flatMap(([as, left, right]) =>
    signs.map((cmp): PlanExpr => ({ op: "compare", cmp, as, left, right }) as PlanExpr),
  );
const where = (of: PlanExpr, condition: PlanExpr): PlanExpr => ({ ...of, where: condition }) as PlanExpr;
const weekday = (of: PlanExpr, as: string): PlanExpr => ({ ...builtin("weekday", of), as }) as PlanExpr;
const clock = (kind: string, value: string): PlanExpr => constant(kind, value);
const noon = clock("time", "2026-11-22T12:00:00Z");
const friday = clock("date", "2026-11-20");
const hour = clock("duration", "PT1H");

const CASES: Readonly<Record<string, readonly PlanExpr[]>> = {
  "what is absent before anything is read": [
    equal(nothing, n),
    equal(n, nothing),
    equal(nothing, nothing),
    equal(nothing, n, true),
    equal(n, nothing, true),
    equal(nothing, on, true),
    among(nothing, items(int(3))),
    among(nothing, items(int(3)), true),
    among(t, nothing),
    among(t, nothing, true),
    present(nothing),
    present(nothing, true),
    present(field(nothing, "id", true)),
    equal(otherwise(nothing, int(3)), n),
    present(otherwise(nothing, on)),
    present(otherwise(nothing, nothing)),
    present(either(b, nothing, nothing)),
    equal(either(b, nothing, n), int(3)),
    equal(either(b, n, nothing), int(3)),
    equal(either(b, on, nothing), int(3)),
    present(either(b, on, n)),
    match(nothing, { kind: "missing" }),
    match(nothing, { kind: "one-of", values: [int(3)] }),
    match(nothing, { kind: "compare", cmp: "<", as: "number", value: int(3) }),
    present(ambient("impact")),
  ],
  "what is surely there": [
    present(n),
    present(n, true),
    present(order),
    equal(otherwise(n, int(7)), int(3)),
    match(n, { kind: "missing" }),
    match(n, { kind: "any" }),
    match(n, { kind: "one-of", values: [] }),
  ],
  "what may be absent": [
    present(on),
    present(on, true),
    equal(on, n),
    equal(n, on, true),
    equal(on, on),
    equal(ot, t),
    equal(ob, b, true),
    equal(om, m),
    equal(otherwise(on, n), int(3)),
    equal(otherwise(on, nothing), int(3)),
    equal(otherwise(om, m), usd("20")),
    among(on, items(int(3), int(4))),
    among(on, items(int(3), int(4)), true),
    among(on, items()),
    among(ot, names),
    among(ot, names, true),
    among(ot, texts("a", "b")),
    and(present(on), compared("number", on, int(5))),
    or(present(on, true), compared("number", on, int(5))),
    and(present(extra), equal(field(extra, "id"), t)),
    present(field(extra, "home", true)),
    present(field(extra, "id", true)),
    equal(field(field(extra, "home", true), "sku", true), t),
    equal(field(field(order, "home"), "note", true), t),
    equal(field(field(order, "home"), "qty", true), n),
    match(on, { kind: "missing" }),
    match(on, { kind: "one-of", values: [int(3), int(4)] }),
    match(on, { kind: "range", as: "number", low: int(3), high: int(4) }),
    match(ot, { kind: "compare", cmp: "==", as: "text", value: constant("text", "a") }),
  ],
  "entries of maps": [
    present(index(field(order, "prices"), t)),
    present(index(field(order, "prices"), ot, { safe_key: true })),
    present(index(field(extra, "prices", true), t, { safe: true })),
    present(index(field(extra, "prices", true), ot, { safe: true, safe_key: true })),
    equal(index(field(order, "prices"), t), m),
    compared("money", otherwise(index(field(order, "prices"), t), usd("1")), m),
    and(present(ot), present(index(field(order, "prices"), ot))),
    and(present(extra), present(index(field(extra, "prices", true), t))),
  ],
  logic: [
    and(),
    or(),
    and(b),
    or(b),
    not(b),
    and(b, compared("number", n, int(5))),
    or(b, compared("number", n, int(2))),
    or(b, and(present(on), compared("number", on, n))),
    and(or(b, present(on)), or(present(on, true), compared("number", on, n))),
    and(b, some("any", lines, b), b),
    or(b, some("any", lines, b), some("all", lines, b)),
    equal(b, constant("bool", true)),
    equal(constant("bool", false), b, true),
    either(b, present(on), present(ot)),
  ],
  numbers: [
    ...by(["number", n, int(3)], ["number", d, n], ["number", n, d], ["money", m, usd("20")]),
    equal(n, d),
    equal(arith("+", n, d), constant("decimal", "3.5")),
    equal(arith("-", d, n), constant("decimal", "-2.5")),
    equal(arith("*", n, d), constant("decimal", "1.5")),
    equal(arith("*", d, d), constant("decimal", "0.25")),
    equal(arith("*", arith("*", d, d), d), constant("decimal", "0.125")),
    equal(arith("+", m, m, "money"), usd("40")),
    equal(arith("-", m, usd("0.5"), "money"), usd("19.5")),
    equal(arith("*", m, d, "money", ["money", "number"]), usd("10")),
    equal(arith("*", d, m, "money", ["number", "money"]), usd("10")),
    equal(arith("*", n, m, "money", ["number", "money"]), usd("60")),
    equal(minus(n), int(-3)),
    equal(minus(d), constant("decimal", "-0.5")),
    equal(minus(m, "money"), usd("-20")),
    equal(extreme("min_of", "number", n, d), d),
    equal(extreme("max_of", "number", n, int(4)), n),
    equal(extreme("max_of", "number", d, n), n),
    equal(extreme("min_of", "money", m, usd("20.01")), m),
    equal(extreme("max_of", "money", usd("20.01"), m), m),
    equal(either(b, n, d), n),
    equal(either(b, m, usd("1")), m),
    among(n, items(int(2), int(3))),
    among(d, items(n, constant("decimal", "0.5"))),
    among(m, items(usd("1"), usd("20"))),
    among(n, items()),
    match(d, { kind: "range", as: "number", low: constant("decimal", "0.5"), high: n }),
    match(m, { kind: "range", as: "money", low: usd("1"), high: usd("20") }),
    match(n, { kind: "compare", cmp: "==", as: "number", value: int(3) }),
  ],
  "texts and names": [
    ...by(["text", t, constant("text", "b")]),
    equal(t, constant("text", "a")),
    equal(pick, constant({ kind: "choice", name: null, values: ["red", "green"] }, "red")),
    equal(either(b, t, pick), constant("text", "red")),
    like(t, constant("text", "a*")),
    not(like(t, t)),
    among(t, names),
    among(t, texts("b", "a")),
    among(t, constant({ kind: "optional", of: { kind: "list", of: { kind: "text" } } }, ["b", "a"])),
    among(pick, items(constant("text", "red"))),
    equal(builtin("lower", t), t),
    equal(builtin("length", t), int(1)),
    equal(builtin("count", names), int(2)),
    match(t, { kind: "one-of", values: [constant("text", "a"), constant("text", "b")] }),
    equal(constant("tier", "high"), constant("tier", "high")),
    equal(constant("outcome", "hold"), constant("outcome", "deny")),
    equal(constant("level", "guided"), constant("level", "guided")),
    compared("outcome", constant("outcome", "hold"), constant("outcome", "deny")),
    compared("level", constant("level", "autopilot"), constant("level", "guided")),
    compared("tier", ambient("tier"), constant("tier", "high")),
    equal(ambient("tier"), constant("tier", "low")),
    equal(either(b, ambient("tier"), constant("tier", "high")), constant("tier", "high")),
    equal(extreme("max_of", "tier", ambient("tier"), constant("tier", "high")), constant("tier", "high")),
    equal(extreme("min_of", "tier", ambient("tier"), constant("tier", "high")), constant("tier", "high")),
    among(ambient("tier"), items(constant("tier", "low"))),
    equal(ambient("score"), int(0)),
  ],
  clocks: [
    ...by(["time", moment, noon], ["date", day, friday], ["duration", long, hour]),
    equal(moment, noon),
    equal(day, friday),
    equal(long, hour),
    equal(arith("+", moment, long, "time", ["time", "duration"]), noon),
    equal(arith("-", moment, long, "time", ["time", "duration"]), noon),
    equal(arith("-", noon, moment, "duration", ["time", "time"]), hour),
    equal(arith("+", long, hour, "duration"), clock("duration", "PT2H")),
    equal(arith("-", long, hour, "duration"), clock("duration", "PT0S")),
    equal(arith("-", day, friday, "duration", ["date", "date"]), clock("duration", "P2D")),
    equal(arith("+", day, clock("duration", "P2D"), "date", ["date", "duration"]), friday),
    equal(arith("-", day, clock("duration", "P2D"), "date", ["date", "duration"]), friday),
    equal(arith("*", long, n, "duration", ["duration", "number"]), clock("duration", "PT3H")),
    equal(arith("*", n, long, "duration", ["number", "duration"]), clock("duration", "PT3H")),
    equal(arith("*", long, d, "duration", ["duration", "number"]), clock("duration", "PT30M")),
    equal(minus(long, "duration"), clock("duration", "-PT1H")),
    equal(extreme("min_of", "time", moment, noon), noon),
    equal(extreme("max_of", "date", day, friday), friday),
    equal(extreme("max_of", "duration", long, clock("duration", "PT5M")), hour),
    equal(builtin("date", moment), day),
    equal(builtin("time_of_day", moment), clock("duration", "PT11H")),
    equal(weekday(moment, "time"), constant("text", "sunday")),
    equal(weekday(day, "date"), constant("text", "sunday")),
    equal(either(b, moment, noon), noon),
    among(day, items(friday, clock("date", "2026-11-22"))),
    among(long, items(hour)),
    match(moment, { kind: "range", as: "time", low: moment, high: noon }),
    match(day, { kind: "compare", cmp: ">", as: "date", value: friday }),
    match(long, { kind: "compare", cmp: "<=", as: "duration", value: hour }),
  ],
  lists: [
    some("any", lines, compared("number", field(x, "qty"), n)),
    some("all", lines, compared("number", field(x, "qty"), n)),
    some("none", lines, compared("number", field(x, "qty"), n)),
    equal(some("count", lines, compared("number", field(x, "qty"), n)), int(1)),
    some("any", names, equal(x, t)),
    some("any", lines, some("any", names, equal(x, t))),
    some("any", lines, {
      ...some("any", names, and(equal(local(1), t), equal(field(x, "sku"), t))),
      slot: 1,
    } as PlanExpr),
    some("any", field(order, "flags"), x),
    equal(total("sum", lines, field(x, "qty")), n),
    equal(total("sum", lines, field(x, "long"), "duration"), clock("duration", "PT2H")),
    equal(where(total("sum", lines, field(x, "qty")), equal(field(x, "sku"), t)), int(1)),
    equal(total("sum", lines, arith("*", field(x, "qty"), d)), constant("decimal", "1.5")),
    equal(total("min", lines, field(x, "qty")), int(1)),
    equal(total("max", lines, field(x, "qty")), int(2)),
    equal(total("max", lines, field(x, "price"), "money"), usd("7")),
    equal(total("min", lines, field(x, "placed"), "time"), noon),
    equal(total("max", lines, field(x, "day"), "date"), friday),
    present(where(total("min", lines, field(x, "qty")), equal(field(x, "sku"), t))),
    compared("money", otherwise(total("max", lines, field(x, "price"), "money"), usd("1")), usd("7")),
    and(
      some("any", lines, constant("bool", true)),
      compared("money", total("sum", lines, field(x, "price"), "money"), usd("12")),
    ),
    some("any", lines, equal(field(x, "note"), t)),
    some("all", lines, equal(call("hand.twice", field(x, "qty")), int(2))),
    some("any", changesTo("hand.Order", "total"), present(field(x, "old"))),
    some("any", changesTo("hand.Order", "total"), equal(field(x, "new"), usd("5"))),
    some("any", ambient("changes"), equal(field(field(x, "target"), "id"), t)),
    some("any", ambient("changes"), equal(field(field(x, "target"), "type"), constant("text", "Order"))),
    some("any", ambient("changes"), present(field(x, "evidence"))),
    some("any", ambient("changes"), equal(field(x, "reason"), t)),
    some("any", evidenceOf("check"), compared("number", field(x, "points"), n)),
    some("any", evidenceOf("check"), equal(field(x, "note"), t)),
    some("any", evidenceOf("check"), compared("time", field(x, "at"), noon)),
    some("any", ambient("evidence"), equal(field(x, "issuer"), constant("text", "tool:risk"))),
    some("any", ambient("evidence"), present(field(x, "uri"))),
    some("any", ambient("evidence"), present(field(x, "digest"))),
    equal(builtin("count", evidenceOf("check")), int(1)),
    equal(builtin("count", evidenceOf("photo")), int(1)),
    equal(builtin("count", ambient("evidence")), int(2)),
    equal(builtin("count", changesTo("hand.Order", "total")), int(1)),
    equal(builtin("length", lines), int(2)),
  ],
  "functions, and who asks": [
    equal(call("hand.twice", n), int(6)),
    equal(call("hand.twice", call("hand.twice", n)), int(12)),
    some("any", lines, equal(call("hand.twice", field(x, "qty")), field(x, "qty"))),
    equal(field(ambient("requester"), "id"), constant("text", "agent:one")),
    equal(field(ambient("requester"), "kind"), constant("text", "agent")),
    equal(field(ambient("requester"), "owner"), constant("text", "user:olga")),
    present(field(ambient("requester"), "on_behalf_of")),
    among(constant("text", "lead"), field(ambient("requester"), "roles")),
    some("any", field(ambient("requester"), "roles"), equal(x, constant("text", "boss"))),
    equal(builtin("count", field(ambient("requester"), "roles")), int(1)),
    equal(ambient("environment"), constant("text", "prod")),
    compared("time", ambient("now"), noon),
    compared("number", ambient("confidence"), constant("decimal", "0.5")),
  ],
};

const PLAN = handPlan();
const DOCUMENTS = [
  documents(() => {}),
  documents((inputs, facts, changeSet) => {
    for (const name of ["ob", "on", "om", "ot"]) delete inputs[name];
    Object.assign(inputs, {
      b: false,
      n: 4,
      d: 2,
      m: { amount: "19.5", currency: "USD" },
      t: "b",
      pick: "green",
      names: [],
    });
    Object.assign(inputs, { moment: "2026-11-22T13:00:00Z", day: "2026-11-18", long: "PT2H" });
    facts["extra"] = null;
    Object.assign(facts["order"] as Json, { lines: [], prices: {}, home: null, flags: [] });
    changeSet["requester"] = { id: "user:ann", kind: "person" };
    changeSet["evidence"] = [];
    changeSet["changes"] = [
      { target: { type: "hand.Order", id: "b" }, field: "total", old: { amount: 1, currency: "USD" }, new: null },
    ];
  }),
  documents((inputs, facts, changeSet) => {
    Object.assign(inputs, {
      ob: null,
      on: 5,
      om: { amount: "19", currency: "USD" },
      ot: "c",
      b: false,
      n: 2,
      t: "c",
      d: 3,
    });
    Object.assign(inputs, { moment: "2026-11-22T12:00:00.000Z", day: "2026-11-20", long: "-PT1H" });
    Object.assign(facts["extra"] as Json, { home: undefined, prices: { c: { amount: "1", currency: "USD" } } });
    changeSet["confidence"] = 0.5;
  }),
];

describe.each(Object.entries(CASES))("%s", (_, all) => {
  test("told as the reference tells it", () => {
    const plan = denying(PLAN, ...all);
    expect(MODES.filter((mode) => program(plan, plan.actions[ACT]!, mode).aside)).toEqual([]);
    const pair = pairOf(plan);
    for (const [turn, { changeSet, context }] of DOCUMENTS.entries()) {
      const told = compareBoth(pair, changeSet, context, false);
      expect(told.difference, `documents ${turn}`).toBeNull();
      expect(told.quick, `documents ${turn}`).toBe(true);
    }
  });

  test("each alone", () => {
    for (const [place, expr] of all.entries()) {
      const pair: Pair = pairOf(denying(PLAN, expr));
      for (const [turn, { changeSet, context }] of DOCUMENTS.entries()) {
        const about = `${place} of documents ${turn}`;
        expect(isQuick(pair.generated, changeSet, context), about).toBe(true);
        const [quick, vouched, wanted] = [
          verdict(pair.generated, changeSet, context as unknown as Context),
          verdict(pair.generated, changeSet, context as unknown as Context, { vouched: true }),
          verdict(pair.reference, changeSet, context as unknown as Context),
        ];
        expect([quick.outcome, vouched.outcome], about).toEqual([wanted.outcome, wanted.outcome]);
      }
    }
  });
});
