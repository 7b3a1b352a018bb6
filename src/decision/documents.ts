/**
 * The documents that cross the boundary, as zod schemas: the TypeScript types and the published JSON Schemas both come
 * from here, so that they cannot drift. The pipeline imports only the types; reading is done by `read.ts`, which a test
 * holds to these schemas.
 *
 * Names are `snake_case`. Money is `{ "amount": "120.00", "currency": "USD" }`. `{ "$unknown": "why" }` stands for a
 * value that is not known, wherever the contract of an action types the value.
 */
import { z } from "zod";

export const Outcome = z.enum(["allow", "review", "hold", "deny"]);
export const AutonomyLevel = z.enum(["read_only", "proposal", "guided", "autopilot"]);
export const PrincipalKind = z.enum(["person", "agent", "service"]);
const Instant = z.string().describe("ISO 8601 with offset, at most milliseconds");

export const Requester = z
  .strictObject({
    id: z.string().min(1),
    kind: PrincipalKind,
    roles: z.array(z.string()).default([]),
    owner: z.string().optional().describe("who answers for an agent; required for agents"),
    on_behalf_of: z.string().optional(),
  })
  .meta({ id: "Requester" });

export const Change = z
  .strictObject({
    target: z.strictObject({ type: z.string(), id: z.string() }),
    field: z.string(),
    old: z.unknown().describe("null: there was none"),
    new: z.unknown().describe("null: removed"),
    reason: z.string().optional(),
    evidence: z.array(z.string()).optional().describe("ids of entries of `evidence`"),
  })
  .meta({ id: "Change" });

export const Evidence = z
  .strictObject({
    id: z.string().min(1),
    kind: z.string(),
    issuer: z.string().describe("`tool:NAME` or a principal id"),
    at: Instant,
    uri: z.string().optional(),
    digest: z.string().optional(),
    data: z.record(z.string(), z.unknown()).optional().describe("the payload that the kind declares"),
  })
  .meta({ id: "Evidence" });

/** What an agent proposes: field → old value → new value → reason → evidence. */
export const ChangeSet = z
  .strictObject({
    version: z.literal("1").optional(),
    id: z.string().min(1).max(200),
    action: z.string(),
    environment: z.string(),
    requester: Requester,
    requested_at: Instant.optional(),
    inputs: z.record(z.string(), z.unknown()).default({}),
    changes: z.array(Change).default([]),
    evidence: z.array(Evidence).default([]),
    confidence: z.unknown().describe("decimal text from 0 to 1").optional(),
    correlation_id: z.string().optional(),
  })
  .meta({ id: "ChangeSet" });
export type ChangeSet = z.input<typeof ChangeSet>;

export const HistoryEntry = z
  .strictObject({
    action: z.string(),
    at: Instant,
    status: z.enum(["committed", "pending"]),
    requester: Requester,
    inputs: z.record(z.string(), z.unknown()),
  })
  .meta({ id: "HistoryEntry" });

const Amount = z.union([
  z.string(),
  z.number(),
  z.strictObject({ amount: z.union([z.string(), z.number()]), currency: z.string() }),
]);

/** Usage of one quota for one key. Give `entries` to learn when room frees in a rolling window. */
export const UsageEntry = z
  .strictObject({
    clause: z.string(),
    key: z.array(z.string()).default([]),
    used: Amount.optional().describe("posted in the window plus open reservations; left out when `entries` are given"),
    entries: z.array(z.strictObject({ at: Instant, amount: Amount, open: z.boolean().default(false) })).optional(),
  })
  .meta({ id: "UsageEntry" });

export const Principal = z
  .strictObject({
    kind: PrincipalKind.default("person"),
    roles: z.array(z.string()).default([]),
    groups: z.array(z.string()).default([]),
    person: z.string().optional().describe("the natural person behind this account; default: the account itself"),
    owner: z.string().optional(),
    active: z.boolean().default(true),
  })
  .meta({ id: "Principal" });

export const Directory = z
  .strictObject({
    version: z.string().optional().describe("pinned in the decision"),
    principals: z.record(z.string(), Principal),
    groups: z
      .record(
        z.string(),
        z.strictObject({ in: z.array(z.string()).default([]), roles: z.array(z.string()).default([]) }),
      )
      .default({}),
  })
  .meta({ id: "Directory" });
export type Directory = z.input<typeof Directory>;

/** What trusted sources say beside a change set; never from the requester. */
export const Context = z
  .strictObject({
    now: Instant.describe("the one clock"),
    facts: z
      .record(z.string(), z.unknown())
      .optional()
      .describe("by fact name; null: there is none; left out: unknown"),
    history: z.array(HistoryEntry).optional().describe("left out: unknown; empty: nothing happened"),
    usage: z.array(UsageEntry).optional().describe("left out: unknown; a key that is not listed: nothing used"),
    directory: Directory.optional(),
    editors: z.array(z.string()).optional().describe("principals who edited the change set"),
    sample_key: z.string().optional().describe("secret of the sampling hash; left out: every sampled clause picks"),
  })
  .meta({ id: "Context" });
