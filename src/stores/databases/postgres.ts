/** PostgreSQL, for facts, records and directories. */
import type pg from "pg";
import type { Data } from "../../gate/ports.ts";
import { readExact } from "../json.ts";
import type { Database, Rows, SqlQuery } from "./database.ts";
import { fractionOf, wholeOf } from "./numbers.ts";

export interface PostgresOptions {
  /** `postgres://user:password@host:5432/name`, as libpq reads it. */
  readonly url: string;
  /** Connections at most. Default: 4. */
  readonly connections?: number | undefined;
  /** Of one statement, in milliseconds, kept by the server. Default: 10 seconds. */
  readonly statement_limit_ms?: number | undefined;
}

/** Connects when it is first read. Each read is one read-only transaction of the isolation level REPEATABLE READ. */
export function postgresDatabase({ url, connections = 4, statement_limit_ms = 10_000 }: PostgresOptions): Database {
  let opened: Promise<{ readonly pool: pg.Pool; readonly types: pg.CustomTypesConfig }> | null = null;
  const open = async () => {
    const { default: driver } = await import("pg");
    const pool = new driver.Pool({
      connectionString: url,
      max: connections,
      connectionTimeoutMillis: statement_limit_ms,
    });
    // A connection that breaks while nobody uses it is replaced; without a listener it would end the process.
    pool.on("error", () => undefined);
    const types = {
      getTypeParser: parserOf(driver.types.arrayParser as unknown as ArrayParser),
    } as pg.CustomTypesConfig;
    return { pool, types };
  };
  const begin =
    "begin transaction isolation level repeatable read read only; set local timezone = 'UTC'; set local datestyle = 'ISO'; " +
    `set local intervalstyle = 'iso_8601'; set local statement_timeout = ${Math.ceil(statement_limit_ms)}`;

  return {
    read: async (queries, signal) => {
      opened ??= open();
      const { pool, types } = await opened;
      signal.throwIfAborted();
      const client = await pool.connect();
      // A query that nobody waits for any longer is ended with its connection.
      const stop = (): void => void client.end().catch(() => undefined);
      signal.addEventListener("abort", stop, { once: true });
      let whole = false;
      try {
        signal.throwIfAborted();
        await client.query(begin);
        const found: Rows[] = [];
        for (const query of queries) found.push(await rowsOf(client, query, types));
        await client.query("commit");
        whole = true;
        return found;
      } finally {
        signal.removeEventListener("abort", stop);
        client.release(!whole);
      }
    },
    close: async () => {
      if (opened !== null) await (await opened).pool.end();
    },
  };
}

async function rowsOf(client: pg.PoolClient, { text, values }: SqlQuery, types: pg.CustomTypesConfig): Promise<Rows> {
  const result = await client.query<unknown[]>({ text, values: values.map(bound), types, rowMode: "array" });
  return { columns: result.fields.map((field) => field.name), rows: result.rows as Data[][] };
}

/** A list becomes an array of the database; a record becomes JSON. */
const bound = (value: Data): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? JSON.stringify(value) : value;

type Parse = (text: string) => Data;
interface ArrayParser {
  readonly create: (text: string, parse: (text: string | null) => unknown) => { readonly parse: () => Data };
}

/** By object id of `pg_type`; what is not here comes as the text that the server writes. */
const PARSERS: Readonly<Record<number, Parse>> = {
  16: (text) => text === "t",
  20: wholeOf,
  21: wholeOf,
  23: wholeOf,
  700: fractionOf,
  701: fractionOf,
  114: (text) => readExact(text, "a column"),
  3802: (text) => readExact(text, "a column"),
  1114: instant,
  1184: instant,
  17: () => {
    throw new Error("a column holds bytes, which are no fact");
  },
};

/** Arrays, by the type of what they hold. */
const ARRAYS: Readonly<Record<number, number>> = {
  1000: 16,
  1005: 21,
  1007: 23,
  1016: 20,
  1021: 700,
  1022: 701,
  1231: 1700,
  1009: 25,
  1015: 1043,
  1014: 1042,
  2951: 2950,
  1182: 1082,
  1115: 1114,
  1185: 1184,
  199: 114,
  3807: 3802,
};

function parserOf(arrays: ArrayParser): (oid: number) => Parse {
  return (oid) => {
    const of = ARRAYS[oid];
    if (of === undefined) return PARSERS[oid] ?? String;
    const parse = PARSERS[of] ?? String;
    return (text) => arrays.create(text, (item) => (item === null ? null : parse(item))).parse();
  };
}

/** `2026-11-22 10:15:00.123456+00` → `2026-11-22T10:15:00.123Z`; what is no such text (`infinity`) stays. */
function instant(text: string): string {
  const match = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(\.\d{1,3})?\d*(\+00)?$/.exec(text);
  return match === null ? text : `${match[1]}T${match[2]}${match[3] ?? ""}${match[4] === undefined ? "" : "Z"}`;
}
