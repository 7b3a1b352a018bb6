/** The nearest name is the one that a plain table of distances would pick. */
import { expect, test } from "vitest";
import { nearest } from "../../src/diagnostics/nearest.ts";

/** Optimal string alignment by the book, without any cut-off. */
function distance(a: string, b: string): number {
  const table = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)),
  );
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(table[i]![j - 1]! + 1, table[i - 1]![j]! + 1, table[i - 1]![j - 1]! + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, table[i - 2]![j - 2]! + 1);
      table[i]![j] = best;
    }
  return table[a.length]![b.length]!;
}

function byTheBook(name: string, legal: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.floor(name.length * 0.4));
  return [...legal]
    .sort()
    .map((candidate) => ({
      candidate,
      far: candidate.toLowerCase() === name.toLowerCase() ? 0 : distance(name, candidate),
    }))
    .filter(({ far }) => far <= limit)
    .reduce<{ candidate: string; far: number } | undefined>(
      (best, one) => (best === undefined || one.far < best.far ? one : best),
      undefined,
    )?.candidate;
}

test("in two thousand lists of short names over few letters", () => {
  let seed = 7;
  const below = (bound: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * bound);
  };
  const word = (): string => Array.from({ length: 1 + below(8) }, () => "abAé"[below(4)]).join("");
  for (let round = 0; round < 2_000; round++) {
    const legal = Array.from({ length: below(12) }, word);
    const name = word();
    expect(nearest(name, legal), `${name} among ${legal.join(" ")}`).toBe(byTheBook(name, legal));
  }
});

test("as people slip", () => {
  const legal = ["finance", "support_lead", "operations", "legal"];
  expect(nearest("finanse", legal)).toBe("finance");
  expect(nearest("fniance", legal)).toBe("finance");
  expect(nearest("Legal", legal)).toBe("legal");
  expect(nearest("suport_laed", legal)).toBe("support_lead");
  expect(nearest("zebra", legal)).toBeUndefined();
  expect(nearest("a".repeat(101), ["a".repeat(100)])).toBeUndefined();
  expect(nearest("a".repeat(100), ["a".repeat(139), "b".repeat(150)])).toBe("a".repeat(139));
});
