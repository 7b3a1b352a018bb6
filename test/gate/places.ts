/** Where the tests of the gate keep things: each store by an address that another process can open as well. */
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Store } from "../../src/gate/store.ts";
import { memoryStore } from "../../src/stores/memory/index.ts";
import { postgresStore } from "../../src/stores/postgres/index.ts";
import { sqliteStore } from "../../src/stores/sqlite/index.ts";
import { ADDRESS, pgQuery } from "../stores/server.ts";

export interface Place {
  /** `sqlite:/path` or `postgres:schema`. */
  readonly address: string;
  readonly remove: () => Promise<void>;
}

/** Opens the store of an address, with its tables. */
export function storeAt(address: string): Promise<Store> {
  const [kind, at] = [address.slice(0, address.indexOf(":")), address.slice(address.indexOf(":") + 1)];
  if (kind === "sqlite") return sqliteStore(at);
  return postgresStore({ connectionString: ADDRESS!, schema: at, migrate: true });
}

export function sqlitePlace(): Place {
  const folder = mkdtempSync(join(tmpdir(), "bylaw-gate-"));
  return { address: `sqlite:${join(folder, "store.db")}`, remove: async () => rmSync(folder, { recursive: true }) };
}

export function postgresPlace(): Place {
  const schema = `bylaw_${randomBytes(6).toString("hex")}`;
  return { address: `postgres:${schema}`, remove: () => pgQuery(`drop schema if exists "${schema}" cascade`) };
}

/** What lasts longer than a process; PostgreSQL where there is a server. */
export const DURABLE: readonly { readonly name: string; readonly make: () => Place }[] = [
  { name: "SQLite", make: sqlitePlace },
  ...(ADDRESS === null ? [] : [{ name: "PostgreSQL", make: postgresPlace }]),
];

/** Said in place of the tests that are left out. */
export const LEFT_OUT = ADDRESS === null ? "SKIPPED on PostgreSQL: BYLAW_TEST_POSTGRES names no server" : null;

export { memoryStore };
