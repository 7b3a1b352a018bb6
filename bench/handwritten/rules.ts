/** The refund rules as a plain function: reads what the rules need, and trusts the rest of the documents. */
import type { ChangeSetDocument, ContextDocument } from "../workload/documents.ts";
import { EXCEEDS, MISFIT, MISMATCH, NO_FRAUD_CHECK, NOT_PAID, type Policy } from "./policy.ts";
import { minorUnits } from "./scalars.ts";

export function rules(changeSet: ChangeSetDocument, context: ContextDocument, policy: Policy): number {
  const { inputs } = changeSet;
  const { order } = context.facts;
  const amount = minorUnits(inputs.amount);
  const total = minorUnits(order.total);
  const refunded = minorUnits(order.refunded);
  // An amount that is not a number must not pass a comparison.
  if (Number.isNaN(amount + total + refunded)) return MISFIT | (2 << 4);
  let verdict = 0;
  if (order.paid !== true) verdict |= NOT_PAID;
  if (amount > total - refunded) verdict |= EXCEEDS;
  if (inputs.currency !== order.currency) verdict |= MISMATCH;
  let tier = amount > policy.medium ? 2 : amount > policy.low ? 1 : 0;
  if (tier !== 2 && (context.facts.customer.vip === true || changesPayout(changeSet))) tier = 2;
  if (tier === 2 && changeSet.environment === "prod" && !hasFraudCheck(changeSet)) verdict |= NO_FRAUD_CHECK;
  return verdict | (tier << 4);
}

export function changesPayout({ changes }: ChangeSetDocument): boolean {
  for (let i = 0; i < changes.length; i++) {
    const { field } = changes[i]!;
    if (field === "iban" || field === "payout_account") return true;
  }
  return false;
}

export function hasFraudCheck({ evidence }: ChangeSetDocument): boolean {
  for (let i = 0; i < evidence.length; i++) if (evidence[i]!.kind === "fraud_check") return true;
  return false;
}
