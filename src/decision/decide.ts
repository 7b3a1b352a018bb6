/** The door: an evaluator, a change set, what trusted sources say; a decision. Total: whatever comes in, one comes out. */
import type { Evaluator } from "../eval/evaluator.ts";
import { instantText } from "../eval/iso.ts";
import { LANGUAGE, type Plan } from "../plan/plan.ts";
import type { Context, Decision } from "./documents.ts";
import { ask } from "./read/ask.ts";
import type { Asked } from "./read/question.ts";
import { remediesOf } from "./remedies/remedies.ts";
import { type Parts, settle } from "./settle.ts";

/**
 * Decides a change set. Both documents may come as parsed data, as JSON text, or as bytes. Never throws: a caller's mistake
 * is a misfit and a fault of the engine a warning, and both deny.
 *
 * `remedies` and `change_set_digest` are computed when they are first read: who only looks at the outcome pays neither for
 * deciding again nor for hashing.
 */
export function decide(evaluator: Evaluator, changeSet: unknown, context: Context | string | Uint8Array): Decision {
  // A caller without types may hand over what rules with faults give: nothing that can decide.
  if ((evaluator as Evaluator | null | undefined)?.plan === undefined)
    return write(NONE, null, refused(NONE.plan, [NO_RULES]), () => []);
  const { plan } = evaluator;
  let asked: Asked | null = null;
  let parts: Parts;
  try {
    asked = ask(plan, changeSet, context);
    parts = asked.question === null ? refused(plan, []) : settle(evaluator, asked.question, asked.misfits.count() > 0);
  } catch (fault) {
    parts = refused(plan, [`internal fault, so denied: ${wordsOf(fault)}`]);
  }
  return write(evaluator, asked, parts, () => (asked === null ? [] : remediesOrNone(evaluator, asked, parts)));
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
function remediesOrNone(evaluator: Evaluator, asked: Asked, parts: Parts): Decision["remedies"] {
  try {
    return remediesOf(evaluator, asked, parts);
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
