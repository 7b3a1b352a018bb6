/**
 * How the gate does its work, computed from the audit log alone. Nothing is read but what stands in events: mostly the status
 * before and after, and when.
 */
import { eventOf } from "../audit/event.ts";
import { type Events, eventsAfter } from "../audit/log.ts";
import type { EventRow } from "../store.ts";
import type { Measures } from "./document.ts";
import { Fold } from "./fold.ts";
import { byOf, groupsOf } from "./groups.ts";
import { rowOf } from "./row.ts";

export type { Durations, Measures, MeasuresRow, Rate, ReviewerLoad } from "./document.ts";

export interface MeasuresQuery {
  /** ISO 8601. Proposals proposed from then on. */
  readonly since?: string | undefined;
  /** ISO 8601. Proposals proposed before then. */
  readonly until?: string | undefined;
  readonly action?: string | undefined;
  readonly tier?: string | undefined;
  /** One row for each of these. Default: none, so one row for all. Days, weeks and months are those of UTC. */
  readonly by?: readonly By[] | undefined;
}

export type By = "action" | "tier" | "day" | "week" | "month";

/** What is wrong with a query, in words; null: nothing. */
export function queryFault(query: MeasuresQuery): string | null {
  for (const name of ["since", "until"] as const) {
    const given = query[name];
    if (given !== undefined && instantOf(given) === null)
      return `\`${name}\` is a time as 2026-11-01T00:00:00Z or a day as 2026-11-01, and ${JSON.stringify(given)} is none`;
  }
  const wrong = (query.by ?? []).find((one) => byOf(one) === null);
  return wrong === undefined
    ? null
    : `\`by\` is action, tier, day, week or month, and ${JSON.stringify(wrong)} is none`;
}

/**
 * The measures of a store's log. INVARIANT: `queryFault` finds nothing. Time grows with the log; memory with the proposals
 * that the query takes in (1.3 kB each with one reviewer), not with their events.
 */
export const measuresOf = (view: Events, query: MeasuresQuery = {}): Promise<Measures> =>
  measuresIn(eventsAfter(view, 0), query);

/** The same of events from anywhere, in order. What is no event is passed over: `verify` names it. */
export async function measuresIn(
  events: AsyncIterable<readonly EventRow[]>,
  query: MeasuresQuery = {},
): Promise<Measures> {
  const since = query.since === undefined ? null : instantOf(query.since);
  const until = query.until === undefined ? null : instantOf(query.until);
  const fold = new Fold(since ?? -Infinity, until ?? Infinity, query.action);
  for await (const page of events)
    for (const row of page) {
      if (!fold.wants(row)) continue;
      const event = eventOf(row.body);
      if (event !== null) fold.take(event);
    }
  const by = [...new Set(query.by ?? [])];
  const proposals = fold.proposals(query.tier);
  const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
  return {
    version: "1",
    since: iso(since),
    until: iso(until),
    by,
    rows: groupsOf(proposals, by).map(({ group, members }) => rowOf(group, members)),
  };
}

/** Milliseconds since the epoch; a day begins at midnight UTC. Null: it is no time. */
function instantOf(given: string): number | null {
  const match = /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/.exec(given);
  if (match === null) return null;
  const midnight = Date.parse(`${match[1]}T00:00:00Z`);
  // `Date.parse` rolls 31 April over; the way back shows it.
  if (Number.isNaN(midnight) || !new Date(midnight).toISOString().startsWith(match[1]!)) return null;
  const at = match[2] === undefined ? midnight : Date.parse(given);
  return Number.isNaN(at) ? null : at;
}
