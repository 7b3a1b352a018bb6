/** The one row that `load` is answered with, and how it changes by what is written after it was read. */
import type { AnswerRow, Head, Loaded, ProposalRow } from "../../gate/store.ts";
import { LOADED, type Request, type Row, type Values } from "./statements.ts";

type Part = keyof typeof LOADED;

function partOf<T>(row: Row, part: Part): T | null {
  const columns = LOADED[part];
  if (row[`${part}_${columns[0]}`] === null) return null;
  return Object.fromEntries(columns.map((column) => [column, row[`${part}_${column}`]])) as T;
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
