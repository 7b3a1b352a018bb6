/** One clause: its parts, its turn (strata), and that a higher score or tier cannot loosen it. */
import type { Clause, Consequence, Expression, QuotaClause } from "../../syntax/tree.ts";
import type { Checker } from "../checker.ts";
import { inRequirement } from "../children.ts";
import { condition } from "../expressions/expect.ts";
import { durationMs, scaled } from "../literals.ts";
import type { ModelConsequence, ModelExpr, ModelRule } from "../model.ts";
import { type Direction, refuseLoosening } from "../monotone.ts";
import { presence } from "../narrowing.ts";
import { checkRequirement } from "../requirements.ts";
import { resolveShared, resolveTier } from "../resolve.ts";
import { type Scope, withKnown } from "../scope.ts";
import { refuseEarly } from "../strata.ts";
import { type Around, type ClauseOwner, type Draft, scopeIn } from "./around.ts";
import { checkExcluding } from "./excluding.ts";
import { checkQuota } from "./quota.ts";

/** What a clause is made of, for the checks that all clauses share. */
interface Parts {
  readonly rule: ModelRule;
  readonly condition: ModelExpr | null;
  /** Whether true lets pass (`require`), or asks for something. */
  readonly direction: Direction;
  /** Other expressions: arguments of approval tables, who is excluded. They may not read score or tier. */
  readonly others: readonly ModelExpr[];
}

export function checkClause(checker: Checker, node: Clause, around: Around, owner: ClauseOwner): Draft {
  const activation = { slots: around.slots };
  const scope = scopeIn(owner, around, node, activation);
  const parts = check(checker, node, scope);
  literalCondition(checker, node);
  turn(checker, node, parts, around, owner);
  loosening(checker, node, parts, around, owner);
  return { node, around, rule: parts.rule, slots: activation.slots };
}

function check(checker: Checker, node: Clause, scope: Scope): Parts {
  const optional = (when: Expression | null): ModelExpr | null =>
    when === null ? null : condition(checker, when, scope);
  const grows = (rule: ModelRule, when: ModelExpr | null): Parts => ({
    rule,
    condition: when,
    direction: "+",
    others: [],
  });
  switch (node.kind) {
    case "require": {
      const test = condition(checker, node.condition, scope, "`require`");
      // The consequence is taken when the condition is not true.
      const after = withKnown(scope, presence(node.condition, false));
      const otherwise = node.otherwise === null ? null : checkConsequence(checker, node.otherwise, after);
      return {
        rule: { verb: "require", condition: test, otherwise },
        condition: test,
        direction: "-",
        others: inConsequence(otherwise),
      };
    }
    case "forbid": {
      const test = condition(checker, node.condition, scope, "`forbid`");
      return grows({ verb: "forbid", condition: test }, test);
    }
    case "score": {
      const points = scaled(node.points.value);
      if (
        node.points.percent ||
        points === null ||
        points.scale > 0 ||
        points.digits < 1n ||
        points.digits > 1_000_000n
      )
        checker.report("score-points", node.points.span, { found: checker.text(node.points.span) });
      const when = optional(node.condition);
      return grows({ verb: "score", points: node.points.value, when }, when);
    }
    case "tier": {
      const tier = resolveTier(checker, node.tier) ?? checker.symbols.tiers[0]!;
      const when = optional(node.condition);
      return grows({ verb: "tier", tier, when }, when);
    }
    case "approve": {
      const when = optional(node.when);
      const inner = node.when === null ? scope : withKnown(scope, presence(node.when, true));
      const { requirement } = checkRequirement(checker, node.requirement, inner, "clause");
      const excluding = node.excluding === null ? null : checkExcluding(checker, node.excluding, inner);
      const others = [...inRequirement(requirement), ...(excluding === null ? [] : [excluding])];
      return { rule: { verb: "approve", requirement, excluding, when }, condition: when, direction: "+", others };
    }
    case "evidence": {
      resolveShared(checker, scope.policy, node.evidence, "evidence");
      const within = node.within === null ? null : durationMs(checker, node.within, { positive: true });
      const when = optional(node.when);
      return grows({ verb: "evidence", kind: node.evidence.text, within_ms: within, when }, when);
    }
    case "quota":
      return quota(checker, node, scope);
    case "limit": {
      const when = optional(node.when);
      return grows({ verb: "limit", level: node.level, when }, when);
    }
    case "sample": {
      const rate = scaled(node.rate.value);
      if (rate === null || rate.digits <= 0n || rate.digits > 10n ** BigInt(rate.scale))
        checker.report("sample-rate", node.rate.span, { found: checker.text(node.rate.span) });
      const when = optional(node.when);
      return grows({ verb: "sample", rate: node.rate.value, when }, when);
    }
    case "route": {
      resolveShared(checker, scope.policy, node.queue, "queue");
      const when = optional(node.when);
      return grows({ verb: "route", queue: node.queue.text, when }, when);
    }
    case "escalate": {
      resolveShared(checker, scope.policy, node.role, "role");
      const after = durationMs(checker, node.after, { positive: false }) ?? 0;
      const when = optional(node.when);
      return grows({ verb: "escalate", role: node.role.text, after_ms: after, when }, when);
    }
  }
}

