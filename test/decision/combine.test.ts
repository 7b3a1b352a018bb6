/** The words of what clauses find, and what they come to where nothing can be told. */
import { describe, expect, it } from "vitest";
import { worse } from "../../src/decision/combine/combine.ts";
import { lowerLevel } from "../../src/decision/combine/found.ts";
import { asksForNobody, percent, requirementWords } from "../../src/decision/combine/words.ts";
import { decide } from "../../src/decision/decide.ts";
import type { ResolvedRequirement } from "../../src/decision/reviewers/algebra.ts";
import { compile } from "../../src/eval/compile.ts";
import { divide, ONE, parseDecimal } from "../../src/eval/decimal.ts";
import type { Wire } from "../../src/model/expression.ts";
import type { Type } from "../../src/model/type.ts";
import { bool, changeSet, clause, decimal, field, int, list, money, NOW, optional, planOf, text } from "./plan.ts";

const of = (count: number, role: string): ResolvedRequirement => ({ op: "seats", count, role });
const parts = (op: "and" | "or" | "join", ...all: ResolvedRequirement[]): ResolvedRequirement => ({ op, parts: all });
const nobody: ResolvedRequirement = { op: "nobody" };

describe("requirements", () => {
  it.each<[string, ResolvedRequirement, boolean]>([
    ["nobody", nobody, true],
    ["2 of finance", of(2, "finance"), false],
    ["0 of finance", of(0, "finance"), true],
    ["1 of any [b, a]", { op: "any", count: 1, roles: ["b", "a"] }, false],
    ["2 roles of [b, a]", { op: "roles", count: 2, roles: ["b", "a"] }, false],
    ["0 roles of [b, a]", { op: "roles", count: 0, roles: ["b", "a"] }, true],
    ["1 of b and 1 of a", parts("and", of(1, "b"), of(1, "a")), false],
    ["1 of b or 1 of a", parts("or", of(1, "b"), of(1, "a")), false],
    ["1 of a joined with 1 of b", parts("join", of(1, "b"), of(1, "a")), false],
    ["1 of a", parts("and", of(1, "a")), false],
    ["1 of a and 1 of a", parts("and", of(1, "a"), of(1, "a")), false],
    ["1 of a", parts("join", of(1, "a"), of(1, "a")), false],
    ["nobody or 1 of a", parts("or", nobody, of(1, "a")), true],
    ["nobody and 1 of a", parts("and", nobody, of(1, "a")), false],
    ["1 of a joined with nobody", parts("join", nobody, of(1, "a")), false],
    ["nobody and nobody", parts("and", nobody, nobody), true],
    ["1 of c and (1 of b or 1 of a)", parts("and", of(1, "c"), parts("or", of(1, "b"), of(1, "a"))), false],
    [
      "(1 of a and 1 of b) or (1 of c joined with 1 of d)",
      parts("or", parts("and", of(1, "a"), of(1, "b")), parts("join", of(1, "d"), of(1, "c"))),
      false,
    ],
    ["(1 of b and 1 of a)", parts("or", parts("and", of(1, "b"), of(1, "a"))), false],
  ])("%s (%#)", (words, requirement, empty) => {
    expect(requirementWords(requirement)).toBe(words);
    // Said again from memory.
    expect(requirementWords(requirement)).toBe(words);
    expect(asksForNobody(requirement)).toBe(empty);
  });
});

it("rates are hundredths, and a rate that has no hundredfold is itself", () => {
  const rates = ["0.05", "0.005", "1", "0"].map((rate) => percent(parseDecimal(rate)!));
  expect(rates).toEqual(["5%", "0.5%", "100%", "0%"]);
  const third = divide(ONE, parseDecimal("9".repeat(34))!)!;
  expect(percent(third)).toMatch(/%$/u);
  expect(percent(parseDecimal(`1${"0".repeat(67)}`)!)).toBe(`1${"0".repeat(67)}`);
});

it("missing evidence is worse than stale, and stale than attached; the lower level is lower, either way round", () => {
  const states = ["attached", "stale", "missing"] as const;
  for (const [i, a] of states.entries())
    for (const [j, b] of states.entries()) expect(worse(a, b)).toBe(states[Math.max(i, j)]);
  const levels = ["read_only", "proposal", "guided", "autopilot"] as const;
  for (const [i, a] of levels.entries())
    for (const [j, b] of levels.entries()) expect(lowerLevel(a, b)).toBe(levels[Math.min(i, j)]);
});

