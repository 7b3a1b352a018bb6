/** The schemas that are generated of an action, as data; `schemas-agree.test.ts` puts documents to them. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import {
  actionSchema,
  changeSetSchema,
  contextSchema,
  decisionSchema,
  directorySchema,
  inputsSchema,
  type JsonSchema,
} from "../../src/decision/schemas.ts";
import type { FieldType, Limits, Type } from "../../src/model/type.ts";
import type { Plan, PlanAction } from "../../src/plan/plan.ts";
import { field, planOf } from "./plan.ts";

const read = (name: string): unknown =>
  parseYaml(readFileSync(new URL(`../../fixtures/schemas/${name}`, import.meta.url), "utf8"));

interface Declared {
  readonly records?: Plan["records"];
  readonly evidence?: Plan["evidence"];
  readonly action: Partial<PlanAction>;
}

describe("types", () => {
  const { records, types } = read("types.yaml") as {
    readonly records: Plan["records"];
    readonly types: readonly { readonly type: Type; readonly limits?: Limits; readonly schema: JsonSchema }[];
  };
  test.each(types.map((one) => [JSON.stringify([one.type, one.limits]), one] as const))("%s", (_name, one) => {
    const inputs: readonly FieldType[] = [field("x", one.type, one.limits)];
    const { properties, required } = inputsSchema(planOf({ inputs }, { records }), "a.Act") as {
      readonly properties: Readonly<Record<string, JsonSchema>>;
      readonly required: readonly string[];
    };
    expect(properties["x"]).toEqual(one.schema);
    expect(required).toEqual(one.type.kind === "optional" ? [] : ["x"]);
  });
});

describe("actions", () => {
  const { actions } = read("actions.yaml") as {
    readonly actions: readonly {
      readonly says: string;
      readonly of: Declared;
      /** Parts of it, by their paths. */
      readonly action?: Readonly<Record<string, unknown>>;
      /** The schema of its inputs alone, whole. */
      readonly inputs?: JsonSchema;
    }[];
  };
  const part = (schema: JsonSchema, path: string): unknown =>
    path.split("/").reduce<unknown>((of, name) => (of as JsonSchema)[name], schema);
  test.each(actions)("$says", ({ of: { action, ...more }, action: parts, inputs }) => {
    const plan = planOf(action, more);
    const schema = actionSchema(plan, "a.Act");
    for (const [path, wanted] of Object.entries(parts ?? {})) expect(part(schema, path), path).toEqual(wanted);
    if (inputs !== undefined) expect(inputsSchema(plan, "a.Act")).toEqual(inputs);
  });
});

test("definitions stand in the order of their names", () => {
  const { $defs } = actionSchema(planOf({}), "a.Act");
  expect(Object.keys($defs as JsonSchema)).toEqual(["Requester", "Unknown"]);
  const records: Plan["records"] = {
    "b.B": { id: "b.B", doc: null, fields: [] },
    "a.A": { id: "a.A", doc: null, fields: [] },
  };
  const inputs = ["b.B", "a.A"].map((id) => field(id.slice(2), { kind: "record", id }));
  expect(Object.keys(inputsSchema(planOf({ inputs }, { records }), "a.Act")["$defs"] as JsonSchema)).toEqual([
    "Unknown",
    "a.A",
    "b.B",
  ]);
});

test("each document has a schema of its own", () => {
  const top = (schema: JsonSchema): readonly string[] => {
    const name = String(schema["$ref"]).replace("#/$defs/", "");
    const own = (schema["$defs"] as Readonly<Record<string, JsonSchema>> | undefined)?.[name] ?? schema;
    return own["required"] as readonly string[];
  };
  expect(top(changeSetSchema())).toEqual(["id", "action", "environment", "requester"]);
  expect(top(contextSchema())).toEqual(["now"]);
  expect(top(directorySchema())).toEqual(["principals"]);
  expect(top(decisionSchema())).toContain("outcome");
});
