import type { ConcreteRequirement } from "../../eval/resolved.ts";
import type { Plan, PlanAction, PlanClause, PlanEffect, PlanExpr, PlanRequirement } from "../../plan/plan.ts";
import { LEVELS } from "../combine/found.ts";
import { asksForNobody } from "../combine/words.ts";
import { fromRequirement, TOO_MANY } from "../reviewers/algebra.ts";
import { type Code, refuse } from "./code.ts";
import type { Documents } from "./documents.ts";
import { aligned, compile, rows, type Scope } from "./expression.ts";
import { demand, guard, type Operand } from "./operand.ts";
import { shown } from "./shown.ts";

import { type Detail, type Mode, PLAIN, type State } from "./stage.ts";

/** What the whole decision needs beside the function: what each alternative of each approval asks for. */
export interface Approvals {
  readonly options: readonly (readonly ConcreteRequirement[])[];
}

export function approvalsOf(plan: Plan, action: PlanAction): Approvals {
  return {
    options: action.clauses.flatMap(({ effect, shadow }) => {
      if (effect.kind !== "approve" || shadow) return [];
      const { requirement: asked } = effect;
      if (asked.op !== "table") return [[concrete(asked)]];
      return [(plan.approvalTables[asked.table]?.rows ?? []).map((row) => concrete(row.requirement))];
    }),
  };
}

/** Lets a clause that fires count. */
export function take(
  scope: Scope,
  plan: Plan,
  action: PlanAction,
  clause: PlanClause,
  docs: Documents,
  state: State,
  mode: Mode,
): Detail {
  const { code } = scope;
  const { line } = code;
  const { effect } = clause;
  const counts = !clause.shadow;
  switch (effect.kind) {
    case "deny":
      if (counts) line(`${state.denied}=true;`);
      return PLAIN;
    case "score":
      if (counts) line(`${state.score}=${state.score}+${code.constant(Number(effect.points))};`);
      return PLAIN;
    case "tier": {
      const rank = code.constant(plan.tiers.indexOf(effect.tier));
      if (counts) line(`if(${state.tier}<${rank})${state.tier}=${rank};`);
      return PLAIN;
    }
    case "limit": {
      const to = LEVELS.indexOf(effect.level);
      if (!counts) return PLAIN;
      line(`if(${state.level}>${to})${state.level}=${to};`);
      if (effect.level === "guided" && action.autonomy === "autopilot") line(`${state.guided}=true;`);
      return PLAIN;
    }
    case "evidence": {
      const found = evidence(code, plan, effect, docs);
      if (counts) line(`if(${found}!==0)${state.held}=true;`);
      return { ...PLAIN, evidence: found };
    }
    case "approve":
      return approve(scope, plan, effect, state, mode, counts);
    case "quota":
      return { ...PLAIN, finds: "false", quota: quota(scope, clause.id, effect, docs, mode) };
    case "warn":
    case "sample":
    case "route":
    case "escalate":
      return PLAIN;
    default:
      return effect satisfies never;
  }
}

/** Evidence that does not count is told in a warning, with words of its own: that the reference does. */
function evidence(
  code: Code,
  plan: Plan,
  { evidence: kind, within_ms }: Extract<PlanEffect, { kind: "evidence" }>,
  docs: Documents,
): string {
  const { line } = code;
  const state = code.variable("0");
  const at = code.variable("0");
  const index = code.variable("0");
  const item = code.variable("undefined");
  const tools = plan.evidence.find((one) => one.id === kind)?.tools ?? [];
  line(`${state}=2;for(${index}=0;${index}<${docs.evidence}.length;${index}++){${item}=${docs.evidence}[${index}];`);
  line(`if(${item}.kind!==${code.constant(kind)})continue;`);
  line(`${at}=L.instant(${item}.at);if(!(${at}<=${docs.now}))${code.bail}`);
  if (tools.length > 0)
    line(`if(${tools.map((tool) => `${item}.issuer!==${code.constant(`tool:${tool}`)}`).join("&&")})${code.bail}`);
  if (within_ms === null) line(`${state}=0;}`);
  else line(`if(${at}>${docs.now}-${code.constant(within_ms)})${state}=0;else if(${state}===2)${state}=1;}`);
  return state;
}

