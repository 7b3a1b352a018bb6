/** What is used of `pg`, which is loaded only where a store is opened by its address. */
import { StoreError } from "../../gate/store.ts";

export interface Query {
  readonly text: string;
  readonly name?: string;
  readonly values?: readonly unknown[];
  readonly types?: { readonly getTypeParser: (type: number) => (text: string) => unknown };
}

export interface Result {
  readonly command: string;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** A `Client` of pg that belongs to a pool. */
export interface Client {
  readonly query: (query: Query) => Promise<Result>;
  readonly release: (error?: Error | boolean) => void;
  readonly on: (event: "error", listener: (error: Error) => void) => unknown;
  readonly off: (event: "error", listener: (error: Error) => void) => unknown;
  /** Whether it sends queries without waiting for the answers to those before them. */
  readonly pipeline?: boolean;
  /** What it writes to; pg does not promise it, so it may be missing. */
  readonly connection?: { readonly stream?: { readonly cork?: () => void; readonly uncork?: () => void } };
}

/** A `Pool` of pg. */
export interface Pool {
  readonly connect: () => Promise<Client>;
  readonly end: () => Promise<void>;
}

export interface PoolSettings {
  readonly connectionString: string;
  readonly max?: number | undefined;
  readonly lock_timeout_ms: number;
  readonly statement_timeout_ms: number;
}

/** A work that does not end must not keep its tenant locked for ever. */
const IDLE_MS = 60_000;
const CONNECT_MS = 10_000;

/** Throws a `StoreError` where `pg` is not installed. */
export async function openPool(settings: PoolSettings): Promise<Pool> {
  const { Pool } = await loadPg();
  const { connectionString, max, lock_timeout_ms, statement_timeout_ms } = settings;
  const pool = new Pool({
    connectionString,
    max: max ?? 10,
    application_name: "bylaw",
    keepAlive: true,
    pipeline: true,
    connectionTimeoutMillis: CONNECT_MS,
    lock_timeout: lock_timeout_ms,
    statement_timeout: statement_timeout_ms,
    idle_in_transaction_session_timeout: IDLE_MS,
    // For a server that is gone without a word: later than any limit that the server itself keeps.
    query_timeout: lock_timeout_ms + statement_timeout_ms + CONNECT_MS,
  });
  // A connection that is lost while nobody uses it is replaced when it is needed.
  pool.on("error", () => undefined);
  return pool;
}

type MakePool = new (
  options: object,
) => Pool & { readonly on: (event: "error", listener: (error: Error) => void) => unknown };

async function loadPg(): Promise<{ readonly Pool: MakePool }> {
  try {
    const { default: pg } = await import("pg");
    return pg as unknown as { readonly Pool: MakePool };
  } catch (cause) {
    throw new StoreError(
      "PostgreSQL needs the package pg, which cannot be loaded; run `npm install pg@8`",
      "nothing_kept",
      {
        cause,
      },
    );
  }
}
