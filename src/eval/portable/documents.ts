/** What the export gives and takes, as zod schemas: the types come from here. Names are `snake_case`. */
import { z } from "zod";
import type { Type } from "../../model/type.ts";
import { AMBIENT_NAMES } from "../../model/words.ts";

/** Any JSON; a formula is what an implementation of JSON Logic takes. */
const Formula = z.json();

/** The type of a value, as the policy declares it. */
const ValueType: z.ZodType<Type> = z.lazy(() =>
  z.discriminatedUnion("kind", [
    z.strictObject({
      kind: z.enum([
        "text",
        "bool",
        "int",
        "decimal",
        "money",
        "time",
        "date",
        "duration",
        "tier",
        "outcome",
        "level",
        "never",
      ]),
    }),
    z.strictObject({ kind: z.literal("choice"), name: z.string().nullable(), values: z.array(z.string()) }),
    z.strictObject({ kind: z.literal("record"), id: z.string() }),
    z.strictObject({ kind: z.literal("list"), of: ValueType }),
    z.strictObject({ kind: z.literal("map"), of: ValueType }),
    z.strictObject({ kind: z.literal("optional"), of: ValueType }),
  ]),
) as z.ZodType<Type>;

const Origin = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.enum(["input", "fact"]), name: z.string() }),
  z.strictObject({ kind: z.literal("ambient"), name: z.enum(AMBIENT_NAMES) }),
  z.strictObject({ kind: z.literal("history"), action: z.string(), last_ms: z.number().int() }),
  z.strictObject({ kind: z.literal("changes_to"), record: z.string(), field: z.string() }),
  z.strictObject({ kind: z.literal("evidence_of"), evidence: z.string() }),
]);

/** One value of the normal form that conditions read. */
export const PortableRead = z.strictObject({
  path: z.string().describe("where the value stands in the document"),
  type: ValueType,
  origin: Origin.describe("what it is"),
});

/** A condition in two formulas, or why it has none. */
export const PortableCondition = z.union([
  z.strictObject({
    certainly_true: Formula,
    certainly_false: Formula,
    exact: z
      .boolean()
      .describe("false: arithmetic may leave the whole numbers that doubles hold, and neither formula is true there"),
  }),
  z.strictObject({ unsupported: z.string().describe("what JSON Logic cannot say, and why") }),
]);

export const PortableAction = z.strictObject({
  reads: z.array(PortableRead),
  conditions: z.record(z.string(), PortableCondition).describe("by the id of the clause"),
});

export const PortableRules = z.strictObject({
  version: z.literal("1"),
  language: z.string(),
  set: z.string(),
  timezone: z.string(),
  tiers: z.array(z.string()).describe("lowest first; a tier is written as its place"),
  decimal_places: z.number().int(),
  largest: z.number().int().describe("no number of a document is further from zero"),
  records: z.record(z.string(), z.array(z.strictObject({ name: z.string(), type: ValueType }))),
  actions: z.record(z.string(), PortableAction),
});

export type PortableRead = z.infer<typeof PortableRead>;
export type PortableCondition = z.infer<typeof PortableCondition>;
export type PortableAction = z.infer<typeof PortableAction>;
export type PortableRules = z.infer<typeof PortableRules>;

/** A document in normal form, and what could not be written exactly: it stands there as unknown. */
export interface NormalForm {
  readonly document: NormalValue;
  readonly not_representable: readonly string[];
}

export type NormalValue = string | number | boolean | readonly NormalValue[] | { readonly [name: string]: NormalValue };
