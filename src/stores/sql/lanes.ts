/**
 * Group commit: works that wait for the same lane run one after another in one transaction of the database, each seeing what
 * those before it wrote, so that one lock and one flush to the disk serve them all. Nobody is answered before it is durable.
 *
 * What a work writes is sent with the next question or with the commit. Where that fails, whichever work it was, nothing of
 * the group was kept, and its works run again one by one: so the one that cannot be written takes no other down with it.
 */
import { StoreError } from "../../gate/store.ts";
import { type Driver, TransientError } from "./driver.ts";
import { Group, type Shared, type Work } from "./group.ts";

/** More would let the first of a group wait for long, and gain little. */
const GROUP = 64;

/** How often a work is tried where the database gives way, and how long is waited before: doubled each time. */
const ATTEMPTS = 4;
const PAUSE_MS = 25;

interface Job {
  readonly work: Work;
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
}

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
      const jobs = waiting.splice(0, GROUP);
      const failed = await this.#attempt(lane, jobs);
      if (failed === null) continue;
      const { error } = failed;
      if (jobs.length === 1) await this.#again(lane, jobs[0]!, failed);
      else if (error instanceof StoreError && error.outcome === "unknown") for (const job of jobs) job.reject(error);
      else for (const job of jobs) await this.#again(lane, job, null);
    }
    this.#waiting.delete(lane);
  }

  /** One work alone, as often as it makes sense. `failed`: what its first attempt alone ended with. */
  async #again(lane: string, job: Job, first: Failed | null): Promise<void> {
    let failed = first ?? (await this.#attempt(lane, [job]));
    for (let attempt = 1; attempt < ATTEMPTS && failed?.error instanceof TransientError; attempt++) {
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * 2 ** (attempt - 1)));
      failed = await this.#attempt(lane, [job]);
    }
    if (failed !== null) job.reject(failed.error);
  }

  /** Runs works in one transaction and answers all of them, or gives what failed: then none was answered. */
  async #attempt(lane: string, jobs: readonly Job[]): Promise<Failed | null> {
    try {
      const running = await this.#driver.begin(lane);
      const group = new Group(running);
      const results = await group.run(
        jobs.map(({ work }) => work),
        this.#driver.far,
      );
      if (group.failed !== null) {
        await running.rollback();
        return group.failed;
      }
      await group.commit();
      for (const [at, { resolve, reject }] of jobs.entries()) {
        const result = results[at]!;
        if ("error" in result) reject(result.error);
        else resolve(result.value as never);
      }
      return null;
    } catch (error) {
      return { error };
    }
  }
}

interface Failed {
  readonly error: unknown;
}
