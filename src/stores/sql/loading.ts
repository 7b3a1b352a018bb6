/** The one row that `load` is answered with, and how it changes by what is written after it was read. */
import type { AnswerRow, Head, Loaded, ProposalRow } from "../../gate/store.ts";
import { LOADED, type Request, type Row, type Values } from "./statements.ts";

type Part = keyof typeof LOADED;

/** Of each part its columns, beside their names in the row. */
const NAMES = Object.fromEntries(
  Object.entries(LOADED).map(([part, columns]) => [
    part,
    columns.map((column) => [column, `${part}_${column}`] as const),
  ]),
) as unknown as Readonly<Record<Part, readonly (readonly [column: string, inRow: string])[]>>;

function partOf<T>(row: Row, part: Part): T | null {
  const names = NAMES[part];
  if (row[names[0]![1]] === null) return null;
  const found: Record<string, string | number | null | undefined> = {};
  for (const [column, inRow] of names) found[column] = row[inRow];
  return found as T;
}

export const loadedOf = (row: Row): Loaded => ({
  head: partOf<Head>(row, "head"),
  proposal: partOf<ProposalRow>(row, "proposal"),
  answer: partOf<AnswerRow>(row, "answer"),
});

/** For changes that come after the rows were read, in their order. */
export function updated(asked: Values, rows: readonly Row[], changes: readonly Request[]): readonly Row[] {
  const row: Record<string, string | number | null> = { ...rows[0]! };
  for (const { statement, values } of changes) {
    const part = statement.changes === "event" ? "head" : statement.changes;
    if (part !== "head" && part !== "proposal" && part !== "answer") continue;
    const [, ...key] = statement.row;
    const same =
      part === "head" ? values["tenant"] === asked["tenant"] : key.every((one) => values[one] === asked[one]);
    if (!same) continue;
    for (const column of LOADED[part]) row[`${part}_${column}`] = values[column] as string | number | null;
  }
  return [row];
}
