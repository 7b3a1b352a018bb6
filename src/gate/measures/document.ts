/** What `measures` answers, as zod schemas. docs/reference/measures.md defines each number; the gate imports only the types. */
import { z } from "zod";

const Count = z.int().nonnegative();

/** Of how many how many. Exact: the decimal is for the eye. */
export const Rate = z
  .strictObject({
    numerator: Count,
    denominator: Count,
    decimal: z.string().nullable().describe("rounded half up to four places; null: the denominator is 0"),
  })
  .meta({ id: "Rate" });

/** How long something took, over those that it happened to. */
export const Durations = z
  .strictObject({
    count: Count,
    median: z
      .string()
      .nullable()
      .describe("ISO 8601, as PT4H12M; the nearest rank, so one that was measured; null: none was"),
    p90: z.string().nullable(),
    total: z.string().describe("the sum"),
  })
  .meta({ id: "Durations" });

export const ReviewerLoad = z
  .strictObject({
    reviewer: z.string().describe("principal id"),
    approvals: Count,
    rejections: Count,
    questions: Count,
    overrides: Count,
  })
  .meta({ id: "ReviewerLoad" });

export const MeasuresRow = z
  .strictObject({
    group: z.record(z.string(), z.string()).describe("by what was asked for; empty: all"),
    proposals: Count,
    statuses: z.record(z.string(), Count).describe("how many stand where now; a status that none has is left out"),
    reviewed: Count.describe("were ever in review"),
    approval_latency: Durations,
    time_to_decision: Durations,
    completion: Rate,
    denial: Rate,
    hold: Rate,
    exception: Rate,
    override: Rate,
    rollback: Rate,
    expiry: Rate,
    withdrawal: Rate,
    failure: Rate,
    in_doubt: Rate,
    rework: Rate,
    drift: Rate,
    evidence: z.strictObject({
      changes_with_reason: Rate,
      changes_with_evidence: Rate,
      required_ready: Rate.describe("required kinds that were attached and fresh when it was proposed"),
    }),
    incidents: z.strictObject({ low: Rate, medium: Rate, high: Rate }),
    reviewers: z.array(ReviewerLoad).describe("by id"),
  })
  .meta({ id: "MeasuresRow" });

export const Measures = z
  .strictObject({
    version: z.literal("1"),
    since: z.string().nullable(),
    until: z.string().nullable(),
    by: z.array(z.enum(["action", "tier", "day", "week", "month"])),
    rows: z.array(MeasuresRow).describe("in the order of their groups"),
  })
  .meta({ id: "Measures" });

export type Rate = z.infer<typeof Rate>;
export type Durations = z.infer<typeof Durations>;
export type ReviewerLoad = z.infer<typeof ReviewerLoad>;
export type MeasuresRow = z.infer<typeof MeasuresRow>;
export type Measures = z.infer<typeof Measures>;
