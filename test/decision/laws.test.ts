/** The laws of the language, over every decision case: each place made unknown, each clause taken out, everything shuffled. */
import { describe, expect, it } from "vitest";
import { decide } from "../../src/decision/decide.ts";
import type { Context, Decision, Outcome } from "../../src/decision/documents.ts";
import { implies, type SeatSets } from "../../src/decision/reviewers/algebra.ts";
import { compile } from "../../src/eval/compile.ts";
import type { Evaluator } from "../../src/eval/evaluator.ts";
import type { Plan, PlanClause } from "../../src/plan/plan.ts";
import { cases, evaluatorOf, examples } from "./fixtures.ts";

const OUTCOMES: readonly Outcome[] = ["allow", "review", "hold", "deny"];
const LEVELS = ["read_only", "proposal", "guided", "autopilot"];
const rank = (decision: Decision): number => OUTCOMES.indexOf(decision.outcome);

const fitting = [...cases.filter(({ document }) => document === null), ...examples()].map(
  ({ name, policies, change_set, context }) => ({
    name,
    policies,
    change_set,
    context,
    evaluator: () => evaluatorOf(policies),
  }),
);

/** No part of `strict` asks for less than that part of `loose`, the outcome apart. */
function notLooser(strict: Decision, loose: Decision, plan: Plan, where: string): void {
  expect(plan.tiers.indexOf(strict.tier), `tier, ${where}`).toBeGreaterThanOrEqual(plan.tiers.indexOf(loose.tier));
  expect(strict.score, `score, ${where}`).toBeGreaterThanOrEqual(loose.score);
  expect(implies(strict.reviewers.sets as SeatSets, loose.reviewers.sets as SeatSets), `reviewers, ${where}`).toBe(
    true,
  );
  expect(strict.evidence.required, `evidence, ${where}`).toEqual(expect.arrayContaining(loose.evidence.required));
  const level = (decision: Decision): number =>
    decision.autonomy === null ? LEVELS.length : LEVELS.indexOf(decision.autonomy);
  expect(level(strict), `autonomy, ${where}`).toBeLessThanOrEqual(level(loose));
}

/** Copies of a document with one place changed, for each place below `roots`. */
function* everywhere(
  document: unknown,
  roots: readonly string[],
  value: unknown,
): Iterable<{ readonly where: string; readonly changed: unknown }> {
  const paths: string[][] = [];
  const visit = (node: unknown, path: string[]): void => {
    if (path.length > 0) paths.push(path);
    if (typeof node === "object" && node !== null)
      for (const [key, item] of Object.entries(node)) visit(item, [...path, key]);
  };
  visit(document, []);
  for (const path of paths) {
    const where = path.join(".");
    if (!roots.some((root) => new RegExp(`^${root}`, "u").test(where))) continue;
    const changed = structuredClone(document);
    let holder = changed as Record<string, unknown>;
    for (const key of path.slice(0, -1)) holder = holder[key] as Record<string, unknown>;
    if (value === undefined) delete holder[path.at(-1)!];
    else holder[path.at(-1)!] = value;
    yield { where, changed };
  }
}

describe("unknown never lowers the bar", () => {
  const UNKNOWN = { $unknown: "on purpose" };
  it.each(fitting)("$name", ({ evaluator, change_set, context }) => {
    const before = decide(evaluator(), change_set, context as Context);
    const check = (after: Decision, where: string): void => {
      if (before.outcome !== "allow") expect(after.outcome, where).not.toBe("allow");
      notLooser(after, before, evaluator().plan, where);
    };
    for (const { where, changed } of everywhere(
      change_set,
      ["inputs\\.", "changes\\.\\d+\\.(?:old|new)", "evidence", "changes", "confidence", "requester\\."],
      UNKNOWN,
    )) {
      check(decide(evaluator(), changed, context as Context), where);
    }
    for (const { where, changed } of everywhere(context, ["facts\\.", "history", "usage"], UNKNOWN))
      check(decide(evaluator(), change_set, changed as Context), where);
    for (const { where, changed } of everywhere(context, ["facts\\.\\w+$", "facts$", "history$", "usage$"], undefined))
      check(decide(evaluator(), change_set, changed as Context), `without ${where}`);
    for (const { where, changed } of everywhere(
      change_set,
      ["inputs\\.\\w+$", "inputs$", "changes$", "evidence$", "evidence\\.\\d+\\.data", "confidence$"],
      undefined,
    ))
      check(decide(evaluator(), changed, context as Context), `without ${where}`);
  });
});

/** A plan as large as this takes long to digest, and here it is of no interest. */
function undigested(plan: Plan): Evaluator {
  const { backend, evaluate, resolve } = compile(plan);
  return { plan, backend, digest: "sha256:0", evaluate, resolve };
}

const without = (plan: Plan, gone: (clause: PlanClause) => boolean): Plan => ({
  ...plan,
  actions: Object.fromEntries(
    Object.entries(plan.actions).map(([id, action]) => [
      id,
      { ...action, clauses: action.clauses.filter((clause) => !gone(clause)) },
    ]),
  ),
});

