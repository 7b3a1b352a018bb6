/** Facts and records from a SQL database, one query for each. */
import type { Data, FactAnswer, FactSource, RecordSource } from "../../gate/ports.ts";
import { type Database, recordsOf } from "../databases/database.ts";
import { type DataRecord, keyed } from "../json.ts";

export interface SqlSourceOptions {
  readonly database: Database;
  /** `$1`, `$2` … are bound, never written into the text. How columns become fields: see `recordsOf`. */
  readonly query: string;
  readonly time_limit_ms?: number | undefined;
}

export interface SqlFactOptions extends SqlSourceOptions {
  /** `one` row or none, the one `value` of it, a `list` of rows, a `map` of them by `key`. Default: `one`. */
  readonly shape?: "one" | "value" | "list" | "map" | undefined;
  readonly key?: string | undefined;
}

/** A column of this name is the version of the record, and no field of it. */
const VERSION = "$version";

/** The arguments of the fact are the parameters of the query. */
export function sqlFacts(options: SqlFactOptions): FactSource {
  const { database, query, shape = "one", key } = options;
  return {
    time_limit_ms: options.time_limit_ms,
    read: async ({ args }, signal): Promise<FactAnswer> => {
      const rows = await ask(database, query, args, signal);
      if (shape === "list") return { status: "found", value: rows };
      if (shape === "map")
        return { status: "found", value: Object.fromEntries(keyed(rows, key, "the result of the query")) };
      const found = only(rows);
      if (found === null) return { status: "none" };
      const { record, version } = found;
      if (shape === "one") return { status: "found", value: record, version };
      const value = Object.values(record)[0] ?? null;
      return value === null ? { status: "none" } : { status: "found", value, version };
    },
  };
}

/** Old values. `$1` is the id of the record; the row has a column for each of its fields. */
export function sqlRecords(options: SqlSourceOptions): RecordSource {
  return {
    time_limit_ms: options.time_limit_ms,
    read: async (target, fields, signal) => {
      const found = only(await ask(options.database, options.query, [target.id], signal));
      if (found === null) return { status: "none" };
      const { record, version } = found;
      const missing = fields.find((field) => !Object.hasOwn(record, field));
      if (missing !== undefined) throw new Error(`the query for ${target.type} gives no column ${missing}`);
      return { status: "found", fields: Object.fromEntries(fields.map((field) => [field, record[field]!])), version };
    },
  };
}

async function ask(
  database: Database,
  text: string,
  values: readonly Data[],
  signal: AbortSignal,
): Promise<readonly DataRecord[]> {
  const [rows] = await database.read([{ text, values }], signal);
  return recordsOf(rows!);
}

function only(
  rows: readonly DataRecord[],
): { readonly record: DataRecord; readonly version: string | undefined } | null {
  if (rows.length > 1) throw new Error(`the query gave ${rows.length} rows, and one was asked for`);
  const row = rows[0];
  if (row === undefined) return null;
  const { [VERSION]: version, ...record } = row;
  return { record, version: version == null ? undefined : String(version) };
}
