/** What SQLite says, as a store says it: what happened, why, and what to do. */
import { StoreError } from "../../gate/store.ts";
import { conflictOf, type Request } from "../sql/statements.ts";

/** Primary result codes, https://www.sqlite.org/rescode.html. */
export const BUSY = 5;
const CONSTRAINT = 19;
const IOERR = 10;
/** What was written may have reached the disk, or not. */
const IOERR_WRITE = 778;

const SAID: Readonly<Record<number, string>> = {
  5: "is in use by another process for too long; look for one that hangs in the middle of a transaction, or raise `busy_timeout_ms`",
  6: "is locked within this process; close what else has opened it",
  8: "cannot be written: you may only read it, or its folder; give this user the right to write both",
  10: "cannot be read or written: the disk is full or faulty, or a limit on the size of files is reached; see the system's log",
  11: "is damaged; restore it from a backup, and look at the disk",
  13: "cannot grow: the disk is full; make room and do it again",
  14: "cannot be opened: its folder is not there, or you may not read it, or not write into it; make the folder, give this user the right to write it, or name another file",
  23: "may not be opened as a database by this user",
  26: "is no database of SQLite; name another file",
};

/** The result code of an error of SQLite with all its bits, or 0. */
export function codeOf(error: unknown): number {
  const code = (error as { errcode?: unknown } | null)?.errcode;
  return typeof code === "number" ? code : 0;
}

const detail = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** `committing`: whether it was on its way to the disk. */
export function failureOf(error: unknown, path: string, committing = false): StoreError {
  if (error instanceof StoreError) return error;
  const code = codeOf(error);
  const unknown = committing && (code & 0xff) === IOERR && code !== IOERR_WRITE;
  const said = SAID[code & 0xff] ?? "cannot be used";
  const kept = unknown ? "It may or may not have been kept" : "Nothing was kept";
  return new StoreError(
    `the store ${path} ${said}. ${kept} (SQLite: ${detail(error)})`,
    unknown ? "unknown" : "nothing_kept",
    {
      cause: error,
    },
  );
}

/** What a statement met: a row that is there already, or a failure of the database. */
export function conflictOr(error: unknown, { statement, values }: Request, path: string): Error {
  if (statement.changes !== null && (codeOf(error) & 0xff) === CONSTRAINT)
    return conflictOf({ statement, values }, "is there already");
  return failureOf(error, path);
}
