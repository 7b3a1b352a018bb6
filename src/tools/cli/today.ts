import { fail } from "../files/fault.ts";
import type { Io } from "./io.ts";

/** The date to check at: as given, or the current one (UTC). */
export function today(given: string | undefined, io: Io): string {
  if (given === undefined) return io.now().slice(0, 10);
  const time = /^\d{4}-\d{2}-\d{2}$/.test(given) ? Date.parse(`${given}T00:00:00Z`) : Number.NaN;
  // `Date.parse` rolls 31 April over; the way back shows it.
  if (!Number.isNaN(time) && new Date(time).toISOString().startsWith(given)) return given;
  return fail(
    `There is no date ${given}.`,
    "`--today` takes a date as YYYY-MM-DD.",
    "Write for example `--today 2026-11-22`.",
  );
}
