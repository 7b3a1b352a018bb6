/** Where the gate keeps what it knows, each with the floor under it: one durable transaction that inserts one row. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { Store } from "../../src/gate/store.ts";
import { postgresStore } from "../../src/stores/postgres/index.ts";
import { sqliteStore } from "../../src/stores/sqlite/index.ts";
import { sqliteLibrary } from "../../src/stores/sqlite/library.ts";

export interface Place {
  readonly name: string;
  readonly store: Store;
  /** Begins, inserts a row of a kilobyte, commits; durable when it resolves. */
  readonly floor: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const ROW = "x".repeat(1000);
const CONNECTIONS = 16;

export async function placesAt(postgres: string | undefined): Promise<readonly Place[]> {
  const places = [await sqlite()];
  return postgres === undefined ? places : [...places, await onPostgres(postgres)];
}

async function sqlite(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), "bylaw-bench-gate-"));
  const store = await sqliteStore(join(folder, "gate.db"));
  const { DatabaseSync } = await sqliteLibrary();
  const raw = new DatabaseSync(join(folder, "floor.db"));
  raw.exec(
    "pragma journal_mode = wal; pragma synchronous = full; create table floor (id integer primary key, body text)",
  );
  const insert = raw.prepare("insert into floor (body) values (?)");
  return {
    name: "SQLite",
    store,
    floor: async () => {
      raw.exec("begin immediate");
      insert.run(ROW);
      raw.exec("commit");
    },
    async close() {
      await store.close();
      raw.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

let schemas = 0;

async function onPostgres(connectionString: string): Promise<Place> {
  const schema = `bylaw_bench_${process.pid}_${++schemas}`;
  const pool = new pg.Pool({ connectionString, max: CONNECTIONS });
  await pool.query(`create schema ${schema}`);
  await pool.query(`create table ${schema}.floor (id bigint generated always as identity primary key, body text)`);
  const store = await postgresStore({ connectionString, schema, migrate: true });
  return {
    name: "PostgreSQL",
    store,
    async floor() {
      const client = await pool.connect();
      try {
        await client.query("begin");
        await client.query({ name: "floor", text: `insert into ${schema}.floor (body) values ($1)`, values: [ROW] });
        await client.query("commit");
      } finally {
        client.release();
      }
    },
    async close() {
      await store.close();
      await pool.query(`drop schema ${schema} cascade`);
      await pool.end();
    },
  };
}
