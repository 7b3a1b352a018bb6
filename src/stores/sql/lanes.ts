/**
 * Group commit: works that wait for the same lane run one after another in one transaction of the database, each seeing what
 * those before it wrote, so that one lock and one flush to the disk serve them all. Nobody is answered before it is durable.
 *
 * What a work writes is sent with the next question or with the commit. Where that fails, whichever work it was, nothing of
 * the group was kept, and its works run again one by one: so the one that cannot be written takes no other down with it.
 */
import { StoreError } from "../../gate/store.ts";
import { type Driver, type Running, TransientError } from "./driver.ts";
import type { Ask } from "./reading.ts";
import type { Request } from "./statements.ts";

/** More would let the first of a group wait for long, and gain little. */
const GROUP = 64;

/** How often a work is tried where the database gives way, and how long is waited before: doubled each time. */
const ATTEMPTS = 4;
const PAUSE_MS = 25;

/** A transaction as the works of a group share it. */
export interface Shared {
  readonly ask: Ask;
  /** Adds to what is sent with the next question or the commit. */
  readonly send: (requests: readonly Request[]) => void;
  /** For what works find out about the transaction and those after them need. */
  readonly known: Map<string, unknown>;
}

interface Job {
  readonly work: (shared: Shared) => Promise<unknown>;
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
}

type Result = { readonly value: unknown } | { readonly error: unknown };

export class Lanes {
  readonly #driver: Driver;
  readonly #waiting = new Map<string, Job[]>();
  readonly #running = new Set<Promise<void>>();

  constructor(driver: Driver) {
    this.#driver = driver;
  }

  run<T>(lane: string, work: (shared: Shared) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const job: Job = { work, resolve, reject };
      const waiting = this.#waiting.get(lane);
      if (waiting !== undefined) {
        waiting.push(job);
        return;
      }
      this.#waiting.set(lane, [job]);
      const running = this.#drain(lane);
      this.#running.add(running);
      void running.then(() => this.#running.delete(running));
    });
  }

  /** Resolves when nothing is under way any more. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  async #drain(lane: string): Promise<void> {
    const waiting = this.#waiting.get(lane)!;
    // Whoever asks in the same turn of the event loop comes along.
    await Promise.resolve();
    while (waiting.length > 0) {
      const group = waiting.splice(0, GROUP);
      const error = await this.#attempt(lane, group);
      if (error === null) continue;
      if (group.length === 1) await this.#again(lane, group[0]!, error);
      else if (error instanceof StoreError && error.outcome === "unknown") for (const job of group) job.reject(error);
      else for (const job of group) await this.#again(lane, job, null);
    }
    this.#waiting.delete(lane);
  }

  /** One work alone, as often as it makes sense. `failed`: what the first attempt ended with. */
  async #again(lane: string, job: Job, failed: unknown): Promise<void> {
    let error = failed;
    for (let attempt = failed === null ? 0 : 1; attempt < ATTEMPTS; attempt++) {
      if (error !== null && !(error instanceof TransientError)) break;
      if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * 2 ** (attempt - 1)));
      error = await this.#attempt(lane, [job]);
      if (error === null) return;
    }
    job.reject(error);
  }

  /** Runs a group in one transaction and answers everybody in it, or gives what failed: then nobody was answered. */
  async #attempt(lane: string, group: readonly Job[]): Promise<unknown> {
    let running: Running;
    try {
      running = await this.#driver.begin(lane);
    } catch (error) {
      return error;
    }
    const shared = sharing(running);
    const results: Result[] = [];
    for (const { work } of group) {
      const sent = shared.pending.length;
      try {
        results.push({ value: await work(shared) });
      } catch (error) {
        // What it had written before it threw was not sent yet.
        shared.pending.length = Math.min(sent, shared.pending.length);
        results.push({ error });
      }
      if (shared.failed() !== null) {
        await running.rollback();
        return shared.failed();
      }
    }
    try {
      await running.commit(shared.pending);
    } catch (error) {
      return error;
    }
    for (const [at, { resolve, reject }] of group.entries()) {
      const result = results[at]!;
      if ("error" in result) reject(result.error);
      else resolve(result.value as never);
    }
    return null;
  }
}

function sharing(running: Running): Shared & { readonly pending: Request[]; readonly failed: () => unknown } {
  const pending: Request[] = [];
  let failed: unknown = null;
  const ask: Ask = async (requests) => {
    const before = pending.splice(0);
    try {
      return (await running.ask([...before, ...requests])).slice(before.length);
    } catch (error) {
      failed ??= error;
      throw error;
    }
  };
  const send = (requests: readonly Request[]): void => {
    pending.push(...requests);
  };
  return { ask, send, known: new Map(), pending, failed: () => failed };
}
