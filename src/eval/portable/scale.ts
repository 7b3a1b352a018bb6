/**
 * Numbers of the portable form: whole doubles, each standing for itself divided by a denominator that the export knows.
 * A double is exact for whole numbers up to 2^53 - 1.
 */
export const EXACT = BigInt(Number.MAX_SAFE_INTEGER);

/** What a number of a document may be at most, as it is written there: nine of them add up exactly. */
export const LEAF = 10n ** 15n;

/** Places of a `decimal`. */
export const DECIMAL_PLACES = 6;
export const DECIMAL_DENOMINATOR = 10n ** BigInt(DECIMAL_PLACES);

/**
 * Quotients stay in the exact range of the language while their denominators do: with at most this many factors two and
 * five, a double over it has less than 34 digits.
 */
const MOST_FACTORS = 20;

export function denominatorFits(denominator: bigint): boolean {
  if (denominator > LEAF) return false;
  return [2n, 5n].every((prime) => {
    let rest = denominator;
    let factors = 0;
    for (; rest % prime === 0n; factors++) rest /= prime;
    return factors <= MOST_FACTORS;
  });
}

export function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

export const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);
