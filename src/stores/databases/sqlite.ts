/** SQLite, for facts, records and directories. */
import type { Data } from "../../gate/ports.ts";
import { type Bound, type Connection, openSqlite } from "./connection.ts";
import type { Database, Rows, SqlQuery } from "./database.ts";
import { fractionOf, wholeOf } from "./numbers.ts";

export interface SqliteOptions {
  readonly path: string;
}

/** Opens the file, which must be there, when it is first read. Queries run in this thread, one after another. */
export function sqliteDatabase({ path }: SqliteOptions): Database {
  let opened: Promise<Connection> | null = null;
  const open = async (): Promise<Connection> => {
    const connection = await openSqlite(path, { readOnly: true });
    connection.exec("pragma busy_timeout = 2000");
    return connection;
  };
  return {
    read: async (queries, signal) => {
      opened ??= open();
      let connection: Connection;
      try {
        connection = await opened;
      } catch (error) {
        opened = null;
        throw error;
      }
      signal.throwIfAborted();
      connection.exec("begin");
      try {
        return queries.map((query) => rowsOf(connection, query));
      } finally {
        connection.exec("rollback");
      }
    },
    close: async () => {
      if (opened !== null) (await opened).close();
      opened = null;
    },
  };
}

function rowsOf(connection: Connection, { text, values }: SqlQuery): Rows {
  const statement = connection.prepare(text);
  statement.setReadBigInts(true);
  const columns = statement.columns().map(({ name }) => name);
  if (new Set(columns).size < columns.length) throw new Error("the query gives a column twice");
  // A parameter that the text does not have is a fault to SQLite.
  const used = new Set([...text.matchAll(/\$(\d+)/g)].map((match) => match[1]!));
  const given = values.map((value, index) => [String(index + 1), bound(value)] as const);
  const rows = statement.all(
    Object.fromEntries(given.filter(([name]) => used.has(name)).map(([name, v]) => [`$${name}`, v])),
  );
  return { columns, rows: rows.map((row) => columns.map((column) => dataOf(row[column]))) };
}

/** A list or a record is bound as JSON, for `json_each`. */
function bound(value: Data): Bound {
  if (typeof value === "boolean") return value ? 1 : 0;
  return typeof value === "object" && value !== null ? JSON.stringify(value) : value;
}

function dataOf(value: unknown): Data {
  if (value === null || typeof value === "string") return value;
  if (typeof value === "bigint") return wholeOf(String(value));
  if (typeof value === "number") return fractionOf(String(value));
  throw new Error("a column holds bytes, which are no fact");
}
