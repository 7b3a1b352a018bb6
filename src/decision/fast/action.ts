/**
 * One action as a function of two documents. It gives up (the reference then decides) as soon as anything is unknown or
 * does not fit, so whatever it does decide is certain: no assumed effects, no misfits, scores and tiers without ranges.
 */
import { parseDecimal } from "../../eval/decimal.ts";
import type { ConcreteRequirement } from "../../eval/resolved.ts";
import type { Plan, PlanAction, PlanClause, PlanEffect, PlanExpr, PlanRequirement } from "../../plan/plan.ts";
import { LEVELS } from "../combine/found.ts";
import { asksForNobody, percent, requirementWords } from "../combine/words.ts";
import { compareTexts } from "../read/members.ts";
import { fromRequirement, TOO_MANY } from "../reviewers/algebra.ts";
import { RANK } from "../settle.ts";
import { type Code, type Constant, code as newCode, Refused, refuse, type Site } from "./code.ts";
import { type Documents, documents } from "./documents.ts";
import { aligned, compile, rows, type Scope, type Steps, truth } from "./expression.ts";
import { within } from "./load.ts";
import { demand, guard, type Maybe, type Operand } from "./operand.ts";
import { shown } from "./shown.ts";

/** `verdict`: outcome and tier alone. `vouched`: the same for documents that were checked before. `full`: the whole decision. */
export const MODES = ["verdict", "vouched", "full"] as const;
export type Mode = (typeof MODES)[number];

/** The text of a function's body, and the constants beside it. Equal texts may share one function. */
export interface Program {
  readonly source: string;
  readonly constants: readonly Constant[];
  /** Whether some of it is asked of the evaluator while it runs. */
  readonly aside: boolean;
}

/** What the whole decision needs beside the function: what each alternative of each approval asks for. */
export interface Approvals {
  readonly options: readonly (readonly ConcreteRequirement[])[];
}

const MOST_CLAUSES = 400;
/** Alternatives of all approvals together: below it, no join of theirs is too large to list. */
const MOST_ALTERNATIVES = 5_000;
/** Keys of what was approved stay safe integers. */
const MOST_KEYS = 2 ** 50;

export function program(plan: Plan, action: PlanAction, mode: Mode): Program {
  const code = newCode(mode === "full" ? "return null" : "return -1");
  const docs = documents(code, plan, action, mode !== "vouched");
  const { line } = code;
  if (action.clauses.length > MOST_CLAUSES) refuse("many clauses");
  // They run in their order here; a plan that no compiler made may have them in any.
  if (action.clauses.some(({ stratum }, i) => i > 0 && stratum < action.clauses[i - 1]!.stratum)) refuse("no order");
  const points = action.clauses.reduce(
    (sum, { effect }) => sum + (effect.kind === "score" ? Number(effect.points) : 0),
    0,
  );
  if (!Number.isSafeInteger(points)) refuse("scores that are too large");

  const score = code.variable("0");
  const tier = code.variable("0");
  const level = code.variable("0");
  const guided = code.variable("false");
  const denied = code.variable("false");
  const held = code.variable("false");
  const asked = code.variable("false");
  const outcome = code.variable("0");
  const state: State = { score, tier, level, guided, denied, held, asked };
  const impact = impactOf(code, action);
  const scope = scopeOf(code, plan, action, docs, state, impact.member);
  impact.scope(scope);

  const own = LEVELS.indexOf(action.autonomy);
  line(`${level}=${docs.person}?-1:${own};`);
  if (action.autonomy === "guided") line(`${guided}=${level}>=0;`);
  const lastWaiver = Math.max(...action.clauses.flatMap(({ waivers }) => waivers.map(({ until_ms }) => until_ms)));
  // What is waived is not looked at, and is listed: the reference does both.
  if (lastWaiver > Number.NEGATIVE_INFINITY) line(`if(${docs.now}<${code.constant(lastWaiver)})${code.bail}`);
  code.put(impact.site);
  let asides = false;
  /** Whatever is asked aside is asked for the requester alone: where it reads who that is, nobody may be acted for. */
  const aside: Asking = (expr) => {
    asides = true;
    if (readsRequester(plan, action, expr)) docs.ambient("requester");
  };
  const stages = action.clauses.map((clause, place) => {
    const fired = code.variable("false");
    const stage = { clause, place, fired, detail: null as Detail | null };
    if (clause.effect.kind === "limit") line(`if(${level}>=0){`);
    const plainly = attempt(scope, () => line(`${fired}=${truth({ ...scope, locals: new Map() }, clause.fires)};`));
    if (!plainly) {
      aside(clause.fires);
      line(`${fired}=E.fires(${place},${score},${tier});if(${fired}===null)${code.bail}`);
    }
    line(`if(${fired}){`);
    stage.detail = take(scope, plan, action, clause, docs, state, mode);
    line("}");
    if (clause.effect.kind === "limit") line("}");
    return stage as Stage;
  });
  line(`if(${level}===0)${denied}=true;`);
  line(`${outcome}=${denied}?3:${held}?2:${asked}||${guided}?1:0;`);
  if (mode === "full") result(scope, action, docs, state, outcome, stages, impact.shown(), aside);
  else line(`return ${outcome}|${tier}<<2`);
  return { source: code.finish(docs.prologue), constants: code.constants, aside: asides };
}

