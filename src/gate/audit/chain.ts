/**
 * The log as a chain: each event holds the hash of the one before it, and its own hash is the SHA-256 of its canonical form
 * (RFC 8785). Whoever changes, drops, adds or reorders an event breaks it at that event.
 */
import { sha256 } from "../../source/sha256.ts";
import type { GateEvent } from "../documents.ts";
import type { EventRow, Head } from "../store.ts";
import { eventText } from "./canonical.ts";

/** What an event says, before it has a place in the log. */
export type Draft = Omit<GateEvent, "version" | "tenant" | "seq" | "prev" | "at">;

/** Events after a head, in order. `at`: milliseconds since the epoch. */
export function chained(tenant: string, head: Head | null, at: number, drafts: readonly Draft[]): readonly EventRow[] {
  let seq = head?.seq ?? 0;
  let prev = head?.hash ?? "";
  return drafts.map((draft) => {
    seq++;
    const event: GateEvent = { version: "1", tenant, seq, prev, at: new Date(at).toISOString(), ...draft };
    const body = eventText(event);
    if (body === null) throw new TypeError(`an event of type ${draft.type} cannot be written as JSON`);
    prev = sha256(body);
    return { seq, at, type: draft.type, proposal: draft.proposal, hash: prev, body };
  });
}
