/** `evidence KIND within D`: attached, from an issuer who may, not from the future, not too old. */
import { inadmissible } from "../admissible.ts";
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
  const warnings: string[] = [];
  let state: "attached" | "missing" | "stale" = "missing";
  for (const entry of question.evidence ?? []) {
    if (entry.kind !== kind) continue;
    const why = inadmissible(question.plan, entry, question.now);
    if (why !== null) {
      warnings.push(`evidence \`${entry.id}\` of kind ${kind} does not count: ${why}`);
    } else if (within_ms !== null && entry.at <= question.now - within_ms) {
      if (state === "missing") state = "stale";
    } else {
      state = "attached";
    }
  }
  return { state, warnings };
}
