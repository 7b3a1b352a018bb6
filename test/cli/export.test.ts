/** `bylaw export`, in the built program. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PortableRules } from "../../src/eval/portable/documents.ts";
import { type Workplace, workplace } from "../support/workplace.ts";

let place: Workplace;
beforeAll(() => {
  place = workplace({ rules: true });
});
afterAll(() => place.remove());

const RULES = ["rules/refunds", "rules/org"];
const CASE = [
  "--change-set",
  "rules/refunds/examples/large.json",
  "--context",
  "rules/refunds/examples/large.context.json",
];

describe("export", () => {
  test("prints every condition in its two formulas", () => {
    const { code, out, err } = place.bylaw(["export", ...RULES]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const rules = PortableRules.parse(JSON.parse(out));
    expect(Object.keys(rules.actions["support.refunds.IssueRefund"]!.conditions).length).toBeGreaterThan(5);
  });

  test("prints what the formulas read of one change set", () => {
    const { code, out } = place.bylaw(["export", ...RULES, ...CASE]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      action: "support.refunds.IssueRefund",
      document: { inputs: { amount: { is: "present", currency: "USD" } } },
      not_representable: [],
      misfits: [],
    });
  });

  test("needs both documents, and says so", () => {
    const { code, err } = place.bylaw(["export", ...RULES, ...CASE.slice(0, 2)]);
    expect(code).toBe(2);
    expect(err).toContain("--context");
  });

  test("prints no half of a policy set with faults", () => {
    place.write("broken/a.bylaw", "policy broken\naction Act { forbid it: nothing > 1 }\n");
    const { code, out, err } = place.bylaw(["export", "broken"]);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain("unknown-name");
  });
});
