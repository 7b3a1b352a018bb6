/** What remedies are made of: the values worth trying, the places that are open, the instants to wait for. */
import { describe, expect, it } from "vitest";
import { ask } from "../../src/decision/read/ask.ts";
import type { Question } from "../../src/decision/read/question.ts";
import { ALL_WAYS } from "../../src/decision/read/ways.ts";
import { candidates, MAX_CANDIDATES } from "../../src/decision/remedies/candidates.ts";
import { constantsOf } from "../../src/decision/remedies/constants.ts";
import { leavesOf, MAX_LEAVES, supply } from "../../src/decision/remedies/leaves.ts";
import { momentsAfter } from "../../src/decision/remedies/moments.ts";
import { better, MAX_DECISIONS, type Search, search } from "../../src/decision/remedies/search.ts";
import { thresholds } from "../../src/decision/remedies/thresholds.ts";
import type { Parts } from "../../src/decision/settle.ts";
import { DAY_MS, HOUR_MS } from "../../src/eval/calendar.ts";
import { Decimal, decimalText, parseDecimal } from "../../src/eval/decimal.ts";
import { encodeWire } from "../../src/eval/wire.ts";
import type { Wire } from "../../src/model/expression.ts";
import type { Type } from "../../src/model/type.ts";
import { evaluatorOf } from "./fixtures.ts";
import { bool, changeSet, clause, decimal, int, list, money, NOW, optional, planOf, text } from "./plan.ts";

type Data = Record<string, unknown>;

const now = Date.parse(NOW);

function questionOf(policy: string, said: Data = {}, context: Data = {}): Question {
  const { plan } = evaluatorOf({ "a.bylaw": policy });
  return ask(plan, changeSet(said), { now: NOW, ...context }, ALL_WAYS).question!;
}

const constants = (policy: string): ReturnType<typeof constantsOf> => {
  const { plan } = evaluatorOf({ "a.bylaw": policy });
  return constantsOf(plan, plan.actions["a.Act"]!);
};

describe("what an action compares with", () => {
  it("is gathered from its lets, conditions, limits and sums, and from the functions that these call, by kind", () => {
    const found = constants(`
      policy a
      define twice(x: decimal) = x * 2.5 + thrice(x)
      define thrice(x: decimal) = x * 7
      action Act {
        input amount: money  input share: decimal  input word: text  input seen: time  input born: date
        input size: "small" | "large"
        let some = share > 0.25
        forbid one: some and twice(share) > 40 because "-"
        forbid two: word == "gold" or word == "blue" or size == "large" because "-"
        forbid three: seen > 2026-01-01T00:00:00Z or born > 2020-02-29 because "-"
        forbid four: seen - 2026-01-01T00:00:00Z > 3 hours because "-"
        forbid five: amount > 12 EUR because "-"
        quota spend: sum of amount * 3 up to 100 USD in any 24 hours }`);
    expect(found.numbers.map(decimalText)).toEqual(["0.25", "2.5", "3", "40", "7"]);
    expect(found.money.map((one) => encodeWire(money, one, {}))).toEqual([
      { amount: "100", currency: "USD" },
      { amount: "12", currency: "EUR" },
    ]);
    expect(found.texts).toEqual(["blue", "gold", "large"]);
    expect(found.durations).toEqual([3 * HOUR_MS]);
    expect(found.dates).toEqual([Date.UTC(2020, 1, 29) / DAY_MS]);
    expect(found.times).toEqual([Date.UTC(2026, 0, 1)]);
    expect(found.clock).toBe(false);
  });

  it("is sorted, without repeats, and no more than 64 of a kind", () => {
    const many = Array.from({ length: 70 }, (_, n) => n + 10);
    const found = constants(`
      policy a
      action Act {
        input count: int  input word: text  input born: date
        ${many.map((n) => `forbid n${n}: count == ${n} or count == ${n} because "-"`).join("\n")}
        ${many.map((n) => `forbid w${n}: word == "w${n}" because "-"`).join("\n")}
        ${many.map((n) => `forbid d${n}: born == 19${n}-01-01 because "-"`).join("\n")} }`);
    expect(found.numbers.map(decimalText)).toEqual(many.slice(0, 64).map(String));
    expect(found.texts).toEqual(many.slice(0, 64).map((n) => `w${n}`));
    expect(found.dates).toEqual(many.slice(0, 64).map((n) => Date.UTC(1900 + n, 0, 1) / DAY_MS));
  });

  it("holds of texts those that people write, not the names of tiers and outcomes", () => {
    const values = [
      [text, "a"],
      [{ kind: "choice", name: null, values: ["b"] }, "b"],
      [optional(text), "c"],
      [{ kind: "tier" }, "low"],
      [{ kind: "outcome" }, "deny"],
      [{ kind: "level" }, "guided"],
      [bool, true],
    ] as const;
    const fires = {
      op: "items",
      items: values.map(([type, value]) => ({ op: "const", type, value }) as const),
    } as const;
    const plan = planOf({ clauses: [clause({ kind: "deny", verb: "forbid" }, { fires })] });
    const found = constantsOf(plan, plan.actions["a.Act"]!);
    expect([found.texts, found.numbers, found.money, found.clock]).toEqual([["a", "b"], [], [], false]);
  });

  it("says whether it looks at the clock", () => {
    expect(constants('policy a\naction Act { forbid now < 2026-12-01T00:00:00Z because "-" }').clock).toBe(true);
    expect(
      constants('policy a\ndefine soon(t: time) = t < now\naction Act { input due: time forbid soon(due) because "-" }')
        .clock,
    ).toBe(true);
  });
});

