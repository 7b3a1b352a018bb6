/** An event of the log as it is read back, when nothing about it can be taken for granted. */
import type { GateEvent } from "../documents.ts";
import { eventText } from "./canonical.ts";

/** The event of a body; null where the body is no JSON, or no event. */
export function eventOf(body: string): GateEvent | null {
  let data: unknown;
  try {
    data = JSON.parse(body);
  } catch {
    return null;
  }
  if (data === null || typeof data !== "object" || Array.isArray(data)) return null;
  const event = data as Partial<GateEvent>;
  const whole =
    event.version === "1" &&
    texts(event.tenant, event.prev, event.at, event.type, event.proposal, event.action) &&
    Number.isSafeInteger(event.seq) &&
    Number.isFinite(Date.parse(event.at!)) &&
    records(event.status, event.actor, event.data);
  return whole ? (event as GateEvent) : null;
}

const texts = (...values: readonly unknown[]): boolean => values.every((value) => typeof value === "string");
const records = (...values: readonly unknown[]): boolean =>
  values.every((value) => value !== null && typeof value === "object" && !Array.isArray(value));

/** Is it the one text that the canonical form allows? Two texts of one event would be two hashes. */
export const isCanonical = (body: string, event: GateEvent): boolean => eventText(event) === body;
