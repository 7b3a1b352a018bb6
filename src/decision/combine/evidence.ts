/** `evidence KIND within D`: attached, from an issuer who may, not from the future, not too old. */
import type { Question } from "../read/question.ts";
import { finding, type Outcome, type Scene } from "./finding.ts";

export function evidence(scene: Scene<"evidence">): Outcome {
  const { evidence: kind, within_ms } = scene.effect;
  const { state, warnings } = look(scene.question, kind, within_ms);
  return {
    findings: [
      finding(scene, { kind: "evidence", evidence: kind, state }, `evidence ${kind}`, {
        values: { [`evidence ${kind}`]: state },
      }),
    ],
    warnings,
  };
}

function look(
  question: Question,
  kind: string,
  within_ms: number | null,
): { readonly state: "attached" | "missing" | "stale"; readonly warnings: readonly string[] } {
  const tools = question.plan.evidence.find((declared) => declared.id === kind)?.tools ?? [];
  const warnings: string[] = [];
  let state: "attached" | "missing" | "stale" = "missing";
  for (const entry of question.evidence ?? []) {
    if (entry.kind !== kind) continue;
    if (tools.length > 0 && !tools.some((tool) => entry.issuer === `tool:${tool}`)) {
      warnings.push(`evidence \`${entry.id}\` of kind ${kind} does not count: \`${entry.issuer}\` may not issue it`);
    } else if (entry.at > question.now) {
      warnings.push(`evidence \`${entry.id}\` of kind ${kind} does not count: it is dated in the future`);
    } else if (within_ms !== null && entry.at <= question.now - within_ms) {
      if (state === "missing") state = "stale";
    } else {
      state = "attached";
    }
  }
  return { state, warnings };
}
