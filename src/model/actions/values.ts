/** Facts, lets and impact: in the order of what they read, none reading itself. */
import type { ActionDeclaration, Expression, ImpactItem } from "../../syntax/tree.ts";
import type { Checker } from "../checker.ts";
import { expectType } from "../expressions/expect.ts";
import { INT, MONEY, NEVER } from "../fit.ts";
import { inWords, sortByNeeds } from "../graph.ts";
import { boundedHeight } from "../height.ts";
import type { ModelAction, ModelExpr, ModelFact } from "../model.ts";
import { resolveShared } from "../resolve.ts";
import { type Known, type Named, NOTHING_KNOWN, type Scope } from "../scope.ts";
import { type Followed, type Memory, newMemory, refuseEarly } from "../strata.ts";
import { type PolicySymbols, PREDECLARED_IMPACTS, pathText } from "../symbols.ts";
import { eachNode } from "../walk.ts";
import { factsAndLets } from "./names.ts";

export interface Values {
  readonly facts: readonly ModelFact[];
  readonly lets: ModelAction["lets"];
  readonly impact: ModelAction["impact"];
  readonly followed: Followed;
}

export interface ActionContext {
  readonly policy: PolicySymbols;
  readonly action: ActionDeclaration;
  readonly names: ReadonlyMap<string, Named>;
  /** What the action's requirements make sure of. */
  readonly assured: Known;
  readonly heights: ReadonlyMap<string, number>;
  readonly ofFunctions: Memory;
}

/** `impact` as a node beside facts and lets: a name that no one can declare. */
const IMPACT = "impact";

export function checkValues(checker: Checker, context: ActionContext): Values {
  const { action, names } = context;
  const { facts, lets } = factsAndLets(action);
  const impacts = action.items.filter((item): item is ImpactItem => item.kind === "impact");
  const bodies = new Map<string, readonly Expression[]>([
    ...facts.map((fact) => [fact.name.text, fact.args] as const),
    ...lets.map((item) => [item.name.text, [item.value]] as const),
    [IMPACT, impacts.flatMap((item) => item.entries.flatMap(({ value }) => (value === null ? [] : [value])))],
  ]);
  const needs = new Map([...bodies].map(([name, body]) => [name, namesIn(body).filter((need) => bodies.has(need))]));
  const { order, circles } = sortByNeeds(needs);
  for (const circle of circles) {
    const span = names.get(circle[0]!)?.span ?? impacts[0]?.span ?? action.name.span;
    checker.report("recursion", span, { circle: inWords(circle) });
  }

  const bodiesOfLets = new Map<string, ModelExpr>();
  const followed: Followed = {
    lets: bodiesOfLets,
    functions: checker.signatures,
    ofLets: newMemory(),
    ofFunctions: context.ofFunctions,
  };
  const heights = new Map<string, number>();
  const checkedFacts = new Map<string, ModelFact>();
  const checkedLets: Values["lets"][number][] = [];
  const factByName = new Map(facts.map((fact) => [fact.name.text, fact]));
  const letByName = new Map(lets.map((item) => [item.name.text, item]));
  for (const name of order) {
    const fact = factByName.get(name);
    if (fact !== undefined) {
      // A fact is looked up before anything is decided, so what requirements make sure of is not yet settled.
      const args = fact.args.map((arg) => checker.expression(arg, scopeOf(context, NOTHING_KNOWN)));
      refuseEarly(checker, args, `The fact \`${name}\``, "nothing", followed);
      const type = names.get(name)?.type ?? NEVER;
      checkedFacts.set(name, { name, type, source: pathText(fact.source), args, doc: fact.doc, span: fact.span });
      continue;
    }
    const item = letByName.get(name);
    if (item === undefined) continue;
    const scope = scopeOf(context, context.assured);
    const value = checker.expression(item.value, scope);
    const named = names.get(name)!;
    if (named.kind === "let") named.type = value.type;
    const height = boundedHeight(checker, value, name, item.name.span, { functions: context.heights, lets: heights });
    heights.set(name, height ?? 0);
    if (height !== null) bodiesOfLets.set(name, value);
    checkedLets.push({ name, value, slots: scope.activation.slots, doc: item.doc });
  }
  return {
    facts: facts.map((fact) => checkedFacts.get(fact.name.text)!),
    lets: checkedLets,
    impact: checkImpact(checker, context, impacts, followed),
    followed,
  };
}

const scopeOf = ({ policy, names }: ActionContext, known: Known): Scope => ({
  policy,
  owner: "action",
  names,
  locals: null,
  known,
  activation: { slots: 0 },
});

/** Bare names in expressions; binders cannot hide them, so each is what it says. */
function namesIn(bodies: readonly Expression[]): string[] {
  const found = new Set<string>();
  eachNode(bodies, (node) => {
    if (node.kind === "name" && "name" in node && typeof node.name === "string") found.add(node.name);
  });
  return [...found];
}

function checkImpact(
  checker: Checker,
  context: ActionContext,
  items: readonly ImpactItem[],
  followed: Followed,
): Values["impact"] {
  const seen = new Map<string, ImpactItem["span"]>();
  const checked: Values["impact"][number][] = [];
  for (const { category, value } of items.flatMap((item) => item.entries)) {
    const name = category.text;
    if (!resolveImpact(checker, context.policy, category)) continue;
    const other = seen.get(name);
    if (other !== undefined) {
      checker.report(
        "said-twice",
        category.span,
        { word: `impact ${name}` },
        { labels: [{ span: other, text: "said here already" }] },
      );
      continue;
    }
    seen.set(name, category.span);
    if (value === null) {
      checked.push({ category: name, value: null });
      continue;
    }
    const type = name === "money" ? MONEY : name === "customers" ? INT : null;
    if (type === null) {
      checker.report("impact-takes-no-value", value.span, { category: name });
      checked.push({ category: name, value: null });
      continue;
    }
    const expr = expectType(checker, value, scopeOf(context, context.assured), type, `The impact \`${name}\``);
    refuseEarly(checker, [expr], "The impact of an action", "nothing", followed);
    checked.push({ category: name, value: expr });
  }
  return checked;
}

/** Whether the category is declared and in reach; reports it otherwise, with the predeclared ones among the near names. */
export function resolveImpact(
  checker: Checker,
  policy: PolicySymbols,
  category: { readonly text: string; readonly span: ImpactItem["span"] },
): boolean {
  return (
    (PREDECLARED_IMPACTS as readonly string[]).includes(category.text) ||
    resolveShared(checker, policy, category, "impact") !== null
  );
}