/** Usage of a quota that a smaller plan no longer has says nothing to it. */
const usable = (context: Readonly<Record<string, unknown>>, gone: string): Context =>
  ({
    ...context,
    ...("usage" in context
      ? { usage: (context["usage"] as { clause: string }[]).filter(({ clause }) => clause !== gone) }
      : {}),
  }) as unknown as Context;

describe("adding a clause only tightens", () => {
  it.each(fitting)("$name", ({ evaluator, change_set, context }) => {
    const { plan } = evaluator();
    const clauses = new Map(
      (plan.actions[change_set["action"] as string]?.clauses ?? []).map((clause) => [clause.id, clause] as const),
    );
    const full = decide(evaluator(), change_set, context as Context);
    for (const [id, clause] of clauses) {
      if (clause.effect.kind === "escalate") continue;
      const less = decide(
        undigested(without(plan, (candidate) => candidate.id === id)),
        change_set,
        usable(context, id),
      );
      expect(rank(full), `outcome with ${id}`).toBeGreaterThanOrEqual(rank(less));
      notLooser(full, less, plan, id);
    }
  });
});

describe("reasons explain", () => {
  it.each(fitting)(
    "$name: without the clauses named for it, the outcome is another",
    ({ evaluator, change_set, context }) => {
      const { plan } = evaluator();
      const decision = decide(evaluator(), change_set, context as Context);
      if (decision.outcome === "allow" || decision.misfits.length > 0) return;
      const named = new Set(
        decision.reasons
          .filter(({ effect }) => /^(?:deny|hold|approve|evidence|autonomy)/u.test(effect))
          .map(({ clause }) => clause),
      );
      expect(named.size).toBeGreaterThan(0);
      // A level that the head of the action grants is named by the action itself.
      if (named.has(change_set["action"] as string)) return;
      const less = decide(undigested(without(plan, ({ id }) => named.has(id))), change_set, {
        ...context,
        usage: [],
      } as unknown as Context);
      expect(rank(less)).toBeLessThan(rank(decision));
    },
  );

  it.each(fitting)(
    "$name: without the clauses named for them, tier and score are others",
    ({ evaluator, change_set, context }) => {
      const { plan } = evaluator();
      const decision = decide(evaluator(), change_set, context as Context);
      if (!Object.hasOwn(plan.actions, change_set["action"] as string)) return;
      // Without a time nothing was decided: the tier is the highest, and no clause is why.
      if (decision.decided_at === "unknown") return;
      const naming = (pattern: RegExp): Decision => {
        const named = new Set(
          decision.reasons.filter(({ effect }) => pattern.test(effect)).map(({ clause }) => clause),
        );
        return decide(undigested(without(plan, ({ id }) => named.has(id))), change_set, {
          ...context,
          usage: [],
        } as unknown as Context);
      };
      if (decision.tier !== plan.tiers[0]) expect(naming(/^tier/u).tier).not.toBe(decision.tier);
      if (decision.score > 0) expect(naming(/^score/u).score).toBe(0);
    },
  );
});

describe("order does not matter", () => {
  it.each(fitting)(
    "$name: of clauses in the plan, of files, of roles",
    ({ policies, evaluator, change_set, context }) => {
      const { plan, digest } = evaluator();
      const bytes = JSON.stringify(decide(evaluator(), change_set, context as Context));
      const turned: Plan = {
        ...plan,
        actions: Object.fromEntries(
          Object.entries(plan.actions).map(([id, action]) => [
            id,
            { ...action, clauses: [...action.clauses].reverse() },
          ]),
        ),
      };
      expect(JSON.stringify(decide({ ...compile(turned), digest }, change_set, context as Context))).toBe(bytes);
      const files = evaluatorOf(Object.fromEntries(Object.entries(policies).reverse()));
      expect(files.digest).toBe(digest);
      expect(JSON.stringify(decide(files, change_set, context as Context))).toBe(bytes);
    },
  );
});

describe("remedies", () => {
  it.each(fitting)(
    "$name: cost nothing until they are read, and are read once",
    ({ evaluator, change_set, context }) => {
      const real = evaluator();
      let evaluated = 0;
      const counting = {
        ...real,
        evaluate: (...args: Parameters<typeof real.evaluate>) => {
          evaluated++;
          return real.evaluate(...args);
        },
      };
      const decision = decide(counting, change_set, context as Context);
      const once = evaluated;
      expect(decision.outcome).toBeTypeOf("string");
      expect(evaluated).toBe(once);
      const first = decision.remedies;
      const read = evaluated;
      expect(decision.remedies).toBe(first);
      expect(evaluated).toBe(read);
      for (const remedy of first) expect(OUTCOMES.indexOf(remedy.then.outcome)).toBeLessThan(rank(decision));
    },
  );
});
