/** `bylaw/stores/sqlite`: the embedded store, one file that needs no server. */
import { type Store, StoreError } from "../../gate/store.ts";
import { hashNatively } from "../native.ts";
import { sqliteDialect } from "../sql/dialect.ts";
import { LATEST, type Migrated } from "../sql/migrations.ts";
import { statementsOf } from "../sql/statements.ts";
import { sqlStore } from "../sql/store.ts";
import { SqliteDriver } from "./driver.ts";
import { sqliteLibrary } from "./library.ts";
import { opened } from "./open.ts";

export { ConflictError, type Store, StoreError } from "../../gate/store.ts";
export type { Migrated } from "../sql/migrations.ts";

export interface SqliteOptions {
  /** How long a transaction waits for other processes that write, in milliseconds. Default: 10 000. */
  readonly busy_timeout_ms?: number | undefined;
  /** Whether tables of an older version are brought up to date when the file is opened. Default: yes. */
  readonly migrate?: boolean | undefined;
}

/**
 * Opens a file as a store, or makes one that only its owner may read. Several processes may have it open at once; they write
 * one after another, whichever the tenant. Rejects with a `StoreError` where the file is no store, or one of a later program.
 */
export async function sqliteStore(path: string, options: SqliteOptions = {}): Promise<Store> {
  // Who keeps a log hashes all day, and here is Node for certain.
  hashNatively();
  const library = await sqliteLibrary();
  const { database } = opened(library, fileAt(path), options.migrate ?? true);
  const driver = new SqliteDriver(library, path, database, options.busy_timeout_ms ?? 10_000);
  return sqlStore(driver, statementsOf(sqliteDialect));
}

/** Makes the tables in a file, or brings them up to date, as opening it does too. */
export async function migrateSqlite(path: string): Promise<Migrated> {
  const { database, from } = opened(await sqliteLibrary(), fileAt(path), true);
  database.close();
  return { from, to: LATEST };
}

function fileAt(path: string): string {
  if (path !== "" && path !== ":memory:" && !path.startsWith("file:")) return path;
  throw new StoreError(
    `"${path}" names no file; give the path of one, or use the memory store where nothing has to be kept`,
    "nothing_kept",
  );
}
