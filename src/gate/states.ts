/**
 * Where a proposal can stand, and what leads from one place to another. The diagram in the docs is drawn from this table,
 * and every write is held to it.
 */
import type { EventType, Status } from "./documents.ts";

/** A proposal that still can be decided on. */
export const OPEN = ["held", "in_review", "approved", "overridden"] as const satisfies readonly Status[];

export const isOpen = (status: Status): boolean => (OPEN as readonly Status[]).includes(status);

/** Its change set counts as pending or committed for `history of`. */
export const counts = (status: Status): "pending" | "committed" | null => {
  if (isOpen(status) || status === "committing" || status === "in_doubt") return "pending";
  return status === "committed" || status === "reverted" ? "committed" : null;
};

export interface Step {
  readonly event: EventType;
  /** Null: there is no proposal yet. */
  readonly from: readonly (Status | null)[];
  readonly to: readonly Status[];
}

const DECIDED = ["held", "in_review", "approved", "denied"] as const satisfies readonly Status[];

/** Every event that may change a status. One that is not here leaves it as it is. */
export const STEPS: readonly Step[] = [
  { event: "proposed", from: [null], to: DECIDED },
  { event: "revised", from: OPEN, to: DECIDED },
  { event: "drifted", from: OPEN, to: DECIDED },
  { event: "redecided", from: OPEN, to: ["held", "in_review", "approved", "denied"] },
  { event: "approved", from: OPEN, to: OPEN },
  { event: "rejected", from: OPEN, to: OPEN },
  { event: "questioned", from: OPEN, to: OPEN },
  { event: "answered", from: OPEN, to: OPEN },
  { event: "act_withdrawn", from: OPEN, to: OPEN },
  { event: "approval_expired", from: OPEN, to: OPEN },
  { event: "escalated", from: OPEN, to: OPEN },
  { event: "overridden", from: ["held", "in_review"], to: ["overridden"] },
  { event: "claimed", from: OPEN, to: ["committing"] },
  { event: "committed", from: ["committing"], to: ["committed"] },
  { event: "failed", from: ["committing"], to: ["failed"] },
  { event: "in_doubt", from: ["committing"], to: ["in_doubt"] },
  // From `committing`: its deadline is over, and nobody has written that down yet.
  { event: "reconciled", from: ["committing", "in_doubt"], to: ["committed", "failed"] },
  { event: "reverted", from: ["committed"], to: ["reverted"] },
  { event: "withdrawn", from: OPEN, to: ["withdrawn"] },
  { event: "expired", from: OPEN, to: ["expired"] },
];

export const STATUSES: readonly Status[] = [...new Set(STEPS.flatMap(({ to }) => to))];

/** Whether an event may lead from one status to another. */
export function mayStep(event: EventType, from: Status | null, to: Status): boolean {
  const step = STEPS.find((one) => one.event === event);
  if (step === undefined) return from === to;
  return step.from.includes(from) && step.to.includes(to);
}