interface State {
  readonly score: string;
  readonly tier: string;
  readonly level: string;
  readonly guided: string;
  readonly denied: string;
  readonly held: string;
  readonly asked: string;
}

/** What a clause leaves behind for the decision. */
interface Detail {
  /** The row of a table that fits; null: there is but one. */
  readonly option: string | null;
  readonly options: readonly ConcreteRequirement[];
  /** 0 attached, 1 stale, 2 missing. */
  readonly evidence: string | null;
  /** Those named by `excluding`, as a list; null: nobody is. */
  readonly named: string | null;
  /** Whether there is a finding at all. */
  readonly finds: string;
  /** The quota as a decision lists it. */
  readonly quota: string | null;
}

interface Stage {
  readonly clause: PlanClause;
  /** Among the clauses of the action. */
  readonly place: number;
  readonly fired: string;
  readonly detail: Detail;
}

type Asking = (expr: PlanExpr) => void;

/** Whether `body` could be said in code; if not, nothing of it is left. */
function attempt({ code, steps }: Scope, body: () => void): boolean {
  const { factor } = steps;
  try {
    const { site } = code.apart(body);
    code.put(site);
    return true;
  } catch (fault) {
    if (!(fault instanceof Refused)) throw fault;
    steps.factor = factor;
    return false;
  }
}

/** Whether an expression may read the requester, by itself or by what it calls. */
function readsRequester(plan: Plan, action: PlanAction, expr: PlanExpr): boolean {
  const todo: unknown[] = [expr, action.lets, action.impact, plan.functions];
  while (todo.length > 0) {
    const at = todo.pop();
    if (typeof at !== "object" || at === null) continue;
    const { op, name } = at as { readonly op?: unknown; readonly name?: unknown };
    if (op === "ambient" && name === "requester") return true;
    for (const value of Object.values(at)) todo.push(value);
  }
  return false;
}

const PLAIN: Detail = { option: null, options: [], evidence: null, named: null, finds: "true", quota: null };

function scopeOf(
  code: Code,
  plan: Plan,
  action: PlanAction,
  docs: Documents,
  state: State,
  impact: (name: string) => Maybe,
): Scope {
  const steps: Steps = { factor: 1, total: 0, nodes: 0 };
  return {
    code,
    plan,
    input: docs.input,
    fact: docs.fact,
    let: (name) => action.lets.find((one) => one.name === name)?.value ?? refuse("a let that is not declared"),
    ambient(name) {
      switch (name) {
        case "score":
          return { is: "number", js: state.score, scale: 0 };
        case "tier":
          return { is: "rank", js: state.tier, names: plan.tiers };
        case "impact":
          return { is: "record", id: "$impact", declares: () => false, field: impact };
        default:
          return docs.ambient(name) ?? refuse(`the ambient value ${name}`);
      }
    },
    changesTo: docs.changesTo,
    evidenceOf: docs.evidenceOf,
    history: docs.history,
    locals: new Map(),
    depth: 0,
    steps,
  };
}

/** Impact is found once, before any clause. */
function impactOf(code: Code, action: PlanAction) {
  const site: Site = [];
  const found = new Map<string, Maybe>();
  let scope: Scope | null = null;
  const member = (name: string): Maybe => {
    const known = found.get(name);
    if (known !== undefined) return known;
    const declared = action.impact.find(({ category }) => category === name);
    const value = within(code, site, (): Maybe => {
      if (declared === undefined) return { is: "absent" };
      if (declared.value !== null) return compile({ ...scope!, ambient: beforeImpact(scope!) }, declared.value);
      return name === "money" || name === "customers" ? { is: "absent" } : { is: "bool", js: "true" };
    });
    found.set(name, value);
    return value;
  };
  return {
    site,
    member,
    scope(given: Scope): void {
      scope = given;
    },
    /** The members of the decision's `impact`, in order. */
    shown: (): readonly (readonly [string, Maybe])[] =>
      [...action.impact]
        .sort((a, b) => compareTexts(a.category, b.category))
        .map(({ category }) => [category, member(category)] as const),
  };
}

const beforeImpact =
  (scope: Scope): Scope["ambient"] =>
  (name) =>
    ["impact", "score", "tier"].includes(name) ? refuse("impact that reads what comes later") : scope.ambient(name);

/** Lets a clause that fires count. */
function take(
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
      : !one && operand.is === "list" && operand.of.kind === "text" && !operand.items.some
        ? `L.copied(${operand.js})`
        : refuse("an exclusion of other values");
  // Who is excluded is of no matter to the verdict, but that it is known.
  code.line(`${list}=${mode === "full" ? (value.is === "maybe" ? `${value.there}?${js}:L.none` : js) : "L.none"};`);
  return list;
}

// ------------------------------------------------------------------------------------------------ the whole decision

/** What the function of the whole decision gives: see `write.ts`, which makes the decision of it. */
function result(
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