const POLICY = `
  policy a
  tiers low < high
  role ops "Ops"
  evidence photo { points: int, seller: text }
  record Order { total: money, lines: list of Line, by_day: map of int, note: text?, maybe: Line? }
  record Line { count: int, paid: bool }
  action Act { disclose evidence
    input amount: money  input share: decimal  input word: text
    input order: Order  input extras: list of Line?
    changes Order.total, Order.note
    fact most: money = s(requester.id)
    fact kept: Order = s(requester.id)
    forbid many: share > 5 because "-"
    forbid dear: amount > 40 EUR because "-"
    forbid gold: word == "gold" because "-" }`;
const INPUTS = {
  amount: { amount: "9", currency: "USD" },
  share: "2",
  word: "blue",
  order: { total: { amount: "1", currency: "USD" }, lines: [], by_day: {} },
  extras: [],
};
const CHANGES = [
  {
    target: { type: "Order", id: "o-1" },
    field: "total",
    old: { amount: "3", currency: "USD" },
    new: { amount: "4", currency: "USD" },
  },
];

describe("values to try", () => {
  const question = questionOf(POLICY, { inputs: INPUTS, changes: CHANGES });
  const tried = (type: Type): readonly Wire[] =>
    candidates(question, type, "p").map((value) => encodeWire(type, value, question.plan.records));

  it.each<[string, Type, readonly Wire[]]>([
    ["truths", bool, [true, false]],
    ["nothing, where it may be absent", optional(bool), [true, false, null]],
    ["choices", { kind: "choice", name: null, values: ["a", "b"] }, ["a", "b"]],
    ["tiers", { kind: "tier" }, ["low", "high"]],
    [
      "numbers given and named, with their neighbours, and far beyond",
      decimal,
      ["0", "5000000", "2", "1", "3", "5", "4", "6"],
    ],
    ["whole ones alone", int, ["0", "5000000", "2", "1", "3", "5", "4", "6"]],
    ["texts given and named, and another", text, ["blue", "gold", "other"]],
    [
      "times around now",
      { kind: "time" },
      [0, -1, -24, -9_600, 24, 9_600].map((h) => new Date(now + h * HOUR_MS).toISOString().replace(".000", "")),
    ],
    ["days around today", { kind: "date" }, ["2026-11-22", "2026-11-21", "2026-11-23", "2025-10-18", "2027-12-27"]],
    ["durations", { kind: "duration" }, ["PT0S", "PT1H", "P1D", "P400D"]],
    ["lists of none and of one", list(bool), [[], [true], [false]]],
    ["no entries", { kind: "map", of: int }, [{}]],
    ...(["outcome", "level", "never"] as const).map((kind): [string, Type, readonly Wire[]] => [
      `nothing of what nobody supplies: ${kind}`,
      { kind },
      [],
    ]),
  ])("%s", (_name, type, wires) => expect(tried(type)).toEqual(wires));

  it("money in each currency that is given or named: none, far beyond, and about what is said", () => {
    const amounts = tried(money).map((wire) => Object.values(wire as object).join(" "));
    expect(amounts).toEqual([
      ...["0 USD", "9000000 USD", "0 EUR", "40000000 EUR"],
      ...["3 USD", "2 USD", "4 USD", "5 USD", "9 USD", "8 USD", "10 USD"],
      ...["40 EUR", "39 EUR", "41 EUR"],
    ]);
  });

  it("of a record one whose fields are open", () => {
    expect(tried({ kind: "record", id: "a.Line" })).toEqual([
      { count: { $unknown: "p.count: not supplied" }, paid: { $unknown: "p.paid: not supplied" } },
    ]);
    expect(tried(list({ kind: "record", id: "a.Line" }))).toEqual([
      [],
      [{ count: { $unknown: "p[0].count: not supplied" }, paid: { $unknown: "p[0].paid: not supplied" } }],
    ]);
  });

  it("are so many and no more", () => {
    const fractions = Array.from({ length: 30 }, (_, n) => `forbid n${n}: share == ${n}.5 because "-"`).join("\n");
    const large = questionOf(`policy a\naction Act { input share: decimal\n${fractions} }`, { inputs: { share: "1" } });
    expect(candidates(large, decimal, "p")).toHaveLength(MAX_CANDIDATES);
    expect(candidates(large, int, "p").map((value) => encodeWire(int, value, {}))).toEqual(["0", "29500000", "1", "2"]);
  });
});

