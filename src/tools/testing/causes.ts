/** Which clauses made a part of a decision what it is: what a failed expectation shows. */
import type { Decision, Reason } from "../../decision/documents.ts";

/** Lines for a person; empty when nothing in the decision speaks of this part. */
export function causes(path: string, decision: Decision): readonly string[] {
  const part = path.split(/[.[]/)[0]!;
  const reasons = decision.reasons.filter((reason) => speaks(part, reason, decision));
  const lines = reasons.flatMap(reasonLines);
  if (["outcome", "misfits", "reasons"].includes(part)) {
    lines.push(
      ...decision.misfits.map(
        (misfit) => `${misfit.path || "the change set"} does not fit: ${misfit.found}; expected ${misfit.expected}`,
      ),
    );
  }
  if (["outcome", "unknown", "reasons"].includes(part)) {
    lines.push(...decision.unknown.map((unknown) => `${unknown.path} is not known: ${unknown.why}`));
  }
  if (part === "shadow") lines.push(...decision.shadow.flatMap(reasonLines));
  if (part === "quotas") {
    lines.push(
      ...decision.quotas.map(
        (quota) => `${quota.clause}: ${quota.used ?? "?"} used, ${quota.after ?? "?"} of ${quota.limit ?? "?"} after`,
      ),
    );
  }
  if (part === "reviewers" || part === "approved") {
    lines.push(...decision.reviewers.excluded.map((id) => `${id} is excluded`), ...decision.reviewers.lacking);
  }
  if (lines.length === 0) lines.push(part === "reasons" ? "no clause took effect" : "no clause spoke of it");
  return lines;
}

/** Effects that bear on a part, by their first word. */
const EFFECTS: Readonly<Record<string, readonly string[]>> = {
  tier: ["tier"],
  score: ["score"],
  autonomy: ["autonomy"],
  apply_by: ["autonomy"],
  reviewers: ["approve", "autonomy", "escalate"],
  approved: ["approve"],
  evidence: ["evidence"],
  route: ["route"],
  sample: ["sample"],
  warnings: ["warn"],
};

function speaks(part: string, reason: Reason, decision: Decision): boolean {
  const first = reason.effect.split(" ")[0]!;
  if (part === "reasons") return true;
  if (part !== "outcome") return EFFECTS[part]?.includes(first) ?? false;
  switch (decision.outcome) {
    case "deny":
      return first === "deny";
    case "hold":
      return first === "hold" || first === "evidence" || reason.assumed;
    case "review":
      return first === "approve" || first === "autonomy";
    case "allow":
      return false;
  }
}

function reasonLines(reason: Reason): readonly string[] {
  const values = Object.entries(reason.values).map(([path, value]) => `${path} = ${value}`);
  return [
    `${reason.effect}, because of ${reason.clause}${reason.assumed ? " (assumed: its condition is not known)" : ""}`,
    `  ${reason.at.file}:${reason.at.line}:${reason.at.column}${values.length === 0 ? "" : `  ${values.join(", ")}`}`,
  ];
}
