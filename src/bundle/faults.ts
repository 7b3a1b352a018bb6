/** Why a bundle is refused: data, like every other mistake of a caller. */

export const BUNDLE_FAULTS = [
  // The file as such.
  "bad_option",
  "unreadable",
  "too_large",
  "truncated",
  "not_json",
  "too_deep",
  "not_a_bundle",
  "unknown_version",
  "unknown_language",
  "not_canonical",
  "digest_mismatch",
  // What it says of itself, against what is asked of it.
  "wrong_set",
  "downgrade",
  "expired",
  "clock_needed",
  // Its parts.
  "missing_member",
  "unknown_member",
  "wrong_value",
  "unknown_name",
  "wrong_order",
  "unsafe",
  // Its signatures.
  "bad_key",
  "unsigned",
  "unknown_key",
  "wrong_algorithm",
  "bad_signature",
] as const;
export type BundleFaultCode = (typeof BUNDLE_FAULTS)[number];

export interface BundleFault {
  readonly code: BundleFaultCode;
  /** `plan.actions["shop.Refund"].clauses[0].effect.kind`; empty: the bundle as a whole. */
  readonly path: string;
  readonly found: string;
  readonly expected: string;
}

export const fault = (code: BundleFaultCode, path: string, found: string, expected: string): BundleFault => ({
  code,
  path,
  found,
  expected,
});