describe("places that are open", () => {
  const open = (why: string): Data => ({ $unknown: why });
  const question = questionOf(
    POLICY,
    {
      inputs: {
        amount: { amount: open("a"), currency: "USD" },
        share: open("b"),
        word: "blue",
        order: {
          total: { amount: "1", currency: "USD" },
          lines: [
            { count: 1, paid: open("c") },
            { count: open("d"), paid: true },
          ],
          by_day: { monday: open("e"), friday: 1 },
          note: open("f"),
          maybe: { count: open("g"), paid: true },
        },
        extras: [null, { count: 1, paid: open("h") }],
      },
      changes: [
        { target: { type: "Order", id: "o-1" }, field: "total", old: open("i"), new: { amount: "4", currency: "USD" } },
        { target: { type: "Order", id: "o-2" }, field: "total", old: null, new: open("j") },
        { target: { type: "Order", id: "o-2" }, field: "note", old: "x", new: open("k") },
      ],
      evidence: [{ id: "e1", kind: "photo", issuer: "user:x", at: NOW, data: { points: open("l"), seller: "s" } }],
      confidence: open("m"),
    },
    { facts: { kept: { total: open("n"), lines: [], by_day: {} } } },
  );
  const kindOf = (type: Type): string => (type.kind === "optional" ? `${kindOf(type.of)}?` : type.kind);
  const PLACES: Readonly<Record<string, string>> = {
    "changes[Order o-1 total].old": "money?",
    "changes[Order o-2 note].new": "text?",
    "changes[Order o-2 total].new": "money?",
    confidence: "decimal",
    "evidence[e1].data.points": "int",
    "facts.kept.total": "money",
    "facts.most": "money",
    "inputs.amount.amount": "money",
    "inputs.extras[1].paid": "bool",
    "inputs.order.by_day.monday": "int",
    "inputs.order.lines[0].paid": "bool",
    "inputs.order.lines[1].count": "int",
    "inputs.order.maybe.count": "int",
    "inputs.order.note": "text?",
    "inputs.share": "decimal",
  };

  it("are found wherever they are, each with its type", () => {
    const paths = new Set(Object.keys(PLACES));
    expect(leavesOf(question, paths).map(({ path, type }) => [path, kindOf(type)])).toEqual(Object.entries(PLACES));
    expect(leavesOf(question, new Set(["inputs.share", "inputs.word"])).map(({ path }) => path)).toEqual([
      "inputs.share",
    ]);
  });

  it.each(Object.keys(PLACES))("%s takes a value, and nothing else changes", (path) => {
    const supplied = supply(question, new Map([[path, parseDecimal("77")!]]));
    const rest = Object.keys(PLACES).filter((other) => other !== path);
    expect(leavesOf(supplied, new Set(Object.keys(PLACES))).map((leaf) => leaf.path)).toEqual(rest);
    const before = leavesOf(question, new Set(rest));
    expect(leavesOf(supplied, new Set(rest))).toEqual(before);
  });

  it("what is not known for two reasons at once is no one place", () => {
    const twice = { amount: { amount: open("x"), currency: open("y") }, share: "1", word: "a", order: INPUTS.order };
    const asked = questionOf(POLICY, { inputs: { ...twice, extras: [] }, changes: CHANGES });
    const paths = ["inputs.amount.amount", "inputs.amount.currency"];
    expect(leavesOf(asked, new Set(paths))).toEqual([]);
    const supplied = supply(asked, new Map(paths.map((path) => [path, parseDecimal("77")!])));
    expect(supplied.inputs).toEqual(asked.inputs);
  });

  it("a value lands where it was open", () => {
    const supplied = supply(question, new Map([["inputs.order.lines[1].count", parseDecimal("77")!]]));
    const order = supplied.inputs.get("order");
    const wire = encodeWire({ kind: "record", id: "a.Order" }, order!, question.plan.records) as Data;
    expect(wire["lines"]).toEqual([
      { count: "1", paid: { $unknown: "inputs.order.lines[0].paid: c" } },
      { count: "77", paid: true },
    ]);
    expect(supplied.changes).toEqual(question.changes);
    expect(supplied.evidence).toEqual(question.evidence);
  });

  it("are so many and no more, the first by path", () => {
    const names = Array.from({ length: MAX_LEAVES + 4 }, (_, n) => `f${n + 10}`);
    const many = questionOf(
      `policy a\naction Act { ${names.map((name) => `fact ${name}: bool = s(requester.id)`).join("\n")}
        ${names.map((name) => `require ${name}`).join("\n")} }`,
    );
    const paths = names.map((name) => `facts.${name}`);
    expect(leavesOf(many, new Set([...paths].reverse())).map(({ path }) => path)).toEqual(paths.slice(0, MAX_LEAVES));
  });
});

