/** A small policy set that the generated code models as a whole, and sound documents for it. */
import { compile } from "../../../src/eval/compile.ts";
import type { Plan } from "../../../src/plan/plan.ts";
import { loadPolicySet } from "../../../src/policy-set.ts";
import { type Pair, pairOf } from "./same.ts";

const HEAD = `policy shop
tiers low < high
environments sandbox, prod
role lead
evidence photo
queue desk
evidence check from tool "risk" { points: int }
record Order { id: text, total: money, prices: map of money, credit: money? }
action Refund {
  autonomy autopilot
  open in prod
  input amount: money, words: list of text, reason: "late" | "broken", opt: int?
  fact order: Order = orders("o-1")
  fact extra: Order? = others("o-1")
  changes Order.total
  sample always: 1%
  rollback by Undo within 30 days
`;
const UNDO = "action Undo { autonomy proposal  changes Order.total  irreversible  approve by 1 of lead }\n";

export function planOf(...clauses: readonly string[]): Plan {
  const { evaluator, diagnostics } = loadPolicySet(
    [{ name: "shop.bylaw", text: `${HEAD}${clauses.join("\n")}\n}\n${UNDO}` }],
    {
      today: "2026-11-22",
    },
  );
  if (evaluator === null) throw new Error(diagnostics.map(({ what }) => what).join("\n"));
  return evaluator.plan;
}

export const refunds = (...clauses: readonly string[]): Pair => pairOf(planOf(...clauses));
export const generatedFrom = (plan: Plan) => compile(plan, { backend: "generated" });

type Json = Record<string, unknown>;

/** Documents that the generated code decides; each part may be replaced. */
export function documents(
  over: { readonly changeSet?: Json; readonly context?: Json; readonly inputs?: Json; readonly facts?: Json } = {},
) {
  const changeSet: Json = {
    id: "cs-1",
    action: "shop.Refund",
    environment: "prod",
    requester: { id: "agent:one", kind: "agent", owner: "user:olga", roles: ["support"] },
    inputs: { amount: { amount: "20.00", currency: "USD" }, words: ["a", "b"], reason: "late", ...over.inputs },
    changes: [{ target: { type: "Order", id: "o-1" }, field: "total", old: null, new: null }],
    evidence: [{ id: "e1", kind: "check", issuer: "tool:risk", at: "2026-11-22T09:00:00Z", data: { points: 5 } }],
    confidence: 0.9,
    ...over.changeSet,
  };
  const order = (): Json => ({ id: "o-1", total: { amount: "50.00", currency: "USD" }, prices: {} });
  const context: Json = {
    now: "2026-11-22T10:15:00Z",
    facts: { order: order(), extra: null, ...over.facts },
    history: [],
    usage: [],
    ...over.context,
  };
  return { changeSet, context };
}
