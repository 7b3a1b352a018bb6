/** Opens a file as a store: makes it where there is none, and brings its tables up to date. */
import { closeSync, openSync } from "node:fs";
import { StoreError } from "../../gate/store.ts";
import { sqliteDialect } from "../sql/dialect.ts";
import { LATEST, migrationsTable, missing, outdated, recorded } from "../sql/migrations.ts";
import { failureOf } from "./errors.ts";
import type { Database, Library } from "./library.ts";

/** While a file is opened nobody waits for anything else. */
const OPENING_MS = 10_000;

/** What audit logs and proposals say is nobody else's business; the files next to it get the same rights from SQLite. */
function create(path: string): void {
  try {
    closeSync(openSync(path, "wx", 0o600));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Whatever else is wrong, SQLite says as well.
    if (code === "ENOSPC" || code === "EROFS" || code === "EACCES")
      throw new StoreError(`the store ${path} cannot be made: ${(error as Error).message}`, "nothing_kept", {
        cause: error,
      });
  }
}

/** A connection with which what was committed is on the disk. */
export function connected(library: Library, path: string): Database {
  let database: Database | null = null;
  try {
    database = new library.DatabaseSync(path);
    database.exec(`pragma busy_timeout = ${OPENING_MS}`);
    // Of a new file: what a transaction changes is a few bytes on each of many pages, and whole pages go into the log.
    database.exec("pragma page_size = 2048");
    const [mode] = database.prepare("pragma journal_mode = wal").all() as { journal_mode: string }[];
    if (mode?.journal_mode !== "wal")
      throw new StoreError(
        `the store ${path} cannot keep a write-ahead log (SQLite stays in mode ${mode?.journal_mode}): it may be on a network drive, or not be writable; name a file on a local disk`,
        "nothing_kept",
      );
    database.exec("pragma synchronous = full; pragma foreign_keys = on; pragma trusted_schema = off");
    return database;
  } catch (error) {
    database?.close();
    throw failureOf(error, path);
  }
}

/** The first connection to a store, whose tables are then the latest, and the version that they had. */
export interface Opened {
  readonly database: Database;
  readonly from: number;
}

/** `migrate`: or else older tables are refused. */
export function opened(library: Library, path: string, migrate: boolean): Opened {
  create(path);
  const database = connected(library, path);
  try {
    const from = versionOf(database);
    if (from !== LATEST) update(database, path, migrate);
    return { database, from };
  } catch (error) {
    database.close();
    throw failureOf(error, path);
  }
}

/** 0: there are no tables. */
function versionOf(database: Database): number {
  const tables = database.prepare("select 1 from sqlite_schema where name = 'migrations'").all();
  if (tables.length === 0) return 0;
  const [found] = database.prepare("select max(version) as version from migrations").all() as { version: number }[];
  return found?.version ?? 0;
}

function update(database: Database, path: string, migrate: boolean): void {
  const current = versionOf(database);
  missing(current, `the store ${path}`);
  if (!migrate) throw outdated(current, `the store ${path}`);
  // Another process may have done it since: what is missing is looked up again, when nobody else can write.
  database.exec("begin immediate");
  try {
    database.exec(migrationsTable(sqliteDialect));
    for (const migration of missing(versionOf(database), `the store ${path}`)) {
      for (const statement of migration.statements(sqliteDialect)) database.exec(statement);
      database.exec(recorded(migration, sqliteDialect));
    }
    database.exec("commit");
  } catch (error) {
    database.exec("rollback");
    throw error;
  }
}
