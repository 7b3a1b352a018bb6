/** One connection to a file: statements prepared once, run at once. */

import type { Row } from "../sql/reading.ts";
import { conflictOf, parametersOf, type Request, type Statement } from "../sql/statements.ts";
import { conflictOr } from "./errors.ts";
import type { Database, Prepared } from "./library.ts";

export class Connection {
  readonly database: Database;
  readonly #path: string;
  readonly #prepared = new Map<Statement, Prepared>();

  constructor(database: Database, path: string) {
    this.database = database;
    this.#path = path;
  }

  /** Runs statements in order. Throws a `ConflictError` or a `StoreError`. */
  run(requests: readonly Request[]): readonly (readonly Row[])[] {
    return requests.map((request) => this.#one(request));
  }

  #one(request: Request): readonly Row[] {
    const { statement } = request;
    const parameters = parametersOf(request) as (string | number | null)[];
    let changes: number | bigint;
    try {
      let prepared = this.#prepared.get(statement);
      if (prepared === undefined) {
        prepared = this.database.prepare(statement.text);
        this.#prepared.set(statement, prepared);
      }
      if (statement.changes === null) return prepared.all(...parameters) as readonly Row[];
      changes = prepared.run(...parameters).changes;
    } catch (error) {
      throw conflictOr(error, request, this.#path);
    }
    if (Number(changes) === 0) throw conflictOf(request, "is not there as expected");
    return [];
  }
}
