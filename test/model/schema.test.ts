/** What a schema says and an action's inputs cannot: refused where losing it would let more through, told otherwise. */
import { describe, expect, test } from "vitest";
import { checkFiles } from "./helpers.ts";

const POLICY = `policy demo\naction Do {\n input from schema "do.json"\n forbid closed: environment == "prod"\n}`;

const reported = (schema: unknown): string[] =>
  checkFiles([
    { name: "demo.bylaw", text: POLICY },
    { name: "do.json", text: typeof schema === "string" ? schema : JSON.stringify(schema) },
  ]).diagnostics.map(({ code }) => code);

const typeOf = (property: unknown, rest: object = {}): unknown => {
  const { model, diagnostics } = checkFiles([
    { name: "demo.bylaw", text: POLICY },
    {
      name: "do.json",
      text: JSON.stringify({ type: "object", properties: { x: property }, required: ["x"], ...rest }),
    },
  ]);
  const field = model?.actions[0]?.inputs[0];
  return field === undefined
    ? diagnostics.map(({ code }) => code)
    : [field.type, ...(field.limits === undefined ? [] : [field.limits])];
};

describe("types", () => {
  test.each([
    [{ type: "string" }, [{ kind: "text" }]],
    [
      { type: "integer", minimum: 1, exclusiveMaximum: 1e21 },
      [{ kind: "int" }, { minimum: "1", exclusive_maximum: "1000000000000000000000" }],
    ],
    [
      { type: "number", minimum: 0, exclusiveMinimum: true, maximum: 1e-7 },
      [{ kind: "decimal" }, { exclusive_minimum: "0", maximum: "0.0000001" }],
    ],
    [{ type: ["boolean", "null"] }, [{ kind: "optional", of: { kind: "bool" } }]],
    [{ type: "string", nullable: true }, [{ kind: "optional", of: { kind: "text" } }]],
    [{ type: "string", format: "date-time" }, [{ kind: "time" }]],
    [{ const: "a" }, [{ kind: "choice", name: null, values: ["a"] }]],
    [{ anyOf: [{ const: "a" }, { const: "b" }] }, [{ kind: "choice", name: null, values: ["a", "b"] }]],
    [{ enum: ["a", null] }, [{ kind: "optional", of: { kind: "choice", name: null, values: ["a"] } }]],
    [{ anyOf: [{ type: "integer" }, { type: "null" }] }, [{ kind: "optional", of: { kind: "int" } }]],
    [
      { type: "array", items: { type: "string" }, uniqueItems: true },
      [{ kind: "list", of: { kind: "text" } }, { unique_items: true }],
    ],
    [{ type: "object", additionalProperties: { type: "integer" } }, [{ kind: "map", of: { kind: "int" } }]],
    [{ type: "object", properties: { a: { type: "string" } } }, [{ kind: "record", id: "$schema:demo.Do.x" }]],
  ])("%j", (property, expected) => {
    expect(typeOf(property)).toEqual(expected);
  });

  test.each([
    { not: {}, type: "string" },
    { type: "string", if: {}, else: false },
    { oneOf: [{ type: "string" }, { type: "integer" }] },
    { type: ["string", "integer"] },
    { enum: [1, 2] },
    { type: "object" },
    { type: "object", properties: { a: { type: "string" } }, additionalProperties: { type: "string" } },
    { type: "array" },
    { type: "array", prefixItems: [{ type: "string" }], items: { type: "string" } },
    { $ref: "https://example.org/schema.json" },
    { $ref: "#/$defs/missing" },
    true,
    {},
  ])("%j is refused", (property) => {
    expect(typeOf(property)).toContain("schema-unsupported");
  });

  test.each([
    { type: "string", pattern: "^a" },
    { type: "string", format: "email" },
    { type: "number", multipleOf: 0.01 },
    { type: "string", maxLenght: 3 },
  ])("%j is left to the tool, and said", (property) => {
    expect(reported({ type: "object", properties: { x: property } })).toEqual(["schema-unenforced"]);
  });
});

describe("documents", () => {
  test.each([
    ["not JSON", "{", "schema-invalid"],
    ["a list", "[]", "schema-invalid"],
    ["no properties", { type: "string" }, "schema-invalid"],
    [
      "a definition that contains itself",
      { type: "object", properties: { x: { $ref: "#/$defs/x" } }, $defs: { x: { $ref: "#/$defs/x" } } },
      "schema-unsupported",
    ],
    [
      "a tree that contains itself",
      {
        type: "object",
        properties: { x: { $ref: "#/$defs/x" } },
        $defs: { x: { type: "object", properties: { next: { $ref: "#/$defs/x" } } } },
      },
      "schema-",
    ],
    ["a hundred levels", { type: "object", properties: { x: nested(100) } }, "schema-invalid"],
  ])("%s", (_name, schema, code) => {
    expect(reported(schema).some((found) => found.startsWith(code))).toBe(true);
  });

  test.each(["name parameters", "name input_schema", "name inputSchema"])("a tool in the shape %s", (shape) => {
    const key = shape.split(" ")[1]!;
    expect(reported({ name: "do", [key]: { type: "object", properties: { x: { type: "string" } } } })).toEqual([]);
  });

  test("names that objects have in JavaScript are ordinary", () => {
    expect(
      reported(
        '{ "type": "object", "properties": { "constructor": { "type": "string" }, "__proto__": { "type": "string" } } }',
      ),
    ).toEqual([]);
    expect(reported('{ "type": "object", "properties": { "x": { "type": "constructor", "minLength": 1 } } }')).toEqual([
      "schema-unsupported",
    ]);
    expect(reported('{ "type": "object", "properties": { "x": { "type": "__proto__" } } }')).toEqual([
      "schema-unsupported",
    ]);
  });
});

function nested(levels: number): unknown {
  return levels === 0 ? { type: "string" } : { type: "array", items: nested(levels - 1) };
}
