/** What verification found, for a person: the first bad event first. */
import type { Verification } from "../../../gate/audit/verify.ts";
import { plural } from "../plural.ts";
import { faultText } from "./lines.ts";

export function verificationText(found: Verification): string {
  return found.ok ? whole(found) : broken(found);
}

function whole({ tenant, events, head, checkpoints, covered, signed_by, proposals, ledger }: Verification): string {
  if (head === null) return `The log of ${tenant} is empty.\n`;
  const signed =
    signed_by === null
      ? "signatures not looked at"
      : `signed by ${signed_by.length === 0 ? "nobody" : signed_by.join(", ")}`;
  const lines = [
    `The log of ${tenant} is whole: ${plural(events, "event")}, the last of ${new Date(head.at).toISOString()}.`,
    head.hash,
    checkpoints === 0
      ? "No checkpoint vouches for it: `bylaw audit checkpoint` makes one."
      : `${plural(checkpoints, "checkpoint")}, ${signed}, ${covered === head.seq ? "for all of it" : `up to event ${covered}`}.`,
    ...(proposals === null
      ? []
      : [`${plural(proposals, "proposal")}, ${proposals === 1 ? "which is" : "each"} as the last event left it.`]),
    ...(ledger === null ? [] : [`${plural(ledger, "row")} of the ledger of quotas, as the proposals say.`]),
  ];
  return `${lines.join("\n")}\n`;
}

function broken({ tenant, first, faults, fault_count }: Verification): string {
  const others = faults.filter((one) => one !== first);
  const left = fault_count - faults.length;
  // A fault of the log itself is named before what the store has beside it.
  const beside = /^(state|ledger)_/.test(first!.code);
  const said = beside
    ? "is whole, and the store is not what it says. The first that differs"
    : "is not whole. The first that is bad";
  const head = `The log of ${tenant} ${said}:\n${faultText(first!)}`;
  const rest = others.length === 0 ? "" : `\nWhat else does not fit:\n${others.map(faultText).join("")}`;
  return `${head}${rest}${left > 0 ? `… and ${left} more.\n` : ""}`;
}
