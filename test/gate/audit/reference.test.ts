/** docs/reference/audit.md and measures.md leave nothing out that the code knows. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { AUDIT_FAULTS } from "../../../src/gate/audit/faults.ts";
import { ROOTS } from "../../../src/gate/audit/paths.ts";
import { EventType, GateEvent } from "../../../src/gate/documents.ts";
import { MeasuresRow } from "../../../src/gate/measures/document.ts";
import { measuresIn } from "../../../src/gate/measures/measures.ts";
import { checkpointSchema, gateEventSchema, measuresSchema, proposalSchema } from "../../../src/gate/schemas.ts";
import { theLog, written } from "./log.ts";

const page = (name: string): string => readFileSync(join(import.meta.dirname, "../../../docs/reference", name), "utf8");

describe("the reference of the audit log", () => {
  const audit = page("audit.md");

  test("names each type of event, and each member", () => {
    const [first = ""] = /\| type \|[\s\S]*?\n\n/.exec(audit) ?? [];
    expect(EventType.options.filter((type) => !first.includes(`\`${type}\``))).toEqual([]);
    const [members = ""] = /\| member \|[\s\S]*?\n\n/.exec(audit) ?? [];
    expect(Object.keys(GateEvent.shape).filter((name) => !members.includes(`\`${name}\``))).toEqual([]);
  });

  test("says of each fault what the program says", () => {
    for (const [code, means] of Object.entries(AUDIT_FAULTS)) expect(audit).toContain(`| \`${code}\` | ${means} |`);
  });

  test("names each root of a mask", () => {
    for (const root of ROOTS) expect(audit).toContain(`\`${root}\``);
  });
});

test("the reference of the measures defines each of them", () => {
  const measures = page("measures.md");
  const names = Object.entries(MeasuresRow.shape).flatMap(([name, schema]) =>
    name === "evidence" || name === "incidents"
      ? Object.keys((schema as { shape: object }).shape).map((one) => `${name}.${one}`)
      : [name],
  );
  for (const name of names.filter((one) => one !== "group")) expect(measures, name).toContain(`\`${name}\``);
});

describe("the published schemas", () => {
  const ajv = new Ajv2020({ strict: true });

  test("are schemas", () => {
    for (const schema of [gateEventSchema(), checkpointSchema(), measuresSchema(), proposalSchema()])
      expect(ajv.validateSchema(schema)).toBe(true);
  });

  test("take what is written, and nothing with a member more", async () => {
    const { rows } = written("default", theLog().events);
    const event = ajv.compile(gateEventSchema());
    for (const { body } of rows) expect(event(JSON.parse(body)), JSON.stringify(event.errors)).toBe(true);
    expect(event({ ...(JSON.parse(rows[0]!.body) as object), more: 1 })).toBe(false);
    async function* pages() {
      yield rows;
    }
    const measures = ajv.compile(measuresSchema());
    expect(measures(await measuresIn(pages(), { by: ["week", "tier"] }))).toBe(true);
  });
});
