/**
 * PostgreSQL as a driver. Whoever writes for a tenant holds a lock on its name, from before the first thing that it reads until
 * it is committed (docs/decisions/0018): so READ COMMITTED is enough, and what is read stays true.
 */
import { createHash } from "node:crypto";
import type { Driver, Running, Snapshot } from "../sql/driver.ts";
import { Connection, SendError, type Sent } from "./connection.ts";
import { failureOf, isLost, unknownOf } from "./errors.ts";
import type { Pool, Query } from "./library.ts";

const BEGIN_READ: Query = { text: "begin isolation level repeatable read read only" };
const COMMIT: Query = { text: "commit" };
const ROLLBACK: Query = { text: "rollback" };

/** Both in one query: what is read afterwards sees what was committed by whoever had the lock before. */
const beginning = (lock: string): Query => ({
  text: `begin isolation level read committed read write; select pg_advisory_xact_lock(${lock})`,
});

/** How often a read is begun anew where its connection turns out to be dead. */
const READ_ATTEMPTS = 3;

/** Locks are numbers of 64 bits. Two names with the same one would only wait for each other. */
export const lockOf = (schema: string, lane: string): string =>
  createHash("sha256")
    .update(JSON.stringify(["bylaw", schema, lane]))
    .digest()
    .readBigInt64BE()
    .toString();

export class PostgresDriver implements Driver {
  readonly far = true;
  readonly #pool: Pool;
  readonly #schema: string;
  /** Whether the pool is the store's own. */
  readonly #own: boolean;

  constructor(pool: Pool, schema: string, own: boolean) {
    this.#pool = pool;
    this.#schema = schema;
    this.#own = own;
  }

  laneOf(tenant: string): string {
    return tenant;
  }

  async #connect(): Promise<Connection> {
    try {
      return new Connection(await this.#pool.connect());
    } catch (error) {
      throw failureOf(error);
    }
  }

  async begin(lane: string): Promise<Running> {
    const connection = await this.#connect();
    const begin = beginning(lockOf(this.#schema, lane));
    let state: "new" | "begun" | "over" = "new";
    /** Begins with the first thing that is sent, which saves waiting for the answer. */
    const opening = (): readonly Query[] => {
      if (state !== "new") return [];
      state = "begun";
      return [begin];
    };
    const rollback = async (): Promise<void> => {
      if (state === "begun" && !connection.lost) await connection.send([ROLLBACK]).catch(() => undefined);
      state = "over";
      connection.release();
    };
    return {
      ask: async (requests) => {
        try {
          return Connection.rows(await connection.send([...opening(), ...requests]), requests.length);
        } catch (error) {
          await rollback();
          throw toldOf(error);
        }
      },
      commit: async (requests) => {
        if (state === "new" && requests.length === 0) return rollback();
        const sent: readonly Sent[] = [...opening(), ...requests, COMMIT];
        try {
          const results = await connection.send(sent);
          if (results.at(-1)!.command !== "COMMIT") throw new Error("PostgreSQL rolled back where it should commit");
          state = "over";
        } catch (error) {
          // With a lost connection nobody knows how far it went: all was on its way at once.
          throw error instanceof SendError && isLost(error.cause) ? unknownOf(error.cause) : toldOf(error);
        } finally {
          await rollback();
        }
      },
      rollback,
    };
  }

  async snapshot(): Promise<Snapshot> {
    /** What is asked at the same time as the first question waits for it, and for the one connection. */
    let begun: Promise<Connection> | null = null;
    const begin = async (
      first: Parameters<Snapshot["ask"]>[0],
      answered: (rows: Rows) => void,
    ): Promise<Connection> => {
      for (let attempt = 1; ; attempt++) {
        const connection = await this.#connect();
        try {
          answered((await rowsOf(connection, [BEGIN_READ, ...first])).slice(1));
          return connection;
        } catch (error) {
          const again = connection.lost && attempt < READ_ATTEMPTS;
          await ended(connection);
          if (!again) throw error;
        }
      }
    };
    const ask: Snapshot["ask"] = async (requests) => {
      if (begun !== null) return rowsOf(await begun, requests);
      let rows: Rows = [];
      begun = begin(requests, (found) => {
        rows = found;
      });
      await begun;
      return rows;
    };
    const end = async (): Promise<void> => {
      // Where it could not begin, there is nothing to give back, and whoever asked was told.
      await begun?.then(ended, () => undefined);
    };
    return { ask, end };
  }

  async close(): Promise<void> {
    if (this.#own) await this.#pool.end();
  }
}

type Rows = Awaited<ReturnType<Snapshot["ask"]>>;

async function rowsOf(connection: Connection, sent: readonly Sent[]) {
  try {
    return Connection.rows(await connection.send(sent), sent.length);
  } catch (error) {
    throw toldOf(error);
  }
}

async function ended(connection: Connection): Promise<void> {
  if (!connection.lost) await connection.send([ROLLBACK]).catch(() => undefined);
  connection.release();
}

const toldOf = (error: unknown): Error => (error instanceof SendError ? error.told : failureOf(error));
