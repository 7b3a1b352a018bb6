/** One connection, for one transaction. */

import type { Row } from "../sql/reading.ts";
import { parametersOf, type Request } from "../sql/statements.ts";
import { conflictOr, isLost } from "./errors.ts";
import type { Client, Query, Result } from "./library.ts";

/** Types of PostgreSQL that are whole numbers: int8, int2, int4. What is written is within 2^53, so nothing is lost. */
const WHOLE = new Set([20, 21, 23]);
const types: NonNullable<Query["types"]> = {
  getTypeParser: (type) => (WHOLE.has(type) ? Number : (text) => text),
};

/** A statement of its own, or a request. */
export type Sent = Query | Request;

const isRequest = (sent: Sent): sent is Request => "statement" in sent;

function queryOf(sent: Sent): Query {
  if (!isRequest(sent)) return { ...sent, types };
  const { name, text } = sent.statement;
  return { name, text, values: parametersOf(sent), types };
}

export class Connection {
  readonly #client: Client;
  #lost: Error | null = null;
  #given = false;
  readonly #onError = (error: Error): void => {
    this.#lost = error;
  };

  constructor(client: Client) {
    this.#client = client;
    client.on("error", this.#onError);
  }

  get lost(): boolean {
    return this.#lost !== null;
  }

  /** Sends all at once and gives the results in order, or throws what the first that failed has met. */
  async send(all: readonly Sent[]): Promise<readonly Result[]> {
    const results: Result[] = [];
    const queries = all.map(queryOf);
    // All are awaited, also behind one that failed: or else their answers would meet whoever gets the connection next.
    const sent = this.#client.pipeline === true ? queries.map((query) => settled(this.#client.query(query))) : null;
    let failed: { readonly error: unknown; readonly at: number } | null = null;
    for (const [at, query] of queries.entries()) {
      const answer = sent === null ? await settled(this.#client.query(query)) : await sent[at]!;
      if ("result" in answer) results.push(answer.result);
      else failed ??= { error: answer.error, at };
      if (failed !== null && sent === null) break;
    }
    if (failed === null) return results;
    if (isLost(failed.error)) this.#lost ??= failed.error as Error;
    const met = all[failed.at]!;
    throw new SendError(failed.error, failed.at, isRequest(met) ? met : null);
  }

  /** The rows of requests that stand at the end of what was sent. */
  static rows(results: readonly Result[], count: number): readonly (readonly Row[])[] {
    return results.slice(results.length - count).map(({ rows }) => rows as readonly Row[]);
  }

  /** Gives the connection back, or throws it away where it is of no use any more. */
  release(): void {
    if (this.#given) return;
    this.#given = true;
    this.#client.off("error", this.#onError);
    this.#client.release(this.#lost ?? false);
  }
}

/** Which of several failed. */
export class SendError extends Error {
  override readonly cause: unknown;
  readonly at: number;
  readonly request: Request | null;
  constructor(cause: unknown, at: number, request: Request | null) {
    super("a query failed");
    this.cause = cause;
    this.at = at;
    this.request = request;
  }

  get told(): Error {
    return conflictOr(this.cause, this.request);
  }
}

type Settled = { readonly result: Result } | { readonly error: unknown };

const settled = (promise: Promise<Result>): Promise<Settled> =>
  promise.then(
    (result) => ({ result }),
    (error: unknown) => ({ error }),
  );
