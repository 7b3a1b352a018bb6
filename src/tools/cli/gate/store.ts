/** The store that a command works on: opening and closing it, and its failures in words. */
import { type Store, StoreError } from "../../../gate/store.ts";
import { fail } from "../../files/fault.ts";
import { kindOf } from "../../files/walk.ts";
import type { StoreFlags } from "./flags.ts";

/** Runs `work` on the store of the flags, which must be there. Closes it whatever happens. */
export async function withStore<T>(flags: StoreFlags, work: (store: Store) => Promise<T>): Promise<T> {
  let store: Store | null = null;
  try {
    store = await openStore(flags.store);
    return await work(store);
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

/** A store that is there, whose tables are the latest. Only who uses one waits for its library. */
async function openStore(address: string): Promise<Store> {
  if (isAddress(address)) {
    const { postgresStore } = await import("../../../stores/postgres/index.ts");
    return postgresStore({ connectionString: address });
  }
  if (kindOf(address) === "nothing")
    fail(
      `There is no store ${address}.`,
      "A store begins with the first proposal.",
      "Name another one with `--store`, or propose something first.",
    );
  const { sqliteStore } = await import("../../../stores/sqlite/index.ts");
  return sqliteStore(address, { migrate: false });
}

export const isAddress = (store: string): boolean => /^postgres(ql)?:\/\//.test(store);
