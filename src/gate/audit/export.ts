/** The log for others: as it is stored, or in the envelope that event brokers know. One line for each event, in order. */
import type { GateEvent } from "../documents.ts";
import type { EventRow } from "../store.ts";
import { eventOf } from "./event.ts";
import { type Events, eventsAfter } from "./log.ts";

export interface EventFilter {
  /** Milliseconds since the epoch: from then on. */
  readonly since?: number | undefined;
  /** Before then. */
  readonly until?: number | undefined;
  readonly proposal?: string | undefined;
  readonly types?: readonly string[] | undefined;
}

/** The events of a log that a filter lets through, in order. Memory: one page. */
export async function* eventsIn(view: Events, filter: EventFilter = {}): AsyncGenerator<EventRow> {
  const { since = -Infinity, until = Infinity, proposal, types } = filter;
  for await (const page of eventsAfter(view, 0, proposal))
    for (const row of page) {
      // Time never goes back in a log, so nothing that follows is asked for.
      if (row.at >= until) return;
      if (row.at >= since && (types === undefined || types.includes(row.type))) yield row;
    }
}

/**
 * `{ "event": …, "hash": "…" }`, the event letter by letter as it was hashed: whoever has the whole log can verify it, with
 * SHA-256 alone.
 */
export const eventLine = (row: EventRow): string => `{"event":${row.body},"hash":"${row.hash}"}\n`;

/** The row of such a line; null: it is none. */
export function rowOfLine(line: string): EventRow | null {
  const match = /^\{"event":(.*),"hash":"([^"\\]*)"\}$/s.exec(line);
  const event = match === null ? null : eventOf(match[1]!);
  if (match === null || event === null) return null;
  const { seq, at, type, proposal } = event;
  return { seq, at: Date.parse(at), type, proposal, hash: match[2]!, body: match[1]! };
}

/** CloudEvents 1.0, structured content mode (https://github.com/cloudevents/spec, v1.0.2), with what the chain needs as extensions. */
export interface CloudEvent {
  readonly specversion: "1.0";
  /** Unique for its source. */
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly time: string;
  /** The proposal. Left out where an event is about none. */
  readonly subject?: string;
  readonly datacontenttype: "application/json";
  readonly data: GateEvent;
  /** The extension `sequence`: orders as text as it does as a number. */
  readonly sequence: string;
  readonly bylawhash: string;
  /** Left out for the first event: attributes are not empty. */
  readonly bylawprev?: string;
}

/** `source`: a URI reference. Default: `/bylaw/gate/TENANT`. Null: the row holds no event. */
export function cloudEvent(row: EventRow, source?: string): CloudEvent | null {
  const event = eventOf(row.body);
  if (event === null) return null;
  return {
    specversion: "1.0",
    id: String(event.seq),
    source: source ?? `/bylaw/gate/${encodeURIComponent(event.tenant)}`,
    type: `bylaw.gate.${event.type}`,
    time: event.at,
    ...(event.proposal === "" ? {} : { subject: event.proposal }),
    datacontenttype: "application/json",
    sequence: String(event.seq).padStart(16, "0"),
    bylawhash: row.hash,
    ...(event.prev === "" ? {} : { bylawprev: event.prev }),
    data: event,
  };
}
