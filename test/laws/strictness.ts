/** When one decision is at least as strict as another, part by part. */
import type { Decision } from "../../src/decision/documents.ts";
import { asStrict } from "./engine.ts";
import { claim } from "./law.ts";

export const OUTCOMES = ["allow", "review", "hold", "deny"];
export const LEVELS = ["read_only", "proposal", "guided", "autopilot"];
export const TIERS = ["low", "medium", "high"];

/** A person has no level; whoever is none has one of the four. */
const rank = (ranks: readonly string[], name: string | null): number => (name === null ? 99 : ranks.indexOf(name));

/** Every part of `strict` is at least as strict as in `loose`, escalations where they are meant too. */
export function claimStricter(strict: Decision, loose: Decision, escalating: "with escalations" | "apart"): void {
  claim(strict.outcome !== "allow" || loose.outcome === "allow", () => `${loose.outcome} became allow`);
  claim(rank(TIERS, strict.tier) >= rank(TIERS, loose.tier), () => `tier ${loose.tier} became ${strict.tier}`);
  claim(strict.score >= loose.score, () => `score ${loose.score} became ${strict.score}`);
  claim(
    rank(LEVELS, strict.autonomy) <= rank(LEVELS, loose.autonomy),
    () => `autonomy ${loose.autonomy} became ${strict.autonomy}`,
  );
  claim(strict.apply_by === "person" || loose.apply_by === "requester", "a person applied it, now the requester may");
  for (const kind of loose.evidence.required)
    claim(strict.evidence.required.includes(kind), () => `evidence ${kind} is not demanded any more`);
  for (const kind of loose.evidence.missing)
    claim(strict.evidence.missing.includes(kind), () => `evidence ${kind} is not missing any more`);
  for (const kind of loose.evidence.stale)
    claim([...strict.evidence.missing, ...strict.evidence.stale].includes(kind), () => `evidence ${kind} is fresh now`);
  claim(
    asStrict(strict.reviewers.sets, loose.reviewers.sets),
    () => `reviewers ${JSON.stringify(loose.reviewers.sets)} became ${JSON.stringify(strict.reviewers.sets)}`,
  );
  claim(strict.reviewers.people >= loose.reviewers.people, "fewer people are needed");
  // What is held or denied is not reviewed yet.
  if (strict.outcome === "review" || strict.outcome === "allow")
    for (const id of loose.reviewers.excluded)
      claim(strict.reviewers.excluded.includes(id), () => `${id} may review now`);
  if (escalating === "with escalations" && loose.reviewers.people > 0)
    for (const { role, after } of strict.reviewers.escalations)
      claim(
        loose.reviewers.escalations.some((other) => other.role === role && other.after === after),
        () => `${role} may take a seat after ${after} now`,
      );
}
