/**
 * What generated code does not model, and says why: such actions, or such expressions, stay with the reference. Most of it
 * the checker rules out; but plans come in bundles too, and none is guessed at.
 */
import { describe, expect, test } from "vitest";
import { program } from "../../../src/decision/fast/action.ts";
import { Refused } from "../../../src/decision/fast/code.ts";
import { MODES, type Mode } from "../../../src/decision/fast/stage.ts";
import type { FieldType, Limits, Type } from "../../../src/model/type.ts";
import type { Plan, PlanAction, PlanClause, PlanExpr, PlanRequirement } from "../../../src/plan/plan.ts";
import {
  ACT,
  ambient,
  among,
  and,
  arith,
  builtin,
  call,
  changesTo,
  clauseOf,
  compared,
  constant,
  either,
  equal,
  evidenceOf,
  fact,
  field,
  handPlan,
  history,
  index,
  input,
  items,
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
  withAction,
  withClause,
  withQuota,
} from "./hand-made.ts";

const PLAN = handPlan();

/** Why there is no code; null: there is. */
function refusal(plan: Plan, mode: Mode = "vouched"): string | null {
  try {
    program(plan, plan.actions[ACT]!, mode);
    return null;
  } catch (fault) {
    if (fault instanceof Refused) return fault.message;
    throw fault;
  }
}

const [b, n, on, d, m, om, t, at, day, long, names, pick] = (
  ["b", "n", "on", "d", "m", "om", "t", "moment", "day", "long", "names", "pick"] as const
).map(input) as unknown as readonly PlanExpr[] as readonly [
  PlanExpr,
  PlanExpr,
  PlanExpr,
  PlanExpr,
  PlanExpr,
  PlanExpr,
  PlanExpr,
  PlanExpr,
  PlanExpr,
  PlanExpr,
  PlanExpr,
  PlanExpr,
];
const order = fact("order");
const lines = field(order, "lines");
const x = local(0);
const yes = constant("bool", true);
const five = constant("int", "5");
const deep = (levels: number): PlanExpr => {
  let found = b;
  for (let i = 0; i < levels; i++) found = not(found);
  return found;
};
const many = (length: number, of: PlanExpr): readonly PlanExpr[] => Array.from({ length }, () => of);
const loops = (levels: number): PlanExpr => {
  let found: PlanExpr = b;
  for (let i = 0; i < levels; i++) found = some("any", lines, found);
  return found;
};

