/** What a proposal asks of people: pinned when it is decided, and never less while its approvals stand. */
import type { Decision } from "../decision/documents.ts";
import { implies, join, people, type SeatSets, TOO_MANY } from "../decision/reviewers/algebra.ts";
import type { Required } from "./documents.ts";

export const requiredOf = ({ apply_by, reviewers }: Decision): Required => ({
  apply_by,
  people: reviewers.people,
  sets: reviewers.sets.map((set) => ({ ...set })),
  excluded: [...reviewers.excluded],
  escalations: reviewers.escalations.map((one) => ({ ...one })),
});

/** Stricter rules demand both; looser ones leave it as it was proposed. */
export function requiredNow(required: Required, decision: Decision): Required {
  const now = requiredOf(decision);
  const sets = joined(required.sets, now.sets);
  return {
    apply_by: required.apply_by === "person" ? "person" : now.apply_by,
    people: people(sets),
    sets: sets.map((set) => ({ ...set })),
    excluded: [...new Set([...required.excluded, ...now.excluded])].sort(),
    // A seat that may be taken by escalation stays so; rules of now open no further ones.
    escalations: required.escalations,
  };
}

function joined(a: SeatSets, b: SeatSets): SeatSets {
  if (implies(a, b)) return a;
  const sets = join(a, b);
  // More alternatives than can be listed: whoever meets both one by one is not told, so nobody does.
  return sets === TOO_MANY ? [] : sets;
}
