/** Policy sets of any size: the shapes that the benches compile. Every third clause differs in its constants only, as in real sets. */
import type { SourceFile } from "../../src/source/file.ts";

const times = (count: number, make: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => make(i)).join("\n");

const COMMON = `policy org.common
role support_lead "Support team leads"
role finance      "Finance operations"
record Customer { id: text, vip: bool, country: text }
record Order {
  id: text, status: "pending" | "paid" | "shipped" | "cancelled", total: money, refunded: money,
  customer: Customer
}
evidence fraud_check
`;

const HEAD = `  impact   money = amount
  autonomy guided
  input    order_id: text, amount: money, reason: "damaged" | "late" | "goodwill"
  fact     order: Order = orders(order_id)
  changes  Order.refunded
  irreversible
`;

/** One clause of the kinds that a refund policy has. */
function clause(i: number): string {
  switch (i % 6) {
    case 0:
      return `  require settled_${i}: order.status in ["paid", "shipped"] or amount < ${i + 1} USD because "only a paid order can be refunded (${i})"`;
    case 1:
      return `  forbid over_${i}: amount > order.total - order.refunded + ${i} USD because "more than what is left"`;
    case 2:
      return `  score ${(i % 50) + 1} goodwill_${i}: reason == "goodwill" and order.customer.vip`;
    case 3:
      return `  tier medium size_${i}: amount > ${i} USD or order.customer.country == "C${i}"`;
    case 4:
      return `  approve lead_${i}: by 1 of support_lead when amount > ${i} USD`;
    default:
      return `  at high { evidence fraud_check within ${(i % 40) + 1} hours when amount > ${i} USD }`;
  }
}

const action = (name: string, clauses: number, from: number): string =>
  `/// Gives money back.\naction ${name} {\n${HEAD}${times(clauses, (i) => clause(from + i))}\n}`;

/** All clauses in one action. */
export function oneAction(clauses: number): SourceFile[] {
  return [
    { name: "common.bylaw", text: COMMON },
    { name: "refunds.bylaw", text: `policy refunds\nimport org.common\n${action("Refund", clauses, 0)}\n` },
  ];
}

/** One file, ten clauses an action. */
export function oneFile(clauses: number): SourceFile[] {
  return [
    { name: "common.bylaw", text: COMMON },
    {
      name: "refunds.bylaw",
      text: `policy refunds\nimport org.common\n${times(clauses / 10, (i) => action(`Refund${i}`, 10, i * 10))}\n`,
    },
  ];
}

/** A hundred clauses a file. */
export function manyFiles(clauses: number): SourceFile[] {
  const files = Array.from({ length: clauses / 100 }, (_, f) => ({
    name: `teams/team-${f}.bylaw`,
    text: `policy team.t${f}\nimport org.common\n${times(10, (i) => action(`Refund${f}x${i}`, 10, (f * 10 + i) * 10))}\n`,
  }));
  return [{ name: "common.bylaw", text: COMMON }, ...files];
}

/** Many small actions of one to six clauses. */
export function manyActions(clauses: number): SourceFile[] {
  let left = clauses;
  const actions: string[] = [];
  for (let i = 0; left > 0; i++) {
    const size = Math.min(left, (i % 6) + 1);
    actions.push(action(`Refund${i}`, size, i * 6));
    left -= size;
  }
  return [
    { name: "common.bylaw", text: COMMON },
    { name: "refunds.bylaw", text: `policy refunds\nimport org.common\n${actions.join("\n")}\n` },
  ];
}