describe("expressions", () => {
  const cases: readonly (readonly [why: string, ...exprs: readonly PlanExpr[]])[] = [
    ["a condition that is none", not(n), and(b, t), or(n, b), either(n, n, n), some("any", lines, n)],
    ["expressions nested too deep", deep(201)],
    ["loops that may take too many steps", loops(4), some("all", lines, loops(3))],
    ["a local without a value", x, call("hand.twice"), some("any", lines, local(1))],
    ["a function that is not declared", call("hand.None"), call("toString"), call("__proto__")],
    ["the operator items", items(five)],
    [
      "a constant",
      ...["text", "choice", "bool", "int", "decimal", "time", "date", "duration", "tier", "outcome", "level"].map(
        (kind) => constant(kind, 7),
      ),
      ...["time", "date", "duration", "tier", "outcome", "level"].map((kind) => constant(kind, "none")),
      ...["text", "bool", "int", "decimal", "time", "date", "tier", "money"].map((kind) => constant(kind, null)),
      constant("bool", "true"),
      constant("money", {}),
      constant("money", { amount: "1" }),
      constant("money", { currency: "USD" }),
      constant("money", { amount: 1, currency: "USD" }),
      constant("money", { amount: "1", currency: 840 }),
      constant({ kind: "list", of: { kind: "text" } }, ["a"]),
      constant({ kind: "record", id: "hand.Bare" }, { qty: "1" }),
      constant({ kind: "optional", of: { kind: "text" } }, 7),
      constant({ kind: "optional", of: { kind: "text" } }, null),
    ],
    ["a number that has no exact places", constant("int", "many"), constant("decimal", "1e3")],
    ["a number with more places", constant("int", "1.5"), constant("decimal", "0.00005")],
    ["a number that is too large", constant("int", "9007199254740992"), constant("decimal", "900719925475")],
    ["a field of what is absent", field(nothing, "qty")],
    ["a field of no record", field(n, "qty"), field(on, "qty"), field(on, "qty", true)],
    ["a record without none", field(order, "none"), field(field(order, "home"), "none"), input("none"), fact("none")],
    ["an entry of other than a map", index(n, t), index(t, t), index(field(order, "prices"), n), index(order, t)],
    ["a text that is none", like(n, t), like(t, n), builtin("lower", n)],
    [
      "a comparison of other kinds",
      equal(n, t),
      equal(t, n),
      equal(m, n),
      equal(n, m),
      equal(b, n),
      equal(at, day),
      equal(at, n),
      equal(constant("tier", "high"), constant("level", "guided")),
      equal(constant("tier", "high"), n),
      equal(order, order),
      equal(names, names),
      compared("number", n, t),
      compared("money", m, n),
      arith("+", n, t),
      arith("-", b, b),
      builtin("min_of", n, t),
      builtin("max_of", constant("tier", "high"), constant("level", "guided")),
      among(t, items(n)),
    ],
    ["a comparison as time", compared("time", at, n), compared("time", n, at)],
    ["a comparison as date", compared("date", t, day)],
    ["a comparison as duration", compared("duration", long, t)],
    ["a comparison as text", compared("text", t, n), compared("text", n, t)],
    ["a comparison as bool", compared("bool", b, b)],
    [
      "a comparison as tier",
      compared("tier", constant("tier", "high"), n),
      compared("tier", n, constant("tier", "low")),
    ],
    ["a comparison as level", compared("level", constant("level", "guided"), constant("tier", "low"))],
    [
      "a list of other than texts",
      among(n, names),
      among(t, t),
      among(t, lines),
      among(t, field(order, "flags")),
      among(on, field(order, "names")),
    ],
    ["a list of many items", among(n, items(...many(33, five)))],
    [
      "a list that is none",
      some("any", n, b),
      some("count", b, b),
      total("sum", t, n),
      among(t, constant("text", ["a"])),
    ],
    ["a division", arith("/", n, five), arith("/", m, m)],
    [
      "a product of other than numbers",
      arith("*", b, n),
      arith("*", n, b),
      arith("*", t, n),
      arith("*", n, t),
      arith("*", m, m),
      arith("*", m, b),
      arith("*", b, m),
      arith("*", order, n),
    ],
    [
      "a product with many places",
      arith("*", arith("*", d, d), arith("*", d, d)),
      arith("*", arith("*", arith("*", m, d), d), d),
    ],
    ["a product of durations", arith("*", long, long), arith("*", at, long), arith("*", day, day)],
    [
      "an operation on a clock",
      arith("+", long, n),
      arith("-", n, long),
      arith("*", at, n),
      arith("*", n, day),
      arith("*", long, b),
      arith("*", t, long),
      arith("+", at, long, "number"),
      arith("-", at, at, "date"),
    ],
    ["a negation of no number", minus(t), minus(b), minus(at), minus(day), minus(order)],
    [
      "a choice of records or lists",
      either(b, order, order),
      either(b, names, names),
      either(b, field(order, "prices"), field(order, "prices")),
      otherwise(fact("extra"), order),
    ],
    ["a choice of several kinds", either(b, n, t), either(b, m, n), otherwise(on, t), either(b, at, t)],
    ["a number in larger units", either(b, d, arith("*", d, d)), otherwise(om, arith("*", m, d))],
    ["a list made from a list", total("list", lines, n)],
    ["a total of other kinds", total("sum", names, x), total("min", names, b), total("max", lines, x)],
    ["a sum of times", total("sum", lines, field(x, "placed")), total("sum", lines, field(x, "day"))],
    ["a builtin of nothing", builtin("lower"), builtin("min_of"), builtin("zip")],
    ["a length of other kinds", builtin("length", n), builtin("count", b), builtin("count", order)],
    ["an extreme of many", builtin("min_of", n), builtin("min_of", n, n, n), builtin("max_of", m, m, m)],
    ["a date of no time", builtin("date", day), builtin("date", long), builtin("date", n)],
    ["a weekday of no time", builtin("weekday", t), builtin("weekday", n)],
    ["a time of day of no time", builtin("time_of_day", n), builtin("time_of_day", t)],
    ...["distinct", "first", "last", "zip", "adjacent", "contains_all", "keys", "values"].map(
      (name) => [`the builtin ${name}`, builtin(name, names, names)] as const,
    ),
    ...["outcome", "people", "autonomy"].map((name) => [`the ambient value ${name}`, ambient(name)] as const),
    ["a let that is not declared", { op: "let", name: "none" }],
    [
      "absent where a value is needed",
      not(nothing),
      arith("+", n, nothing),
      builtin("lower", nothing),
      some("any", nothing, b),
    ],
    // What documents hold.
    ["a requester without it", field(ambient("requester"), "none"), field(ambient("requester"), "constructor")],
    ["a change without it", some("any", ambient("changes"), present(field(x, "none")))],
    [
      "a side of any change",
      some("any", ambient("changes"), present(field(x, "old"))),
      some("any", ambient("changes"), present(field(x, "new"))),
    ],
    ["a target without it", some("any", ambient("changes"), present(field(field(x, "target"), "none")))],
    ["the evidence of a change", some("any", ambient("changes"), present(field(field(x, "evidence"), "id")))],
    ["a change that is not declared", changesTo("hand.Order", "none"), changesTo("hand.None", "total")],
    [
      "a past change set without it",
      some("any", history(ACT), present(field(x, "none"))),
      some("any", history(ACT), present(field(field(x, "inputs"), "none"))),
    ],
    ["the roles of a past requester", some("any", history(ACT), present(field(field(x, "requester"), "roles")))],
    ["an action that is not declared", history("hand.None"), history("toString")],
    [
      "evidence without it",
      some("any", ambient("evidence"), present(field(x, "points"))),
      some("any", evidenceOf("check"), present(field(x, "none"))),
      some("any", evidenceOf("photo"), present(field(x, "points"))),
    ],
    ["evidence that is not declared", evidenceOf("none")],
  ];

  const summing = (expr: PlanExpr): Plan => withQuota(PLAN, { sum: expr, sumAs: "number" });

  test.each(cases.map(([why, ...exprs]) => [why, exprs] as const))("%s", (why, exprs) => {
    for (const [place, expr] of exprs.entries()) expect(refusal(summing(expr)), `${place}`).toBe(why);
  });

  test("no number, which is all that the bounds leave to say", () => {
    for (const expr of [
      deep(200),
      loops(3),
      among(n, items(...many(32, five))),
      among(pick, items(constant("text", "red"))),
      among(t, constant({ kind: "list", of: { kind: "text" } }, ["a"])),
      among(t, constant({ kind: "optional", of: { kind: "list", of: { kind: "text" } } }, ["a"])),
      yes,
      t,
      at,
      constant("outcome", "hold"),
      constant("level", "guided"),
      names,
      order,
    ])
      expect(refusal(summing(expr))).toBe("a quota of other kinds");
  });

  test("too many expressions", () => {
    expect(refusal(summing(and(...many(19_990, b))))).toBe("a quota of other kinds");
    expect(refusal(summing(and(...many(20_000, b))))).toBe("too many expressions");
  });

  test("what is asked of the evaluator in their place is a whole condition, or a value in words", () => {
    const asked = withClause(PLAN, { fires: equal(n, t), effect: { kind: "deny", verb: "forbid" } });
    for (const mode of MODES) {
      const { aside } = program(asked, asked.actions[ACT]!, mode);
      expect(aside).toBe(true);
    }
    const told = withClause(PLAN, {
      fires: b,
      reads: [{ path: "prices", expr: field(order, "prices"), type: { kind: "map", of: { kind: "money" } } }],
      effect: { kind: "deny", verb: "forbid" },
    });
    expect(MODES.filter((mode) => program(told, told.actions[ACT]!, mode).aside)).toEqual(["full"]);
  });
});

