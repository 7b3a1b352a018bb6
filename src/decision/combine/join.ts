/** Decided for two (the requester, and the one it acts for): the stricter holds in every part. */
import { compareDecimals } from "../../eval/decimal.ts";
import { worse } from "./combine.ts";
import { type Found, lowerLevel, type Told } from "./found.ts";

/** `other` was found for `id`, on whose behalf the requester acts. */
export function joined(own: Found, other: Found, id: string): Found {
  const evidence = new Map(own.evidence);
  for (const [kind, state] of other.evidence) evidence.set(kind, worse(evidence.get(kind) ?? state, state));
  const level =
    own.autonomy === null
      ? other.autonomy
      : other.autonomy === null
        ? own.autonomy
        : lowerLevel(own.autonomy, other.autonomy);
  const label = <T extends Told["reason"]>(reason: T): T => ({
    ...reason,
    values: { ...reason.values, "decided for": id },
  });
  const told = new Set(own.reasons.map(({ reason }) => sameness(reason)));
  const shadowed = new Set(own.shadow.map(sameness));
  const quotas = new Set(own.quotas.length === 0 ? [] : own.quotas.map((quota) => JSON.stringify(quota)));
  return {
    denied: own.denied || other.denied,
    held: own.held || other.held,
    score: {
      certain: Math.max(own.score.certain, other.score.certain),
      assumed: Math.max(own.score.assumed, other.score.assumed),
    },
    tier: {
      certain: Math.max(own.tier.certain, other.tier.certain),
      assumed: Math.max(own.tier.assumed, other.tier.assumed),
    },
    autonomy: level,
    guided: own.guided || other.guided,
    requirements: [...own.requirements, ...other.requirements],
    excluding: new Set([...own.excluding, ...other.excluding]),
    evidence,
    quotas: [...own.quotas, ...other.quotas.filter((quota) => !quotas.has(JSON.stringify(quota)))],
    reasons: [
      ...own.reasons,
      ...other.reasons
        .filter(({ reason }) => !told.has(sameness(reason)))
        .map(({ kind, reason }) => ({ kind, reason: label(reason) })),
    ],
    shadow: [...own.shadow, ...other.shadow.filter((reason) => !shadowed.has(sameness(reason))).map(label)],
    waived: own.waived,
    warnings: [...own.warnings, ...other.warnings],
    causes: [...own.causes, ...other.causes],
    impact: own.impact,
    rate:
      own.rate === null || (other.rate !== null && compareDecimals(other.rate, own.rate) > 0) ? other.rate : own.rate,
    routes: [...own.routes, ...other.routes],
    // Escalation lets more people sit, so it has to be found for both.
    escalations: own.escalations.filter((a) =>
      other.escalations.some((b) => a.role === b.role && a.after_ms === b.after_ms),
    ),
  };
}

/** The same clause with the same effect is one reason, whoever it was decided for. */
const sameness = ({ clause, effect, assumed }: Told["reason"]): string =>
  // The length tells where the id ends.
  `${assumed} ${clause.length} ${clause}${effect}`;
