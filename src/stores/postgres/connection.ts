/** One connection, for one transaction. */

import type { Row } from "../sql/reading.ts";
import type { Request } from "../sql/statements.ts";
import { type Composed, composed, partOf, queryOf } from "./compose.ts";
import { conflictOr, isLost } from "./errors.ts";
import type { Client, Query, Result } from "./library.ts";

/** Types of PostgreSQL that are whole numbers: int8, int2, int4. What is written is within 2^53, so nothing is lost. */
const WHOLE = new Set([20, 21, 23]);
const types: NonNullable<Query["types"]> = {
  getTypeParser: (type) => (WHOLE.has(type) ? Number : (text) => text),
};

/** A query of its own, or a request. */
export type Sent = Query | Request;

/** What goes over as one, and the requests in it. */
type Parcel = { readonly query: Query; readonly parts: Composed };

function parcelsOf(all: readonly Sent[]): readonly Parcel[] {
  const parcels: Parcel[] = [];
  let requests: Request[] = [];
  const flush = (): void => {
    for (const parts of composed(requests)) parcels.push({ query: { ...queryOf(parts), types }, parts });
    requests = [];
  };
  for (const sent of all) {
    if ("statement" in sent) requests.push(sent);
    else {
      flush();
      parcels.push({ query: { ...sent, types }, parts: [] });
    }
  }
  flush();
  return parcels;
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

  /** Sends all at once and gives the results of what reads, and of queries, in order; or throws what the first has met that failed. */
  async send(all: readonly Sent[]): Promise<readonly Result[]> {
    const results: Result[] = [];
    const parcels = parcelsOf(all);
    // All are awaited, also behind one that failed: or else their answers would meet whoever gets the connection next.
    const sent = this.#client.pipeline === true ? this.#together(parcels) : null;
    let failed: { readonly error: unknown; readonly parts: Composed } | null = null;
    for (const [at, { query, parts }] of parcels.entries()) {
      const answer = sent === null ? await settled(this.#client.query(query)) : await sent[at]!;
      if ("result" in answer) results.push(...(parts.length > 0 ? parts.map(() => answer.result) : [answer.result]));
      else failed ??= { error: answer.error, parts };
      if (failed !== null && sent === null) break;
    }
    if (failed === null) return results;
    if (isLost(failed.error)) this.#lost ??= failed.error as Error;
    throw new SendError(failed.error, partOf(failed.parts, failed.error));
  }

  /** In one packet where they fit: the server wakes once for them. */
  #together(parcels: readonly Parcel[]): readonly Promise<Settled>[] {
    const stream = this.#client.connection?.stream;
    stream?.cork?.();
    try {
      return parcels.map(({ query }) => settled(this.#client.query(query)));
    } finally {
      stream?.uncork?.();
    }
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
  readonly request: Request | null;
  constructor(cause: unknown, request: Request | null) {
    super("a query failed");
    this.cause = cause;
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
