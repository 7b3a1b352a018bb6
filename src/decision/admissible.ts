/** What an attached item of evidence is worth: one rule for `evidence KIND` clauses and for `evidence of KIND`. */
import type { Plan } from "../plan/plan.ts";
import type { AskedEvidence } from "./read/question.ts";

/** Null when it counts; otherwise why it does not, in words that go on from "does not count: ". */
export function inadmissible(plan: Plan, entry: AskedEvidence, now: number): string | null {
  const tools = plan.evidence.find((declared) => declared.id === entry.kind)?.tools ?? [];
  if (tools.length > 0 && !tools.some((tool) => entry.issuer === `tool:${tool}`))
    return `\`${entry.issuer}\` may not issue it`;
  if (entry.at > now) return "it is dated in the future";
  return null;
}
