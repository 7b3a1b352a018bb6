/** The work of what is long apart from policies and documents to decide: JSON, ledgers, patterns, lines in a report. */
import { describe, expect, it, vi } from "vitest";
import { decide } from "../../src/decision/decide.ts";
import { readJson } from "../../src/decision/json/read.ts";
import { reviewersSatisfied } from "../../src/decision/reviewers/satisfied.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { frame } from "../../src/diagnostics/render/frame.ts";
import { instantText } from "../../src/eval/iso.ts";
import { like } from "../../src/eval/like.ts";
import { evaluatorOf } from "../decision/fixtures.ts";
import { changeSet } from "../decision/plan.ts";

const { growth, LINEAR } = await vi.hoisted(() => import("../support/work.ts"));

const linear = (size: number, act: (n: number) => () => unknown): void =>
  expect(growth(size, act)).toBeLessThan(LINEAR);

describe("JSON", () => {
  it.each<[string, (n: number) => string]>([
    ["escapes", (n) => `"${"\\u0041".repeat(n)}"`],
    ["numbers", (n) => `[${"1,".repeat(n)}1]`],
    ["members", (n) => `{${Array.from({ length: n }, (_, i) => `"k${i}":{}`).join()}}`],
    ["quotes", (n) => '"'.repeat(n)],
    ["strays", (n) => "x ".repeat(n)],
    ["opening brackets", (n) => "[".repeat(n)],
  ])("%s", (_, make) => {
    linear(2_000, (n) => {
      const text = make(n);
      return () => readJson(text);
    });
  });
});

describe("quotas", () => {
  const HOUR = 3_600_000;
  const NOW = Date.UTC(2026, 5, 1);
  const evaluator = evaluatorOf({
    "a.bylaw": "policy a\naction Act { input amount: decimal\n quota q: sum of amount up to 500 in any 60 minutes }",
  });
  const room = (n: number) => {
    const entries = Array.from({ length: n }, (_, i) => ({ at: instantText(NOW - i), amount: "1" }));
    const context = { now: instantText(NOW), usage: [{ clause: "a.Act.q", entries }] };
    return () => decide(evaluator, changeSet({ inputs: { amount: "1" } }), context as never);
  };

  it("say when there is room in a long ledger", () => {
    linear(1_000, room);
    expect(room(4_000)().quotas[0]?.frees_at).toBe(instantText(NOW - 499 + HOUR));
  });
});

describe("patterns", () => {
  it.each<[string, (n: number) => string]>([
    ["many stars", (n) => `${"*a".repeat(n / 50)}*b`],
    ["one long piece that nearly fits everywhere", (n) => `*${"a".repeat(n / 10)}b*`],
  ])("%s", (_, pattern) => {
    const matching = (n: number) => () => like("a".repeat(n), pattern(n));
    linear(2_000, matching);
    expect(matching(2_000)()).toBe(false);
  });
});

describe("reports", () => {
  it("show a piece of a line, however long the line is", () => {
    const showing = (n: number) => {
      const text = `${"x".repeat(n)}here${"y".repeat(n)}`;
      const diagnostic: Diagnostic = {
        code: "planted-fault",
        severity: "error",
        span: { file: "a.bylaw", start: n, end: n + 4 },
        what: "Something is wrong here.",
        why: "It was planted.",
        help: "Take it out.",
        labels: [],
        fixes: [],
      };
      return () => frame([diagnostic], [{ name: "a.bylaw", text }], { colour: false, width: 80 });
    };
    // Fewer steps than the line has characters: most of them are never looked at.
    expect(growth(10_000, showing)).toBeLessThan(1);
  });
});

describe("reviewers", () => {
  it("are sought in a large directory", () => {
    const ROLES = ["finance", "legal", "ops"];
    linear(500, (n) => {
      const principals = Object.fromEntries(
        Array.from({ length: n }, (_, i) => [`user:${i}`, { roles: [ROLES[i % 3]!], groups: ["all"] }]),
      );
      const directory = { principals, groups: { all: { roles: ["staff"] } } };
      const reviewers = { sets: [{ finance: 20, legal: 20 }], excluded: ["user:0"] };
      return () => reviewersSatisfied({ reviewers, directory, approvals: [{ by: "user:1" }] });
    });
  });
});
