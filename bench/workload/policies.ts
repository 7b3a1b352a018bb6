/** The refund policy of the workload in Bylaw, once or for many actions, and the same for the handwritten program. */
import { readFileSync } from "node:fs";
import type { Evaluator } from "../../src/eval/evaluator.ts";
import { loadPolicySet } from "../../src/policy-set.ts";
import type { SourceFile } from "../../src/source/file.ts";
import type { Clause, ClauseName, Policy } from "../handwritten/policy.ts";
import { decimalOfMinor } from "./documents.ts";
import type { Thresholds } from "./harness.ts";

export const SOURCE = new URL("refund.bylaw", import.meta.url);

export const REFUND: Thresholds = { action: "refund", low: 5_000, med: 50_000 };

const EFFECTS: Readonly<Record<ClauseName, string>> = {
  ORDER_NOT_PAID: "deny",
  AMOUNT_EXCEEDS_REMAINING: "deny",
  CURRENCY_MISMATCH: "deny",
  FRAUD_CHECK_MISSING: "deny",
  considerable: "tier medium",
  large: "tier high",
  vip: "tier high",
  payout: "tier high",
  lead: "approve by 1 of support_lead",
  money: "approve by 1 of finance",
};

/** One action for each thresholds; the declarations before the action stand once. */
export function source(all: readonly Thresholds[]): SourceFile {
  const text = readFileSync(SOURCE, "utf8");
  const start = text.indexOf("/// Gives money back");
  const action = text.slice(start);
  const actions = all.map(({ action: name, low, med }) =>
    action
      .replace("action refund", `action ${name}`)
      .replace("amount > 50\n", `amount > ${decimalOfMinor(low)}\n`)
      .replace("amount > 500\n", `amount > ${decimalOfMinor(med)}\n`),
  );
  return { name: "refund.bylaw", text: text.slice(0, start) + actions.join("\n") };
}

export function evaluatorOf(file: SourceFile): Evaluator {
  const { evaluator, diagnostics } = loadPolicySet([file], { today: "2026-11-22" });
  if (evaluator === null) throw new Error(`the policy of the workload has faults: ${diagnostics[0]?.what}`);
  return evaluator;
}

/** The handwritten policy of one action: its thresholds, and the names and places that a decision tells. */
export function handwrittenPolicy(evaluator: Evaluator, { action, low, med }: Thresholds): Policy {
  const { plan, digest } = evaluator;
  const found = plan.actions[`${plan.set}.${action}`]!;
  const clauses = found.clauses.map(({ id, because, at }): [string, Clause] => {
    const name = id.slice(id.lastIndexOf(".") + 1);
    return [name, { id, because, effect: EFFECTS[name as ClauseName], at }];
  });
  return { low, medium: med, set: plan.set, digest, clauses: Object.fromEntries(clauses) as Policy["clauses"] };
}
