/** Collects the faults of the documents of one question, up to a bound. */
import type { Misfit } from "../documents.ts";
import { type Path, place } from "./path.ts";

/** So many are told one by one; the rest is counted. */
export const MAX_MISFITS = 50;

export interface Misfits {
  readonly add: (path: Path | string | null, found: string, expected: string, help?: string | null) => void;
  readonly count: () => number;
  /** From now on misfits are only counted: nobody needs to look for words. */
  readonly full: () => boolean;
  readonly list: () => readonly Misfit[];
}

export function misfits(): Misfits {
  const kept: Misfit[] = [];
  let count = 0;
  return {
    add(path, found, expected, help = null) {
      count++;
      if (kept.length < MAX_MISFITS)
        kept.push({ path: typeof path === "string" ? path : place(path), found, expected, help });
    },
    count: () => count,
    full: () => kept.length === MAX_MISFITS,
    list() {
      if (count <= kept.length) return kept;
      return [
        ...kept,
        { path: "", found: `${count - kept.length} more misfits`, expected: "none", help: "mend these first" },
      ];
    },
  };
}
