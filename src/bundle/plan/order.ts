/**
 * What reads what, in a plan whose parts have the right shape: no let and no function reads itself by any way round, and
 * no clause reads the score or the tier before their turn. On this rests that evaluation ends.
 */
import type { Reader } from "../reader.ts";
import type { Reads } from "./scope.ts";

/** The highest rank that each function reads, its callees included. */
export type Ranks = Map<string, number>;

/** Ranks of functions; refuses those that call themselves. A list instead of recursion: chains of calls may be long. */
export function orderOfFunctions(reader: Reader, functions: ReadonlyMap<string, Reads>, ranks: Ranks): void {
  const open = new Set<string>();
  const todo = [...functions.keys()];
  while (todo.length > 0) {
    const name = todo.pop()!;
    // Several may wait for it.
    if (ranks.has(name)) continue;
    const reads = functions.get(name)!;
    const waiting = [...reads.functions].filter((callee) => !ranks.has(callee));
    if (waiting.length === 0) {
      ranks.set(name, rankOf(reads, new Map(), ranks));
      open.delete(name);
    } else if (open.has(name) || waiting.some((callee) => open.has(callee))) {
      reader.refuse("wrong_order", reads.at, `the function ${name}, which calls itself`, "no recursion");
      return;
    } else {
      open.add(name);
      todo.push(name, ...waiting);
    }
  }
}

/** Ranks of lets; refuses those that read a later one, or themselves. */
export function orderOfLets(
  reader: Reader,
  lets: readonly (readonly [string, Reads])[],
  ranks: Ranks,
): ReadonlyMap<string, number> {
  const ranked = new Map<string, number>();
  for (const [name, reads] of lets) {
    const early = [...reads.lets].find((read) => !ranked.has(read));
    if (early !== undefined)
      reader.refuse("wrong_order", reads.at, `the let ${name}, which reads ${early}`, "only lets that stand before it");
    ranked.set(name, rankOf(reads, ranked, ranks));
  }
  return ranked;
}

/** Refuses what reads more than its stratum may. */
export function within(
  reader: Reader,
  reads: Reads,
  stratum: number,
  lets: ReadonlyMap<string, number>,
  ranks: Ranks,
): void {
  const rank = rankOf(reads, lets, ranks);
  if (rank > stratum)
    reader.refuse(
      "wrong_order",
      reads.at,
      rank === 2 ? "the tier is read" : "the score is read",
      `only what is known in stratum ${stratum}`,
    );
}

function rankOf(reads: Reads, lets: ReadonlyMap<string, number>, ranks: Ranks): number {
  let rank = reads.rank;
  for (const name of reads.lets) rank = Math.max(rank, lets.get(name) ?? 0);
  for (const name of reads.functions) rank = Math.max(rank, ranks.get(name) ?? 0);
  return rank;
}