/** A quota that has room. Past its limit the reference says when there is some again. */
function quota(
  scope: Scope,
  id: string,
  effect: Extract<PlanEffect, { kind: "quota" }>,
  docs: Documents,
  mode: Mode,
): string {
  const { code } = scope;
  const { line, bail } = code;
  const keys = effect.keys.map((key, index) => {
    const value = demand(code, compile(scope, key));
    return value.is === "text" ? value.js : shown(code, effect.keyTypes[index] ?? { kind: "text" }, value);
  });
  const sum: Operand =
    effect.sum === null ? { is: "number", js: "1", scale: 0 } : demand(code, compile(scope, effect.sum));
  const limit = demand(code, compile(scope, effect.limit));
  if (sum.is !== "number" && sum.is !== "money") return refuse("a quota of other kinds");
  if (limit.is !== sum.is) return refuse("a limit of another kind");
  const used = code.variable("0");
  const after = code.variable("0");
  docs.usage();
  const entry = `L.used(cx.usage,${code.constant(id)},[${keys.join(",")}])`;
  const read =
    sum.is === "money" ? `L.usedMoney(${entry},${sum.scale},${sum.currency})` : `L.usedNumber(${entry},${sum.scale})`;
  line(`${used}=${read};if(${used}!==${used})${bail}`);
  line(`${after}=${used}+${sum.js};`);
  guard(code, after);
  const [a, b] = aligned(code, { ...sum, js: after }, limit);
  line(`if(!(${a}<=${b}))${bail}`);
  const listed = code.variable("null");
  if (mode !== "full") return listed;
  const text = (operand: Operand): string => shown(code, { kind: "never" }, operand);
  line(
    `${listed}={clause:${code.constant(id)},key:[${keys.join(",")}],limit:${text(limit)},used:${text({ ...sum, js: used })},after:${text({ ...sum, js: after })},fits:true,frees_at:null};`,
  );
  return listed;
}

function approve(
  scope: Scope,
  plan: Plan,
  effect: Extract<PlanEffect, { kind: "approve" }>,
  state: State,
  mode: Mode,
  counts: boolean,
): Detail {
  const { code } = scope;
  const { line } = code;
  const { option, options } = requirement(scope, plan, effect.requirement);
  const named = effect.excluding === null ? null : principals(scope, effect.excluding, mode);
  const picks = (wanted: (requirement: ConcreteRequirement) => boolean): string => {
    const which = options.flatMap((one, place) => (wanted(one) ? [place] : []));
    if (which.length === options.length) return "true";
    return which.length === 0 ? "false" : `(${which.map((place) => `${option}===${place}`).join("||")})`;
  };
  const demanding = picks((one) => {
    const sets = fromRequirement(one);
    return sets === TOO_MANY ? refuse("many alternatives") : sets.every((set) => Object.keys(set).length > 0);
  });
  if (counts) line(`if(${demanding})${state.asked}=true;`);
  const somebody = picks((one) => !asksForNobody(one));
  return { ...PLAIN, option, options, named, finds: named === null ? somebody : `(${somebody}||${named}.length>0)` };
}

/** The requirement, or the rows of the table that it asks, of which one fits. */
function requirement(
  scope: Scope,
  plan: Plan,
  asked: PlanRequirement,
): { readonly option: string | null; readonly options: readonly ConcreteRequirement[] } {
  if (asked.op !== "table") return { option: null, options: [concrete(asked)] };
  const table = Object.hasOwn(plan.approvalTables, asked.table) ? plan.approvalTables[asked.table] : undefined;
  if (table === undefined) return refuse("a table that is not declared");
  const { code } = scope;
  const option = code.variable("0");
  const subjects = asked.args.map((arg) => compile(scope, arg));
  rows(scope, subjects, table.rows, (_row, place) => code.line(`${option}=${place};`));
  return { option, options: table.rows.map((row) => concrete(row.requirement)) };
}

function concrete(asked: PlanRequirement): ConcreteRequirement {
  if (asked.op === "table") return refuse("a table within a requirement");
  if (asked.op !== "and" && asked.op !== "or") return asked as ConcreteRequirement;
  return { op: asked.op, parts: asked.parts.map(concrete) };
}

/** A list of the principals that an expression names. */
function principals(scope: Scope, expr: PlanExpr, mode: Mode, one = false): string {
  const { code } = scope;
  const list = code.variable("null");
  if (expr.op === "items" && !one) {
    const parts = expr.items.map((item) => `...${principals(scope, item, mode, true)}`);
    code.line(`${list}=[${parts.join(",")}];`);
    return list;
  }
  const value = compile(scope, expr);
  if (value.is === "absent") {
    code.line(`${list}=L.none;`);
    return list;
  }
  const operand = value.is === "maybe" ? value.value : value;
  const js =
    operand.is === "text"
      ? `[${operand.js}]`
      : !one && operand.is === "list" && operand.of.kind === "text"
        ? `L.copied(${operand.js})`
        : refuse("an exclusion of other values");
  // Who is excluded is of no matter to the verdict, but that it is known.
  code.line(`${list}=${mode === "full" ? (value.is === "maybe" ? `${value.there}?${js}:L.none` : js) : "L.none"};`);
  return list;
}
