/**
 * Runs `fixtures/misfits`: one policy and documents that fit it; each case changes them in some place, and says what is
 * wrong then, what is unknown, and what was read instead of nothing.
 */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { decide } from "../../src/decision/decide.ts";
import type { Context, Decision } from "../../src/decision/documents.ts";
import { loadPolicySet } from "../../src/policy-set.ts";

type Data = Record<string, unknown>;

interface Case {
  /** Values by where they stand: `inputs.word`, `context.facts.order`. */
  readonly put?: Data;
  readonly without?: readonly string[];
  /** Instead of the whole. */
  readonly change_set?: unknown;
  readonly context?: unknown;
  /** Path, what was found, what was expected, in brackets what to do. */
  readonly misfits?: readonly string[];
  readonly unknown?: readonly string[];
  readonly warnings?: readonly string[];
  /** Which of the clauses that ask for single members fire. */
  readonly fires?: readonly string[];
  /** What was read, as reasons tell it. */
  readonly reads?: Readonly<Record<string, string>>;
}

const folder = new URL("../../fixtures/misfits/", import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, folder), "utf8");
const { change_set, context } = parseYaml(read("documents.yaml")) as { change_set: Data; context: Data };
const { evaluator } = loadPolicySet([{ name: "forms.bylaw", text: read("forms.bylaw") }], { today: "2026-11-22" });

/** Both documents as the case has them. */
function documentsOf(one: Case): { readonly change_set: unknown; readonly context: unknown } {
  const both: Data = structuredClone({ ...change_set, context });
  const holder = (path: string): readonly [Data, string] => {
    const steps = path.split(".");
    return [steps.slice(0, -1).reduce((of, step) => of[step] as Data, both), steps.at(-1)!];
  };
  for (const path of one.without ?? []) {
    const [of, name] = holder(path);
    delete of[name];
  }
  for (const [path, value] of Object.entries(one.put ?? {})) {
    const [of, name] = holder(path);
    of[name] = value;
  }
  const { context: around, ...said } = both;
  return {
    change_set: Object.hasOwn(one, "change_set") ? one.change_set : said,
    context: Object.hasOwn(one, "context") ? one.context : around,
  };
}

const told = ({ path, found, expected, help }: Decision["misfits"][number]): string =>
  `${path || "the whole"}: ${found}; ${expected}${help === null ? "" : ` (${help})`}`;

const MEMBERS = /^(?:target|change|evidence|past)_/u;

const nameOf = ({
  misfits: _misfits,
  unknown: _unknown,
  warnings: _warnings,
  reads: _reads,
  fires: _fires,
  ...given
}: Case): string => JSON.stringify(given);

const tables = readdirSync(folder).filter((name) => name.endsWith(".yaml") && name !== "documents.yaml");

describe.each(tables)("%s", (name) => {
  const cases = parseYaml(read(name)) as readonly Case[];
  test.each(cases.map((one) => [nameOf(one), one] as const))("%s", (_name, one) => {
    const given = documentsOf(one);
    const decision = decide(evaluator!, given.change_set, given.context as Context);
    const values = Object.assign({}, ...decision.reasons.map((reason) => reason.values)) as Record<string, string>;
    expect(decision.misfits.map(told)).toEqual(one.misfits ?? []);
    expect(decision.unknown.map(({ path, why }) => `${path}: ${why}`)).toEqual(one.unknown ?? []);
    expect(decision.warnings).toEqual(one.warnings ?? []);
    expect(Object.fromEntries(Object.keys(one.reads ?? {}).map((read) => [read, values[read]]))).toEqual(
      one.reads ?? {},
    );
    if (one.fires !== undefined) {
      const fired = decision.reasons.map(({ clause }) => clause.replace("forms.Act.", ""));
      expect(fired.filter((clause) => MEMBERS.test(clause))).toEqual(one.fires);
    }
    if (decision.misfits.length > 0) expect(decision.outcome).toBe("deny");
  });
});

test("the documents fit as they are", () => {
  const decision = decide(evaluator!, change_set, context as Context);
  expect(decision.misfits).toEqual([]);
  expect(decision.unknown).toEqual([]);
});