function quota(checker: Checker, node: QuotaClause, scope: Scope): Parts {
  const when = node.when === null ? null : condition(checker, node.when, scope);
  const inner = node.when === null ? scope : withKnown(scope, presence(node.when, true));
  const { sum, limit, window, keys } = checkQuota(checker, node, inner);
  const otherwise = node.otherwise === null ? null : checkConsequence(checker, node.otherwise, inner);
  const rule: ModelRule = { verb: "quota", sum, limit, window, keys, when, otherwise };
  return { rule, condition: when, direction: "+", others: inConsequence(otherwise) };
}

function checkConsequence(checker: Checker, node: Consequence, scope: Scope): ModelConsequence {
  switch (node.kind) {
    case "deny":
    case "warn":
      return { kind: node.kind };
    case "tier":
      return { kind: "tier", tier: resolveTier(checker, node.tier) ?? checker.symbols.tiers[0]! };
    case "approve": {
      const { requirement } = checkRequirement(checker, node.requirement, scope, "clause");
      return {
        kind: "approve",
        requirement,
        excluding: node.excluding === null ? null : checkExcluding(checker, node.excluding, scope),
      };
    }
  }
}

const inConsequence = (consequence: ModelConsequence | null): readonly ModelExpr[] =>
  consequence?.kind !== "approve"
    ? []
    : [...inRequirement(consequence.requirement), ...(consequence.excluding === null ? [] : [consequence.excluding])];

/** Score before tier, tier before everything else. */
function turn(
  checker: Checker,
  node: Clause,
  { rule, condition: test }: Parts,
  { guards }: Around,
  { followed }: ClauseOwner,
): void {
  const raisesTier = (rule.verb === "require" || rule.verb === "quota") && rule.otherwise?.kind === "tier";
  const conditions = test === null ? [] : [test];
  const [place, may] =
    rule.verb === "score"
      ? (["A `score` clause", "nothing"] as const)
      : rule.verb === "tier"
        ? (["A `tier` clause", "score"] as const)
        : raisesTier
          ? ([`A \`${rule.verb} … else tier\` clause`, "score"] as const)
          : [null, null];
  if (place !== null) {
    refuseEarly(checker, guards, place, may, followed, node.span);
    refuseEarly(checker, conditions, place, may, followed);
  }
  if (rule.verb === "quota") {
    refuseEarly(checker, [rule.limit], "The limit of a quota", "nothing", followed);
    refuseEarly(checker, rule.keys, "The key of a quota", "nothing", followed);
    if (rule.sum !== null) refuseEarly(checker, [rule.sum], "The sum of a quota", "nothing", followed);
  }
}

/** Sampling, routing and escalation ask for nothing and let nothing pass, so they may read score and tier as they like. */
function loosening(checker: Checker, node: Clause, parts: Parts, { guards }: Around, { followed }: ClauseOwner): void {
  if (node.kind === "sample" || node.kind === "route" || node.kind === "escalate" || node.kind === "score") return;
  for (const guard of guards) refuseLoosening(checker, guard, "+", followed);
  if (parts.condition !== null) refuseLoosening(checker, parts.condition, parts.direction, followed);
  for (const other of parts.others) refuseLoosening(checker, other, "0", followed);
}

/** `forbid x: false`: a literal that makes the clause do nothing. (`forbid frozen: true` is a way to close an action.) */
function literalCondition(checker: Checker, node: Clause): void {
  const written = "condition" in node ? node.condition : node.when;
  if (written?.kind !== "bool" || written.value !== (node.kind === "require")) return;
  checker.report("clause-without-effect", written.span, { verb: node.kind, value: written.value });
}
