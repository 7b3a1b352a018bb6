/**
 * The laws of the language, as properties over generated policies and generated change sets. `LAW_RUNS=10000` runs longer,
 * `LAW_SEED=…` repeats a run; a failure prints its seed, the policy text and the change set.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decide } from "../../src/decision/decide.ts";
import type { Context, Decision } from "../../src/decision/documents.ts";
import { implies } from "../../src/decision/reviewers/algebra.ts";
import type { Evaluator } from "../../src/eval/evaluator.ts";
import { loadPolicySet } from "../../src/policy-set.ts";
import { type Case, change, hide, places } from "./change-sets.ts";
import { addition, type PolicyDraft, policy, texts } from "./policies.ts";

const runs = Number(process.env["LAW_RUNS"] ?? 150);
const seed = process.env["LAW_SEED"] === undefined ? {} : { seed: Number(process.env["LAW_SEED"]) };
const options = { numRuns: runs, ...seed };

const OUTCOMES = ["allow", "review", "hold", "deny"];
const LEVELS = ["read_only", "proposal", "guided", "autopilot"];
const TIERS = ["low", "medium", "high"];

function load(draft: PolicyDraft, order?: (items: readonly string[]) => readonly string[]): Evaluator {
  const files = texts(draft, order);
  const { evaluator, diagnostics } = loadPolicySet(files, { today: "2026-11-22" });
  if (evaluator === null)
    throw new Error(
      diagnostics
        .filter((d) => d.severity === "error")
        .map(
          (d) =>
            `${d.code}: ${d.what} ${d.help}\n  ${files.find((f) => f.name === d.span.file)?.text.slice(d.span.start - 30, d.span.end + 10)}`,
        )
        .join("\n"),
    );
  return evaluator;
}

/** Usage of quotas that the drawn policy does not have is left out: it would be a misfit. */
const answer = (evaluator: Evaluator, one: Case): Decision =>
  decide(evaluator, one.changeSet, contextFor(evaluator, one));

function contextFor(evaluator: Evaluator, { context }: Case): Context {
  const quotas = new Set(
    Object.values(evaluator.plan.actions).flatMap((action) =>
      action.clauses.flatMap((clause) => (clause.effect.kind === "quota" ? [clause.id] : [])),
    ),
  );
  const usage = context["usage"] as readonly { clause: string }[] | undefined;
  return {
    ...context,
    ...(usage === undefined ? {} : { usage: usage.filter((entry) => quotas.has(entry.clause)) }),
  } as Context;
}

/** Every part of `strict` is at least as strict as in `loose`. */
function expectStricter(strict: Decision, loose: Decision, told: string): void {
  const rank = (ranks: readonly string[], name: string | null): number => (name === null ? 99 : ranks.indexOf(name));
  expect(strict.outcome === "allow" && loose.outcome !== "allow", `${told}: ${loose.outcome} became allow`).toBe(false);
  expect(rank(TIERS, strict.tier), `${told}: tier`).toBeGreaterThanOrEqual(rank(TIERS, loose.tier));
  expect(strict.score, `${told}: score`).toBeGreaterThanOrEqual(loose.score);
  expect(rank(LEVELS, strict.autonomy), `${told}: autonomy`).toBeLessThanOrEqual(rank(LEVELS, loose.autonomy));
  expect(strict.evidence.required, `${told}: evidence`).toEqual(expect.arrayContaining(loose.evidence.required));
  expect(
    implies(strict.reviewers.sets, loose.reviewers.sets),
    `${told}: reviewers ${JSON.stringify(loose.reviewers.sets)} became ${JSON.stringify(strict.reviewers.sets)}`,
  ).toBe(true);
}

