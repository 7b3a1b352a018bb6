/** Blocks, and the clauses in them. */
import { printExpression } from "../../syntax/print/expression.ts";
import type { Block, BlockItem, Clause, Quoted } from "../../syntax/tree.ts";
import type { Checker } from "../checker.ts";
import { condition } from "../expressions/expect.ts";
import { constant, make } from "../expressions/make.ts";
import { BOOL, listOf, TEXT, TIER } from "../fit.ts";
import type { ModelExpr } from "../model.ts";
import { presence } from "../narrowing.ts";
import { resolveEnvironments, resolveTier } from "../resolve.ts";
import { type Around, type ClauseOwner, type Draft, scopeIn } from "./around.ts";
import { checkClause } from "./clause.ts";

const isBlock = (item: BlockItem): item is Block =>
  item.kind === "environment-block" ||
  item.kind === "at-block" ||
  item.kind === "if-block" ||
  item.kind === "control-block";

/** Texts of `control "…"` items, which map everything beside them. */
export const controlsOf = (items: readonly { readonly kind: string }[]): string[] =>
  items.flatMap((item) =>
    item.kind === "control" && "controls" in item ? (item.controls as readonly Quoted[]).map(({ text }) => text) : [],
  );

export const withControls = (around: Around, controls: readonly string[]): Around =>
  controls.length === 0 ? around : { ...around, controls: [...new Set([...around.controls, ...controls])] };

/** Checks the items of an owner or block. Recursion is bounded by the nesting that the parser allows. */
export function checkItems(
  checker: Checker,
  items: readonly BlockItem[],
  around: Around,
  owner: ClauseOwner,
  drafts: Draft[],
): void {
  for (const item of items) {
    if (item.kind === "control") continue;
    if (isBlock(item)) {
      const inner = withControls(enter(checker, item, around, owner), controlsOf(item.items));
      checkItems(checker, item.items, inner, owner, drafts);
    } else drafts.push(checkClause(checker, item as Clause, around, owner));
  }
}

function enter(checker: Checker, block: Block, around: Around, owner: ClauseOwner): Around {
  switch (block.kind) {
    case "control-block":
      return withControls(
        around,
        block.controls.map(({ text }) => text),
      );
    case "environment-block": {
      const named = resolveEnvironments(checker, block.environments);
      const environments = around.environments.filter((name) => named.includes(name));
      const head = { ...block.span, end: block.environments.at(-1)?.span.end ?? block.span.end };
      if (named.length > 0 && environments.length === 0) {
        const why =
          around.environments.length === 0
            ? "no environment is left"
            : `only ${around.environments.map((name) => `\`${name}\``).join(", ")} ${around.environments.length === 1 ? "is" : "are"} possible here`;
        checker.report("unreachable-block", head, { environments: named.map((name) => `\`${name}\``).join(", "), why });
      }
      const item = make(
        { op: "ambient", name: "environment" },
        { kind: "choice", name: null, values: checker.symbols.environments },
        head,
      );
      const list = make({ op: "items", items: named.map((name) => constant(name, TEXT, head)) }, listOf(TEXT), head);
      return guarded(
        { ...around, environments },
        make({ op: "in", negated: false, item, list }, BOOL, head),
        `environment ${[...named].sort().join()}`,
      );
    }
    case "at-block": {
      const tier = resolveTier(checker, block.tier) ?? checker.symbols.tiers[0]!;
      const { span } = block.tier;
      const left = make({ op: "ambient", name: "tier" }, TIER, span);
      const guard = make({ op: "compare", cmp: ">=", as: "tier", left, right: constant(tier, TIER, span) }, BOOL, span);
      return guarded(around, guard, `at ${tier}`);
    }
    case "if-block": {
      const activation = { slots: around.slots };
      const guard = condition(checker, block.condition, scopeIn(owner, around, null, activation), "`if`");
      const settled = new Set([...around.settled, ...presence(block.condition, true)]);
      return guarded({ ...around, settled, slots: activation.slots }, guard, `if ${printExpression(block.condition)}`);
    }
  }
}

const guarded = (around: Around, guard: ModelExpr, printed: string): Around => ({
  ...around,
  guards: [...around.guards, guard],
  printed: `${around.printed}${printed} { `,
});
