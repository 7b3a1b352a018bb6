/**
 * Whether rows cover every case, and which rows are ever taken. The idea is that of Maranget, "Warnings for pattern
 * matching" (JFP 17, 2007), on flat patterns: split by the atoms of one column after the other, keep the rows that still
 * fit, and see which is first.
 */
import type { Column, Range } from "./columns.ts";

export interface Cover {
  /** One atom for each column of a case that no row fits; null where the column does not matter. Null: all covered. */
  readonly witness: readonly (number | null)[] | null;
  /** Whether more than one such case was seen. */
  readonly more: boolean;
  readonly taken: readonly boolean[];
}

/** Bounds the work: rows looked at in all splits together. */
const BUDGET = 500_000;

/** Null: past the bound. `rows[i][c]` are the ranges of row i in column c; null: everything. */
export function cover(
  columns: readonly Column[],
  rows: readonly (readonly (readonly Range[] | null)[])[],
): Cover | null {
  const taken = rows.map(() => false);
  const seen = new Set<string>();
  let witness: (number | null)[] | null = null;
  let more = false;
  let spent = 0;
  // From this column on, a row asks nothing more.
  const openFrom = rows.map((row) => row.findLastIndex((ranges) => ranges !== null) + 1);

  const missed = (path: readonly (number | null)[]): void => {
    if (witness === null) witness = columns.map((_, at) => path[at] ?? null);
    else more = true;
  };

  const visit = (at: number, left: readonly number[], path: readonly (number | null)[]): boolean => {
    spent += left.length + 1;
    if (spent > BUDGET) return false;
    if (left.length === 0) {
      missed(path);
      return true;
    }
    const first = left[0]!;
    if (openFrom[first]! <= at) {
      taken[first] = true;
      return true;
    }
    const key = `${at}:${left.join()}`;
    if (seen.has(key)) return true;
    seen.add(key);
    const column = columns[at]!;
    if (at === columns.length - 1) {
      paint(
        column,
        left.map((row) => ({ row, ranges: rows[row]![at]! })),
        taken,
        (atom) => missed([...path, atom]),
      );
      spent += column.size;
      return true;
    }
    return split(column, at, left, path);
  };

  // Sweeps over the atoms; the rows that fit change only where a range begins or ends.
  const split = (column: Column, at: number, left: readonly number[], path: readonly (number | null)[]): boolean => {
    const edges = new Set([0]);
    for (const row of left)
      for (const [from, to] of rows[row]![at] ?? []) {
        edges.add(from);
        if (to + 1 < column.size) edges.add(to + 1);
      }
    const starts = [...edges].filter((edge) => edge < column.size).sort((a, b) => a - b);
    for (const [index, start] of starts.entries()) {
      const end = (starts[index + 1] ?? column.size) - 1;
      let atom = start;
      while (atom <= end && column.isEmpty(atom)) atom++;
      if (atom > end) continue;
      const fitting: number[] = [];
      for (const row of left) {
        spent++;
        const ranges = rows[row]![at]!;
        if (ranges !== null && !ranges.some(([from, to]) => from <= start && start <= to)) continue;
        fitting.push(row);
        // Rows below one that asks nothing more are out of reach here.
        if (openFrom[row]! <= at + 1) break;
      }
      if (!visit(at + 1, fitting, [...path, starts.length === 1 ? null : atom])) return false;
    }
    return true;
  };

  return visit(
    0,
    rows.map((_, index) => index),
    [],
  )
    ? { witness, more, taken }
    : null;
}

/** The last column: each atom goes to the first row that fits. `next` skips atoms that are given away (union-find). */
function paint(
  column: Column,
  left: readonly { readonly row: number; readonly ranges: readonly Range[] | null }[],
  taken: boolean[],
  missed: (atom: number) => void,
): void {
  const next = Array.from({ length: column.size + 1 }, (_, atom) => atom);
  const find = (atom: number): number => {
    let root = atom;
    while (next[root] !== root) root = next[root]!;
    for (let at = atom; next[at] !== root; ) [next[at], at] = [root, next[at]!];
    return root;
  };
  for (let atom = 0; atom < column.size; atom++) if (column.isEmpty(atom)) next[atom] = atom + 1;
  for (const { row, ranges } of left)
    for (const [from, to] of ranges ?? [[0, column.size - 1] as const])
      for (let atom = find(Math.max(from, 0)); atom <= to; atom = find(atom + 1)) {
        taken[row] = true;
        next[atom] = atom + 1;
      }
  for (let atom = find(0); atom < column.size; atom = find(atom + 1)) missed(atom);
}
