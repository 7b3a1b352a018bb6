/** A file that is read again when it has changed. */
import { readFile, stat } from "node:fs/promises";
import type { Clock } from "../gate/ports.ts";
import { systemClock } from "./system.ts";

/**
 * A file that was written this short a time ago may be half written, and may change again without a new time of change
 * (the system's stamps are some milliseconds coarse). So it is left alone until then.
 */
const SETTLES_MS = 50;
const MOST_TRIES = 40;
const MAX_BYTES = 10 * 1024 * 1024;

/**
 * Reads and parses a file, and again when its time of change, size or place on the disk differ. What cannot be read or
 * parsed is thrown each time, until the file changes: an earlier content never stands in for it.
 */
export function watched<T>(
  path: string,
  parse: (text: string) => T,
  clock: Pick<Clock, "now" | "after"> = systemClock,
): (signal: AbortSignal) => Promise<T> {
  let seen = "";
  let parsed: { readonly value: T } | { readonly fault: unknown } = { fault: null };
  return async (signal) => {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      signal.throwIfAborted();
      const { stamp, changed } = await stampOf(path);
      const age = clock.now() - changed;
      if (stamp !== seen) {
        if (age >= 0 && age < SETTLES_MS) {
          await clock.after(SETTLES_MS - age, signal);
          continue;
        }
        const bytes = await readFile(path, { signal });
        if ((await stampOf(path)).stamp !== stamp) continue;
        parsed = attempt(() => parse(decode(bytes, path)));
        seen = stamp;
      }
      if ("fault" in parsed) throw parsed.fault;
      return parsed.value;
    }
    throw new Error(`${path} is being written all the time`);
  };
}

async function stampOf(path: string): Promise<{ readonly stamp: string; readonly changed: number }> {
  const about = await stat(path, { bigint: true });
  if (!about.isFile()) throw new Error(`${path} is no file`);
  if (about.size > MAX_BYTES) throw new Error(`${path} is larger than ${MAX_BYTES.toLocaleString("en")} bytes`);
  const { ino, size, mtimeNs, ctimeNs } = about;
  return { stamp: [ino, size, mtimeNs, ctimeNs].join(" "), changed: Number(about.mtimeMs) };
}

const UTF8 = new TextDecoder("utf-8", { fatal: true });

/** A byte order mark is dropped. */
function decode(bytes: Uint8Array, path: string): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    throw new Error(`${path} is not UTF-8`);
  }
}

function attempt<T>(work: () => T): { readonly value: T } | { readonly fault: unknown } {
  try {
    return { value: work() };
  } catch (fault) {
    return { fault };
  }
}
