/** Outcome and tier alone, and what identifies a change set. */
import { describe, expect, test } from "vitest";
import { decide } from "../../src/decision/decide.ts";
import { digestOf } from "../../src/decision/digest.ts";
import type { Context } from "../../src/decision/documents.ts";
import { readJson } from "../../src/decision/json/read.ts";
import { verdict } from "../../src/decision/verdict.ts";
import { cases, evaluatorOf } from "./fixtures.ts";

describe.each(cases)("$name", ({ policies, change_set, document, context }) => {
  test("has the verdict of its decision", () => {
    const evaluator = evaluatorOf(policies);
    const given = document ?? change_set;
    const { outcome, tier } = decide(evaluator, given, context as Context);
    const found = verdict(evaluator, given, context as Context);
    expect(found).toEqual({ outcome, tier });
    expect(Object.isFrozen(found)).toBe(true);
    const text = typeof given === "string" ? given : JSON.stringify(given);
    expect(verdict(evaluator, text, JSON.stringify(context))).toEqual({ outcome, tier });
  });
});

test("whatever is given, there is a verdict", () => {
  const evaluator = evaluatorOf(cases[0]!.policies);
  const { change_set, context } = cases[0]!;
  for (const odd of [null, undefined, 1, "", "{", [], () => 1]) {
    expect(verdict(evaluator, odd, context as Context).outcome).toBe("deny");
    expect(verdict(evaluator, change_set, odd as never).outcome).toBe("deny");
    expect(verdict(evaluator, odd, odd as never, { vouched: true }).outcome).toBe("deny");
  }
});

test("at most fifty warnings are told, in their order, and how many there are beside them", () => {
  const clauses = (count: number): string =>
    Array.from(
      { length: count },
      (_, i) => `require c${String(i).padStart(2, "0")}: environment != "prod" else warn`,
    ).join("\n");
  const warnings = (count: number): readonly string[] => {
    const evaluator = evaluatorOf({ "a.bylaw": `policy a\naction Act {\n${clauses(count)}\nrollback by Act }` });
    return decide(evaluator, { ...cases[0]!.change_set, action: "a.Act" }, { now: "2026-11-22T10:15:00Z" }).warnings;
  };
  expect(warnings(50)).toHaveLength(50);
  expect(warnings(50).at(-1)).toContain("a.Act.c49");
  expect(warnings(52)).toHaveLength(51);
  expect(warnings(52)[0]).toContain("a.Act.c00");
  expect(warnings(52).at(-1)).toBe("2 more warnings");
});

test("without rules, the decision says so", () => {
  for (const none of [null, undefined, {}])
    expect(JSON.parse(JSON.stringify(decide(none as never, {}, {} as never)))).toMatchObject({
      outcome: "deny",
      tier: "",
      warnings: ["no rules to decide by, so denied: the policy set has faults, or none was given"],
      remedies: [],
      misfits: [],
      policy: { set: "", digest: "unknown" },
      decided_at: "unknown",
      change_set_digest: "unknown",
    });
});

test.each<[unknown, string]>([
  [new RangeError("too deep"), "RangeError: too deep"],
  [new Error("x".repeat(300)), `Error: ${"x".repeat(193)}`],
  ["a text", "a text"],
  ["y".repeat(300), "y".repeat(200)],
  [null, "null"],
  [Object.create(null), "no message"],
])("a fault of the engine denies, and is told in short: %o", (thrown, words) => {
  const { policies, change_set, context } = cases[0]!;
  const evaluator = {
    ...evaluatorOf(policies),
    evaluate: () => {
      throw thrown;
    },
    get digest(): string {
      throw thrown;
    },
  };
  const decision = decide(evaluator, change_set, context as Context);
  expect(decision.outcome).toBe("deny");
  expect(decision.warnings).toEqual([`internal fault, so denied: ${words}`]);
  expect(decision.policy.digest).toBe("unknown");
  expect(decision.remedies).toEqual([]);
});

test("a fault while remedies are looked for takes nothing from the decision", () => {
  const good = evaluatorOf({
    "a.bylaw": "policy a\naction Act {\nfact known: bool = s(requester.id)\nrequire known\n}",
  });
  let broken = false;
  const evaluator: typeof good = {
    ...good,
    evaluate(...asked) {
      if (broken) throw new Error("broken");
      return good.evaluate(...asked);
    },
  };
  const requester = { id: "user:ann", kind: "person" };
  const change_set = { id: "cs_1", action: "a.Act", environment: "prod", requester };
  const look = () => decide(evaluator, change_set, { now: "2026-11-22T10:15:00Z" });
  expect(look().remedies.map(({ do: words }) => words)).toEqual(["supply facts.known"]);
  const decision = look();
  broken = true;
  expect([decision.outcome, decision.remedies]).toEqual(["hold", []]);
});

describe("the digest", () => {
  const digest = (document: unknown): string => digestOf(readJson(document).json!);
  const change = (id: string, value: number): object => ({ target: { type: "Order", id }, field: "n", new: value });
  const evidence = (id: string): object => ({ id, kind: "photo" });
  const whole = { id: "cs_1", changes: [change("a", 1), change("b", 2)], evidence: [evidence("x"), evidence("y")] };

  test("is the same in whatever order members, changes and evidence are listed", () => {
    const other = { evidence: [evidence("y"), evidence("x")], changes: [change("b", 2), change("a", 1)], id: "cs_1" };
    expect(digest(other)).toBe(digest(whole));
    expect(digest(whole)).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  test("is another one for whatever else is asked", () => {
    const others = [
      { ...whole, id: "cs_2" },
      { ...whole, changes: [change("a", 1), change("b", 3)] },
      { ...whole, changes: [change("a", 1)] },
      { ...whole, evidence: [evidence("x"), evidence("z")] },
      { ...whole, evidence: "none" },
      { ...whole, inputs: { list: [1, 2] } },
      { ...whole, inputs: { list: [2, 1] } },
      null,
      [whole],
    ];
    expect(new Set([whole, ...others].map(digest)).size).toBe(others.length + 1);
  });
});
