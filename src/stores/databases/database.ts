/** Reading from SQL databases, so that no value loses a digit on the way. */
import type { Data } from "../../gate/ports.ts";
import { type DataRecord, readExact } from "../json.ts";

/** `$1`, `$2` … in the text stand for the values, on every database. */
export interface SqlQuery {
  readonly text: string;
  readonly values: readonly Data[];
}

export interface Rows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Data[])[];
}

/**
 * Decimals, money and whole numbers of any size come back as text where a double would not carry them; times as ISO 8601, cut to
 * milliseconds; nothing comes back as a binary fraction that is not what the database shows.
 */
export interface Database {
  /** All of one state of the database, which cannot be written this way. Throws when it cannot be read, or the signal aborts. */
  readonly read: (queries: readonly SqlQuery[], signal: AbortSignal) => Promise<readonly Rows[]>;
  readonly close: () => Promise<void>;
}

/** More rows are no fact, but a table. */
const MAX_ROWS = 10_000;

type As = "bool" | "json" | "text";

/** Where a field comes from: a column, or the columns of a nested record. */
type Field = { readonly column: number; readonly as: As | undefined } | Map<string, Field>;

/**
 * Rows as records. A column called `total.amount` is a field of a nested record, which is null where all of its fields are;
 * `active:bool`, `tags:json` and `id:text` say how to take a value that the database has no type for.
 */
export function recordsOf({ columns, rows }: Rows): readonly DataRecord[] {
  if (rows.length > MAX_ROWS) throw new Error(`the query gave more than ${MAX_ROWS.toLocaleString("en")} rows`);
  const fields = fieldsOf(columns);
  return rows.map((row) => recordOf(fields, row, columns));
}

function fieldsOf(columns: readonly string[]): Map<string, Field> {
  const root = new Map<string, Field>();
  columns.forEach((name, column) => {
    const [, path, as] = /^(.*?)(?::(bool|json|text))?$/s.exec(name)!;
    const steps = path!.split(".");
    const last = steps.pop()!;
    let here = root;
    for (const step of steps) {
      const next = here.get(step) ?? new Map<string, Field>();
      if (!(next instanceof Map)) throw new Error(`the query gives ${step} as a value and as a record`);
      here.set(step, next);
      here = next;
    }
    if (here.has(last)) throw new Error(`the query gives the column ${name} twice`);
    here.set(last, { column, as: as as As | undefined });
  });
  return root;
}

function recordOf(fields: ReadonlyMap<string, Field>, row: readonly Data[], columns: readonly string[]): DataRecord {
  const record = Object.create(null) as Record<string, Data>;
  for (const [name, field] of fields) {
    if (field instanceof Map) {
      const inner = recordOf(field, row, columns);
      record[name] = Object.values(inner).every((value) => value === null) ? null : inner;
    } else record[name] = taken(row[field.column] ?? null, field.as, columns[field.column]!);
  }
  return record;
}

function taken(value: Data, as: As | undefined, name: string): Data {
  if (value === null || as === undefined) return value;
  if (as === "text") return typeof value === "object" ? JSON.stringify(value) : String(value);
  if (as === "json") return typeof value === "string" ? readExact(value, name) : value;
  if (value === true || value === 1 || value === "t" || value === "true") return true;
  if (value === false || value === 0 || value === "f" || value === "false") return false;
  throw new Error(`${name} is ${JSON.stringify(value)}, which is neither true nor false`);
}
