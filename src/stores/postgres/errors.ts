/** What PostgreSQL says, as a store says it: what happened, why, and what to do. */
import { type ConflictError, StoreError } from "../../gate/store.ts";
import { TransientError } from "../sql/driver.ts";
import { conflictOf, type Request } from "../sql/statements.ts";

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const UNIQUE = "23505";
/** Of a text that is no number, where a change has met no row. */
const NO_NUMBER = "22P02";
const TRANSIENT = new Set(["40001", "40P01", "53300", "57P03"]);

/** By code, or by its class. */
const SAID: Readonly<Record<string, string>> = {
  "08": "lost its connection; look whether the server runs and can be reached",
  "25006": "takes no writes: the server is a standby, or read-only; give the address of the primary",
  "28": "does not let this role in; look at its name, its password and `pg_hba.conf`",
  "3D": "does not exist; make the database, or name another",
  "3F": "has no such schema; run `bylaw store migrate` as its owner",
  "42P01": "has no tables of Bylaw; run `bylaw store migrate` as its owner",
  "42501": "does not let this role do that; run `bylaw store migrate --role NAME` as its owner",
  "53": "has no room: of disk, memory or connections; see the server's log",
  "55P03": "was waited for too long: another transaction of the same tenant does not end; look at pg_stat_activity",
  "57014": "took too long over a statement; see the server's load, or raise `statement_timeout_ms`",
  "57P": "was shut down, or is starting; do it again when it runs",
};

const codeOf = (error: unknown): string => {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" && /^[0-9A-Z]{5}$/.test(code) ? code : "";
};

/** Whether there is no connection any more: errors without a code of the server are those of sockets and of pg itself. */
export function isLost(error: unknown): boolean {
  const code = codeOf(error);
  return code === "" || code.startsWith("08") || code.startsWith("57P");
}

const detail = (error: unknown): string => {
  if (error instanceof AggregateError && error.errors.length > 0) return detail(error.errors[0]);
  return error instanceof Error && error.message !== "" ? error.message : String(error);
};

/** Nothing was kept of what met this error. */
export function failureOf(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const code = codeOf(error);
  const said = SAID[code] ?? SAID[code.slice(0, 3)] ?? SAID[code.slice(0, 2)] ?? (code === "" ? SAID["08"] : null);
  const message = `the PostgreSQL store ${said ?? "cannot be used"}. Nothing was kept (PostgreSQL: ${detail(error)})`;
  if (isLost(error) || TRANSIENT.has(code)) return new TransientError(message, { cause: error });
  return new StoreError(message, "nothing_kept", { cause: error });
}

export const unknownOf = (error: unknown): StoreError =>
  new StoreError(
    "the connection to PostgreSQL was lost while a transaction was being committed. It may or may not have been kept: " +
      `read before you do it again (PostgreSQL: ${detail(error)})`,
    "unknown",
    { cause: error },
  );

/** What a statement met: a row that is there already, none where one had to be, or a failure of the database. */
export function conflictOr(error: unknown, request: Request | null): StoreError | ConflictError {
  const code = codeOf(error);
  if (request !== null && request.statement.changes !== null) {
    if (code === UNIQUE) return conflictOf(request, "is there already");
    if (code === NO_NUMBER) return conflictOf(request, "is not there as expected");
  }
  return failureOf(error);
}
