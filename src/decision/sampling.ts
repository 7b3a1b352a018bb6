/** Which allowed change sets are picked for audit: replayable with the key, not to be guessed without it. */
import type { Decimal } from "../eval/decimal.ts";
import { hmacSha256 } from "../source/sha256.ts";

/**
 * HMAC-SHA256 of the change set id, read as a fraction of 2^256, lies below the rate. Exact: no floating point.
 * Without a key everything is picked.
 */
export function picked(key: string | null, id: string, rate: Decimal): boolean {
  if (key === null) return rate.num > 0n;
  const hash = BigInt(`0x${hmacSha256(key, id)}`);
  return hash * rate.den < rate.num << 256n;
}
