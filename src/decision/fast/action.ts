import type { Plan, PlanAction, PlanClause } from "../../plan/plan.ts";
import { LEVELS } from "../combine/found.ts";
import { compareTexts } from "../read/members.ts";
import { type Code, type Constant, code as newCode, refuse, type Site } from "./code.ts";
import { type Documents, documents } from "./documents.ts";
import { take } from "./effects.ts";
import { compile, type Scope, type Steps, truth } from "./expression.ts";
import { within } from "./load.ts";
import type { Maybe } from "./operand.ts";
import { result } from "./result.ts";
import { type Asking, attempt, type Detail, type Mode, readsRequester, type Stage, type State } from "./stage.ts";

/** The text of a function's body, and the constants beside it. Equal texts may share one function. */
export interface Program {
  readonly source: string;
  /** How its constants are kept: the text of a function of their list. */
  readonly keep: string;
  readonly constants: readonly Constant[];
  /** Whether some of it is asked of the evaluator while it runs. */
  readonly aside: boolean;
}
const MOST_CLAUSES = 400;
export function program(plan: Plan, action: PlanAction, mode: Mode): Program {
  const code = newCode(mode === "full" ? "return null" : "return -1", mode !== "full");
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
  const places = action.clauses.map((_, place) => place);
  /** Kinds of the clauses that may have settled something. */
  const before = new Set<string>();
  const stages = (mode === "full" ? places : quickest(plan, action)).map((place) => {
    const clause = action.clauses[place]!;
    const fired = code.variable("false");
    const stage = { clause, place, fired, detail: null as Detail | null };
    if (mode !== "full" && saysNothing(clause)) return stage as Stage;
    const open = mode === "full" ? appliesTo(clause, state) : mayChange(code, plan, clause, state, before);
    before.add(clause.effect.kind);
    const said = (): void => {
      const plainly = attempt(scope, () => line(`${fired}=${truth({ ...scope, locals: new Map() }, clause.fires)};`));
      if (!plainly) {
        aside(clause.fires);
        line(`${fired}=E.fires(${place},${score},${tier});if(${fired}===null)${code.bail}`);
      }
      line(`if(${fired}){`);
      const taken = code.branch(() => take(scope, plan, action, clause, docs, state, mode));
      code.put(taken.site);
      stage.detail = taken.result;
      line("}");
    };
    if (open === null) code.surely(said);
    else {
      line(`if(${open}){`);
      code.put(code.branch(said).site);
      line("}");
    }
    return stage as Stage;
  });
  line(`if(${level}===0)${denied}=true;`);
  line(`${outcome}=${denied}?3:${held}?2:${asked}||${guided}?1:0;`);
  if (mode === "full") result(scope, action, docs, state, outcome, stages, impact.shown(), aside);
  else line(`return ${outcome}|${tier}<<2`);
  return { source: code.finish(docs.prologue), keep: code.keep(), constants: code.constants, aside: asides };
}

/**
 * The places of the clauses in an order in which a verdict is settled soon: within a stratum, where none sees another, high
 * tiers before low ones, and then what is short to say before what is long.
 */
function quickest(plan: Plan, { clauses }: PlanAction): readonly number[] {
  const keys = clauses.map(({ stratum, effect, fires }) => [
    stratum,
    effect.kind === "tier" ? -plan.tiers.indexOf(effect.tier) : 0,
    JSON.stringify(fires).length,
  ]);
  const places = clauses.map((_, place) => place);
  return places.sort((a, b) => {
    const at = keys[a]!.findIndex((key, i) => key !== keys[b]![i]);
    return at === -1 ? a - b : keys[a]![at]! - keys[b]![at]!;
  });
}

/** To a verdict, whatever becomes of it. */
const saysNothing = ({ effect: { kind }, shadow }: PlanClause): boolean =>
  shadow || kind === "warn" || kind === "sample" || kind === "route" || kind === "escalate";

/** Null: to whoever asks. */
const appliesTo = ({ effect }: PlanClause, { level }: State): string | null =>
  effect.kind === "limit" ? `${level}>=0` : null;

/**
 * As long as what a clause may do, even unknown, can change the outcome or the tier: an unknown tier is taken for reached, an
 * unknown denial holds, and approvals and evidence ask for less than a denial or a hold does. `before`: what other clauses of
 * these kinds may have settled.
 */
function mayChange(
  code: Code,
  plan: Plan,
  clause: PlanClause,
  state: State,
  before: ReadonlySet<string>,
): string | null {
  const { tier, denied, held } = state;
  switch (clause.effect.kind) {
    case "tier":
      return before.has("tier") ? `${tier}<${code.constant(plan.tiers.indexOf(clause.effect.tier))}` : null;
    case "deny":
      return before.has("deny") ? `!${denied}` : null;
    case "evidence":
    case "approve": {
      const settled = [
        ...(before.has("deny") ? [`!${denied}`] : []),
        ...(before.has("evidence") || before.has("approve") ? [`!${held}`] : []),
      ];
      return settled.length === 0 ? null : settled.join("&&");
    }
    default:
      return appliesTo(clause, state);
  }
}

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
          return { is: "record", declares: null, field: impact };
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
    const value = within(code, site, () =>
      code.initially((): Maybe => {
        if (declared === undefined) return { is: "absent" };
        if (declared.value !== null) return compile({ ...scope!, ambient: beforeImpact(scope!) }, declared.value);
        return name === "money" || name === "customers" ? { is: "absent" } : { is: "bool", js: "true" };
      }),
    );
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
