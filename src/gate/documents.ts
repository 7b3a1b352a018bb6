/**
 * What the gate keeps and shows, as zod schemas: the TypeScript types and the published JSON Schemas both come from here.
 * The gate imports only the types. Instants are ISO 8601 in UTC.
 */
import { z } from "zod";
import { ChangeSet, Decision } from "../decision/documents.ts";

const Instant = z.string().describe("ISO 8601 in UTC, at most milliseconds");
const Digest = z.string().describe("`sha256:…` over the canonical form (RFC 8785)");
const Amount = z.string().describe("plain decimal");

/** Where a proposal stands. */
export const Status = z.enum([
  "held",
  "in_review",
  "approved",
  "overridden",
  "denied",
  "committing",
  "committed",
  "failed",
  "in_doubt",
  "reverted",
  "withdrawn",
  "expired",
]);

/** What somebody did about a proposal. An act that was refused at the door is none, and stands in the log alone. */
export const Act = z
  .strictObject({
    act: z.enum(["approve", "reject", "question", "answer", "withdraw"]),
    by: z.string().describe("principal id, as authenticated"),
    person: z.string().describe("the natural person behind it at the time"),
    role: z.string().nullable().describe("the one role they acted in; null: in none"),
    at: Instant,
    revision: z.int(),
    digest: Digest,
    comment: z.string(),
    auth_strength: z.int(),
    question: z.int().nullable().describe("`answer`: which act is answered, as its place in the list; otherwise null"),
    could_sit: z.boolean().describe("they could have taken a seat with it; a rejection or a question then blocks"),
    carried_to: z
      .int()
      .describe("the latest revision for which it holds: its own, or later where only immaterial fields changed"),
  })
  .meta({ id: "Act" });

/** A reservation of one quota for one key. */
export const Reservation = z
  .strictObject({
    clause: z.string(),
    key: z.array(z.string()),
    unit: z.string().describe("a currency, or empty for numbers"),
    amount: Amount,
    state: z.enum(["open", "posted", "void", "expired"]),
    posted: Amount.nullable().describe("what was posted of it"),
    expires_at: Instant,
  })
  .meta({ id: "Reservation" });

/** A value that is not what the decision read. */
export const Drift = z
  .strictObject({
    path: z.string().describe("`facts.order.total`, or `Order/o-1881.refunded` for an old value"),
    was: z.unknown(),
    now: z.unknown(),
  })
  .meta({ id: "Drift" });

export const Revision = z
  .strictObject({
    revision: z.int(),
    at: Instant,
    by: z.string(),
    digest: Digest,
    material_digest: Digest.describe("over what remains without the fields that the action declares immaterial"),
    why: z.enum(["proposed", "revised", "drifted"]),
    carried: z.boolean().describe("approvals of the revision before hold for this one"),
  })
  .meta({ id: "Revision" });

export const Receipt = z
  .strictObject({
    idempotency_key: z.string(),
    by: z.string().describe("who asked for the commit"),
    digest: Digest.describe("of what was handed to the executor"),
    claimed_at: Instant,
    deadline: Instant.describe("from then on an execution without an answer is in doubt"),
    ended_at: Instant.nullable(),
    outcome: z.enum(["done", "failed", "unknown"]).nullable(),
    reason: z.string().nullable(),
    compensated: z.boolean(),
    receipt: z.unknown().describe("what the executor answered"),
    seats: z.array(z.strictObject({ seat: z.string(), by: z.string(), role: z.string().nullable() })),
    old_values: z.enum(["compared", "not_compared"]).describe("`not_compared`: the gate has no source of records"),
  })
  .meta({ id: "Receipt" });

/** What is asked of people: pinned when the change set is decided, joined with what stricter rules ask for later. */
export const Required = z
  .strictObject({
    apply_by: z.enum(["requester", "person"]).describe("`person`: whoever commits it is one"),
    people: z.int(),
    sets: z.array(z.record(z.string(), z.int().positive())),
    excluded: z.array(z.string()),
    escalations: z.array(z.strictObject({ role: z.string(), after: z.string(), at: z.string() })),
  })
  .meta({ id: "Required" });

