/** The store that a command works on: opening and closing it, and its failures in words. */
import { dirname, resolve } from "node:path";
import { type Store, StoreError } from "../../../gate/store.ts";
import { fail } from "../../files/fault.ts";
import { configurationAt } from "../../files/gate.ts";
import { kindOf } from "../../files/walk.ts";
import { gateFileOf } from "./file.ts";
import { DEFAULT_STORE, type StoreFlags } from "./flags.ts";

/**
 * Runs `work` on a tenant of a store, which must be there: the one that the flags name, or else the gate's, or else the one
 * that a gate without a word about it has. Closes it whatever happens.
 */
export async function withStore<T>(flags: StoreFlags, work: (store: Store, tenant: string) => Promise<T>): Promise<T> {
  const gate = flags.store === undefined ? gateOf(flags) : null;
  let store: Store | null = null;
  try {
    store = await openStore(flags.store ?? gate?.store ?? DEFAULT_STORE);
    return await work(store, tenantOf(flags, gate));
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return fail(
      "The store cannot do it.",
      `${error.message}.`,
      error.outcome === "unknown"
        ? "Look whether it was kept before you repeat it."
        : "Nothing was kept. Mend the store and run the same command again.",
    );
  } finally {
    await store?.close();
  }
}

type Postgres = { readonly postgres: string; readonly schema?: string | undefined };

interface GateStore {
  readonly store: string | Postgres;
  readonly tenant: string | undefined;
}

export const tenantOf = ({ tenant }: StoreFlags, gate: Pick<GateStore, "tenant"> | null): string =>
  tenant ?? gate?.tenant ?? "default";

/** Where a gate keeps what it knows; null: none is described here. */
export function gateOf(flags: StoreFlags): GateStore | null {
  const path = gateFileOf(flags);
  if (flags.gate === undefined && kindOf(path) === "nothing") return null;
  const { store = DEFAULT_STORE, tenant } = configurationAt(path);
  if (typeof store === "object" && "postgres" in store) return { store, tenant };
  return { store: resolve(dirname(path), typeof store === "string" ? store : store.sqlite), tenant };
}

/** A store that is there, whose tables are the latest. Only who uses one waits for its library. */
async function openStore(named: string | Postgres): Promise<Store> {
  if (typeof named === "object" || isAddress(named)) {
    const { postgresStore } = await import("../../../stores/postgres/index.ts");
    if (typeof named === "string") return postgresStore({ connectionString: named });
    return postgresStore({ connectionString: named.postgres, schema: named.schema });
  }
  if (kindOf(named) === "nothing")
    fail(
      `There is no store ${named}.`,
      "A store begins with the first proposal.",
      "Name another one with `--store`, or propose something first.",
    );
  const { sqliteStore } = await import("../../../stores/sqlite/index.ts");
  return sqliteStore(named, { migrate: false });
}

export const isAddress = (store: string): boolean => /^postgres(ql)?:\/\//.test(store);
