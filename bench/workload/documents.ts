/**
 * A change set of the harness as the two documents that Bylaw takes: what is proposed, and what trusted sources say.
 * Nothing is left out but two members of the requester that no rule reads and that a change set of Bylaw does not have.
 */
import type { Given } from "./harness.ts";

export interface Documents {
  readonly changeSet: ChangeSetDocument;
  readonly context: ContextDocument;
}

export interface ChangeSetDocument {
  readonly id: string;
  readonly action: string;
  readonly environment: string;
  readonly requester: { readonly id: string; readonly kind: "person"; readonly roles: readonly string[] };
  readonly requested_at: string;
  readonly inputs: {
    readonly order_id: string;
    readonly amount: string;
    readonly currency: string;
    readonly reason: string;
    readonly note: string;
  };
  readonly changes: readonly ChangeDocument[];
  readonly evidence: readonly EvidenceDocument[];
}

export interface ChangeDocument {
  readonly target: { readonly type: string; readonly id: string };
  readonly field: string;
  readonly old: string | number | null;
  readonly new: string | number | null;
}

export interface EvidenceDocument {
  readonly id: string;
  readonly kind: string;
  readonly issuer: string;
  readonly at: string;
  readonly digest: string;
}

export interface ContextDocument {
  readonly now: string;
  readonly facts: {
    readonly order: {
      readonly id: string;
      readonly status: string;
      readonly paid: boolean;
      readonly total: string;
      readonly refunded: string;
      readonly currency: string;
      readonly placed_at: string;
      readonly lines: readonly { readonly sku: string; readonly quantity: number; readonly unit_price: string }[];
    };
    readonly customer: {
      readonly id: string;
      readonly vip: boolean;
      readonly country: string;
      readonly risk_score: number;
      readonly open_disputes: number;
      readonly since: string;
    };
  };
}

/** Later than every time in the workload. */
const NOW = "2026-09-01T08:30:00.000Z";

/** Minor units to decimal text: 12050 to `120.50`. */
export function decimalOfMinor(minor: number): string {
  const digits = String(minor).padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

const FIELDS: Readonly<Record<string, string>> = {
  shippingAddress: "shipping_address",
  loyaltyPoints: "loyalty_points",
  payoutAccount: "payout_account",
};

const RECORDS: Readonly<Record<string, string>> = { order: "Order", customer: "Customer" };

/** `action`: the full name of the action in the rules. */
export function documentsOf(given: Given, action = "bench.refund.refund"): Documents {
  const { order, customer } = given.facts;
  const named = new Map<string, number>();
  return {
    changeSet: {
      id: given.id,
      action,
      environment: given.environment,
      requester: { id: given.requester.id, kind: "person", roles: [...new Set(given.requester.roles)] },
      requested_at: given.submittedAt,
      inputs: {
        order_id: given.inputs.orderId,
        amount: decimalOfMinor(given.inputs.amount),
        currency: given.inputs.currency,
        reason: given.inputs.reason,
        note: given.inputs.note,
      },
      changes: given.changes.map((change) => {
        const value = (side: string | number | null): string | number | null =>
          change.field === "refunded" && typeof side === "number" ? decimalOfMinor(side) : side;
        // Bylaw takes one change for each field of a record; the harness may draw the same field twice.
        const name = `${change.entity} ${change.field} ${change.id}`;
        const seen = named.get(name) ?? 0;
        named.set(name, seen + 1);
        return {
          target: { type: RECORDS[change.entity]!, id: seen === 0 ? change.id : `${change.id}-${seen}` },
          field: FIELDS[change.field] ?? change.field,
          old: value(change.old),
          new: value(change.new),
        };
      }),
      evidence: given.evidence.map((item) => ({
        id: item.id,
        kind: item.kind,
        issuer: item.by,
        at: item.at,
        digest: `sha256:${item.sha256}`,
      })),
    },
    context: {
      now: NOW,
      facts: {
        order: {
          id: order.id,
          status: order.status,
          paid: order.paid,
          total: decimalOfMinor(order.total),
          refunded: decimalOfMinor(order.refunded),
          currency: order.currency,
          placed_at: order.placedAt,
          lines: order.lines.map((line) => ({
            sku: line.sku,
            quantity: line.qty,
            unit_price: decimalOfMinor(line.unitPrice),
          })),
        },
        customer: {
          id: customer.id,
          vip: customer.vip,
          country: customer.country,
          risk_score: customer.riskScore,
          open_disputes: customer.openDisputes,
          since: customer.since,
        },
      },
    },
  };
}
