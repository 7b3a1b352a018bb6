const MAX_LENGTH = 100;
// Three rows of the table, used again for every pair: a broken file asks for many thousands.
const rows = [new Uint8Array(2 * MAX_LENGTH), new Uint8Array(2 * MAX_LENGTH), new Uint8Array(2 * MAX_LENGTH)];

/** Damerau–Levenshtein distance (optimal string alignment, Boytsov 2011), given up above `limit`; O(|a|·|b|). */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let [before, previous, row] = rows as [Uint8Array, Uint8Array, Uint8Array];
  for (let j = 0; j <= b.length; j++) previous[j] = j;
  let least = 0;
  for (let i = 1; i <= a.length; i++) {
    const code = a.charCodeAt(i - 1);
    const leastBefore = least;
    row[0] = i;
    least = i;
    for (let j = 1; j <= b.length; j++) {
      const other = b.charCodeAt(j - 1);
      let best = Math.min(row[j - 1]! + 1, previous[j]! + 1, previous[j - 1]! + (code === other ? 0 : 1));
      if (i > 1 && j > 1 && code === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === other)
        best = Math.min(best, before[j - 2]! + 1);
      row[j] = best;
      if (best < least) least = best;
    }
    // An exchange looks two rows back, so both have to be past the limit.
    if (least > limit && leastBefore > limit) return limit + 1;
    [before, previous, row] = [previous, row, before];
  }
  return previous[b.length]!;
}

/** The legal name closest to a misspelt one, or undefined when none is close. Ties go to the first in code-unit order. */
export function nearest(name: string, legal: Iterable<string>): string | undefined {
  if (name.length > MAX_LENGTH) return undefined;
  const limit = Math.max(1, Math.floor(name.length * 0.4));
  const lower = name.toLowerCase();
  let best: string | undefined;
  let least = limit + 1;
  for (const candidate of legal) {
    // As good as the best so far is good enough only for one that comes before it.
    const bound = best !== undefined && candidate < best ? least : least - 1;
    if (bound < 0) continue;
    const found = candidate.toLowerCase() === lower ? 0 : distance(name, candidate, bound);
    if (found > bound) continue;
    least = found;
    best = candidate;
  }
  return best;
}
