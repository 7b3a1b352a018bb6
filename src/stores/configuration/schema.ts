/** `gate.yaml`: what a gate is made of. The type and the published JSON Schema both come from here. */
import { z } from "zod";

const Duration = z
  .string()
  .regex(/^[1-9]\d{0,5} (?:day|hour|minute|second)s?$/, "expected a time such as `2 seconds`, `15 minutes` or `7 days`")
  .describe("`2 seconds`, `15 minutes`, `12 hours`, `7 days`");
const Path = z.string().min(1).describe("relative to the folder of this file");
const Headers = z
  .record(z.string(), z.string())
  .describe("secrets from environment variables, written as in a shell: a dollar sign, and the name in braces");
const Query = z.string().min(1).describe("`$1`, `$2` … are bound");
const Database = z.string().describe("one of `databases`");
const Count = z.int().positive();

const file = { file: Path, key: z.string().optional(), pick: z.string().optional() };
const http = {
  url: z.string(),
  headers: Headers.optional(),
  not_found: z.enum(["none", "unknown"]).optional(),
  pick: z.string().optional(),
  attempts: Count.max(10).optional(),
  attempt_limit: Duration.optional(),
  time_limit: Duration.optional(),
  max_bytes: Count.optional(),
};

const FactSource = z.union([
  z.strictObject(file),
  z.strictObject({
    database: Database,
    query: Query,
    shape: z.enum(["one", "value", "list", "map"]).optional(),
    key: z.string().optional(),
    time_limit: Duration.optional(),
  }),
  z.strictObject({ ...http, method: z.enum(["GET", "POST"]).optional(), key: z.string().optional() }),
]);

const RecordSource = z.union([
  z.strictObject(file),
  z.strictObject({ database: Database, query: Query, time_limit: Duration.optional() }),
  z.strictObject(http),
]);

const Executor = z.union([
  z.strictObject({ file: Path, record: z.string().describe("the records that the file holds") }),
  z.strictObject({
    url: z.string(),
    status_url: z.string().optional(),
    not_found: z.enum(["not_applied", "unknown"]).optional(),
    headers: Headers.optional(),
    time_limit: Duration.optional(),
    max_bytes: Count.optional(),
  }),
]);

const Grant = z.union([
  z.enum(["everybody", "nobody"]),
  z.strictObject({ roles: z.array(z.string()).optional(), principals: z.array(z.string()).optional() }),
]);

export const GateConfiguration = z
  .strictObject({
    version: z.literal("1").optional(),
    tenant: z
      .string()
      .regex(/^[A-Za-z0-9._-]{1,100}$/, "expected at most 100 characters of A-Z a-z 0-9 . _ -")
      .optional()
      .describe("default: `default`"),
    policy: z
      .union([
        Path,
        z.array(Path).min(1),
        z.strictObject({
          bundle: Path,
          keys: z.array(Path).min(1).optional(),
          at_least: z.int().nonnegative().optional(),
        }),
      ])
      .describe("policy folders, read as one set, or a bundle"),
    store: z
      .union([
        Path,
        z.strictObject({ sqlite: Path }),
        z.strictObject({ postgres: z.string(), schema: z.string().optional() }),
      ])
      .optional()
      .describe("default: `.bylaw/gate.db`, an SQLite file"),
    databases: z
      .record(
        z.string(),
        z.union([
          z.strictObject({ sqlite: Path }),
          z.strictObject({
            postgres: z.string(),
            connections: Count.optional(),
            statement_limit: Duration.optional(),
          }),
        ]),
      )
      .optional(),
    directory: z
      .union([
        Path,
        z.strictObject({
          database: Database,
          queries: z.strictObject({
            principals: Query,
            roles: Query.optional(),
            members: Query.optional(),
            group_roles: Query.optional(),
            group_parents: Query.optional(),
            version: Query.optional(),
          }),
          refresh: Duration.optional(),
        }),
      ])
      .describe("people, roles, groups: a YAML or JSON file, or queries"),
    sources: z.record(z.string(), FactSource).optional().describe("by the name that `fact … = NAME(…)` gives"),
    records: z
      .record(z.string(), RecordSource)
      .optional()
      .describe("by record, to compare old values; left out: they are not compared, which every receipt says"),
    executors: z.record(z.string(), Executor).optional().describe("by action id"),
    permissions: z
      .strictObject({
        propose: Grant.optional(),
        review: Grant.optional(),
        override: Grant.optional(),
        commit: Grant.optional(),
        administer: Grant.optional(),
        read: Grant.optional(),
      })
      .optional(),
    lifetimes: z
      .strictObject({
        proposal: Duration.optional(),
        allowed: Duration.optional(),
        approval: Duration.optional(),
        reservation: Duration.optional(),
        facts: Duration.optional(),
        execution: Duration.optional(),
      })
      .optional(),
    auth_strength: z.record(z.string(), z.int().nonnegative()).optional().describe("least strength, by tier"),
    sample_key: z.string().min(1).optional(),
    mask: z.strictObject({ paths: z.array(z.string()).min(1), key: z.string().min(1) }).optional(),
  })
  .meta({ id: "GateConfiguration" });
export type GateConfiguration = z.infer<typeof GateConfiguration>;

/** As JSON Schema (draft 2020-12), for editors and checks. */
export const gateConfigurationSchema = (): { readonly [keyword: string]: unknown } =>
  z.toJSONSchema(GateConfiguration, { io: "input" });