export type Context = Omit<z.input<typeof Context>, "directory"> & {
  directory?: Directory | PreparedDirectory | undefined;
};

/** A directory that was read, checked and indexed once: what `prepareDirectory` gives. Nothing in it is to be read. */
export interface PreparedDirectory {
  readonly [PREPARED]: true;
}
declare const PREPARED: unique symbol;

// ------------------------------------------------------------------------------------------------------- decision

export const Place = z.strictObject({ file: z.string(), line: z.int(), column: z.int() });

export const Reason = z
  .strictObject({
    clause: z.string(),
    effect: z
      .string()
      .describe(
        "`deny`, `hold`, `warn`, `tier high`, `score 20`, `approve by 1 of finance`, `evidence fraud_check`, `autonomy guided`, `route to fraud_desk`, `sample 5%`, `escalate to finance_director`",
      ),
    because: z.string().nullable(),
    assumed: z
      .boolean()
      .describe("true: the condition is unknown, and the effect was taken so that the bar is not lowered"),
    at: Place,
    values: z.record(z.string(), z.string()),
    controls: z.array(z.string()),
  })
  .meta({ id: "Reason" });

/** One fault of a document: where, what was found, what was expected. */
export const Misfit = z
  .strictObject({
    path: z.string().describe("`inputs.amount`, `changes[0].new`, `facts.order.total`; empty: the document"),
    found: z.string(),
    expected: z.string(),
    help: z.string().nullable().describe("the nearest legal name, or what to send instead"),
  })
  .meta({ id: "Misfit" });

const SeatSet = z.record(z.string(), z.int().positive()).describe("role → people; `person` is any eligible person");

export const Quota = z.strictObject({
  clause: z.string(),
  key: z.array(z.string()),
  limit: z.string().nullable(),
  used: z.string().nullable(),
  after: z.string().nullable(),
  fits: z.boolean(),
  frees_at: z.string().nullable(),
});

export const Remedy = z.strictObject({
  kind: z.enum(["evidence", "reviewers", "time", "thresholds"]),
  do: z.string(),
  then: z.strictObject({ outcome: Outcome, reviewers: z.strictObject({ people: z.int() }).optional() }),
});

export const Decision = z
  .strictObject({
    version: z.literal("1"),
    outcome: Outcome,
    tier: z.string(),
    score: z.int(),
    autonomy: AutonomyLevel.nullable().describe("null: the requester is a person"),
    apply_by: z.enum(["requester", "person"]),
    reviewers: z.strictObject({
      people: z.int().describe("the smallest number of different people that any set needs"),
      sets: z.array(SeatSet).describe("alternatives; `[{}]`: nobody"),
      excluded: z.array(z.string()),
      escalations: z.array(z.strictObject({ role: z.string(), after: z.string(), at: z.string() })),
      fillable: z.boolean().nullable().describe("null: no directory was given"),
      lacking: z.array(z.string()).describe("seats that lack people, in words, when not fillable"),
    }),
    evidence: z.strictObject({
      required: z.array(z.string()),
      missing: z.array(z.string()),
      stale: z.array(z.string()),
    }),
    quotas: z.array(Quota),
    reasons: z.array(Reason),
    unknown: z.array(z.strictObject({ path: z.string(), why: z.string() })),
    misfits: z.array(Misfit),
    shadow: z.array(Reason),
    waived: z.array(z.strictObject({ clause: z.string(), by: z.string(), until: z.string(), because: z.string() })),
    warnings: z.array(z.string()),
    impact: z.record(z.string(), z.union([z.string(), z.int(), z.boolean()])),
    sample: z.strictObject({ picked: z.boolean(), rate: z.string() }).nullable(),
    route: z.string().nullable(),
    rollback: z
      .union([z.strictObject({ action: z.string(), until: z.string().nullable() }), z.literal("irreversible")])
      .nullable(),
    remedies: z.array(Remedy),
    policy: z.strictObject({ set: z.string(), digest: z.string(), language: z.string() }),
    directory_version: z.string().nullable(),
    decided_at: z.string(),
    change_set_digest: z.string(),
  })
  .meta({ id: "Decision" });
export type Decision = z.infer<typeof Decision>;
export type Reason = z.infer<typeof Reason>;
export type Misfit = z.infer<typeof Misfit>;
export type SeatSet = Readonly<Record<string, number>>;
export type Remedy = z.infer<typeof Remedy>;
export type Quota = z.infer<typeof Quota>;
export type Outcome = z.infer<typeof Outcome>;
