/**
 * The published JSON Schemas (draft 2020-12): of the documents, and of the change set of one action with its inputs,
 * changes and evidence typed. What a schema cannot say (a day that does not exist, evidence that is named but not
 * attached) the reader still refuses; a schema never refuses what the reader takes.
 *
 * The only file that needs zod at run time; deciding does not import it.
 */
import { z } from "zod";
import type { FieldType, Limits, Type } from "../model/type.ts";
import type { Plan, PlanAction } from "../plan/plan.ts";
import * as documents from "./documents.ts";
import { MAX_ITEMS } from "./read/bounds.ts";

export type JsonSchema = { readonly [keyword: string]: unknown };

const DRAFT = "https://json-schema.org/draft/2020-12/schema";
const input = (document: z.ZodType): JsonSchema => z.toJSONSchema(document, { io: "input" }) as JsonSchema;

/** Change sets, whatever their action. */
export const changeSetSchema = (): JsonSchema => input(documents.ChangeSet);
export const contextSchema = (): JsonSchema => input(documents.Context);
export const directorySchema = (): JsonSchema => input(documents.Directory);
export const decisionSchema = (): JsonSchema => z.toJSONSchema(documents.Decision) as JsonSchema;

/** The schema of the change sets of one action. INVARIANT: the plan has the action. */
export function actionSchema(plan: Plan, id: string): JsonSchema {
  const action = plan.actions[id]!;
  const base = changeSetSchema() as { readonly $defs: Readonly<Record<string, JsonSchema>> };
  const { ChangeSet, ...others } = base.$defs;
  const defs = new Map<string, JsonSchema>([
    ["Requester", withOwner(others["Requester"]!)],
    ["Unknown", UNKNOWN],
  ]);
  const typed = typer(plan, defs);
  const properties = ChangeSet!["properties"] as Readonly<Record<string, JsonSchema>>;
  const needsInputs = action.inputs.some((input) => input.type.kind !== "optional");
  const needsChanges = action.changes !== null;
  const required = [
    "id",
    "action",
    "environment",
    "requester",
    ...(needsInputs ? ["inputs"] : []),
    ...(needsChanges ? ["changes"] : []),
  ];
  const schema = {
    type: "object",
    properties: {
      ...properties,
      action: { const: action.id, ...(action.doc === null ? {} : { description: action.doc }) },
      environment: { enum: [...(action.open ?? plan.environments)] },
      inputs: fields(action.inputs, typed),
      changes: changesOf(action, typed),
      evidence: evidenceOf(plan, typed),
      confidence: {
        anyOf: [
          { type: "number", minimum: 0, maximum: 1 },
          { type: "string", pattern: "^-?0(\\.0+)?$|^0\\.[0-9]+$|^1(\\.0+)?$" },
          { $ref: "#/$defs/Unknown" },
        ],
      },
    },
    required,
    additionalProperties: false,
  };
  return {
    $schema: DRAFT,
    title: action.id,
    ...schema,
    $defs: Object.fromEntries([...defs].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

/** The schema of the inputs alone, for tools that a model calls. INVARIANT: the plan has the action. */
export function inputsSchema(plan: Plan, id: string): JsonSchema {
  const defs = new Map<string, JsonSchema>([["Unknown", UNKNOWN]]);
  const schema = fields(plan.actions[id]!.inputs, typer(plan, defs));
  return {
    $schema: DRAFT,
    title: id,
    ...schema,
    $defs: Object.fromEntries([...defs].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

const UNKNOWN: JsonSchema = {
  type: "object",
  description: "a value that is not known, with the reason",
  properties: { $unknown: { type: "string" } },
  required: ["$unknown"],
  additionalProperties: false,
};

function withOwner(requester: JsonSchema): JsonSchema {
  return {
    ...requester,
    if: { properties: { kind: { const: "agent" } }, required: ["kind"] },
    then: { required: ["owner"] },
  };
}

type Typer = (type: Type, limits?: Limits) => JsonSchema;

const DECIMAL = "^-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?$";
const WHOLE = "^-?(?:0|[1-9][0-9]*)(?:\\.0+)?$";
const TIME = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:[0-9]{2})?$";
const DURATION = "^-?P(?:[0-9]+W)?(?:[0-9]+D)?(?:T(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+(?:\\.[0-9]{1,3})?S)?)?$";
const number = (limits: Limits | undefined): JsonSchema => ({
  ...(limits?.minimum === undefined ? {} : { minimum: Number(limits.minimum) }),
  ...(limits?.maximum === undefined ? {} : { maximum: Number(limits.maximum) }),
  ...(limits?.exclusive_minimum === undefined ? {} : { exclusiveMinimum: Number(limits.exclusive_minimum) }),
  ...(limits?.exclusive_maximum === undefined ? {} : { exclusiveMaximum: Number(limits.exclusive_maximum) }),
});

function typer(plan: Plan, defs: Map<string, JsonSchema>): Typer {
  const typed: Typer = (type, limits) => {
    const schema = plain(type, limits);
    const alternatives = type.kind === "optional" ? [schema, { type: "null" }] : [schema];
    return { anyOf: [...alternatives, { $ref: "#/$defs/Unknown" }] };
  };
  /** Without `null` and `$unknown`, which `typed` adds. */
  const plain: Typer = (type, limits) => {
    switch (type.kind) {
      case "optional":
        return plain(type.of, limits);
      case "text":
      case "outcome":
      case "level":
        return {
          type: "string",
          ...(limits?.min_length === undefined ? {} : { minLength: limits.min_length }),
          ...(limits?.max_length === undefined ? {} : { maxLength: limits.max_length }),
        };
      case "bool":
        return { type: "boolean" };
      case "int":
        return {
          anyOf: [
            { type: "integer", ...number(limits) },
            { type: "string", pattern: WHOLE },
          ],
        };
      case "decimal":
        return {
          anyOf: [
            { type: "number", ...number(limits) },
            { type: "string", pattern: DECIMAL },
          ],
        };
      case "money":
        return {
          type: "object",
          properties: {
            amount: { anyOf: [{ type: "string", pattern: DECIMAL }, { type: "number" }, { $ref: "#/$defs/Unknown" }] },
            currency: { anyOf: [{ type: "string", pattern: "^[A-Z]{3}$" }, { $ref: "#/$defs/Unknown" }] },
          },
          required: ["amount", "currency"],
          additionalProperties: false,
        };
      case "time":
        return { type: "string", pattern: TIME, description: `ISO 8601; without an offset: in ${plan.timezone}` };
      case "date":
        return { type: "string", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" };
      case "duration":
        return { type: "string", pattern: DURATION, description: "ISO 8601, as P30D or PT4H" };
      case "choice":
        return { enum: [...type.values] };
      case "tier":
        return { enum: [...plan.tiers] };
      case "list":
        return {
          type: "array",
          items: typed(type.of),
          maxItems: Math.min(limits?.max_items ?? MAX_ITEMS, MAX_ITEMS),
          ...(limits?.min_items === undefined ? {} : { minItems: limits.min_items }),
          ...(limits?.unique_items === true ? { uniqueItems: true } : {}),
        };
      case "map":
        return { type: "object", additionalProperties: typed(type.of) };
      case "record":
        return record(type.id);
      case "never":
        return { not: {} };
    }
  };
  function record(id: string): JsonSchema {
    const known = plan.records[id];
    if (!Object.hasOwn(plan.records, id) || known === undefined) return { not: {} };
    if (!defs.has(id)) {
      // Before its fields: a record may hold itself.
      defs.set(id, {});
      defs.set(id, { ...fields(known.fields, typed), ...(known.doc === null ? {} : { description: known.doc }) });
    }
    return { $ref: `#/$defs/${id.replaceAll("~", "~0").replaceAll("/", "~1")}` };
  }
  return typed;
}

function fields(declared: readonly FieldType[], typed: Typer): JsonSchema {
  return {
    type: "object",
    properties: Object.fromEntries(
      declared.map((field) => [
        field.name,
        { ...typed(field.type, field.limits), ...(field.doc === null ? {} : { description: field.doc }) },
      ]),
    ),
    required: declared.flatMap((field) => (field.type.kind === "optional" ? [] : [field.name])),
    additionalProperties: false,
  };
}

function changesOf(action: PlanAction, typed: Typer): JsonSchema {
  if (action.changes === null) return { type: "array", maxItems: 0 };
  const items = action.changes.map((change) => {
    const side = typed(change.type.kind === "optional" ? change.type : { kind: "optional", of: change.type });
    return {
      type: "object",
      properties: {
        target: {
          type: "object",
          properties: { type: { enum: [...new Set([change.target, change.record])] }, id: { type: "string" } },
          required: ["type", "id"],
          additionalProperties: false,
        },
        field: { const: change.field },
        old: side,
        new: side,
        reason: { type: "string" },
        evidence: { type: "array", items: { type: "string" }, description: "ids of entries of `evidence`" },
      },
      required: ["target", "field", "old", "new"],
      additionalProperties: false,
    };
  });
  return { type: "array", minItems: 1, maxItems: MAX_ITEMS, items: { anyOf: items } };
}

function evidenceOf(plan: Plan, typed: Typer): JsonSchema {
  if (plan.evidence.length === 0) return { type: "array", maxItems: 0 };
  const items = plan.evidence.map((kind) => ({
    type: "object",
    properties: {
      id: { type: "string", minLength: 1 },
      kind: { const: kind.id, ...(kind.title === null ? {} : { description: kind.title }) },
      issuer: { type: "string" },
      at: { type: "string", pattern: TIME },
      uri: { type: "string" },
      digest: { type: "string" },
      data: fields(kind.fields, typed),
    },
    required: [
      "id",
      "kind",
      "issuer",
      "at",
      ...(kind.fields.some((field) => field.type.kind !== "optional") ? ["data"] : []),
    ],
    additionalProperties: false,
  }));
  return { type: "array", maxItems: MAX_ITEMS, items: { anyOf: items } };
}
