/** Counting by verdicts alone comes to the same as counting whole decisions. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadPolicyFolder } from "../../src/tools/files/load.ts";
import { decider } from "../../src/tools/replay/decider.ts";
import { ROOT } from "../support/workplace.ts";

const rules = join(ROOT, "rules");
const folders = ["org", "change-freeze", "refunds"].map((name) => join(rules, name));
const { evaluator } = loadPolicyFolder(folders, "2026-11-17");

/** Shipped examples, each whole and with every one of its members left out, nulled and of a wrong type. */
function lines(): string[] {
  const folder = join(rules, "refunds/examples");
  const names = ["small.json", "large.json"];
  return names.flatMap((name) => {
    const read = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), "utf8"));
    const line = { change_set: read(name), context: read(name.replace(".json", ".context.json")) };
    return [line, ...mutants(line)].map((one) => JSON.stringify(one));
  });
}

function mutants(value: unknown): unknown[] {
  if (typeof value !== "object" || value === null) return [];
  const found: unknown[] = [];
  for (const [name, member] of Object.entries(value)) {
    const put = (other: unknown): unknown =>
      Array.isArray(value) ? value.map((one, i) => (String(i) === name ? other : one)) : { ...value, [name]: other };
    found.push(put(undefined), put(null), put(7), put({ $unknown: "timed out" }));
    for (const inner of mutants(member)) found.push(put(inner));
  }
  return found;
}

describe("verdicts and decisions", () => {
  test("count alike over the shipped examples and all that can be wrong with them", () => {
    const counted = [false, true].map((clauses) => {
      const own = decider({ plan: evaluator!.plan, against: null }, { clauses, write: false });
      for (const line of lines()) {
        const bytes = Buffer.from(line);
        own.line(bytes, 0, bytes.length);
      }
      const { clauses: _, ...tally } = own.take().tally;
      return tally;
    });
    expect(counted[0]).toEqual(counted[1]);
    expect(counted[0]!.lines).toBeGreaterThan(300);
    // Several outcomes, or it shows little.
    expect(counted[0]!.outcomes.filter((many) => many > 0).length).toBeGreaterThanOrEqual(3);
  });

  test("other rules are compared by verdicts too", () => {
    const [line] = lines();
    const plan = evaluator!.plan;
    const strict = { ...plan, actions: {} };
    const own = decider({ plan, against: strict }, { clauses: false, write: false });
    const bytes = Buffer.from(line!);
    own.line(bytes, 0, bytes.length);
    expect(own.take().tally).toMatchObject({ changed: 1, firstChanged: [{ line: 1, to: "deny, tier high" }] });
  });
});
