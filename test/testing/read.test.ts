/** The form of fixture files, and every way to get it wrong. */
import { describe, expect, test } from "vitest";
import { type Located, MATCHERS } from "../../src/tools/testing/format.ts";
import { readPath, showPath } from "../../src/tools/testing/path.ts";
import { readFixture } from "../../src/tools/testing/read.ts";

const read = (text: string) => readFixture({ name: "a.test.yaml", text });
const codes = (text: string): readonly string[] => read(text).faults.map((one) => one.code);
const given = "given: { now: 2026-11-22T10:15:00Z, action: a.B }\n";
const value = (located: Located): unknown => (located.kind === "scalar" ? located.value : located.kind);

describe("what is read", () => {
  test("given, cases, paths", () => {
    const { fixture, faults } = read(`policy: [., ../org]
today: 2026-11-22
${given}cases:
  - name: one
    when: { inputs.amount: 20 USD, "changes[0].new": null }
    expect: { outcome: allow, reviewers: { people: 0 } }
`);
    expect(faults).toEqual([]);
    expect(fixture!.policy).toEqual([".", "../org"]);
    expect(fixture!.today).toBe("2026-11-22");
    expect(fixture!.cases).toHaveLength(1);
    expect(fixture!.cases[0]!.when.map((one) => [showPath(one.path), value(one.value)])).toEqual([
      ["inputs.amount", "20 USD"],
      ["changes[0].new", null],
    ]);
  });

  test("a table is one case a row, with the name of the row or its cells", () => {
    const { fixture, faults } = read(`${given}cases:
  - name: by amount
    when: { environment: prod }
    table:
      - [case, inputs.amount, =>, outcome, tier]
      - [small, 20 USD, =>, allow, low]
      - [large, 600 USD, =>, review, high]
  - name: by reason
    table:
      - [inputs.reason, =>, outcome]
      - [late, =>, allow]
`);
    expect(faults).toEqual([]);
    expect(fixture!.cases.map((one) => one.name)).toEqual([
      "by amount: small",
      "by amount: large",
      "by reason: row 1 (late)",
    ]);
    expect(fixture!.cases[1]!.when.map((one) => value(one.value))).toEqual(["prod", "600 USD"]);
    expect(fixture!.cases[1]!.expect.map((one) => value(one.value))).toEqual(["review", "high"]);
  });

  test("tags, aliases and merge keys", () => {
    const { fixture, faults } = read(`given:
  now: 2026-11-22T10:15:00Z
  facts: { order: &order { id: o-1, status: paid }, other: { <<: *order, status: late } }
cases:
  - name: one
    when: { facts.order: !unknown the source timed out, inputs.reason: !missing }
    expect: { outcome: hold }
`);
    expect(faults).toEqual([]);
    const [order, reason] = fixture!.cases[0]!.when;
    expect(order!.value).toMatchObject({ kind: "unknown", why: "the source timed out" });
    expect(reason!.value.kind).toBe("missing");
    const facts = fixture!.given[1]!.value;
    const other = facts.kind === "map" ? facts.entries[1]!.value : null;
    const entries = other?.kind === "map" ? other.entries.map((one) => [one.key, value(one.value)]) : [];
    expect(entries).toEqual([
      ["id", "o-1"],
      ["status", "late"],
    ]);
  });

  test("spans point at the text", () => {
    const text = `${given}cases:\n  - name: one\n    expect: { outcom: deny, tier: high }\n`;
    const { span } = read(text).fixture!.cases[0]!.expect[1]!.value;
    expect(text.slice(span.start, span.end)).toBe("high");
  });
});