describe("instants to wait for", () => {
  const moments = (body: string, at = NOW, zone = "Europe/Berlin"): readonly string[] =>
    momentsAfter(questionOf(`policy a\ntimezone "${zone}"\naction Act { ${body} }`, {}, { now: at })).map((ms) =>
      new Date(ms).toISOString().replace(".000Z", "Z"),
    );
  const midnights = (from: number, days: number): readonly string[] =>
    Array.from({ length: days }, (_, n) => new Date(Date.UTC(2026, 10, from + n)).toISOString().replace(".000Z", "Z"));

  it("none, where nothing looks at the clock", () => {
    expect(moments('input word: text require word == "x"')).toEqual([]);
  });

  it("days begin, for a week and a day", () => {
    expect(moments('forbid weekday(now) == "sunday" because "-"', NOW, "UTC")).toEqual(midnights(23, 8));
  });

  it("from the very next millisecond", () => {
    expect(moments('forbid weekday(now) == "sunday" because "-"', "2026-11-22T00:00:00Z", "UTC")).toEqual(
      midnights(23, 8),
    );
    expect(moments('forbid weekday(now) == "sunday" because "-"', "2026-11-21T23:59:59.999Z", "UTC")).toEqual(
      midnights(22, 8),
    );
  });

  it("hours that are named come round each day, as the wall clock shows them", () => {
    const found = moments('forbid time_of_day(now) < 8 hours because "-"');
    expect(found.slice(0, 4)).toEqual([
      "2026-11-22T23:00:00Z",
      "2026-11-23T07:00:00Z",
      "2026-11-23T23:00:00Z",
      "2026-11-24T07:00:00Z",
    ]);
    expect(found).toHaveLength(16);
    // A day is no time of day, and midnight is there already.
    expect(moments('forbid time_of_day(now) < 24 hours because "-"')).toHaveLength(8);
    expect(moments('forbid time_of_day(now) <= 0 hours because "-"')).toHaveLength(8);
  });

  it("an hour that the clock leaves out does not come on that day; one it shows twice comes once", () => {
    const spring = moments('forbid time_of_day(now) < 150 minutes because "-"', "2026-03-28T12:00:00Z");
    expect(spring.slice(0, 4)).toEqual([
      "2026-03-28T23:00:00Z",
      "2026-03-29T22:00:00Z",
      "2026-03-30T00:30:00Z",
      "2026-03-30T22:00:00Z",
    ]);
    const autumn = moments('forbid time_of_day(now) < 150 minutes because "-"', "2026-10-24T12:00:00Z");
    expect(autumn.slice(0, 4)).toEqual([
      "2026-10-24T22:00:00Z",
      "2026-10-25T00:30:00Z",
      "2026-10-25T23:00:00Z",
      "2026-10-26T01:30:00Z",
    ]);
  });

  it("days that are named begin and end, and instants are reached and passed", () => {
    expect(moments('forbid date(now) == 2027-05-01 because "-"').slice(8)).toEqual([
      "2027-04-30T22:00:00Z",
      "2027-05-01T22:00:00Z",
    ]);
    expect(moments('forbid now <= 2027-05-01T00:00:00Z because "-"').slice(8)).toEqual([
      "2027-05-01T00:00:00Z",
      "2027-05-01T00:00:00.001Z",
    ]);
    expect(moments('forbid now <= 2025-05-01T00:00:00Z because "-"')).toHaveLength(8);
  });

  it("forty at most, the soonest", () => {
    const hours = Array.from({ length: 10 }, (_, n) => `forbid h${n}: time_of_day(now) == ${n + 1} hours because "-"`);
    const found = moments(hours.join("\n"), NOW, "UTC");
    expect(found).toHaveLength(40);
    expect(found[0]).toBe("2026-11-23T00:00:00Z");
    expect(found.at(-1)).toBe("2026-11-26T06:00:00Z");
  });
});

