/** One writer of a file at a time, over all processes of this machine. */
import { basename, dirname, join } from "node:path";
import { openSqlite } from "../databases/connection.ts";
import { systemClock } from "../system.ts";

const PAUSE_MS = 20;

/**
 * Runs `work` while nobody else holds the file. The lock is a write lock of SQLite on a file beside it: the operating system
 * lets go of it when the process that holds it ends, however it ends, so that no stale lock is left behind.
 */
export async function locked<T>(path: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const connection = await openSqlite(join(dirname(path), `.${basename(path)}.lock`), { readOnly: false });
  try {
    connection.exec("pragma busy_timeout = 0");
    while (!taken(() => connection.exec("begin immediate"))) {
      await systemClock.after(PAUSE_MS, signal);
      signal.throwIfAborted();
    }
    return await work();
  } finally {
    connection.close();
  }
}

function taken(take: () => void): boolean {
  try {
    take();
    return true;
  } catch (error) {
    if (error instanceof Error && /locked|busy/i.test(error.message)) return false;
    throw error;
  }
}
