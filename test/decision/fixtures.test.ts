import { describe, expect, it } from "vitest";
import { decide } from "../../src/decision/decide.ts";
import { type Context, Decision, type Decision as DecisionType } from "../../src/decision/documents.ts";
import type { Evaluator } from "../../src/eval/evaluator.ts";
import { cases, evaluatorOf } from "./fixtures.ts";

const reversed = (value: unknown): unknown => (Array.isArray(value) ? [...value].reverse() : value);

describe.each(cases)("$name: $says", ({ policies, change_set, document, context, expect: expected }) => {
  const given = document ?? change_set;
  // Made by the test that needs it first, not before all of them: so it is known which test runs which code.
  let made: { readonly evaluator: Evaluator; readonly decision: DecisionType; readonly bytes: string } | undefined;
  const make = (): NonNullable<typeof made> => {
    if (made !== undefined) return made;
    const evaluator = evaluatorOf(policies);
    const decision = decide(evaluator, given, context as Context);
    made = { evaluator, decision, bytes: JSON.stringify(decision) };
    return made;
  };

  it("is decided so", () => {
    compare(JSON.parse(make().bytes), expected, "");
  });

  it("is a decision", () => {
    expect(Decision.safeParse(JSON.parse(make().bytes)).error).toBeUndefined();
  });

  it("is the same from text, and with changes, evidence, history and usage in another order", () => {
    const { evaluator, decision, bytes } = make();
    expect(
      JSON.stringify(
        decide(evaluator, typeof given === "string" ? given : JSON.stringify(given), JSON.stringify(context)),
      ),
    ).toBe(bytes);
    if (document !== null || decision.misfits.length > 0) return;
    const other = { ...change_set, ...pick(change_set, ["changes", "evidence"]) };
    const around = { ...context, ...pick(context, ["history", "usage", "editors"]) };
    expect(JSON.stringify(decide(evaluator, other, around as Context))).toBe(bytes);
  });
});

const pick = (record: Readonly<Record<string, unknown>>, keys: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(keys.filter((key) => key in record).map((key) => [key, reversed(record[key])]));

/** Records by the fields given, lists item by item. */
function compare(found: unknown, expected: unknown, path: string): void {
  if (Array.isArray(expected)) {
    expect(found, path).toBeInstanceOf(Array);
    const items = found as unknown[];
    if (items.length !== expected.length) expect(items, path).toEqual(expected);
    expected.forEach((item, index) => {
      compare(items[index], item, `${path}[${index}]`);
    });
  } else if (typeof expected === "object" && expected !== null) {
    expect(typeof found, path).toBe("object");
    for (const [key, value] of Object.entries(expected))
      compare((found as Record<string, unknown>)[key], value, path === "" ? key : `${path}.${key}`);
  } else expect(found, path).toEqual(expected);
}
