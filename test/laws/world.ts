/** A policy set and change sets for it, ready to be asked. */
import type { Context, Decision } from "../../src/decision/documents.ts";
import { BACKENDS, type Backend } from "../../src/eval/backend.ts";
import type { Evaluator } from "../../src/eval/evaluator.ts";
import type { Plan } from "../../src/plan/plan.ts";
import type { Case } from "./change-sets.ts";
import type { Engine } from "./engine.ts";
import { type PolicyDraft, texts } from "./policies.ts";

export type Reorder = (items: readonly string[]) => readonly string[];

/** The back end that most laws are held against. Law 7 says that any will do; the tests run in all of them by name. */
export const BACKEND: Backend = BACKENDS.find((name) => name === process.env["LAW_BACKEND"]) ?? "interpreter";

export function load(engine: Engine, draft: PolicyDraft, order?: Reorder): Evaluator {
  const files = texts(draft, order);
  const { evaluator, diagnostics } = engine.load(files, { today: "2026-11-22" });
  if (evaluator === null) {
    const faults = diagnostics.filter(({ severity }) => severity === "error");
    throw new Error(
      `the generator wrote a policy with faults\n${faults.map((d) => `${d.code}: ${d.what}`).join("\n")}`,
    );
  }
  return engine.compile(evaluator.plan, { backend: BACKEND });
}

/** The rules without some clauses. */
export function without(engine: Engine, { plan }: Evaluator, clauses: ReadonlySet<string>): Evaluator {
  const action = plan.actions["gen.main.Act"]!;
  const kept = { ...action, clauses: action.clauses.filter(({ id }) => !clauses.has(id)) };
  const rest: Plan = { ...plan, actions: { ...plan.actions, "gen.main.Act": kept } };
  const { evaluate, resolve } = engine.compile(rest, { backend: BACKEND });
  // The digest would be another; nobody looks at it here, and it costs more than the decision.
  return { plan: rest, backend: BACKEND, digest: "sha256:0", evaluate, resolve };
}

/** What is made on demand stays undone: remedies are up to 256 decisions. */
export const WITHOUT_REMEDIES = ["remedies"] as const;

/** The parts of a decision, but for some. */
export function parts(decision: Decision, leaveOut: readonly (keyof Decision)[]): Partial<Decision> {
  const names = (Object.keys(decision) as (keyof Decision)[]).filter((name) => !leaveOut.includes(name));
  return Object.fromEntries(names.map((name) => [name, decision[name]]));
}

const quotas = new WeakMap<Plan, ReadonlySet<string>>();

/** Usage of quotas that the drawn policy does not have is left out: it would be a misfit. */
export function contextFor({ plan }: Evaluator, { context }: Case): Context {
  const usage: unknown = context["usage"];
  if (!Array.isArray(usage)) return context as Context;
  let known = quotas.get(plan);
  if (known === undefined) {
    const clauses = Object.values(plan.actions).flatMap((action) => action.clauses);
    known = new Set(clauses.filter(({ effect }) => effect.kind === "quota").map(({ id }) => id));
    quotas.set(plan, known);
  }
  const own = (usage as readonly { clause: string; counted: object; key: readonly string[] }[]).filter(({ clause }) =>
    known.has(clause),
  );
  return { ...context, usage: own.map(({ clause, key, counted }) => ({ clause, key, ...counted })) } as Context;
}

export const ask = (engine: Engine, evaluator: Evaluator, one: Case): Decision =>
  engine.decide(evaluator, one.changeSet, contextFor(evaluator, one));
