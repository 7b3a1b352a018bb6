/** What `bylaw init` writes: small, complete, and passing. A test runs it. */

const policy = `/// Refunds: when one may be given, how risky it is, and who has to agree.
policy shop.refunds

tiers        low < medium < high
environments staging, prod
timezone     "UTC"

role support_lead "Support team leads"
role finance      "Finance operations"

/// The answer of the risk service.
evidence fraud_check from tool "risk"

/// An order as the order service returns it.
record Order {
  id       : text
  status   : "pending" | "paid" | "shipped" | "cancelled"
  total    : money
  refunded : money
}

/// Gives money back to a customer.
action IssueRefund {
  impact   money = amount, customers = 1
  autonomy autopilot
  input    order_id: text, amount: money
  fact     order: Order = orders(order_id)
  changes  Order.refunded

  let remaining = order.total - order.refunded

  require settled:     order.status in ["paid", "shipped"]  because "only a paid order can be refunded"
  require positive:    amount > 0 USD                       because "a refund gives something back"
  forbid  over_refund: amount > remaining                   because "a refund cannot exceed what is left on the order"

  tier medium: amount > 50 USD
  tier high:   amount > 500 USD

  at medium { approve lead: by 1 of support_lead }
  at high   { approve money: by 1 of finance
              evidence fraud_check within 24 hours }

  quota daily: 20 per day for each requester.id
  sample 5%
  rollback by ReverseRefund within 30 days
}

/// Takes a refund back.
action ReverseRefund {
  impact   money = amount
  autonomy proposal
  input    order_id: text, amount: money
  changes  Order.refunded
  irreversible

  approve money: by 1 of finance
}
`;

const fixtures = `# What the rules of refunds.bylaw must decide. \`bylaw test\` runs this file.
given:
  now: 2026-11-17T10:15:00Z
  action: shop.refunds.IssueRefund
  environment: prod
  requester: { id: "agent:support-7", kind: agent, roles: [support_agent], owner: "user:olga" }
  inputs: { order_id: o-1881, amount: 20 USD }
  changes:
    - { target: { type: Order, id: o-1881 }, field: refunded, old: 0 USD, new: 20 USD, reason: arrived broken }
  facts:
    order: { id: o-1881, status: paid, total: 1000 USD, refunded: 0 USD }
  history: []
  usage: []

cases:
  - name: a small refund is made at once
    expect: { outcome: allow, tier: low, reviewers.people: 0 }

  - name: who must agree, by amount
    table:
      - [inputs.amount, =>, tier,   reviewers.sets]
      - [50 USD,        =>, low,    [{}]]
      - [51 USD,        =>, medium, [{ support_lead: 1 }]]
      - [501 USD,       =>, high,   [{ support_lead: 1, finance: 1 }]]

  - name: a large refund waits for the fraud check
    when: { inputs.amount: 501 USD }
    expect: { outcome: hold, evidence.missing: [fraud_check] }

  - name: nobody gets back more than is left
    when: { facts.order.refunded: 990 USD }
    expect: { outcome: deny, reasons: { contains: [over_refund] } }

  - name: nothing is not a refund
    when: { inputs.amount: 0 USD }
    expect: { outcome: deny, reasons: { contains: [positive] } }

  - name: an order that is not paid cannot be refunded
    table:
      - [facts.order.status, =>, outcome]
      - [pending,            =>, deny]
      - [cancelled,          =>, deny]
      - [shipped,            =>, allow]

  - name: an order that cannot be looked up waits
    when: { facts.order: !unknown the order service timed out }
    expect: { outcome: hold, unknown: { contains: ["facts.order*"] } }

  - name: twenty refunds a day
    when: { usage: [{ clause: shop.refunds.IssueRefund.daily, key: ["agent:support-7"], used: "20" }] }
    expect: { outcome: deny, quotas: { contains: [{ clause: daily, fits: false }] } }

  - name: a refund is taken back by finance
    when: { action: shop.refunds.ReverseRefund, inputs: { order_id: o-1881, amount: 20 USD }, facts: !missing }
    expect: { outcome: review, reviewers.sets: [{ finance: 1 }], apply_by: person }
`;

const gate = `# A gate over these rules. \`bylaw propose examples/refund.json --as agent:support-7\` in this folder begins with it.
policy: .
directory: directory.yaml
store: .bylaw/gate.db

# Where the rules look orders up, where old values are compared, and where new ones are written. HTTP and SQL go as well.
sources:
  orders: { file: orders.json }
records:
  Order: { file: orders.json }
executors:
  shop.refunds.IssueRefund: { file: orders.json, record: Order }
  shop.refunds.ReverseRefund: { file: orders.json, record: Order }

permissions:
  administer: { principals: ["user:ada"] }
`;

const directory = `# Who is who. Olga answers for the agent, so she reviews nothing that it proposes.
version: "1"
principals:
  agent:support-7: { kind: agent, owner: "user:olga", roles: [support_agent] }
  user:olga: { roles: [support_lead] }
  user:leo: { roles: [support_lead] }
  user:fay: { roles: [finance] }
  user:ada: {}
`;

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
const usd = (amount: string) => ({ amount, currency: "USD" });

const changeSet = json({
  id: "cs_refund_1",
  action: "shop.refunds.IssueRefund",
  environment: "prod",
  requester: { id: "agent:support-7", kind: "agent", roles: ["support_agent"], owner: "user:olga" },
  inputs: { order_id: "o-1881", amount: usd("120.00") },
  changes: [
    {
      target: { type: "Order", id: "o-1881" },
      field: "refunded",
      old: usd("0.00"),
      new: usd("120.00"),
      reason: "the parcel arrived broken",
    },
  ],
});

const context = json({
  now: "2026-11-17T10:15:00Z",
  facts: { order: { id: "o-1881", status: "paid", total: usd("200.00"), refunded: usd("0.00") } },
  history: [],
  usage: [],
});

const orders = json({
  "o-1881": { id: "o-1881", status: "paid", total: usd("200.00"), refunded: usd("0.00") },
});

/** Text by path. */
export const starter: Readonly<Record<string, string>> = {
  "refunds.bylaw": policy,
  "refunds.test.yaml": fixtures,
  "gate.yaml": gate,
  "directory.yaml": directory,
  "orders.json": orders,
  "examples/refund.json": changeSet,
  "examples/refund.context.json": context,
};