/** A change set on its way, as the gate keeps it. */
export const Proposal = z
  .strictObject({
    version: z.literal("1"),
    tenant: z.string(),
    id: z.string(),
    status: Status,
    revision: z.int(),
    revisions: z.array(Revision),
    change_set: ChangeSet,
    digest: Digest,
    editors: z.array(z.string()).describe("whoever wrote a revision; none of them reviews"),
    decision: Decision.describe("the latest"),
    required: Required,
    facts: z
      .record(z.string(), z.unknown())
      .describe('what the decision was told, by fact name; `{ "$unknown": why }` where a source failed'),
    versions: z
      .record(z.string(), z.string())
      .describe("versions of facts (`facts.NAME`) and records (`Type/id`), where sources have them"),
    acts: z.array(Act),
    override: z
      .strictObject({
        by: z.string(),
        role: z.string(),
        at: Instant,
        revision: z.int(),
        reason: z.string(),
        auth_strength: z.int(),
      })
      .nullable(),
    reservations: z.array(Reservation),
    drift: z.array(Drift).describe("what had changed when the last commit was refused for it"),
    proposed_at: Instant,
    decided_at: Instant,
    expires_at: Instant,
    closed_at: Instant.nullable(),
    execution: Receipt.nullable(),
    reverts: z.string().nullable().describe("the proposal that this one undoes"),
    reverted_by: z.string().nullable().describe("the proposal that undoes this one, once there is one that may"),
    escalated: z.array(z.string()).describe("roles that have been called by an escalation"),
  })
  .meta({ id: "Proposal" });

// ---------------------------------------------------------------------------------------------------------- the log

export const EventType = z.enum([
  "proposed",
  "revised",
  "drifted",
  "redecided",
  "approved",
  "rejected",
  "questioned",
  "answered",
  "act_withdrawn",
  "refused",
  "overridden",
  "escalated",
  "reservation_expired",
  "approval_expired",
  "claimed",
  "committed",
  "failed",
  "in_doubt",
  "reconciled",
  "revert_proposed",
  "reverted",
  "withdrawn",
  "expired",
  "incident",
]);

/** One line of the audit log. `hash` is not in it: it is the SHA-256 of the canonical form of this, and `prev` of the next. */
export const GateEvent = z
  .strictObject({
    version: z.literal("1"),
    tenant: z.string(),
    seq: z.int().positive(),
    prev: z.string().describe("hash of the event before it; empty for the first"),
    at: Instant,
    type: EventType,
    proposal: z.string(),
    revision: z.int(),
    action: z.string(),
    actor: z.strictObject({
      id: z.string().describe("`gate`: nobody asked for it"),
      via: z.string().nullable(),
      on_behalf_of: z.string().nullable(),
      auth_strength: z.int(),
    }),
    why: z.string().nullable().describe("the comment or reason given"),
    status: z.strictObject({ before: Status.nullable(), after: Status.nullable() }),
    digest: Digest.nullable().describe("of the change set"),
    policy: Digest.nullable().describe("of the policy set that decided"),
    state: Digest.nullable().describe(
      "of the text that the store keeps of the proposal after this; null: it stays as it was",
    ),
    data: z.record(z.string(), z.unknown()).describe("what else there is to say, by type"),
  })
  .meta({ id: "GateEvent" });

export const Checkpoint = z
  .strictObject({
    version: z.literal("1"),
    tenant: z.string(),
    seq: z.int().positive().describe("the last event that it covers"),
    hash: z.string(),
    at: Instant,
  })
  .meta({ id: "Checkpoint" });

export type Status = z.infer<typeof Status>;
export type Act = z.infer<typeof Act>;
export type Reservation = z.infer<typeof Reservation>;
export type Drift = z.infer<typeof Drift>;
export type Receipt = z.infer<typeof Receipt>;
export type Required = z.infer<typeof Required>;
export type Revision = z.infer<typeof Revision>;
export type Proposal = Omit<z.infer<typeof Proposal>, "change_set"> & { change_set: z.input<typeof ChangeSet> };
export type EventType = z.infer<typeof EventType>;
export type GateEvent = z.infer<typeof GateEvent>;
export type Checkpoint = z.infer<typeof Checkpoint>;
