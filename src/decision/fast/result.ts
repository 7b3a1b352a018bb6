/** The whole decision, as far as code makes it: reasons with what they read in words. `write.ts` makes the rest of it. */
import { parseDecimal } from "../../eval/decimal.ts";
import type { PlanAction, PlanClause, PlanEffect } from "../../plan/plan.ts";
import { percent, requirementWords } from "../combine/words.ts";
import { compareTexts } from "../read/members.ts";
import { fromRequirement, TOO_MANY } from "../reviewers/algebra.ts";
import { RANK } from "../settle.ts";
import { type Code, refuse } from "./code.ts";
import type { Documents } from "./documents.ts";
import { compile, type Scope } from "./expression.ts";
import type { Maybe } from "./operand.ts";
import { shown } from "./shown.ts";

import { type Asking, attempt, type Detail, type Stage, type State } from "./stage.ts";

/** Alternatives of all approvals together: below it, no join of theirs is too large to list. */
const MOST_ALTERNATIVES = 5_000;
/** Keys of what was approved stay safe integers. */
const MOST_KEYS = 2 ** 50;

/** What the function of the whole decision gives: see `write.ts`, which makes the decision of it. */
export function result(
  scope: Scope,
  action: PlanAction,
  docs: Documents,
  state: State,
  outcome: string,
  stages: readonly Stage[],
  impact: readonly (readonly [string, Maybe])[],
  aside: Asking,
): void {
  const { code } = scope;
  const { line } = code;
  const reasons = code.variable("null");
  const shadow = code.variable("null");
  line(`${reasons}=[];${shadow}=[];`);
  for (const told of inOrder(action, stages)) {
    const { clause } = told;
    if (clause === null) {
      line(`if(${told.when === "guided" ? state.guided : `${state.level}>=0`})`);
      line(
        `${reasons}.push(${reason(code, action.id, code.constant(told.effect), told.because, action.at, "{}", [])});`,
      );
      continue;
    }
    const only =
      clause.shadow || (clause.effect.kind !== "route" && clause.effect.kind !== "escalate")
        ? ""
        : clause.effect.kind === "route"
          ? `&&${outcome}!==0`
          : `&&(${state.asked}||${state.guided})`;
    line(`if(${told.stage.fired}&&${told.stage.detail.finds}${only}){`);
    const values = valuesOf(scope, told.stage, state, aside);
    line(
      `${clause.shadow ? shadow : reasons}.push(${reason(code, clause.id, words(code, clause.effect, told.stage.detail), clause.because, clause.at, values, clause.controls)});}`,
    );
  }
  const fields = [
    `outcome:${outcome}`,
    `tier:${state.tier}`,
    `score:${state.score}`,
    `level:${state.level}`,
    `guided:${state.guided}`,
    `asked:${state.asked}||${state.guided}`,
    `now:${docs.now}`,
    `id:${docs.names.id}`,
    `owner:${docs.names.owner}`,
    `reasons:${reasons}`,
    `shadow:${shadow}`,
    `approvals:${approvalsKey(stages)}`,
    `named:[${stages.flatMap(({ fired, detail, clause }) => (detail.named === null || clause.shadow ? [] : [`(${fired}?${detail.named}:L.none)`])).join(",")}]`,
    `evidence:[${family(stages, "evidence")
      .map(({ fired, detail }) => `${fired}?${detail.evidence}:-1`)
      .join(",")}]`,
    ...(["warn", "route", "escalate", "sample"] as const).map(
      (kind) =>
        `${kind}:[${family(stages, kind)
          .map(({ fired }) => fired)
          .join(",")}]`,
    ),
    `quotas:[${quotas(stages)}].filter(L.there)`,
    `behalf:${docs.names.behalf}`,
    `people:${docs.names.people}`,
    `impact:${impactText(scope, impact)}`,
  ];
  line(`return {${fields.join(",")}}`);
}

/** Those that were looked at, in the order of their clauses. */
const quotas = (stages: readonly Stage[]): string =>
  family(stages, "quota")
    .toSorted((a, b) => compareTexts(a.clause.id, b.clause.id))
    .map(({ detail }) => detail.quota)
    .join(",");

/** Clauses of one kind that count, in the order of the plan. */
const family = (stages: readonly Stage[], kind: PlanEffect["kind"]): readonly Stage[] =>
  stages.filter(({ clause }) => clause.effect.kind === kind && !clause.shadow);

/** Which approvals are asked for, each with the row of its table: a number in a mixed base, see `write.ts`. */
function approvalsKey(stages: readonly Stage[]): string {
  let base = 1;
  let alternatives = 1;
  const parts: string[] = [];
  for (const { fired, detail } of family(stages, "approve")) {
    parts.push(`(${fired}?${base}*${detail.option === null ? "1" : `(1+${detail.option})`}:0)`);
    base *= detail.options.length + 1;
    alternatives *= Math.max(
      ...detail.options.map((one) => {
        const sets = fromRequirement(one);
        return sets === TOO_MANY ? refuse("many alternatives") : sets.length;
      }),
      1,
    );
    if (base > MOST_KEYS || alternatives > MOST_ALTERNATIVES) refuse("many approvals");
  }
  return parts.length === 0 ? "0" : parts.join("+");
}