describe("in words", () => {
  const keyed = (expr: PlanExpr, type: Type): Plan =>
    withQuota(PLAN, { sum: n, sumAs: "number", keys: [expr], keyTypes: [type] });

  test.each<readonly [string, PlanExpr, Type]>([
    ["such a record in words", ambient("requester"), { kind: "record", id: "$requester" }],
    ["such a record in words", ambient("impact"), { kind: "record", id: "$impact" }],
    ["an id that may be absent", field(order, "vague"), { kind: "record", id: "hand.Vague" }],
    ["a list in words", field(order, "flags"), { kind: "list", of: { kind: "bool" } }],
    ["a list in words", field(ambient("requester"), "roles"), { kind: "list", of: { kind: "text" } }],
    ["a text of other values", field(order, "prices"), { kind: "map", of: { kind: "money" } }],
  ])("%s", (why, expr, type) => {
    for (const mode of MODES) expect(refusal(keyed(expr, type), mode)).toBe(why);
  });

  test.each<readonly [PlanExpr, Type]>([
    [order, { kind: "record", id: "hand.Order" }],
    [field(order, "bare"), { kind: "record", id: "hand.Bare" }],
    [lines, { kind: "list", of: { kind: "record", id: "hand.Line" } }],
    [names, { kind: "list", of: { kind: "text" } }],
    [b, { kind: "bool" }],
    [day, { kind: "date" }],
    [nothing, { kind: "int" }],
  ])("code for %j", (expr, type) => {
    const why = expr === nothing ? "absent where a value is needed" : null;
    for (const mode of MODES) expect(refusal(keyed(expr, type), mode)).toBe(why);
  });
});

