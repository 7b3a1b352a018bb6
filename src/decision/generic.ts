/**
 * A decision from the documents, step by step: they are read, settled, and written down. Who wants less than the whole
 * package (a browser that loads only this) hands over what finds remedies, or nothing.
 */
import type { Evaluator } from "../eval/evaluator.ts";
import { instantText } from "../eval/iso.ts";
import { LANGUAGE, type Plan } from "../plan/plan.ts";
import type { Decision } from "./documents.ts";
import { ask, type Ways } from "./read/ask.ts";
import type { Asked } from "./read/question.ts";
import { type Parts, settle } from "./settle.ts";

/** Finds what would lead to a better outcome. */
export type FindRemedies = (evaluator: Evaluator, asked: Asked, parts: Parts) => Decision["remedies"];

/** By the reference: read, settle, write. Without code that is made, so that it also serves where none may be. */
export function decideBy(
  evaluator: Evaluator,
  changeSet: unknown,
  context: unknown,
  ways: Ways,
  findRemedies: FindRemedies | null,
): Decision {
  // A caller without types may hand over what rules with faults give: nothing that can decide.
  if ((evaluator as Evaluator | null | undefined)?.plan === undefined)
    return write(NONE, null, refused(NONE.plan, [NO_RULES]), () => []);
  const { plan } = evaluator;
  let asked: Asked | null = null;
  let parts: Parts;
  try {
    asked = ask(plan, changeSet, context, ways);
    parts = asked.question === null ? refused(plan, []) : settle(evaluator, asked.question, asked.misfits.count() > 0);
  } catch (fault) {
    parts = refused(plan, [`internal fault, so denied: ${wordsOf(fault)}`]);
  }
  return write(evaluator, asked, parts, () =>
    asked === null || findRemedies === null ? [] : remediesOrNone(findRemedies, evaluator, asked, parts),
  );
}

const NO_RULES = "no rules to decide by, so denied: the policy set has faults, or none was given";

const NONE = { plan: { set: "", tiers: [] as readonly string[] }, digest: "unknown" };

/** What a decision says of the rules it was made by. */
type Rules = Pick<Evaluator, "digest"> & { readonly plan: Pick<Plan, "set" | "tiers"> };

function write(rules: Rules, asked: Asked | null, parts: Parts, look: () => Decision["remedies"]): Decision {
  let remedies: Decision["remedies"] | null = null;
  let digest: string | null = null;
  return {
    version: "1",
    outcome: parts.outcome,
    tier: parts.tier,
    score: parts.score,
    autonomy: parts.autonomy,
    apply_by: parts.apply_by,
    reviewers: parts.reviewers,
    evidence: parts.evidence,
    quotas: parts.quotas,
    reasons: parts.reasons,
    unknown: parts.unknown,
    misfits: [...(asked?.misfits.list() ?? [])],
    shadow: parts.shadow,
    waived: parts.waived,
    warnings: parts.warnings,
    impact: parts.impact,
    sample: parts.sample,
    route: parts.route,
    rollback: parts.rollback,
    get remedies() {
      remedies ??= look();
      return remedies;
    },
    policy: { set: rules.plan.set, digest: digestOf(rules), language: LANGUAGE },
    directory_version: asked?.directoryVersion ?? null,
    decided_at: asked?.now == null ? "unknown" : instantText(asked.now),
    get change_set_digest() {
      digest ??= asked === null ? "unknown" : asked.digest();
      return digest;
    },
  };
}

/** A fault while looking for remedies takes nothing from the decision. */
function remediesOrNone(find: FindRemedies, evaluator: Evaluator, asked: Asked, parts: Parts): Decision["remedies"] {
  try {
    return find(evaluator, asked, parts);
  } catch {
    return [];
  }
}

/** Nothing was decided, so nothing is granted: what could not be looked at is of the highest tier. */
function refused(plan: Rules["plan"], warnings: string[]): Parts {
  return {
    outcome: "deny",
    tier: plan.tiers.at(-1) ?? "",
    score: 0,
    autonomy: null,
    apply_by: "person",
    reviewers: { people: 0, sets: [{}], excluded: [], escalations: [], fillable: null, lacking: [] },
    evidence: { required: [], missing: [], stale: [] },
    quotas: [],
    reasons: [],
    unknown: [],
    shadow: [],
    waived: [],
    warnings,
    impact: {},
    sample: null,
    route: null,
    rollback: null,
  };
}

function digestOf(rules: Rules): string {
  try {
    return rules.digest;
  } catch {
    return "unknown";
  }
}

/** The message without a stack: a decision is read by others than who mends the engine. */
function wordsOf(fault: unknown): string {
  try {
    return fault instanceof Error ? `${fault.name}: ${fault.message}`.slice(0, 200) : String(fault).slice(0, 200);
  } catch {
    return "no message";
  }
}