describe("amounts to keep at or under", () => {
  /** What is tried for an input, in its order, where nothing helps. */
  function tried(policy: string, said: Data, context: Data = {}, quotas: readonly Data[] = []): readonly string[] {
    const question = questionOf(policy, said, context);
    const parts = { outcome: "deny", quotas } as unknown as Parts;
    const found: string[] = [];
    const nothing: Search = {
      decide(asked) {
        const changed = [...asked.inputs].filter(([name, value]) => value !== question.inputs.get(name));
        for (const [name, value] of changed) {
          const type = value instanceof Decimal ? decimal : money;
          const wire = encodeWire(type, value, {});
          found.push(`${name} ${typeof wire === "string" ? wire : Object.values(wire as object).join(" ")}`);
        }
        return parts;
      },
      after: () => null,
    };
    expect(thresholds(question, parts, nothing)).toEqual([]);
    return found;
  }
  const usd = (amount: string): Data => ({ amount, currency: "USD" });

  it("what is named in the currency, each and a cent less, and all differences with what is asked for; the largest first", () => {
    const policy = `
      policy a
      action Act { input amount: money
        forbid a: amount > 50 USD because "-"  forbid b: amount > 30 USD because "-"  forbid c: amount > 12 EUR because "-" }`;
    expect(tried(policy, { inputs: { amount: usd("60") } })).toEqual(
      ["59.99", "50", "49.99", "30", "29.99", "20", "19.99", "10", "9.99", "0"].map((amount) => `amount ${amount} USD`),
    );
    expect(tried(policy, { inputs: { amount: usd("50") } })).toEqual(
      ["49.99", "30", "29.99", "20", "19.99", "0"].map((amount) => `amount ${amount} USD`),
    );
  });

  it("whole numbers by ones, others by hundredths", () => {
    const policy = 'policy a\naction Act { input share: decimal forbid a: share > 4 because "-" }';
    expect(tried(policy, { inputs: { share: "6" } })).toEqual([
      "share 5",
      "share 4",
      "share 3",
      "share 2",
      "share 1",
      "share 0",
    ]);
    expect(tried(policy, { inputs: { share: "6.5" } })).toEqual(
      ["6.49", "4", "3.99", "2.5", "2.49", "0"].map((number) => `share ${number}`),
    );
  });

  it("amounts that facts and other inputs hold, three records deep, of the same currency", () => {
    const policy = `
      policy a
      record Deep { one: money, in: Deeper }
      record Deeper { two: money, in: Deepest }
      record Deepest { three: money, in: Abyss }
      record Abyss { four: money }
      action Act { input amount: money  input more: money  input word: text?
        fact deep: Deep = s(word ?? "")
        fact foreign: money = s(word ?? "")
        forbid a: amount > deep.one or amount > foreign or amount > deep.in.two or amount > deep.in.in.three because "-"
        forbid b: amount > deep.in.in.in.four or amount > more because "-" }`;
    const deep = { one: usd("1000"), in: { two: usd("400"), in: { three: usd("90"), in: { four: usd("7") } } } };
    const found = tried(
      policy,
      { inputs: { amount: usd("2000"), more: usd("0") } },
      { facts: { deep, foreign: { amount: "5", currency: "EUR" } } },
    );
    const plain = found.filter((words) => !words.includes(".99")).map((words) => words.split(" ")[1]);
    expect(plain).toEqual(["1910", "1600", "1000", "910", "600", "400", "310", "90", "0"]);
  });

  it("the room that quotas have, where all of it is known and of the same kind", () => {
    const policy = `
      policy a
      action Act { input amount: money  input share: decimal  forbid a: amount > 90 USD or share > 7 because "-" }`;
    const quotas = [
      { limit: "80 USD", used: "30 USD" },
      { limit: "20", used: "14" },
      { limit: "20 EUR", used: "14 EUR" },
      { limit: "20 USD", used: null },
      { limit: null, used: "14 USD" },
    ];
    const found = tried(policy, { inputs: { amount: usd("95"), share: "7" } }, {}, quotas);
    const plain = found.filter((words) => !words.includes("."));
    expect(plain).toEqual([
      ...["amount 90 USD", "amount 50 USD", "amount 45 USD", "amount 40 USD", "amount 5 USD", "amount 0 USD"],
      ...["share 6", "share 5", "share 1", "share 0"],
    ]);
  });

  it("differences that no exact number holds are left out", () => {
    const most = "9".repeat(34);
    const policy = `policy a\naction Act { input share: decimal  forbid a: share > ${most} or share > 0.5 because "-" }`;
    expect(tried(policy, { inputs: { share: "0.75" } })).toEqual(
      ["0.74", "0.5", "0.49", "0.25", "0.24", "0"].map((number) => `share ${number}`),
    );
  });

  it("forty-eight of each input, from the largest down", () => {
    const limits = Array.from({ length: 60 }, (_, n) => `forbid n${n}: share > ${n * 100} because "-"`).join("\n");
    const found = tried(`policy a\naction Act { input share: decimal\n${limits} }`, { inputs: { share: "9000.5" } });
    expect(found).toHaveLength(48);
    expect(found.slice(0, 2)).toEqual(["share 5900", "share 5899.99"]);
  });
});

describe("how often it is decided again", () => {
  it("so many times, and then no more", () => {
    const policy = 'policy a\naction Act { input word: text require word == "x" }';
    const question = questionOf(policy, { inputs: { word: "y" } });
    const { decide: again, after } = search(evaluatorOf({ "a.bylaw": policy }));
    const outcomes = Array.from({ length: MAX_DECISIONS }, () => again(question)?.outcome);
    expect(new Set(outcomes)).toEqual(new Set(["deny"]));
    expect([again(question), after(question, [])]).toEqual([null, null]);
  });

  it("better is less strict", () => {
    const order = ["allow", "review", "hold", "deny"] as const;
    for (const [i, a] of order.entries()) for (const [j, b] of order.entries()) expect(better(a, b)).toBe(i < j);
  });
});
