/**
 * One transaction of the database, shared by the works of a group. Each has it in its turn, and sees what those before it
 * wrote. Where asking takes time, what works ask first is asked for all of them at once, before the first turn, and brought
 * up to date when the turn comes.
 */
import type { Running } from "./driver.ts";
import type { Ask, Row } from "./reading.ts";
import type { Request } from "./statements.ts";

/** A transaction as a work has it. */
export interface Shared {
  readonly ask: Ask;
  /** Resolves when the work may use what others before it found out. */
  readonly turn: () => Promise<void>;
  /** In its turn: adds to what is sent with the next question or the commit. */
  readonly send: (requests: readonly Request[]) => void;
  /** For what works find out about the transaction and those after them need. */
  readonly known: Map<string, unknown>;
}

export type Work = (shared: Shared) => Promise<unknown>;
export type Result = { readonly value: unknown } | { readonly error: unknown };

export class Group {
  readonly #running: Running;
  /** What works in their turn have written, and what of it was not sent yet. */
  #written: Request[] = [];
  #pending: Request[] = [];
  readonly known = new Map<string, unknown>();
  /** What the database has failed with, whether or not a work has made it its own. */
  failed: { readonly error: unknown } | null = null;

  constructor(running: Running) {
    this.#running = running;
  }

  /** Runs works in their order. Stops where the database fails. */
  async run(works: readonly Work[], ahead: boolean): Promise<readonly Result[]> {
    const seats = works.map((work) => new Seat(this, work));
    if (ahead && seats.length > 1) await this.#askAhead(seats);
    const results: Result[] = [];
    for (const seat of seats) {
      if (this.failed !== null) break;
      const before = this.#written.length;
      const result = await seat.take(this.#written);
      results.push(result);
      if ("error" in result) this.#forget(this.#written.length - before);
    }
    if (this.failed !== null) for (const seat of seats) seat.cancel(this.failed.error);
    return results;
  }

  /** A work that threw has written nothing. A write is its last step, so what it wrote was not sent yet, and is at the end. */
  #forget(count: number): void {
    this.#written.length -= count;
    this.#pending.length -= count;
  }

  async #askAhead(seats: readonly Seat[]): Promise<void> {
    for (const seat of seats) seat.start();
    // By then each has come to its first question, or to something that it waits for on its own.
    await new Promise((resolve) => setImmediate(resolve));
    const early = seats.filter((seat) => seat.first !== null);
    if (early.length < 2) return;
    try {
      const rows = await this.ask(early.map((seat) => seat.first!));
      for (const [at, seat] of early.entries()) seat.rows = rows[at]!;
    } catch {
      // It is in `failed`.
    }
  }

  async ask(requests: readonly Request[]): Promise<readonly (readonly Row[])[]> {
    const before = this.#pending;
    this.#pending = [];
    try {
      return (await this.#running.ask([...before, ...requests])).slice(before.length);
    } catch (error) {
      this.failed ??= { error };
      throw error;
    }
  }

  send(requests: readonly Request[]): void {
    this.#written.push(...requests);
    this.#pending.push(...requests);
  }

  commit(): Promise<void> {
    return this.#running.commit(this.#pending);
  }
}

class Seat {
  readonly #group: Group;
  readonly #work: Work;
  #running: Promise<Result> | null = null;
  #mine = false;
  #begin!: () => void;
  #cancel!: (error: unknown) => void;
  readonly #turn: Promise<void>;
  #written: readonly Request[] = [];
  /** The question that it came to before its turn, and the answer of before all turns. */
  first: Request | null = null;
  rows: readonly Row[] | null = null;

  constructor(group: Group, work: Work) {
    this.#group = group;
    this.#work = work;
    this.#turn = new Promise((resolve, reject) => {
      this.#begin = resolve;
      this.#cancel = reject;
    });
    this.#turn.catch(() => undefined);
  }

  start(): Promise<Result> {
    this.#running ??= this.#work({
      ask: (requests) => this.#ask(requests),
      turn: () => this.#turn,
      send: (requests) => this.#group.send(requests),
      known: this.#group.known,
    }).then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    );
    return this.#running;
  }

  take(written: readonly Request[]): Promise<Result> {
    this.#mine = true;
    this.#written = [...written];
    this.#begin();
    return this.start();
  }

  cancel(error: unknown): void {
    this.#cancel(error);
  }

  async #ask(requests: readonly Request[]): Promise<readonly (readonly Row[])[]> {
    if (this.#mine) return this.#group.ask(requests);
    const [one, ...others] = requests;
    const early = others.length === 0 && this.first === null && one?.update !== undefined;
    if (early) this.first = one;
    await this.#turn;
    if (!early || this.rows === null) return this.#group.ask(requests);
    return [one.update!(this.rows, this.#written)];
  }
}
