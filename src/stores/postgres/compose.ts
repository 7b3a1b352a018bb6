/**
 * Changes that are sent together become one statement, each a part of it: what a change costs is mostly that it is a statement.
 * The parts see the state of before all of them and run in no order, so no two of one statement are about the same row.
 */
import { createHash } from "node:crypto";
import { nameOf } from "../checks.ts";
import { parametersOf, type Request } from "../sql/statements.ts";
import type { Query } from "./library.ts";

/** More make a statement that is rarely asked for again. */
const PARTS = 12;

/** Statements that are prepared by name; more are possible and would fill the server's memory. */
const NAMED = 200;

const names = new Map<string, { readonly name: string; readonly text: string }>();

/** What a part that changes no row ends with: no number, which is an error that names the part. */
const UNMET = /no row for part (\d+)/;

export type Composed = readonly Request[];

/** Changes in groups that may be one statement; each read is one for itself. */
export function composed(requests: readonly Request[]): readonly Composed[] {
  const found: Request[][] = [];
  let rows = new Set<string>();
  for (const request of requests) {
    const { statement, values } = request;
    const [table, ...columns] = statement.row;
    const row = nameOf(table ?? "", ...columns.map((column) => String(values[column])));
    const last = found.at(-1);
    const apart =
      last === undefined ||
      statement.changes === null ||
      last[0]!.statement.changes === null ||
      // Where the next write begins: so that statements take few forms.
      statement.changes === "proposal" ||
      rows.has(row) ||
      last.length >= PARTS;
    if (apart) {
      found.push([request]);
      rows = new Set();
    } else last.push(request);
    rows.add(row);
  }
  return found;
}

export function queryOf(parts: Composed): Query {
  const [only] = parts;
  if (parts.length === 1 && !only!.statement.meets)
    return { name: only!.statement.name, text: only!.statement.text, values: parametersOf(only!) };
  const shape = parts.map(({ statement }) => statement.text).join("\n");
  let made: { readonly name?: string; readonly text: string } | undefined = names.get(shape);
  if (made === undefined) {
    const text = textOf(parts);
    const name = `bylaw_${createHash("sha256").update(text).digest("hex").slice(0, 32)}`;
    if (names.size < NAMED) names.set(shape, { name, text });
    made = names.size < NAMED ? { name, text } : { text };
  }
  return { ...made, values: parts.flatMap(parametersOf) };
}

function textOf(parts: Composed): string {
  let given = 0;
  const changes = parts.map(({ statement }, at) => {
    const text = statement.text.replace(/\$(\d+)/g, (_, number: string) => `$${Number(number) + given}`);
    given += statement.parameters.length;
    return `part_${at} as (${text} returning 1)`;
  });
  const checks = parts.flatMap(({ statement }, at) => {
    if (!statement.meets) return [];
    const count = `(select count(*) from part_${at})`;
    return [`case ${count} when 1 then 1 else ('no row for part ${at}, but ' || ${count})::integer end`];
  });
  return `with ${changes.join(", ")} select ${checks.length === 0 ? "1" : checks.join(", ")}`;
}

/** Which part of a statement has met what an error speaks of. */
export function partOf(parts: Composed, error: unknown): Request | null {
  const { message, table } = error as { message?: unknown; table?: unknown };
  const unmet = UNMET.exec(String(message));
  if (unmet !== null) return parts[Number(unmet[1])] ?? null;
  return parts.find(({ statement }) => statement.row[0] === table) ?? parts[0] ?? null;
}
