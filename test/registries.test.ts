/** Growing families keep their members complete: each has its fixture, its docs entry and its test. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { DIAGNOSTICS_PAGE, diagnosticsPage, goldenOf } from "../scripts/reference/diagnostics.ts";
import { GATE_CODES_PAGE, GATE_STATES_PAGE, gateCodesPage, gateStatesPage } from "../scripts/reference/gate.ts";
import { changeSetSchema, contextSchema, decisionSchema } from "../src/decision/schemas.ts";
import { checking } from "../src/diagnostics/catalogue/checking.ts";
import { names } from "../src/diagnostics/catalogue/names.ts";
import { syntax } from "../src/diagnostics/catalogue/syntax.ts";
import { types } from "../src/diagnostics/catalogue/types.ts";
import { catalogue } from "../src/diagnostics/catalogue.ts";
import { CODES } from "../src/gate/codes.ts";
import { EventType, Status } from "../src/gate/documents.ts";
import { STATUSES, STEPS } from "../src/gate/states.ts";
import { CHANGE_SET_KEYS, CONTEXT_KEYS } from "../src/tools/testing/format.ts";
import { DECISION, type Shape } from "../src/tools/testing/shape.ts";

import { stepsOf, stories } from "./gate/story.ts";

const ROOT = new URL("..", import.meta.url).pathname;
const codes = Object.keys(catalogue).sort();

describe("diagnostic codes", () => {
  test("no code stands in two families", () => {
    const all = [syntax, names, types, checking].flatMap((family) => Object.keys(family));
    expect([...new Set(all)].sort()).toEqual(codes);
    expect(all).toHaveLength(codes.length);
  });

  test("are lower case words", () => {
    expect(codes.filter((code) => !/^[a-z]+(-[a-z]+)*$/.test(code))).toEqual([]);
  });

  test("each has a golden fixture, and each golden fixture a code", () => {
    expect(codes.filter((code) => !existsSync(goldenOf(code)))).toEqual([]);
    const goldens = readdirSync(join(ROOT, "fixtures/diagnostics")).map((name) => name.replace(/\.txt$/, ""));
    expect(goldens.sort()).toEqual(codes);
  });

  test("each golden fixture shows its code with what, why and help", () => {
    const thin = codes.filter((code) => {
      const golden = existsSync(goldenOf(code)) ? readFileSync(goldenOf(code), "utf8") : "";
      const rendered = golden.split(/^-----\n/m)[1] ?? "";
      return !rendered.includes(`[${code}]`) || !rendered.includes("Why:") || !rendered.includes("Help:");
    });
    expect(thin).toEqual([]);
  });

  test("the reference page is what the catalogue says (run `npm run reference`)", () => {
    expect(readFileSync(DIAGNOSTICS_PAGE, "utf8")).toBe(diagnosticsPage());
  });

  test("each has an entry in the reference, with an example", () => {
    const page = readFileSync(DIAGNOSTICS_PAGE, "utf8");
    const sections = page.split(/^### /m).slice(1);
    const told = sections.filter((section) => section.includes("```text")).map((section) => section.split("\n")[0]!);
    expect(told.sort()).toEqual(codes);
  });
});

describe("codes and states of the gate", () => {
  const named = Object.keys(CODES);
  const told = new Set(
    stories().flatMap(({ story }) =>
      stepsOf(story.steps).flatMap(({ expect: is }) =>
        is?.startsWith("refused ") ? [is.slice("refused ".length)] : [],
      ),
    ),
  );

  /** What no story can tell, and the test that produces it. */
  const BY_TEST: { readonly [code: string]: string } = {
    malformed: "bad-input/calls.test.ts",
    too_long: "bad-input/hostile.test.ts",
    conflict: "bad-input/surroundings.test.ts",
    store_failed: "bad-input/surroundings.test.ts",
    store_unknown: "bad-input/surroundings.test.ts",
    internal: "bad-input/surroundings.test.ts",
  };

  test("each code is produced by a story of fixtures/gate, or by a test that is named here", () => {
    const elsewhere = Object.keys(BY_TEST).filter((code) =>
      readFileSync(join(ROOT, "test/gate", BY_TEST[code]!), "utf8").includes(`"${code}"`),
    );
    expect([...new Set([...told, ...elsewhere])].sort()).toEqual([...named].sort());
  });

  test("the reference pages are what the code says (run `npm run reference`)", () => {
    expect(readFileSync(GATE_CODES_PAGE, "utf8")).toBe(gateCodesPage());
    expect(readFileSync(GATE_STATES_PAGE, "utf8")).toBe(gateStatesPage());
  });

  test("each event is a step, or changes no status as the page says", () => {
    const page = readFileSync(GATE_STATES_PAGE, "utf8");
    const steps = STEPS.map(({ event }) => event);
    expect(EventType.options.filter((event) => !page.includes(`\`${event}\``))).toEqual([]);
    expect(steps).toEqual([...new Set(steps)]);
    expect([...STATUSES].sort()).toEqual([...Status.options].sort());
  });
});

describe("what fixtures can speak of is what the published schemas say", () => {
  interface Schema {
    readonly $ref?: string;
    readonly $defs?: Readonly<Record<string, Schema>>;
    readonly properties?: Readonly<Record<string, Schema>>;
    readonly items?: Schema;
    readonly anyOf?: readonly Schema[];
    readonly additionalProperties?: Schema | boolean;
    readonly const?: unknown;
  }

  /** Follows references, takes the part of a choice that has parts. */
  function open(schema: Schema, root: Schema): Schema {
    if (schema.$ref !== undefined) return open(root.$defs![schema.$ref.replace("#/$defs/", "")]!, root);
    const rich = schema.anyOf
      ?.map((one) => open(one, root))
      .find((one) => one.properties !== undefined || one.items !== undefined);
    return rich ?? schema;
  }

  function same(shape: Shape, schema: Schema, root: Schema, path: string): string[] {
    const opened = open(schema, root);
    const inner = shape.kind === "either" ? shape.record : shape;
    if (inner.kind === "record") {
      const wanted = Object.keys(opened.properties ?? {}).sort();
      const had = Object.keys(inner.fields).sort();
      if (wanted.join() !== had.join()) return [`${path}: ${had.join()} instead of ${wanted.join()}`];
      return had.flatMap((key) => same(inner.fields[key]!, opened.properties![key]!, root, `${path}.${key}`));
    }
    if (inner.kind === "list")
      return opened.items === undefined ? [`${path} is no list`] : same(inner.item, opened.items, root, `${path}[]`);
    if (opened.properties !== undefined || opened.items !== undefined) return [`${path} has parts`];
    return [];
  }

  test("the decision", () => {
    const root = decisionSchema() as Schema;
    const shape = DECISION.kind === "record" ? DECISION.fields : {};
    const { approved: _, ...fields } = shape;
    expect(same({ kind: "record", fields }, root, root, "decision")).toEqual([]);
  });

  test("the change set and the context", () => {
    const keys = (schema: Schema): string[] => Object.keys(open(schema, schema).properties ?? {}).sort();
    expect([...CHANGE_SET_KEYS].sort()).toEqual(keys(changeSetSchema() as Schema));
    expect([...CONTEXT_KEYS].sort()).toEqual(keys(contextSchema() as Schema));
  });
});
