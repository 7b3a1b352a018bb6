import { fail } from "../../files/fault.ts";

/** A time with its offset, or a day, which begins at midnight UTC; in milliseconds since the epoch. */
export function timeFlag(given: string | undefined, flag: string): number | undefined {
  if (given === undefined) return undefined;
  const day = /^(\d{4}-\d{2}-\d{2})(T.+(?:Z|[+-]\d{2}:\d{2}))?$/.exec(given);
  const midnight = day === null ? Number.NaN : Date.parse(`${day[1]}T00:00:00Z`);
  // `Date.parse` rolls 31 April over; the way back shows it.
  const real = !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(day![1]!);
  const at = real && day![2] !== undefined ? Date.parse(given) : midnight;
  if (real && !Number.isNaN(at)) return at;
  return fail(
    `There is no time ${given}.`,
    `\`${flag}\` takes a day, or a time with its offset.`,
    `Write for example \`${flag} 2026-11-22\` or \`${flag} 2026-11-22T10:00:00Z\`.`,
  );
}