describe("what is refused", () => {
  test.each([
    ["an empty file", "", "fixture-shape"],
    ["a list", "- a", "fixture-shape"],
    ["broken YAML", "given: [", "fixture-not-yaml"],
    ["a key written twice", "given: {}\ngiven: {}\ncases: []", "fixture-not-yaml"],
    [
      "an unknown tag",
      `${given}cases:\n  - name: a\n    when: { inputs.a: !nope x }\n    expect: { tier: low }`,
      "fixture-not-yaml",
    ],
    [
      "an unknown without a reason",
      `${given}cases:\n  - name: a\n    when: { inputs.a: !unknown }\n    expect: { tier: low }`,
      "fixture-not-yaml",
    ],
    [
      "an anchor that is not there",
      `${given}cases:\n  - name: a\n    when: { inputs.a: *nope }\n    expect: { tier: low }`,
      "fixture-not-yaml",
    ],
    [
      "a number that cannot be carried",
      `${given}cases:\n  - name: a\n    when: { inputs.a: 0.1234567890123456789 }\n    expect: { tier: low }`,
      "fixture-not-yaml",
    ],
    [
      "infinity",
      `${given}cases:\n  - name: a\n    when: { inputs.a: .inf }\n    expect: { tier: low }`,
      "fixture-not-yaml",
    ],
    [
      "an unknown key of the file",
      `givne: {}\n${given}cases:\n  - name: a\n    expect: { tier: low }`,
      "fixture-unknown-key",
    ],
    [
      "an unknown key of a case",
      `${given}cases:\n  - name: a\n    expct: { tier: low }\n    expect: { tier: low }`,
      "fixture-unknown-key",
    ],
    [
      "an unknown part of a change set",
      `${given}cases:\n  - name: a\n    when: { input.amount: 1 }\n    expect: { tier: low }`,
      "fixture-unknown-key",
    ],
    ["no cases", given, "fixture-asserts-nothing"],
    ["no case in the list", `${given}cases: []`, "fixture-asserts-nothing"],
    ["a case without a name", `${given}cases:\n  - expect: { tier: low }`, "fixture-shape"],
    ["a case that expects nothing", `${given}cases:\n  - name: a`, "fixture-asserts-nothing"],
    ["a case that expects an empty mapping", `${given}cases:\n  - name: a\n    expect: {}`, "fixture-asserts-nothing"],
    [
      "two cases of one name",
      `${given}cases:\n  - name: a\n    expect: { tier: low }\n  - name: a\n    expect: { tier: low }`,
      "fixture-duplicate-name",
    ],
    [
      "a path that is none",
      `${given}cases:\n  - name: a\n    when: { "inputs..a": 1 }\n    expect: { tier: low }`,
      "fixture-path",
    ],
    [
      "a table without an arrow",
      `${given}cases:\n  - name: a\n    table: [[inputs.a, tier], [1, low]]`,
      "fixture-shape",
    ],
    ["a table without rows", `${given}cases:\n  - name: a\n    table: [[inputs.a, =>, tier]]`, "fixture-shape"],
    [
      "a row that is too short",
      `${given}cases:\n  - name: a\n    table: [[inputs.a, =>, tier], [1, low]]`,
      "fixture-shape",
    ],
    [
      "a row without its arrow",
      `${given}cases:\n  - name: a\n    table: [[inputs.a, =>, tier], [1, low, low]]`,
      "fixture-shape",
    ],
    [
      "a column twice",
      `${given}cases:\n  - name: a\n    table: [[inputs.a, inputs.a, =>, tier], [1, 2, =>, low]]`,
      "fixture-shape",
    ],
    [
      "a table that expects nothing",
      `${given}cases:\n  - name: a\n    table: [[inputs.a, =>], [1, =>]]`,
      "fixture-asserts-nothing",
    ],
    [
      "two rows of one name",
      `${given}cases:\n  - name: a\n    table: [[case, inputs.a, =>, tier], [x, 1, =>, low], [x, 2, =>, low]]`,
      "fixture-duplicate-name",
    ],
  ])("%s", (_, text, code) => {
    expect(codes(text)).toContain(code);
  });

  test("aliases that make a small file huge", () => {
    const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
    for (let i = 1; i < 9; i++)
      lines.push(
        `a${i}: &a${i} [${Array(10)
          .fill(`*a${i - 1}`)
          .join(", ")}]`,
      );
    expect(codes(lines.join("\n")).length).toBeGreaterThan(0);
  });

  test("nesting without end", () => {
    expect(codes(`given: ${"[".repeat(20_000)}`).length).toBeGreaterThan(0);
    expect(codes(`given: ${"[".repeat(5_000)}${"]".repeat(5_000)}`).length).toBeGreaterThan(0);
  });
});

describe("paths", () => {
  test.each([
    ["inputs.amount", ["inputs", "amount"]],
    ["changes[0].new", ["changes", 0, "new"]],
    ["facts.a-1.plan", ["facts", "a-1", "plan"]],
    ["__proto__.x", ["__proto__", "x"]],
  ])("%s", (text, path) => {
    expect(readPath(text)).toEqual(path);
    expect(showPath(path)).toBe(text);
  });

  test.each(["", ".", "a.", ".a", "a..b", "[0]", "a[x]", "a[", "a]b"])("%j is none", (text) => {
    expect(readPath(text)).toBeNull();
  });
});

test("each matcher is told of in the docs", async () => {
  const { readFileSync } = await import("node:fs");
  const page = readFileSync(new URL("../../docs/howto/testing.md", import.meta.url), "utf8");
  for (const matcher of MATCHERS.filter((one) => one !== "exactly")) expect(page).toContain(matcher);
});
