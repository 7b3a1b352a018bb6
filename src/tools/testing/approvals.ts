/** `approvals: [{ by: user:fay, role: finance, at: … }]` */
import type { Approval } from "../../decision/reviewers/question.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Report } from "./build.ts";
import { suggest } from "./faults.ts";
import type { FixtureCase } from "./format.ts";
import { textOf } from "./validate.ts";

const KEYS = ["by", "role", "at"] as const;

export function readApprovals(one: FixtureCase, plan: Plan, report: Report): readonly Approval[] | null {
  if (one.approvals === null) {
    const asks = one.expect.find((setting) => setting.path[0] === "approved");
    if (asks !== undefined) {
      report(
        "fixture-shape",
        asks.keySpan,
        "`approved` is asked, and the case has no `approvals`.",
        "Write `approvals: [{ by: … }]`, or `approvals: []`.",
      );
    }
    return null;
  }
  if (one.approvals.kind !== "list") {
    report("fixture-shape", one.approvals.span, "`approvals` is not a list.", "Write `approvals: [{ by: user:fay }]`.");
    return null;
  }
  return one.approvals.items.flatMap((item) => {
    if (item.kind !== "map") {
      report("fixture-shape", item.span, "An approval is a mapping.", "Write `{ by: user:fay }`.");
      return [];
    }
    const found: Partial<Record<(typeof KEYS)[number], string>> = {};
    for (const { key, keySpan, value } of item.entries) {
      const known = KEYS.find((one) => one === key);
      if (known === undefined)
        report("fixture-unknown-key", keySpan, `There is no \`${key}\` in an approval.`, suggest(key, KEYS));
      else if (value.kind !== "scalar") report("fixture-shape", value.span, `\`${key}\` is a text.`, "Write one word.");
      else found[known] = textOf(value);
      if (known === "role" && value.kind === "scalar" && !plan.roles.some((role) => role.id === textOf(value))) {
        report(
          "fixture-unknown-name",
          value.span,
          `There is no role \`${textOf(value)}\`.`,
          suggest(
            textOf(value),
            plan.roles.map((role) => role.id),
          ),
        );
      }
    }
    if (found.by !== undefined) return [{ ...found, by: found.by }];
    report("fixture-shape", item.span, "The approval does not say by whom.", "Write `by: user:fay`.");
    return [];
  });
}
