/** From a configuration to what a gate is handed. Nothing is connected to before it is used, but the store. */
import { mkdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { GateOptions, Lifetimes } from "../../gate/api.ts";
import type { DirectorySource, Executor, FactSource, RecordSource } from "../../gate/ports.ts";
import type { Store } from "../../gate/store.ts";
import type { Database } from "../databases/database.ts";
import { postgresDatabase } from "../databases/postgres.ts";
import { sqliteDatabase } from "../databases/sqlite.ts";
import { fileDirectory } from "../directory/file.ts";
import { sqlDirectory } from "../directory/sql.ts";
import { httpExecutor } from "../executors/http.ts";
import { recordsExecutor } from "../executors/records.ts";
import { fileFacts, fileRecords } from "../sources/file.ts";
import { httpFacts, httpRecords } from "../sources/http.ts";
import { sqlFacts, sqlRecords } from "../sources/sql.ts";
import { systemClock, systemIds } from "../system.ts";
import type { GateConfiguration } from "./schema.ts";

/** Where proposals are kept unless the configuration says otherwise. */
export const DEFAULT_STORE = ".bylaw/gate.db";

export interface Surroundings {
  readonly options: Omit<GateOptions, "evaluator">;
  readonly close: () => Promise<void>;
}

/** `folder`: what paths are relative to. Throws a `StoreError` where the store cannot be opened. */
export async function surroundingsOf(configuration: GateConfiguration, folder: string): Promise<Surroundings> {
  const at = (path: string): string => resolve(folder, path);
  const databases = new Map(
    Object.entries(configuration.databases ?? {}).map(([name, entry]): [string, Database] => [
      name,
      "sqlite" in entry
        ? sqliteDatabase({ path: at(entry.sqlite) })
        : postgresDatabase({
            url: entry.postgres,
            connections: entry.connections,
            statement_limit_ms: msOf(entry.statement_limit),
          }),
    ]),
  );
  // INVARIANT: reading the configuration has found every database that is named.
  const database = (name: string): Database => databases.get(name)!;
  const store = await storeOf(configuration, at);
  const close = async (): Promise<void> => {
    await Promise.allSettled([...databases.values()].map((one) => one.close()));
    await store.close();
  };
  const { tenant, permissions, auth_strength, sample_key, mask, records } = configuration;
  return {
    close,
    options: {
      store,
      tenant,
      directory: directoryOf(configuration, at, database),
      sources: mapped(configuration.sources ?? {}, (entry) => factsOf(entry, at, database)),
      records: records === undefined ? null : mapped(records, (entry) => recordsOf(entry, at, database)),
      executors: mapped(configuration.executors ?? {}, (entry) => executorOf(entry, at)),
      clock: systemClock,
      ids: systemIds(),
      permissions: permissions as GateOptions["permissions"],
      lifetimes: lifetimesOf(configuration),
      auth_strength,
      sample_key,
      mask,
    },
  };
}

type Of<Part extends keyof GateConfiguration> = NonNullable<GateConfiguration[Part]>[keyof NonNullable<
  GateConfiguration[Part]
>];
type At = (path: string) => string;
type Named = (name: string) => Database;

/** The store alone, for whoever looks after it without a gate. */
export async function storeOf({ store = DEFAULT_STORE }: Pick<GateConfiguration, "store">, at: At): Promise<Store> {
  if (typeof store === "object" && "postgres" in store) {
    const { postgresStore } = await import("../postgres/index.ts");
    return await postgresStore({ connectionString: store.postgres, schema: store.schema });
  }
  const path = at(typeof store === "string" ? store : store.sqlite);
  mkdirSync(dirname(path), { recursive: true });
  const { sqliteStore } = await import("../sqlite/index.ts");
  return await sqliteStore(path);
}

function directoryOf({ directory }: GateConfiguration, at: At, database: Named): DirectorySource {
  if (typeof directory === "string") return fileDirectory(at(directory));
  return sqlDirectory({
    database: database(directory.database),
    queries: directory.queries,
    refresh_ms: msOf(directory.refresh),
    clock: systemClock,
  });
}

function factsOf(entry: Of<"sources">, at: At, database: Named): FactSource {
  if ("file" in entry) return fileFacts({ ...entry, path: at(entry.file) });
  if ("database" in entry)
    return sqlFacts({ ...entry, database: database(entry.database), time_limit_ms: msOf(entry.time_limit) });
  return httpFacts({ ...entry, time_limit_ms: msOf(entry.time_limit), attempt_limit_ms: msOf(entry.attempt_limit) });
}

function recordsOf(entry: Of<"records">, at: At, database: Named): RecordSource {
  if ("file" in entry) return fileRecords({ ...entry, path: at(entry.file) });
  if ("database" in entry)
    return sqlRecords({ ...entry, database: database(entry.database), time_limit_ms: msOf(entry.time_limit) });
  return httpRecords({ ...entry, time_limit_ms: msOf(entry.time_limit), attempt_limit_ms: msOf(entry.attempt_limit) });
}

function executorOf(entry: Of<"executors">, at: At): Executor {
  if ("file" in entry) return recordsExecutor({ path: at(entry.file), record: entry.record });
  return httpExecutor({ ...entry, time_limit_ms: msOf(entry.time_limit) });
}

const UNITS = { second: 1000, minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

function msOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const [count, unit] = text.split(" ") as [string, string];
  return Number(count) * UNITS[unit.replace(/s$/, "") as keyof typeof UNITS];
}

function lifetimesOf({ lifetimes = {} }: GateConfiguration): Partial<Lifetimes> {
  const given = Object.entries(lifetimes).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(given.map(([name, text]) => [`${name}_ms`, msOf(text)]));
}

const mapped = <From, To>(entries: { readonly [name: string]: From }, make: (entry: From) => To): Record<string, To> =>
  Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, make(entry)]));
