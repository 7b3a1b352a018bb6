/** Flags of the commands around the gate. Nothing is loaded with them: `bylaw --help` reads them all. */
import type { Command } from "commander";

export interface StoreFlags {
  readonly store: string;
  readonly tenant: string;
}

export const DEFAULT_STORE = ".bylaw/gate.db";

export const storeArguments = (c: Command): Command =>
  c
    .option("--store <file>", "the store: a SQLite file, or the address of a PostgreSQL database", DEFAULT_STORE)
    .option("--tenant <name>", "whose proposals", "default");

export interface FilterFlags extends StoreFlags {
  readonly proposal?: string;
  readonly type?: readonly string[];
  readonly since?: string;
  readonly until?: string;
}

export const filterArguments = (c: Command): Command =>
  storeArguments(c)
    .option("--proposal <id>", "events of one proposal")
    .option("--type <types...>", "events of these types, as `approved`")
    .option("--since <time>", "from then on")
    .option("--until <time>", "before then");
