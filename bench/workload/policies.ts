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

/** A rule file has a bound on its bytes; so many of these actions fit into one. */
const ACTIONS_A_FILE = 1_000;

/** One action for each thresholds; the declarations before the action stand once. */
export function source(all: readonly Thresholds[]): readonly SourceFile[] {
  const text = readFileSync(SOURCE, "utf8");
  const start = text.indexOf("/// Gives money back");
  const [declarations, action] = [text.slice(0, start), text.slice(start)];
  const actions = all.map(({ action: name, low, med }) =>
    action
      .replace("action refund", `action ${name}`)
      .replace("amount > 50\n", `amount > ${decimalOfMinor(low)}\n`)
      .replace("amount > 500\n", `amount > ${decimalOfMinor(med)}\n`),
  );
  if (actions.length <= ACTIONS_A_FILE) return [{ name: "refund.bylaw", text: declarations + actions.join("\n") }];
  const files: SourceFile[] = [{ name: "refund.bylaw", text: declarations }];
  for (let at = 0; at < actions.length; at += ACTIONS_A_FILE) {
    const part = `part_${files.length}`;
    const head = `policy bench.refund.${part}\nimport bench.refund\n\n`;
    files.push({ name: `${part}.bylaw`, text: head + actions.slice(at, at + ACTIONS_A_FILE).join("\n") });
  }
  return files;
}

/** The full name of each action by its last part. */
export const actionIds = ({ plan }: Evaluator): ReadonlyMap<string, string> =>
  new Map(Object.keys(plan.actions).map((id) => [id.slice(id.lastIndexOf(".") + 1), id]));

export function evaluatorOf(files: readonly SourceFile[]): Evaluator {
  const { evaluator, diagnostics } = loadPolicySet(files, { today: "2026-11-22" });
  if (evaluator === null) throw new Error(`the policy of the workload has faults: ${diagnostics[0]?.what}`);
  return evaluator;
}

/** The handwritten policy of one action: its thresholds, and the names and places that a decision tells. */
export function handwrittenPolicy({ plan, digest }: Evaluator, id: string, { low, med }: Thresholds): Policy {
  const found = plan.actions[id]!;
  const clauses = found.clauses.map(({ id, because, at }): [string, Clause] => {
    const name = id.slice(id.lastIndexOf(".") + 1);
    return [name, { id, because, effect: EFFECTS[name as ClauseName], at }];
  });
  return { low, medium: med, set: plan.set, digest, clauses: Object.fromEntries(clauses) as Policy["clauses"] };
}
