/**
 * The form of a decision, as expectations see it: which keys there are, what a bare text in a list names, and which
 * names a place can hold. A test holds it to the published schema of the decision.
 */
import type { Plan } from "../../plan/plan.ts";

export type Names = "outcome" | "tier" | "level" | "role" | "queue" | "evidence" | "clause" | "action" | "apply_by";

export type Shape =
  | { readonly kind: "value"; readonly names: Names | null }
  | { readonly kind: "record"; readonly fields: Readonly<Record<string, Shape>> }
  /** `by`: the field that a bare text stands for. */
  | { readonly kind: "list"; readonly item: Shape; readonly by: string | null }
  | { readonly kind: "dict"; readonly keys: Names | null; readonly value: Shape }
  /** Either a text or a record, such as `rollback`. */
  | { readonly kind: "either"; readonly texts: readonly string[]; readonly record: Shape };

const value: Shape = { kind: "value", names: null };
const named = (names: Names): Shape => ({ kind: "value", names });
const record = (fields: Readonly<Record<string, Shape>>): Shape => ({ kind: "record", fields });
const list = (item: Shape, by: string | null = null): Shape => ({ kind: "list", item, by });
const dict = (keys: Names | null, of: Shape): Shape => ({ kind: "dict", keys, value: of });

const reason = record({
  clause: named("clause"),
  effect: value,
  because: value,
  assumed: value,
  at: record({ file: value, line: value, column: value }),
  values: dict(null, value),
  controls: list(value),
});

const seats = dict("role", value);

const bottleneckFree = record({
  set: seats,
  seated: value,
  people: value,
  missing: seats,
  fillable: value,
});

/** What `reviewersSatisfied` answers, for cases with approvals. */
const approved = record({
  status: value,
  satisfied: value,
  alternative: value,
  seats: list(
    record({ seat: named("role"), by: value, person: value, role: value, escalated: value, approval: value }),
    "by",
  ),
  open: list(record({ seat: named("role"), count: value, eligible: list(value) }), "seat"),
  uncounted: list(record({ approval: value, by: value, role: value, code: value, message: value }), "by"),
  next: record({
    alternative: value,
    ask: list(record({ by: value, role: value, seat: named("role"), escalated: value, again: value }), "by"),
  }),
  alternatives: list(bottleneckFree),
  fillable: value,
  lacking: list(value),
  fillable_from: value,
});

export const DECISION: Shape = record({
  version: value,
  outcome: named("outcome"),
  tier: named("tier"),
  score: value,
  autonomy: named("level"),
  apply_by: named("apply_by"),
  reviewers: record({
    people: value,
    sets: list(seats),
    excluded: list(value),
    escalations: list(record({ role: named("role"), after: value, at: value }), "role"),
    fillable: value,
    lacking: list(value),
  }),
  evidence: record({
    required: list(named("evidence")),
    missing: list(named("evidence")),
    stale: list(named("evidence")),
  }),
  quotas: list(
    record({
      clause: named("clause"),
      key: list(value),
      limit: value,
      used: value,
      after: value,
      fits: value,
      frees_at: value,
    }),
    "clause",
  ),
  reasons: list(reason, "clause"),
  unknown: list(record({ path: value, why: value }), "path"),
  misfits: list(record({ path: value, found: value, expected: value, help: value }), "path"),
  shadow: list(reason, "clause"),
  waived: list(record({ clause: named("clause"), by: value, until: value, because: value }), "clause"),
  warnings: list(value),
  impact: dict(null, value),
  sample: record({ picked: value, rate: value }),
  route: named("queue"),
  rollback: {
    kind: "either",
    texts: ["irreversible"],
    record: record({ action: named("action"), until: value }),
  },
  remedies: list(
    record({
      kind: value,
      do: value,
      then: record({ outcome: named("outcome"), reviewers: record({ people: value }) }),
    }),
    "do",
  ),
  policy: record({ set: value, digest: value, language: value }),
  directory_version: value,
  decided_at: value,
  change_set_digest: value,
  approved,
});

export const OUTCOMES: readonly string[] = ["allow", "review", "hold", "deny"];
export const LEVELS: readonly string[] = ["read_only", "proposal", "guided", "autopilot"];

/** The names a place may hold, and whether they are ordered, lowest first. */
export function legalNames(names: Names, plan: Plan): { readonly all: readonly string[]; readonly ordered: boolean } {
  switch (names) {
    case "outcome":
      return { all: OUTCOMES, ordered: true };
    case "tier":
      return { all: plan.tiers, ordered: true };
    case "level":
      return { all: LEVELS, ordered: true };
    case "role":
      return { all: ["person", ...plan.roles.map((role) => role.id)], ordered: false };
    case "queue":
      return { all: plan.queues.map((queue) => queue.id), ordered: false };
    case "evidence":
      return { all: plan.evidence.map((kind) => kind.id), ordered: false };
    case "action":
      return { all: Object.keys(plan.actions), ordered: false };
    case "apply_by":
      return { all: ["requester", "person"], ordered: false };
    case "clause": {
      // An action's head is a reason too: its autonomy asks for a person.
      const ids = Object.values(plan.actions).flatMap((action) => [
        action.id,
        ...action.clauses.map((clause) => clause.id),
      ]);
      return { all: [...new Set(ids)].sort(), ordered: false };
    }
  }
}
