/** Damerau–Levenshtein distance (optimal string alignment, Boytsov 2011), cut off above `limit`; O(|a|·|b|). */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min(row[j - 1]! + 1, previous[j]! + 1, previous[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, before[j - 2]! + 1);
      row.push(best);
    }
    before = previous;
    previous = row;
  }
  return previous[b.length]!;
}

/** The legal name closest to a misspelt one, or undefined when none is close. Ties go to the first in code-point order. */
export function nearest(name: string, legal: Iterable<string>): string | undefined {
  if (name.length > 100) return undefined;
  const limit = Math.max(1, Math.floor(name.length * 0.4));
  let best: string | undefined;
  let least = limit + 1;
  for (const candidate of [...legal].sort()) {
    const lower = candidate.toLowerCase() === name.toLowerCase() ? 0 : distance(name, candidate, limit);
    if (lower < least) {
      least = lower;
      best = candidate;
    }
  }
  return best;
}