describe("effects", () => {
  const quota = (change: object): Plan => withQuota(PLAN, { sum: n, sumAs: "number", ...change });
  const approve = (requirement: PlanRequirement, excluding: PlanExpr | null = null): Plan =>
    withClause(PLAN, { fires: b, effect: { kind: "approve", requirement, excluding } });
  const one = (role: string): PlanRequirement => ({ op: "seats", count: 1, role });
  const table = (name: string): PlanRequirement => ({ op: "table", table: name, args: [n] });
  const either = (length: number, prefix: string): PlanRequirement => ({
    op: "or",
    parts: Array.from({ length }, (_, i) => one(`${prefix}${i}`)),
  });

  test.each<readonly [string, Plan]>([
    ["a quota of other kinds", quota({ sum: b })],
    ["a quota of other kinds", quota({ sum: at })],
    ["a limit of another kind", quota({ limit: m })],
    ["a limit of another kind", quota({ sum: m, limit: n })],
    ["a limit of another kind", quota({ sum: null, limit: m })],
    ["a table that is not declared", approve(table("hand.none"))],
    ["a table that is not declared", approve(table("toString"))],
    ["a table within a requirement", approve({ op: "and", parts: [one("lead"), table("hand.sign")] })],
    ["a table within a requirement", approve({ op: "or", parts: [{ op: "and", parts: [table("hand.sign")] }] })],
    ["an exclusion of other values", approve(one("lead"), n)],
    ["an exclusion of other values", approve(one("lead"), order)],
    ["an exclusion of other values", approve(one("lead"), lines)],
    ["an exclusion of other values", approve(one("lead"), field(order, "flags"))],
    ["an exclusion of other values", approve(one("lead"), ambient("changes"))],
    ["an exclusion of other values", approve(one("lead"), items(t, names))],
    ["the operator items", approve(one("lead"), items(items(t)))],
    ["many alternatives", approve({ op: "and", parts: Array.from({ length: 8 }, (_, i) => either(8, `r${i}-`)) })],
  ])("%s", (why, plan) => {
    for (const mode of MODES) expect(refusal(plan, mode)).toBe(why);
  });

  test("code for the same with what they are for", () => {
    for (const plan of [
      quota({}),
      quota({ sum: m, sumAs: "money", limit: m }),
      approve(table("hand.sign")),
      approve({ op: "and", parts: [one("lead"), { op: "or", parts: [one("boss")] }] }),
      approve(one("lead"), t),
      approve(one("lead"), input("ot")),
      approve(one("lead"), names),
      approve(one("lead"), items(t, t)),
      approve(one("lead"), nothing),
    ])
      for (const mode of MODES) expect(refusal(plan, mode)).toBeNull();
  });

  test("of one approval after the other, for whole decisions", () => {
    const clause = clauseOf(PLAN);
    const approvals = (length: number, requirement: PlanRequirement): Plan =>
      withAction(PLAN, {
        clauses: Array.from(
          { length },
          (_, i): PlanClause => ({
            ...clause,
            id: `hand.Act.a${i}`,
            stratum: 2,
            effect: { kind: "approve", requirement, excluding: null },
          }),
        ),
      });
    expect(refusal(approvals(50, one("lead")), "full")).toBeNull();
    expect(refusal(approvals(51, one("lead")), "full")).toBe("many approvals");
    expect(refusal(approvals(51, one("lead")))).toBeNull();
    expect(refusal(approvals(12, either(2, "r")), "full")).toBeNull();
    expect(refusal(approvals(13, either(2, "r")), "full")).toBe("many approvals");
  });
});

