/** Every store that this machine has, for tests that must hold on all of them. */
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Store } from "../../../src/gate/store.ts";
import { memoryStore } from "../../../src/stores/memory/index.ts";
import { postgresStore } from "../../../src/stores/postgres/index.ts";
import { sqliteStore } from "../../../src/stores/sqlite/index.ts";
import { ADDRESS, pgQuery } from "../../stores/server.ts";

export interface Place {
  readonly store: Store;
  readonly remove: () => Promise<void>;
}

/** By name; null: there is no such server, which the test says. */
export const STORES: { readonly [name: string]: (() => Promise<Place>) | null } = {
  memory: async () => ({ store: memoryStore(), remove: async () => {} }),
  SQLite: async () => {
    const folder = mkdtempSync(join(tmpdir(), "bylaw-scenarios-"));
    return {
      store: await sqliteStore(join(folder, "store.db")),
      remove: async () => rmSync(folder, { recursive: true }),
    };
  },
  PostgreSQL:
    ADDRESS === null
      ? null
      : async () => {
          const schema = `bylaw_${randomBytes(6).toString("hex")}`;
          return {
            store: await postgresStore({ connectionString: ADDRESS!, schema, migrate: true }),
            remove: () => pgQuery(`drop schema "${schema}" cascade`),
          };
        },
};

/** Runs work on a fresh store, and takes it away. */
export async function on<T>(open: () => Promise<Place>, work: (store: Store) => Promise<T>): Promise<T> {
  const { store, remove } = await open();
  try {
    return await work(store);
  } finally {
    await store.close();
    await remove();
  }
}