interface Told {
  readonly rank: number;
  readonly id: string;
  readonly clause: PlanClause | null;
}
type InOrder =
  | (Told & { readonly clause: PlanClause; readonly stage: Stage })
  | (Told & {
      readonly clause: null;
      readonly when: "guided" | "level";
      readonly effect: string;
      readonly because: string;
    });

/** The order of the reasons does not depend on the documents. */
function inOrder(action: PlanAction, stages: readonly Stage[]): readonly InOrder[] {
  const told: InOrder[] = stages
    .filter(({ clause }) => clause.effect.kind !== "quota")
    .map((stage) => ({
      // Shadow reasons have a list of their own, in the order of their clauses alone.
      rank: stage.clause.shadow ? -1 : RANK.indexOf(stage.clause.effect.kind as (typeof RANK)[number]),
      id: stage.clause.id,
      clause: stage.clause,
      stage,
    }));
  const head = { id: action.id, clause: null } as const;
  if (action.autonomy === "read_only")
    told.push({
      ...head,
      rank: RANK.indexOf("limit"),
      when: "level",
      effect: "autonomy read_only",
      because: "the action grants no autonomy: every change set is denied",
    });
  if (action.autonomy === "guided")
    told.push({
      ...head,
      rank: RANK.indexOf("approve"),
      when: "guided",
      effect: "approve by 1 person",
      because: "guided: at least one person approves",
    });
  return told.sort((a, b) => a.rank - b.rank || compareTexts(a.id, b.id));
}

function words(code: Code, effect: PlanEffect, detail: Detail): string {
  switch (effect.kind) {
    case "score":
      return code.constant(`score ${effect.points}`);
    case "tier":
      return code.constant(`tier ${effect.tier}`);
    case "limit":
      return code.constant(`autonomy ${effect.level}`);
    case "sample":
      return code.constant(`sample ${percent(parseDecimal(effect.rate) ?? refuse("a rate"))}`);
    case "route":
      return code.constant(`route to ${effect.queue}`);
    case "escalate":
      return code.constant(`escalate to ${effect.role}`);
    case "evidence":
      return code.constant(`evidence ${effect.evidence}`);
    case "approve": {
      const all = detail.options.map((one) => `approve by ${requirementWords(one)}`);
      return detail.option === null ? code.constant(all[0]!) : `${code.constant(all)}[${detail.option}]`;
    }
    default:
      return code.constant(effect.kind);
  }
}

function reason(
  code: Code,
  clause: string,
  effect: string,
  because: string | null,
  at: PlanClause["at"],
  values: string,
  controls: readonly string[],
): string {
  const text = (value: string | null): string => (value === null ? "null" : code.constant(value));
  return `{clause:${code.constant(clause)},effect:${effect},because:${text(because)},assumed:false,at:{file:${code.constant(at.file)},line:${code.constant(at.line)},column:${code.constant(at.column)}},values:${values},controls:[${controls.map((one) => code.constant(one)).join(",")}]}`;
}

const STATES = '["attached","stale","missing"]';

/** What the condition read, in words, by path. */
function valuesOf(scope: Scope, { clause, place, detail }: Stage, state: State, aside: Asking): string {
  const { code } = scope;
  const told = new Map<string, string>();
  for (const [index, { path, expr, type }] of clause.reads.entries()) {
    const value = code.variable('""');
    const plainly = attempt(scope, () =>
      code.line(`${value}=${shown(code, type, compile({ ...scope, locals: new Map() }, expr))};`),
    );
    if (!plainly) {
      aside(expr);
      code.line(`${value}=E.words(${place},${index},${state.score},${state.tier});if(${value}===null)${code.bail}`);
    }
    told.set(path, value);
  }
  if (clause.effect.kind === "evidence")
    told.set(`evidence ${clause.effect.evidence}`, `${STATES}[${detail.evidence}]`);
  if ([...told.keys()].some((path) => path === "__proto__" || /^\d+$/.test(path)))
    refuse("a path that is no plain name");
  const members = [...told].sort(([a], [b]) => compareTexts(a, b)).map(([path, js]) => `${JSON.stringify(path)}:${js}`);
  return `{${members.join(",")}}`;
}

function impactText(scope: Scope, impact: readonly (readonly [string, Maybe])[]): string {
  const { code } = scope;
  const into = code.variable("null");
  code.line(`${into}={};`);
  for (const [category, value] of impact) {
    if (value.is === "absent") continue;
    const operand = value.is === "maybe" ? value.value : value;
    const js =
      operand.is === "number"
        ? `L.countText(${operand.js},${operand.scale})`
        : operand.is === "bool"
          ? operand.js
          : operand.is === "money"
            ? `L.moneyText(${operand.js},${operand.scale},${operand.currency})`
            : refuse("an impact of other kinds");
    code.line(`${value.is === "maybe" ? `if(${value.there})` : ""}${into}[${JSON.stringify(category)}]=${js};`);
  }
  return into;
}
