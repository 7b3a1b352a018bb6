/** What every store refuses before it looks at what is there: so all of them refuse the same. */
import { type Changes, ConflictError, type Head, type PostingRow } from "../gate/store.ts";

type Formed = string & { readonly isWellFormed: () => boolean };

const HALF = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** Node 20 and later know; the pattern is for a platform that does not. */
const wellFormed = (text: string): boolean =>
  "isWellFormed" in String.prototype ? (text as Formed).isWellFormed() : !HALF.test(text);

/** PostgreSQL keeps no U+0000, and UTF-8 has no form for half a surrogate pair. No row can have such a text in it. */
export const storable = (text: string): boolean => !text.includes("\0") && wellFormed(text);

/** Members that are numbers without being whole ones do not exist in any row. */
function checkRow(kind: string, row: object): void {
  for (const [member, value] of Object.entries(row)) {
    if (typeof value === "string" && !storable(value))
      throw new TypeError(
        `${kind}.${member} has U+0000 or half a surrogate pair in it, which no store can keep; refuse or escape such texts before`,
      );
    if (typeof value === "number" && !Number.isSafeInteger(value))
      throw new TypeError(`${kind}.${member} is ${value}; stores keep whole numbers up to 2^53`);
  }
}

/** Throws a TypeError for changes that are not well made, whatever is in the store. */
export function checkChanges(changes: Changes): void {
  for (const [kind, rows] of Object.entries(changes) as [string, readonly object[] | undefined][])
    for (const row of rows ?? []) checkRow(kind, row);
  for (const { id, version, expected } of changes.proposals ?? [])
    if (version !== expected + 1)
      throw new TypeError(`proposal ${id}: version ${version} does not follow the expected ${expected}`);
  let seq: number | null = null;
  for (const event of changes.events ?? []) {
    if (seq !== null && event.seq !== seq + 1)
      throw new TypeError(`event ${event.seq} does not follow event ${seq} of the same write`);
    seq = event.seq;
  }
  checkPostings(changes.post ?? []);
}

function checkPostings(rows: readonly PostingRow[]): void {
  for (const series of seriesOf(rows).values()) {
    for (let at = 1; at < series.length; at++) {
      const [one, next] = [series[at - 1]!, series[at]!];
      if (next.n !== one.n + 1 || next.at < one.at)
        throw new TypeError(`posting ${next.n} of ${next.clause} ${next.key} does not follow posting ${one.n}`);
    }
  }
}

/** Postings that have one running total, by what names it. */
export function seriesOf(rows: readonly PostingRow[]): ReadonlyMap<string, readonly PostingRow[]> {
  const found = new Map<string, PostingRow[]>();
  for (const row of rows) {
    const name = nameOf(row.clause, row.key, row.unit);
    const series = found.get(name);
    if (series === undefined) found.set(name, [row]);
    else series.push(row);
  }
  return found;
}

/** One text for several, which no other several have. */
export const nameOf = (...parts: readonly string[]): string => JSON.stringify(parts);

/** The first event of a write goes on from the last of the log. */
export function checkSeq(head: Head | null, changes: Changes): void {
  const first = changes.events?.[0];
  const next = (head?.seq ?? 0) + 1;
  if (first !== undefined && first.seq !== next)
    throw new ConflictError("event", `event ${first.seq} does not go on from the log, whose next is ${next}`);
}

/** Which of two texts comes first by code points, which is also the order of their UTF-8. */
export function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  let at = 0;
  while (at < a.length && at < b.length && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  // Both halves of a pair differ from whatever else: the second halves are equal or the first ones were compared.
  const [one, other] = [a.charCodeAt(at), b.charCodeAt(at)];
  if (Number.isNaN(one) || Number.isNaN(other)) return Number.isNaN(one) ? -1 : 1;
  const half = (code: number): boolean => code >= 0xd800 && code <= 0xdfff;
  if (half(one) !== half(other)) return half(one) ? 1 : -1;
  return one - other;
}
