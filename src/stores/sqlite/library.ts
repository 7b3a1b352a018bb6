/** The SQLite library: that of Node where it has one, else a package with the same interface. */
import { StoreError } from "../../gate/store.ts";

export interface Database {
  readonly exec: (text: string) => void;
  readonly prepare: (text: string) => Prepared;
  readonly close: () => void;
}

export interface Prepared {
  readonly all: (...parameters: readonly (string | number | null)[]) => unknown[];
  readonly run: (...parameters: readonly (string | number | null)[]) => { readonly changes: number | bigint };
}

export interface Library {
  readonly DatabaseSync: new (path: string, options?: { readonly readOnly?: boolean }) => Database;
}

type Warn = typeof process.emitWarning;

/** `node:sqlite`, from Node 22.5 on. */
function builtIn(): Library | null {
  const get = (process as { getBuiltinModule?: (name: string) => unknown }).getBuiltinModule;
  const warn = process.emitWarning;
  // Node says once, on standard error, that the module is experimental: whoever runs a command did not choose it.
  const without = (...args: Parameters<Warn>): void => {
    if (!String(args[0]).includes("SQLite is an experimental feature")) warn.apply(process, args);
  };
  try {
    process.emitWarning = without as Warn;
    return (get?.("node:sqlite") as Library | undefined) ?? null;
  } finally {
    process.emitWarning = warn;
  }
}

/** Throws a `StoreError` where there is neither. */
export async function sqliteLibrary(): Promise<Library> {
  const own = builtIn();
  if (own !== null) return own;
  try {
    return (await import("@photostructure/sqlite")) as unknown as Library;
  } catch (cause) {
    throw new StoreError(
      `Node ${process.versions.node} has no SQLite of its own, and @photostructure/sqlite cannot be loaded; ` +
        "use Node 22.5 or later, or run `npm install @photostructure/sqlite@1`",
      "nothing_kept",
      { cause },
    );
  }
}
