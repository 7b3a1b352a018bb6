/** Makes the tables in a schema, brings them up to date, and says what a role may do with them. */
import { StoreError } from "../../gate/store.ts";
import { type Dialect, quoted } from "../sql/dialect.ts";
import { APPENDED, LATEST, type Migrated, migrationsTable, missing, outdated, recorded } from "../sql/migrations.ts";
import { Connection, SendError } from "./connection.ts";
import { lockOf } from "./driver.ts";
import { failureOf } from "./errors.ts";
import type { Client, Pool } from "./library.ts";

/** What a program needs: of what is only ever added to, it may change and take away nothing. */
const RIGHTS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(APPENDED.map((name) => [name, "select, insert"])),
  proposals: "select, insert, update",
  answers: "select, insert",
  holds: "select, insert, delete",
  postings: "select, insert",
  totals: "select, insert, update",
  migrations: "select",
};

/** Runs `work` on a connection; what it throws is a `StoreError`. */
async function connected<T>(pool: Pool, work: (connection: Connection) => Promise<T>): Promise<T> {
  let client: Client;
  try {
    client = await pool.connect();
  } catch (error) {
    throw failureOf(error);
  }
  const connection = new Connection(client);
  try {
    return await work(connection);
  } catch (error) {
    throw failureOf(error instanceof SendError ? error.cause : error);
  } finally {
    connection.release();
  }
}

async function versionOf(connection: Connection, schema: string): Promise<number> {
  const table = `${quoted(schema)}."migrations"`;
  const [there] = await connection.send([{ text: "select to_regclass($1) is not null as there", values: [table] }]);
  if (there!.rows[0]!["there"] !== "t") return 0;
  const [found] = await connection.send([{ text: `select coalesce(max("version"), 0) as version from ${table}` }]);
  return found!.rows[0]!["version"] as number;
}

const named = (schema: string): string => `the schema ${schema} of PostgreSQL`;

/** Throws where the tables are older or newer than this program, or where what is committed would not be durable. */
export const checkReady = (pool: Pool, schema: string): Promise<void> =>
  connected(pool, async (connection) => {
    const current = await versionOf(connection, schema);
    missing(current, named(schema));
    if (current < LATEST) throw outdated(current, named(schema));
    const [setting] = await connection.send([{ text: "select current_setting('synchronous_commit') as value" }]);
    if (setting!.rows[0]!["value"] === "off")
      throw new StoreError(
        "PostgreSQL is set not to wait for its disk, so what it has answered may be lost (synchronous_commit is off); " +
          "run `ALTER ROLE … SET synchronous_commit = on` for the role of the gate",
        "nothing_kept",
      );
  });

/** All in one transaction, and one at a time: the second finds nothing left to do. */
export const migrate = (pool: Pool, schema: string, dialect: Dialect, role: string | null): Promise<Migrated> =>
  connected(pool, async (connection) => {
    const run = async (texts: readonly string[]): Promise<void> => {
      for (const text of texts) await connection.send([{ text }]);
    };
    await run(["begin"]);
    try {
      await run([`select pg_advisory_xact_lock(${lockOf(schema, "migrate")})`]);
      const from = await versionOf(connection, schema);
      const steps = missing(from, named(schema));
      if (from === 0) await run([`create schema if not exists ${quoted(schema)}`, migrationsTable(dialect)]);
      for (const step of steps) await run([...step.statements(dialect), recorded(step, dialect)]);
      if (role !== null) await run(await grantsOf(connection, schema, role));
      await run(["commit"]);
      return { from, to: LATEST };
    } catch (error) {
      await run(["rollback"]).catch(() => undefined);
      throw error;
    }
  });

async function grantsOf(connection: Connection, schema: string, role: string): Promise<readonly string[]> {
  const [found] = await connection.send([{ text: "select 1 from pg_roles where rolname = $1", values: [role] }]);
  if (found!.rows.length === 0)
    throw new StoreError(
      `there is no role ${role}; make it with \`CREATE ROLE ${quoted(role)} LOGIN\`, then run this again`,
      "nothing_kept",
    );
  const [one, all] = [quoted(role), quoted(schema)];
  return [
    `grant usage on schema ${all} to ${one}`,
    ...Object.entries(RIGHTS).flatMap(([table, rights]) => [
      `revoke all on ${all}.${quoted(table)} from ${one}`,
      `grant ${rights} on ${all}.${quoted(table)} to ${one}`,
    ]),
  ];
}
