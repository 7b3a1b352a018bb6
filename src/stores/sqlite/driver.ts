/** SQLite as a driver: one connection that writes, a few that read, each on its own snapshot. */
import type { Driver, Running, Snapshot } from "../sql/driver.ts";
import { Connection } from "./connection.ts";
import { BUSY, codeOf, failureOf } from "./errors.ts";
import type { Database, Library } from "./library.ts";
import { connected } from "./open.ts";

/** How many reads look at states of their own at the same time; others wait. */
const READERS = 8;

/** Between attempts to begin, where another process writes: it is done soon, and nothing else of this process waits for it. */
const PAUSES_MS = [0, 1, 1, 2, 3, 5];
const LONGEST_PAUSE_MS = 10;

const sleep = (ms: number): Promise<void> =>
  new Promise((resolve) => (ms === 0 ? setImmediate(resolve) : setTimeout(resolve, ms)));

export class SqliteDriver implements Driver {
  readonly far = false;
  readonly #library: Library;
  readonly #path: string;
  readonly #busyMs: number;
  readonly #writer: Connection;
  readonly #idle: Connection[] = [];
  readonly #waiting: ((reader: Connection) => void)[] = [];
  #readers = 0;
  #closed = false;

  constructor(library: Library, path: string, writer: Database, busyMs: number) {
    this.#library = library;
    this.#path = path;
    this.#busyMs = busyMs;
    this.#writer = new Connection(writer, path);
    // Waiting is done here, where it does not hold up the process.
    writer.exec("pragma busy_timeout = 0");
  }

  /** A file has one writer, whichever the tenant. */
  laneOf(): string {
    return "";
  }

  async begin(): Promise<Running> {
    await this.#beginImmediate();
    const database = this.#writer.database;
    let open = true;
    const rollback = async (): Promise<void> => {
      if (!open) return;
      open = false;
      try {
        database.exec("rollback");
      } catch {
        // SQLite has rolled back by itself, as it does after some errors.
      }
    };
    return {
      ask: async (requests) => this.#writer.run(requests),
      commit: async (requests) => {
        try {
          this.#writer.run(requests);
          this.#commit();
          open = false;
        } finally {
          await rollback();
        }
      },
      rollback,
    };
  }

  #commit(): void {
    try {
      this.#writer.database.exec("commit");
    } catch (error) {
      throw failureOf(error, this.#path, true);
    }
  }

  async #beginImmediate(): Promise<void> {
    const end = performance.now() + this.#busyMs;
    for (let attempt = 0; ; attempt++) {
      try {
        this.#writer.database.exec("begin immediate");
        return;
      } catch (error) {
        if ((codeOf(error) & 0xff) !== BUSY || performance.now() >= end) throw failureOf(error, this.#path);
      }
      await sleep(PAUSES_MS[attempt] ?? Math.random() * LONGEST_PAUSE_MS);
    }
  }

  async snapshot(): Promise<Snapshot> {
    const reader = await this.#reader();
    try {
      reader.database.exec("begin");
    } catch (error) {
      this.#giveBack(reader);
      throw failureOf(error, this.#path);
    }
    return {
      ask: async (requests) => reader.run(requests),
      end: async () => {
        try {
          reader.database.exec("rollback");
        } catch {
          // It was over already.
        }
        this.#giveBack(reader);
      },
    };
  }

  async #reader(): Promise<Connection> {
    const idle = this.#idle.pop();
    if (idle !== undefined) return idle;
    if (this.#readers >= READERS) return new Promise((resolve) => this.#waiting.push(resolve));
    this.#readers++;
    try {
      return new Connection(connected(this.#library, this.#path), this.#path);
    } catch (error) {
      this.#readers--;
      throw error;
    }
  }

  #giveBack(reader: Connection): void {
    const next = this.#waiting.shift();
    if (this.#closed && next === undefined) reader.database.close();
    else if (next !== undefined) next(reader);
    else this.#idle.push(reader);
  }

  /** Reads that are under way go on to their end. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const { database } of this.#idle) database.close();
    this.#writer.database.close();
  }
}