describe("actions", () => {
  const act = PLAN.actions[ACT]!;
  const deny: PlanClause = { ...clauseOf(PLAN), id: "hand.Act.c", fires: b, effect: { kind: "deny", verb: "forbid" } };
  const clauses = (...all: readonly PlanClause[]): Plan => withAction(PLAN, { clauses: all });
  const denials = (length: number): readonly PlanClause[] =>
    Array.from({ length }, (_, i) => ({ ...deny, id: `hand.Act.c${i}` }));
  const points = (...all: readonly string[]): Plan =>
    clauses(
      ...all.map(
        (one, i): PlanClause => ({ ...deny, id: `hand.Act.s${i}`, stratum: 0, effect: { kind: "score", points: one } }),
      ),
    );
  const inputs = (...more: readonly FieldType[]): Plan => withAction(PLAN, { inputs: [...act.inputs, ...more] });
  const typed = (type: unknown, limits?: Limits): Plan =>
    inputs({ name: "more", type: type as Type, doc: null, ...(limits === undefined ? {} : { limits }) });
  const named = (name: string): Plan => inputs({ name, type: { kind: "text" }, doc: null });
  const impact = (category: string, value: PlanExpr | null): Plan =>
    withAction(PLAN, { impact: [{ category, value, as: null } as PlanAction["impact"][number]] });
  const changes = (...all: readonly (readonly [record: string, target: string, field: string])[]): Plan =>
    withAction(PLAN, {
      changes: all.map(([record, target, field]) => ({ record, target, field, type: { kind: "text" } })),
    });
  const reading = (path: string): Plan => clauses({ ...deny, reads: [{ path, expr: n, type: { kind: "int" } }] });
  const nested = (levels: number): Plan => {
    const records = { ...PLAN.records };
    for (let i = 0; i < levels; i++)
      records[`r${i}`] = {
        id: `r${i}`,
        doc: null,
        fields: [
          { name: "in", type: i === levels - 1 ? { kind: "int" } : { kind: "record", id: `r${i + 1}` }, doc: null },
        ],
      };
    return { ...inputs({ name: "more", type: { kind: "record", id: "r0" }, doc: null }), records };
  };
  const choice = (length: number): Plan =>
    typed({ kind: "choice", name: null, values: [..."abcdefghijkl", "y".repeat(length)] });

  const bounds: readonly (readonly [why: string, plan: Plan, modes?: readonly Mode[]])[] = [
    ["many clauses", clauses(...denials(401))],
    ["no order", clauses({ ...deny, stratum: 2 }, { ...deny, stratum: 1 })],
    ["no order", clauses({ ...deny, stratum: 0 }, { ...deny, stratum: 2 }, { ...deny, stratum: 1 })],
    ["scores that are too large", points("9007199254740991", "1")],
    ["scores that are too large", points("many")],
    ["impact that reads what comes later", impact("money", ambient("score")), ["full"]],
    ["impact that reads what comes later", impact("money", ambient("tier")), ["full"]],
    ["impact that reads what comes later", impact("money", ambient("impact")), ["full"]],
    ["an impact of other kinds", impact("money", t), ["full"]],
    ["an impact of other kinds", impact("money", at), ["full"]],
    ["an impact of other kinds", impact("customers", names), ["full"]],
    ["two records of one name", changes(["hand.A", "A", "f"], ["other.A", "A", "f"]), ["verdict", "full"]],
    ["a name that is no text", changes(["hand.A", "A\ud800", "f"]), ["verdict", "full"]],
    ["a path that is no plain name", reading("__proto__"), ["full"]],
    ["a path that is no plain name", reading("7"), ["full"]],
    ["a path that is no plain name", reading("10"), ["full"]],
    ["a rate", clauses({ ...deny, effect: { kind: "sample", rate: "many" } }), ["full"]],
    ["limits on other than numbers and texts", typed({ kind: "bool" }, { minimum: "1" }), ["verdict", "full"]],
    [
      "limits on other than numbers and texts",
      typed({ kind: "optional", of: { kind: "money" } }, { minimum: "1" }),
      ["verdict", "full"],
    ],
    ["a number with more places", typed({ kind: "int" }, { minimum: "1.5" }), ["verdict", "full"]],
    [
      "a choice that no document can make",
      typed({ kind: "choice", name: null, values: ["a", "\ud800"] }),
      ["verdict", "full"],
    ],
    [
      "an optional of an optional",
      typed({ kind: "optional", of: { kind: "optional", of: { kind: "int" } } }),
      ["verdict", "full"],
    ],
    ["a record that is not declared", typed({ kind: "record", id: "hand.None" }), ["verdict", "full"]],
    ["a record that is not declared", typed({ kind: "record", id: "toString" }), ["verdict", "full"]],
    ["a value of type never", typed({ kind: "never" }), ["verdict", "full"]],
    ["a value of type outcome", typed({ kind: "list", of: { kind: "outcome" } }), ["verdict", "full"]],
    ["a member of a special name", named("toString"), ["verdict", "full"]],
    ["a member of a special name", named("__proto__"), ["verdict", "full"]],
    ["a member of a special name", named("$unknown"), ["verdict", "full"]],
    ["a member of a special name", named("a\ud800"), ["verdict", "full"]],
    ["records nested too deep", nested(25), ["verdict", "full"]],
    ["documents that may be too large", choice(1_000_001), ["verdict", "full"]],
  ];
  test.each(bounds.map(([why, plan, modes = MODES]) => [why, plan, modes] as const))("%s", (why, plan, modes) => {
    expect(MODES.filter((mode) => refusal(plan, mode) === why)).toEqual(modes);
    expect(MODES.filter((mode) => refusal(plan, mode) === null)).toEqual(MODES.filter((mode) => !modes.includes(mode)));
  });

  test("code for what is just within the bounds", () => {
    for (const plan of [
      clauses(...denials(400)),
      clauses({ ...deny, stratum: 0 }, { ...deny, stratum: 0 }, { ...deny, stratum: 2 }),
      points("9007199254740990", "1"),
      impact("money", m),
      impact("customers", n),
      impact("access", null),
      changes(["hand.A", "A", "f"], ["other.A", "A", "g"], ["hand.A", "A", "f"]),
      reading("a7"),
      reading("proto"),
      typed({ kind: "optional", of: { kind: "text" } }, { min_length: 1 }),
      typed({ kind: "int" }, { minimum: "1" }),
      typed({ kind: "decimal" }, { maximum: "0.0001" }),
      typed({ kind: "choice", name: null, values: ["a", "b"] }),
      typed({ kind: "tier" }),
      named("tostring"),
      named("a b"),
      nested(24),
      choice(900_000),
    ])
      expect(MODES.map((mode) => refusal(plan, mode))).toEqual([null, null, null]);
  });
});