describe("laws", { timeout: 600_000 }, () => {
  test("1 total: every change set gets a decision, and none is a fault of the engine", () => {
    fc.assert(
      fc.property(policy, fc.array(change, { minLength: 1, maxLength: 4 }), (draft, cases) => {
        const evaluator = load(draft);
        for (const one of cases) {
          const decision = answer(evaluator, one);
          expect(OUTCOMES).toContain(decision.outcome);
          expect(decision.warnings.filter((text) => text.includes("internal fault"))).toEqual([]);
          expect(decision.misfits).toEqual([]);
          expect(decision.remedies).toBeInstanceOf(Array);
        }
      }),
      options,
    );
  });

  test("2 unknown never lowers the bar", () => {
    fc.assert(
      fc.property(policy, change, fc.array(fc.nat(), { minLength: 1, maxLength: 5 }), (draft, one, picks) => {
        const evaluator = load(draft);
        const all = places(one);
        const hidden = hide(
          one,
          [...new Set(picks.map((n) => n % all.length))].map((n) => all[n]!),
        );
        expectStricter(answer(evaluator, hidden), answer(evaluator, one), "unknown");
      }),
      { ...options, numRuns: runs * 2 },
    );
  });

  test("3 adding a clause only tightens", () => {
    fc.assert(
      fc.property(policy, addition, fc.array(change, { minLength: 1, maxLength: 4 }), (draft, add, cases) => {
        const before = load(draft);
        const after = load(add(draft));
        for (const one of cases) {
          const [loose, strict] = [answer(before, one), answer(after, one)];
          expectStricter(strict, loose, "adding");
          expect(OUTCOMES.indexOf(strict.outcome), `${loose.outcome} became ${strict.outcome}`).toBeGreaterThanOrEqual(
            OUTCOMES.indexOf(loose.outcome),
          );
        }
      }),
      options,
    );
  });

  test("4 order does not matter: of files, declarations, clauses, changes, evidence, history", () => {
    fc.assert(
      fc.property(policy, change, fc.infiniteStream(fc.nat(1_000)), (draft, one, noise) => {
        const stream = noise[Symbol.iterator]();
        const shuffle = <T>(items: readonly T[]): readonly T[] =>
          items
            .map((item) => [stream.next().value as number, item] as const)
            .sort(([a], [b]) => a - b)
            .map(([, item]) => item);
        const { changeSet, context } = one;
        const turned: Case = {
          changeSet: {
            ...changeSet,
            changes: shuffle(changeSet["changes"] as unknown[]),
            evidence: shuffle(changeSet["evidence"] as unknown[]),
          },
          context: {
            ...context,
            ...("history" in context ? { history: shuffle(context["history"] as unknown[]) } : {}),
          },
        };
        expect(withoutPlaces(answer(load(draft, shuffle), turned))).toEqual(withoutPlaces(answer(load(draft), one)));
      }),
      options,
    );
  });

  test("5 deterministic: the same bytes, also from text and with keys in another order", () => {
    fc.assert(
      fc.property(policy, change, (draft, one) => {
        const evaluator = load(draft);
        const bytes = JSON.stringify(answer(evaluator, one));
        expect(JSON.stringify(answer(load(draft), one))).toBe(bytes);
        expect(
          JSON.stringify(
            decide(
              evaluator,
              JSON.stringify(backwards(one.changeSet)),
              JSON.stringify(backwards(contextFor(evaluator, one))),
            ),
          ),
        ).toBe(bytes);
      }),
      options,
    );
  });

  test("6 explained: without the clauses it names, that part of the decision changes", () => {
    fc.assert(
      fc.property(policy, change, (draft, one) => {
        const decision = answer(load(draft), one);
        const without = (kind: (effect: string) => boolean): Decision | null => {
          const named = new Set(
            decision.reasons.filter((reason) => kind(reason.effect)).map((reason) => reason.clause),
          );
          if (named.size === 0) return null;
          const keep = (id: string): boolean => !named.has(id);
          const kept: PolicyDraft = {
            ...draft,
            clauses: draft.clauses.map((text, index) =>
              keep(`gen.main.Act.c${index}`) ? text : `shadow ${"score 1 @"}`,
            ),
            every: draft.every.map((block, b) => ({
              ...block,
              clauses: block.clauses.map((text, i) => (keep(`gen.base.e${b}_${i}`) ? text : "shadow score 1 @")),
            })),
          };
          return answer(load(kept), one);
        };
        if (decision.outcome === "deny" && decision.autonomy !== "read_only") {
          const rest = without((effect) => effect === "deny");
          expect(rest, "a denial names its clauses").not.toBeNull();
          expect(rest!.outcome).not.toBe("deny");
        }
        if (decision.tier !== "low") {
          const rest = without((effect) => effect === `tier ${decision.tier}`);
          expect(rest, "a tier names its clauses").not.toBeNull();
          expect(TIERS.indexOf(rest!.tier)).toBeLessThan(TIERS.indexOf(decision.tier));
        }
        if (decision.score > 0) expect(without((effect) => effect.startsWith("score "))?.score).toBe(0);
        if (decision.evidence.required.length > 0)
          expect(without((effect) => effect.startsWith("evidence "))?.evidence.required).toEqual([]);
      }),
      options,
    );
  });
});

function withoutPlaces(decision: Decision): unknown {
  const { policy: _, ...rest } = decision;
  return JSON.parse(
    JSON.stringify(rest, (key, value: unknown) =>
      key === "at" && typeof value === "object" ? undefined : value,
    ).replaceAll(/"change_set_digest":"[^"]*"/g, '""'.concat(':""')),
  );
}

function backwards(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(backwards);
  if (value === null || typeof value !== "object") return value;
  const turned: Record<string, unknown> = Object.create(null);
  for (const [key, item] of Object.entries(value).reverse()) turned[key] = backwards(item);
  return turned;
}