describe("a plan that no checker has seen", () => {
  const decided = (...clauses: Parameters<typeof clause>[]) =>
    decide(compile(planOf({ clauses: clauses.map((one) => clause(...one)) })), changeSet(), { now: NOW });

  it("holds where a condition is neither true nor false", () => {
    const fires = { op: "const", type: text, value: "x" } as const;
    const { outcome, reasons, unknown } = decided([
      { kind: "deny", verb: "forbid" },
      { id: "a.Act.odd", fires },
    ]);
    expect([outcome, reasons.map(({ effect, assumed }) => [effect, assumed])]).toEqual(["hold", [["hold", true]]]);
    expect(unknown).toEqual([{ path: "a.Act.odd", why: "its condition is neither true nor false" }]);
  });

  it("holds where whom to exclude is of no kind that approves", () => {
    const excluding = { op: "const", type: { kind: "bool" }, value: true } as const;
    const requirement = { op: "seats", count: 1, role: "finance" } as const;
    const { outcome, reasons, unknown } = decided([{ kind: "approve", requirement, excluding }, { id: "a.Act.odd" }]);
    expect([outcome, reasons.map(({ effect, assumed }) => [effect, assumed])]).toEqual([
      "hold",
      [
        ["hold", true],
        ["approve by 1 of finance", false],
      ],
    ]);
    expect(unknown).toEqual([{ path: "excluding", why: "not of the expected type" }]);
  });

  it("counts a quota for each list and record in full, and not for what is absent", () => {
    const keys = ["tags", "line", "word"].map((name) => ({ op: "input", name }) as const);
    const types = [list(text), { kind: "record", id: "a.Line" } as const, optional(text)];
    const quota = {
      kind: "quota",
      sum: null,
      sumAs: null,
      limit: { op: "const", type: int, value: "3" },
      window: { kind: "ever" },
      otherwise: { kind: "deny" },
    } as const;
    const plan = planOf(
      {
        inputs: ["tags", "line", "word"].map((name, index) => field(name, types[index]!)),
        clauses: keys.map((key, index) =>
          clause({ ...quota, keys: [key], keyTypes: [types[index]!] }, { id: `a.Act.q${index}` }),
        ),
      },
      { records: { "a.Line": { id: "a.Line", fields: [field("sku", text), field("note", optional(text))] } as never } },
    );
    const inputs = { tags: ["d", "c", "b", "a"], line: { sku: "s" } };
    const usage = [{ clause: "a.Act.q0", key: ['["d","c","b","a"]'], used: "3" }];
    const { quotas, unknown } = decide(compile(plan), changeSet({ inputs }), { now: NOW, usage });
    expect(quotas.map(({ key, used, fits }) => [key, used, fits])).toEqual([
      [['["d","c","b","a"]'], "3", false],
      [['{"sku":"s"}'], "0", true],
      [["null"], null, false],
    ]);
    expect(unknown).toEqual([{ path: "quota a.Act.q2 (key)", why: "missing" }]);
  });

  it("tells an impact of any plain kind, and none of others", () => {
    const values: readonly [string, Type, Wire][] = [
      ["whole", int, "12"],
      ["large", int, "9007199254740993"],
      ["part", decimal, "0.5"],
      ["amount", money, { amount: "5", currency: "USD" }],
      ["word", text, "x"],
      ["truth", bool, false],
      ["lines", list(text), ["x"]],
    ];
    const told = values.map(([category, type, value]) => ({
      category,
      value: { op: "const", type, value } as const,
      as: null,
    }));
    // A category alone is told as such; of money and customers it says nothing.
    const alone = ["money", "customers", "carbon"].map((category) => ({ category, value: null, as: null }));
    const impact = [...told, ...alone];
    expect(decide(compile(planOf({ impact })), changeSet(), { now: NOW }).impact).toEqual({
      whole: 12,
      large: "9007199254740993",
      part: "0.5",
      amount: "5.00 USD",
      word: "x",
      truth: false,
      carbon: true,
    });
  });

  it("counts a score up to what JSON carries", () => {
    const most = String(Number.MAX_SAFE_INTEGER);
    expect(decided([{ kind: "score", points: most as never }], [{ kind: "score", points: "1" as never }]).score).toBe(
      Number.MAX_SAFE_INTEGER,
    );
  });
});
