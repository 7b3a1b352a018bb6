/**
 * What each policy reaches through imports, itself included: the transitive closure of a graph that may have circles.
 * Rows of bits, one per strongly connected component, since a set per policy would be a square of sets for large ones
 * (Purdom 1970).
 */
import { sortByNeeds } from "./graph.ts";

export interface Reach {
  /** Whether `from` reaches `to`. */
  readonly reaches: (from: string, to: string) => boolean;
  /** Whether `from` reaches any of those for which `mark` was true. */
  readonly reachesMarked: (from: string) => boolean;
}

/** `imports`: direct imports by name of the policy. `mark` is asked once for each. */
export function reachOf(imports: ReadonlyMap<string, readonly string[]>, mark: (name: string) => boolean): Reach {
  const names = [...imports.keys()];
  const index = new Map(names.map((name, i) => [name, i]));
  const words = Math.ceil(names.length / 32);
  const rows = new Map<string, Uint32Array>();
  const add = (row: Uint32Array, name: string): void => {
    const i = index.get(name)!;
    row[i >>> 5]! |= 1 << (i & 31);
  };
  // Needs first: whoever comes later finds the rows of what it imports, but for those in its own circle.
  for (const members of sortByNeeds(imports).components) {
    const row = new Uint32Array(words);
    const joined = new Set<Uint32Array>();
    for (const name of members) {
      add(row, name);
      rows.set(name, row);
      for (const target of imports.get(name)!) {
        const other = rows.get(target);
        if (other === undefined || other === row || joined.has(other)) continue;
        joined.add(other);
        for (let i = 0; i < words; i++) row[i]! |= other[i]!;
      }
    }
  }
  const marked = new Uint32Array(words);
  for (const name of names) if (mark(name)) add(marked, name);
  return {
    reaches: (from, to) => {
      const i = index.get(to);
      return i !== undefined && (rows.get(from)![i >>> 5]! & (1 << (i & 31))) !== 0;
    },
    reachesMarked: (from) => rows.get(from)!.some((bits, i) => (bits & marked[i]!) !== 0),
  };
}
