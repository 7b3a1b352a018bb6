/**
 * Contract, rules, and the decision with all its members, as `decide` gives it. What needs hashing, and the remedies, are
 * made when they are first read, as there.
 */
import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { ChangeSetDocument, ContextDocument } from "../workload/documents.ts";
import { fits } from "./contract.ts";
import { type ClauseName, type Policy, TIERS } from "./policy.ts";
import { changesPayout, hasFraudCheck } from "./rules.ts";
import { decimalText, instant, instantText, minorUnits } from "./scalars.ts";

type Reason = {
  clause: string;
  effect: string;
  because: string | null;
  assumed: boolean;
  at: { readonly file: string; readonly line: number; readonly column: number };
  values: Record<string, string>;
  controls: string[];
};

type Remedy = { kind: string; do: string; then: { outcome: string } };

export interface HandwrittenDecision {
  readonly outcome: "allow" | "review" | "deny";
  readonly tier: string;
  readonly reasons: readonly Reason[];
  readonly remedies: readonly Remedy[];
  readonly change_set_digest: string;
}

/** Null for documents that do not fit: what to tell of those is not what is measured. */
export function full(changeSet: unknown, context: unknown, policy: Policy): HandwrittenDecision | null {
  return fits(changeSet, context) ? decided(changeSet, context as ContextDocument, policy) : null;
}

function reason(policy: Policy, name: ClauseName, values: Record<string, string>): Reason {
  const { id, effect, because, at } = policy.clauses[name];
  return { clause: id, effect, because, assumed: false, at, values, controls: [] };
}

function decided(changeSet: ChangeSetDocument, context: ContextDocument, policy: Policy): HandwrittenDecision {
  const { inputs, environment, changes, evidence } = changeSet;
  const { order, customer } = context.facts;
  const amount = minorUnits(inputs.amount);
  const amountText = decimalText(inputs.amount);
  const payout = changesPayout(changeSet);
  const tier = amount > policy.medium || customer.vip || payout ? 2 : amount > policy.low ? 1 : 0;
  const tierText = TIERS[tier]!;

  // In the order of decisions: what denies first, then approvals, then what raises the tier; by clause within each.
  const reasons: Reason[] = [];
  if (amount > minorUnits(order.total) - minorUnits(order.refunded)) {
    const values = {
      amount: amountText,
      "order.refunded": decimalText(order.refunded),
      "order.total": decimalText(order.total),
    };
    reasons.push(reason(policy, "AMOUNT_EXCEEDS_REMAINING", values));
  }
  if (inputs.currency !== order.currency)
    reasons.push(reason(policy, "CURRENCY_MISMATCH", { currency: inputs.currency, "order.currency": order.currency }));
  if (tier === 2 && environment === "prod" && !hasFraudCheck(changeSet)) {
    const values = { environment, evidence: items(evidence.length), tier: tierText };
    reasons.push(reason(policy, "FRAUD_CHECK_MISSING", values));
  }
  if (!order.paid) reasons.push(reason(policy, "ORDER_NOT_PAID", { "order.paid": "false" }));
  const denied = reasons.length > 0;
  if (tier > 0) reasons.push(reason(policy, "lead", { tier: tierText }));
  if (tier > 1) reasons.push(reason(policy, "money", { tier: tierText }));
  if (amount > policy.low) reasons.push(reason(policy, "considerable", { amount: amountText }));
  if (amount > policy.medium) reasons.push(reason(policy, "large", { amount: amountText }));
  if (payout) reasons.push(reason(policy, "payout", { changes: items(changes.length) }));
  if (customer.vip) reasons.push(reason(policy, "vip", { "customer.vip": "true" }));

  const outcome = denied ? "deny" : tier === 0 ? "allow" : "review";
  let remedies: readonly Remedy[] | null = null;
  let digest: string | null = null;
  const decision = {
    version: "1",
    outcome,
    tier: tierText,
    score: 0,
    autonomy: null,
    apply_by: "requester",
    reviewers: {
      people: tier,
      sets: [tier === 0 ? {} : tier === 1 ? { support_lead: 1 } : { finance: 1, support_lead: 1 }],
      excluded: [changeSet.requester.id],
      escalations: [],
      fillable: null,
      lacking: [],
    },
    evidence: { required: [], missing: [], stale: [] },
    quotas: [],
    reasons,
    unknown: [],
    misfits: [],
    shadow: [],
    waived: [],
    warnings: [],
    impact: {},
    sample: null,
    route: null,
    rollback: "irreversible",
    get remedies() {
      remedies ??= remediesFor(outcome, tier);
      return remedies;
    },
    policy: { set: policy.set, digest: policy.digest, language: "1" },
    directory_version: null,
    decided_at: instantText(instant(context.now)),
    get change_set_digest() {
      digest ??= digestOf(changeSet);
      return digest;
    },
  } as const;
  return decision;
}

const items = (count: number): string => (count === 0 ? "[]" : `[${count} ${count === 1 ? "item" : "items"}]`);

function remediesFor(outcome: string, tier: number): readonly Remedy[] {
  if (outcome !== "review") return [];
  const who = tier === 1 ? "1 of support_lead" : "1 of finance and 1 of support_lead";
  return [{ kind: "reviewers", do: `have ${who} approve`, then: { outcome: "allow" } }];
}

/** Changes and evidence are sets: the order of listing does not make another change set. */
function digestOf(changeSet: ChangeSetDocument): string {
  const inOrder = <T>(list: readonly T[]): T[] =>
    list
      .map((item) => ({ item, key: canonicalize(item) ?? "" }))
      .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
      .map(({ item }) => item);
  const ordered = { ...changeSet, changes: inOrder(changeSet.changes), evidence: inOrder(changeSet.evidence) };
  return `sha256:${createHash("sha256")
    .update(canonicalize(ordered) ?? "")
    .digest("hex")}`;
}
