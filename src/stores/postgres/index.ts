/** `bylaw/stores/postgres`: one store for many gates at once. */
import { type Store, StoreError } from "../../gate/store.ts";
import { hashNatively } from "../native.ts";
import { postgresDialect } from "../sql/dialect.ts";
import type { Migrated } from "../sql/migrations.ts";
import { statementsOf } from "../sql/statements.ts";
import { sqlStore } from "../sql/store.ts";
import { PostgresDriver } from "./driver.ts";
import { openPool, type Pool } from "./library.ts";
import { checkReady, migrate } from "./migrate.ts";

export { ConflictError, type Store, StoreError } from "../../gate/store.ts";
export type { Migrated } from "../sql/migrations.ts";
export type { Pool } from "./library.ts";

/** Where the tables are: an address (`postgresql://…`), or a `Pool` of pg, which the store does not close. */
export type PostgresPlace = (
  | { readonly connectionString: string; readonly pool?: undefined }
  | { readonly pool: Pool; readonly connectionString?: undefined }
) & {
  /** Default: `bylaw`. */
  readonly schema?: string | undefined;
  /** How many connections at most, where the store makes its own pool. Default: 10. */
  readonly max_connections?: number | undefined;
  /** How long to wait for another transaction of the tenant, where the store makes its own pool. Default: 10 000. */
  readonly lock_timeout_ms?: number | undefined;
  /** How long a statement may take, where the store makes its own pool. Default: 30 000. */
  readonly statement_timeout_ms?: number | undefined;
};

export type PostgresOptions = PostgresPlace & {
  /** Whether tables are made and brought up to date here. Default: no, `bylaw store migrate` does it, as their owner. */
  readonly migrate?: boolean | undefined;
};

const SCHEMA = "bylaw";

/** It stands in the text of statements, whose parameters are told by `$1`. */
function schemaOf({ schema = SCHEMA }: PostgresPlace): string {
  if (/^[a-z_][a-z0-9_]{0,62}$/.test(schema)) return schema;
  throw new StoreError(
    `"${schema}" cannot be the name of a schema; take at most 63 of a-z, 0-9 and _, not beginning with a digit`,
    "nothing_kept",
  );
}

/** A pool that sends queries without waiting for the answers to those before them (`pipeline: true`) saves round trips. */
async function poolOf(place: PostgresPlace): Promise<Pool> {
  if (place.pool !== undefined) return place.pool;
  return openPool({
    connectionString: place.connectionString,
    max: place.max_connections,
    lock_timeout_ms: place.lock_timeout_ms ?? 10_000,
    statement_timeout_ms: place.statement_timeout_ms ?? 30_000,
  });
}

/**
 * Opens a schema of PostgreSQL as a store. Transactions of one tenant run one after another, over all gates; those of several
 * tenants side by side. Statements are prepared by name, so a pooler in between has to keep sessions. Rejects with a
 * `StoreError` where there are no tables, older ones, or those of a later program.
 */
export async function postgresStore(options: PostgresOptions): Promise<Store> {
  // Who keeps a log hashes all day, and here is Node for certain.
  hashNatively();
  const schema = schemaOf(options);
  const dialect = postgresDialect(schema);
  const pool = await poolOf(options);
  const own = options.pool === undefined;
  try {
    if (options.migrate === true) await migrate(pool, schema, dialect, null);
    await checkReady(pool, schema);
  } catch (error) {
    if (own) await pool.end();
    throw error;
  }
  return sqlStore(new PostgresDriver(pool, schema, own), statementsOf(dialect));
}

/**
 * Makes the tables, or brings them up to date. With `role`, grants it what a gate needs, which is to add events and
 * checkpoints, never to change or take away one.
 */
export async function migratePostgres(
  place: PostgresPlace & { readonly role?: string | undefined },
): Promise<Migrated> {
  const schema = schemaOf(place);
  const pool = await poolOf(place);
  try {
    return await migrate(pool, schema, postgresDialect(schema), place.role ?? null);
  } finally {
    if (place.pool === undefined) await pool.end();
  }
}
