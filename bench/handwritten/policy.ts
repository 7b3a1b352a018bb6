/** What differs from one refund policy to the next: its thresholds, and where its clauses stand. */

export interface Policy {
  /** Minor units. */
  readonly low: number;
  readonly medium: number;
  readonly clauses: Readonly<Record<ClauseName, Clause>>;
  readonly set: string;
  readonly digest: string;
}

export type ClauseName =
  | "ORDER_NOT_PAID"
  | "AMOUNT_EXCEEDS_REMAINING"
  | "CURRENCY_MISMATCH"
  | "FRAUD_CHECK_MISSING"
  | "considerable"
  | "large"
  | "vip"
  | "payout"
  | "lead"
  | "money";

/** What a reason says of its clause, whatever the change set. */
export interface Clause {
  readonly id: string;
  readonly effect: string;
  readonly because: string | null;
  readonly at: { readonly file: string; readonly line: number; readonly column: number };
}

/** The verdict in a small number: bits 0 to 3 are the denials, bits 4 and 5 the tier. */
export const NOT_PAID = 1;
export const EXCEEDS = 2;
export const MISMATCH = 4;
export const NO_FRAUD_CHECK = 8;
/** The documents do not fit their contract. */
export const MISFIT = 64;
export const TIERS = ["low", "medium", "high"] as const;
export const tierOf = (verdict: number): number => (verdict >> 4) & 3;

/** Outcome and tier of a verdict, as one text: what all back ends are compared by. */
export function verdictText(verdict: number): string {
  const tier = tierOf(verdict);
  return `${(verdict & 15) !== 0 || verdict >= MISFIT ? "deny" : tier === 0 ? "allow" : "review"} ${TIERS[tier]}`;
}
