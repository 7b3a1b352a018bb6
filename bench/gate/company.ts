/** One policy with facts, quotas and two reviewers, and the whole life of one refund after another. */

import { prepareDirectory } from "../../src/decision/reviewers/prepared.ts";
import type { Answer } from "../../src/gate/api.ts";
import { createGate } from "../../src/gate/gate.ts";
import type { Caller } from "../../src/gate/ports.ts";
import type { Store } from "../../src/gate/store.ts";
import { loadPolicySet } from "../../src/policy-set.ts";
import { systemClock, systemIds } from "../../src/stores/system.ts";

const POLICY = `policy shop
tiers        low < medium < high
environments prod

role finance      "Finance"
role support_lead "Support leads"

record Order { id: text, total: money, refunded: money }

action Refund {
  impact     money = amount
  autonomy   guided
  input      order_id: text, amount: money, reason: text
  fact       order: Order = orders(order_id)
  changes    Order.refunded
  forbid over_refund: amount > order.total - order.refunded
  tier medium: amount > 50 USD
  tier high:   amount > 500 USD
  approve lead: by 1 of support_lead
  at high { approve money: by 1 of finance }
  quota daily: 1_000_000 per day for each requester.id
  quota spend: sum of amount up to 100_000_000_000 USD in any 30 days
  irreversible
}
`;

const { evaluator } = loadPolicySet([{ name: "shop.bylaw", text: POLICY }], { today: "2026-11-16" });
if (evaluator === null) throw new Error("the bench's own policy has a fault");
const rules = evaluator;

const directory = prepareDirectory({
  version: "1",
  principals: {
    "agent:bot": { kind: "agent", owner: "olga" },
    olga: { roles: ["support_lead"] },
    ann: { roles: ["support_lead"] },
    ben: { roles: ["finance"] },
    ...Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`user-${i}`, { roles: i % 2 ? ["finance"] : [] }])),
  },
});

const usd = (amount: string) => ({ amount, currency: "USD" });
const as = (principal: string): Caller => ({ principal });

let serial = 0;

/** `cycle`: a refund is proposed, approved twice and committed. Throws when any of it is refused. */
export function company(store: Store, tenant: string): { readonly cycle: () => Promise<void> } {
  const run = `${process.pid}-${Date.now()}`;
  const gate = createGate({
    evaluator: rules,
    store,
    tenant,
    directory: { current: async () => directory },
    sources: {
      orders: {
        read: async ({ args }) => ({
          status: "found",
          value: { id: args[0]!, total: usd("900.00"), refunded: usd("0.00") },
        }),
      },
    },
    records: { Order: { read: async () => ({ status: "found", fields: { refunded: usd("0.00") } }) } },
    executors: { "shop.Refund": { execute: async () => ({ status: "done", receipt: { ok: true } }) } },
    clock: systemClock,
    ids: systemIds(),
  });
  return {
    async cycle() {
      const id = `${run}-${++serial}`;
      const order = `o-${id}`;
      const { proposal } = accepted(
        await gate.propose(as("agent:bot"), {
          change_set: {
            id,
            action: "shop.Refund",
            environment: "prod",
            inputs: { order_id: order, amount: usd("620.00"), reason: "the parcel came two weeks late" },
            changes: [
              {
                target: { type: "Order", id: order },
                field: "refunded",
                old: usd("0.00"),
                new: usd("620.00"),
                reason: "the parcel came two weeks late",
              },
            ],
            confidence: "0.93",
          },
        }),
      );
      const content = { proposal: proposal.id, revision: proposal.revision, digest: proposal.digest };
      accepted(await gate.approve(as("ann"), { ...content, role: "support_lead", comment: "photo seen" }));
      accepted(await gate.approve(as("ben"), { ...content, role: "finance", comment: "within the budget" }));
      accepted(await gate.commit(as("agent:bot"), { proposal: proposal.id, digest: proposal.digest }));
    },
  };
}

function accepted<T>(answer: Answer<T>): { readonly ok: true } & T {
  if (!answer.ok) throw new Error(`${answer.code}: ${answer.message}`);
  return answer;
}
