/**
 * The shared quota scenarios. Whether an amount fits is asked of `decide`; postings, holds and their end are kept by a
 * ledger as simple as can be, since keeping them is the business of whoever commits.
 */
import { describe, expect, it } from "vitest";
import { decide } from "../../src/decision/decide.ts";
import type { Evaluator } from "../../src/eval/evaluator.ts";
import { loadPolicySet } from "../../src/policy-set.ts";
import {
  present,
  type QuotaOp,
  type QuotaScenario,
  quotaInputs,
  quotaInstant,
  quotaPolicy,
  quotas,
} from "../support/scenarios.ts";

/** Answers of the ledger, not of the rules: test/gate/scenarios has them. */
const OF_THE_LEDGER: Readonly<Record<string, string>> = {
  "refused:already_expired": "a hold that has run out cannot be posted",
  "refused:exceeds_reservation": "no more can be posted than was held",
  "refused:already_posted": "what is posted cannot be given back",
  "conflict:different_payload": "an id stands for one payload",
};

function evaluatorOf(scenario: QuotaScenario): Evaluator {
  const { evaluator, diagnostics } = loadPolicySet([{ name: "q.bylaw", text: quotaPolicy(scenario) }], {
    today: "2026-01-01",
  });
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  return evaluator!;
}

interface Entry {
  readonly op: QuotaOp;
  readonly amount: number;
  at: number;
  open: boolean;
  readonly until: number;
}

/** What the scenario gets to hear; null: the ledger's own answer. */
function answer(scenario: QuotaScenario, evaluator: Evaluator, entries: Entry[], op: QuotaOp): string | null {
  const now = Date.parse(quotaInstant(op.t));
  for (let i = entries.length - 1; i >= 0; i--) if (entries[i]!.open && entries[i]!.until <= now) entries.splice(i, 1);
  if (op.expect in OF_THE_LEDGER) return null;
  const held = entries.findIndex((entry) => entry.op.id === op.id && entry.open);
  if (op.op === "void") {
    if (held >= 0) entries.splice(held, 1);
    return "ok";
  }
  if (op.op === "post") {
    Object.assign(entries[held]!, { open: false, at: now });
    return "ok";
  }
  const keys = op.keys ?? {};
  const amount = op.amt ?? 1;
  const { outcome, quotas: found } = decide(
    evaluator,
    {
      id: op.id,
      action: "q.Spend",
      environment: "prod",
      requester: { id: "person:ann", kind: "person" },
      inputs: quotaInputs(scenario, op),
    },
    {
      now: quotaInstant(op.t),
      usage: scenario.limits.map(({ name, measure }) => ({
        clause: `q.Spend.${name}`,
        key: [keys[name] ?? ""],
        entries: entries
          .filter(({ op: { keys: own } }) => own?.[name] === keys[name])
          .map((entry) => ({
            at: new Date(entry.at).toISOString(),
            amount: String(measure === "count" ? 1 : entry.amount),
            open: entry.open,
          })),
      })),
    },
  );
  const past = found.filter(({ fits }) => !fits).map(({ clause }) => clause.split(".").at(-1)!);
  expect(outcome).toBe(past.length === 0 ? "allow" : "deny");
  if (past.length > 0) return `refused:${past.sort().join("+")}`;
  const until = op.ttl == null ? Number.POSITIVE_INFINITY : now + op.ttl * 60_000;
  entries.push({ op, amount, at: now, open: op.op === "reserve", until });
  return "ok";
}

describe.skipIf(!present)("shared quota scenarios", () => {
  const scenarios = quotas;

  for (const scenario of scenarios) {
    const others = [...new Set(scenario.ops.map((op) => OF_THE_LEDGER[op.expect]).filter((why) => why !== undefined))];
    it(`${scenario.id} ${scenario.title}${others.length === 0 ? "" : ` (left to the ledger: ${others.join("; ")})`}`, () => {
      const evaluator = evaluatorOf(scenario);
      const entries: Entry[] = [];
      for (const op of scenario.ops) {
        const found = answer(scenario, evaluator, entries, op);
        if (found !== null) expect(found, `${op.op} ${op.id} at ${op.t}`).toBe(op.expect);
      }
    });
  }

  it("all of them are asked", () => {
    expect(scenarios.length).toBeGreaterThanOrEqual(16);
    const asked = scenarios.flatMap(({ ops }) => ops).filter(({ op }) => op === "use" || op === "reserve");
    expect(asked.filter((op) => op.expect in OF_THE_LEDGER)).toHaveLength(1);
  });
});
