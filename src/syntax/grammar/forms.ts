/** How each piece of the language is written: the example that a fault in it shows. */

const FORMS: Readonly<Record<string, string>> = {
  // File and declarations.
  "policy-line": "policy support.refunds",
  "import-line": "import org.baseline",
  record: "record Order { id: text, total: money }",
  enum: 'enum Region = "EMEA" | "APAC"',
  role: 'role finance "Finance operations"',
  queue: 'queue fraud_desk "Fraud desk"',
  "evidence-kind": 'evidence fraud_check from tool "risk" { score: int }',
  tiers: "tiers low < medium < high",
  environments: "environments sandbox, staging, prod",
  timezone: 'timezone "Europe/Berlin"',
  "impact-category": "impact reputation",
  define: "define large(amount: money) = amount > 500 USD",
  table: "table fee(amount: money) { <= 100 USD => 5 USD  _ => 10 USD }",
  "approval-table": "approval table sign_off(amount: money) { <= 100 USD => nobody  _ => 1 of finance }",
  action: "action IssueRefund { … }",
  every: "every action impacting money or access { … }",
  guarantee: "guarantee checked: for IssueRefund when amount > 500 USD expect people >= 2",
  waive: 'waive org.baseline.sourced for IssueRefund until 2026-12-01 because "…"',
  type: 'text`, `money?`, `list of text`, `map of money`, `"a" | "b"`, `Order',
  parameters: "(amount: money, region: text)",
  // What an action says of itself.
  impact: "impact money = amount, customers = 1",
  autonomy: "autonomy guided",
  input: "input order_id: text, amount: money",
  fact: "fact order: Order = orders(order_id)",
  changes: "changes Order.refunded, Ledger.balance",
  let: "let remaining = order.total - order.refunded",
  open: "open in staging, prod",
  immaterial: "immaterial note, Order.comment",
  disclose: "disclose evidence, reviewers",
  rollback: "rollback by ReverseRefund within 30 days",
  // Blocks.
  "environment-block": "environment staging, prod { … }",
  "at-block": "at high { … }",
  "if-block": "if order.vip { … }",
  control: 'control "EU AI Act, Article 14"',
  // Clauses.
  clause: "shadow require settled: order.paid",
  require: 'require settled: order.paid else tier high because "…"',
  forbid: 'forbid too_much: amount > 500 USD because "…"',
  score: 'score 20 goodwill: reason == "goodwill"',
  tier: "tier high large: amount > 500 USD",
  approve: 'approve by 1 of finance and 1 of legal when amount > 500 USD because "…"',
  evidence: "evidence fraud_check within 24 hours when amount > 500 USD",
  quota: "quota spend: sum of amount up to 5_000 USD per day for each requester.id",
  limit: "limit autonomy to guided when confidence < 0.7",
  sample: "sample 5% when amount > 50 USD",
  route: "route to fraud_desk when amount > 500 USD",
  escalate: "escalate to finance_director after 4 hours",
  // Pieces of clauses.
  otherwise: "else deny`, `else warn`, `else tier high` or `else approve by 1 of finance",
  counted: "2 of finance`, `2 of any [finance, legal]` or `2 roles of [finance, legal]",
  seats: "1 of finance`, `2 of any [finance, legal]` or `2 roles of [finance, legal]",
  window: "per day`, `in any 30 days`, `in total` or `at once",
  because: 'because "…"',
  duration: "30 days",
  // Expressions that have a frame of their own.
  "match-row": '"gold" => 3',
  "approval-row": "<= 100 USD => 1 of finance",
  "match-expression": 'match status { "gold" => 3  _ => 0 }',
  quantifier: "any(x in order.lines: x.price > 5 USD)",
  conditional: "if order.vip then 5 USD else 0 USD",
};

const NAMES: Readonly<Record<string, string>> = {
  enumeration: "enum",
  bareType: "type",
  requirement: "seats",
  seatsTogether: "seats",
  approvalPart: "approve",
  calendarUnit: "window",
  durationUnit: "duration",
};

/** Rules of expressions: inside them a fault is about the expression, not about the clause around it. */
const INNER = new Set([
  "expression",
  "value",
  "operand",
  "primary",
  "literal",
  "args",
  "listLiteral",
  "reference",
  "patterns",
  "pattern",
]);

/** How the innermost piece is written that was being read, or null inside a bare expression. `rules`: outermost first. */
export function formOf(rules: readonly string[]): string | null {
  for (let i = rules.length - 1; i >= 0; i--) {
    const rule = rules[i]!;
    if (INNER.has(rule)) return null;
    const form = formOfKind(
      NAMES[rule] ?? rule.replace(/(Clause|Item)$/, "").replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`),
    );
    if (form !== null) return form;
  }
  return null;
}

/** How a node of a kind is written. */
export function formOfKind(kind: string): string | null {
  return Object.hasOwn(FORMS, kind) ? FORMS[kind]! : null;
}
