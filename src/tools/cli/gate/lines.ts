/** Events and faults of the audit log as lines for a person. What strangers wrote is shown, never obeyed. */

import { visible } from "../../../decision/explain/text.ts";
import { eventOf } from "../../../gate/audit/event.ts";
import type { AuditFault } from "../../../gate/audit/faults.ts";
import type { EventRow } from "../../../gate/store.ts";

/** Longer comments are cut; `--json` gives all. */
const LONGEST = 200;

const short = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

export function eventText(row: EventRow): string {
  const event = eventOf(row.body);
  const number = String(row.seq).padStart(6);
  if (event === null) return `${number}  (this is no event: see \`bylaw audit verify\`)\n`;
  const { at, type, proposal, revision, actor, status, why } = event;
  const by = [actor.id, ...(actor.on_behalf_of === null ? [] : [`for ${actor.on_behalf_of}`])].join(" ");
  const step =
    status.before === status.after ? (status.after ?? "") : `${status.before ?? "new"} → ${status.after ?? ""}`;
  const code = event.data["code"];
  const parts = [
    number,
    at,
    type.padEnd(13),
    proposal === "" ? "-" : `${proposal} r${revision}`,
    by,
    step,
    ...(typeof code === "string" ? [code] : []),
    ...(why === null || why === "" ? [] : [`"${short(why)}"`]),
  ];
  return `${visible(parts.join("  "))}\n`;
}

export const faultText = ({ code, message }: AuditFault): string => `error[${code}]: ${visible(message)}\n`;
