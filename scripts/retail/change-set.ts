/** A recorded call as what Bylaw decides: a change set, and what trusted sources say beside it. */
import type { ChangeSet, Context } from "../../src/decision/documents.ts";
import { saysYes } from "./confirmation.ts";
import type { RecordedCall, Tool } from "./recording.ts";

/**
 * - `recorded`: only what the recording shows. What it does not show is unknown, so the call is held.
 * - `in_order`: what it does not show about the conversation is taken to be in order: the customer is identified, the order
 *   was looked up, nothing was done before. And everybody said yes. What remains are the rules about orders and money.
 */
export type Reading = "recorded" | "in_order";

export const ACTIONS: Readonly<Record<Tool, string>> = {
  cancel_pending_order: "retail.pending.CancelOrder",
  modify_pending_order_address: "retail.pending.ChangeOrderAddress",
  modify_pending_order_payment: "retail.pending.ChangeOrderPayment",
  modify_pending_order_items: "retail.pending.ModifyItems",
  return_delivered_order_items: "retail.delivered.ReturnItems",
  exchange_delivered_order_items: "retail.delivered.ExchangeItems",
  modify_user_address: "retail.profile.ChangeDefaultAddress",
};

/** Quotas that count once per order, by the tool that uses them up. */
const ONCE: Readonly<Record<string, string>> = {
  modify_pending_order_items: "retail.pending.ModifyItems.once",
  exchange_delivered_order_items: "retail.delivered.ExchangeItems.once",
};

export interface Question {
  readonly changeSet: ChangeSet;
  readonly context: Context;
}

export const toQuestion = (call: RecordedCall, reading: Reading): Question => {
  const now = `${call.now}-05:00`;
  const yes = reading === "in_order" ? "(taken for granted)" : confirmed(call);
  return {
    changeSet: {
      id: call.call_id,
      action: ACTIONS[call.tool],
      environment: "prod",
      requester: { id: `agent:${call.model ?? "reference"}`, kind: "agent", owner: "team:retail-support" },
      requested_at: now,
      inputs: { ...call.args },
      changes: changesOf(call),
      evidence:
        yes === null
          ? []
          : [{ id: "yes", kind: "customer_confirmation", issuer: "tool:conversation", at: now, data: { said: yes } }],
    },
    context: {
      now,
      facts: {
        order: call.facts.order,
        customer: call.facts.user,
        products: call.facts.products,
        conversation: conversation(call, reading),
      },
      ...done(call, reading),
    },
  };
};

const confirmed = (call: RecordedCall): string | null =>
  call.last_user_message !== null && saysYes(call.last_user_message) ? call.last_user_message : null;

const unrecorded = { $unknown: "the recording does not hold the conversation" };

const conversation = (call: RecordedCall, reading: Reading): Readonly<Record<string, unknown>> => {
  const { facts } = call;
  if (call.history_rules_apply) {
    return {
      authenticated_user_id: facts.authenticated_user_id,
      order_was_read: facts.order_was_read,
      calls_in_turn: call.parallel_total ?? unrecorded,
      spoke_in_turn: call.text_with_call ?? unrecorded,
    };
  }
  return reading === "in_order"
    ? { authenticated_user_id: facts.user_id, order_was_read: true, calls_in_turn: 1, spoke_in_turn: false }
    : {
        authenticated_user_id: unrecorded,
        order_was_read: unrecorded,
        calls_in_turn: unrecorded,
        spoke_in_turn: unrecorded,
      };
};

/** What was done before in this conversation. A call that failed changed nothing and does not count. */
const done = (call: RecordedCall, reading: Reading): Pick<Context, "history" | "usage"> => {
  if (!call.history_rules_apply) return reading === "in_order" ? { history: [], usage: [] } : {};
  const used = new Map<string, number>();
  for (const { name, args, ok } of call.prior_calls) {
    if (ok === false || ONCE[name] === undefined) continue;
    const key = JSON.stringify([ONCE[name], String(args["order_id"])]);
    used.set(key, (used.get(key) ?? 0) + 1);
  }
  const usage = [...used].map(([key, count]) => {
    const [clause, order] = JSON.parse(key) as [string, string];
    return { clause, key: [order], used: String(count) };
  });
  return { history: [], usage };
};

type Changes = NonNullable<ChangeSet["changes"]>;

const changesOf = (call: RecordedCall): Changes => {
  const { args, facts, tool } = call;
  const id = String(args["order_id"] ?? args["user_id"]);
  const order = { type: "Order", id };
  const status = (to: string): Changes[number] => ({
    target: order,
    field: "status",
    old: facts.order?.status ?? null,
    new: to,
  });
  const method = args["payment_method_id"];
  switch (tool) {
    case "cancel_pending_order":
      return [status("cancelled")];
    case "modify_pending_order_address":
      return [{ target: order, field: "address", old: facts.order?.address ?? null, new: address(args) }];
    case "modify_user_address":
      return [{ target: { type: "Customer", id }, field: "address", old: facts.user.address, new: address(args) }];
    case "modify_pending_order_payment":
      return [
        {
          target: { type: "Payment", id },
          field: "payment_method_id",
          old: facts.order?.payment_history[0]?.payment_method_id ?? null,
          new: method,
        },
      ];
    case "modify_pending_order_items":
      return [status("pending (item modified)"), ...swaps(id, args)];
    case "return_delivered_order_items":
      return [status("return requested"), { target: order, field: "return_payment_method_id", old: null, new: method }];
    case "exchange_delivered_order_items":
      return [
        status("exchange requested"),
        { target: order, field: "exchange_payment_method_id", old: null, new: method },
        ...swaps(id, args),
      ];
  }
};

const address = (args: RecordedCall["args"]): Readonly<Record<string, unknown>> => ({
  address1: args["address1"],
  address2: args["address2"],
  city: args["city"],
  state: args["state"],
  country: args["country"],
  zip: args["zip"],
});

/** One change for each unit; an item without a partner becomes nothing. The lines of an order are told apart by their place. */
const swaps = (order: string, args: RecordedCall["args"]): Changes => {
  const items = args["item_ids"] as readonly string[];
  const news = args["new_item_ids"] as readonly string[];
  return items.map((item, place) => ({
    target: { type: "Item", id: `${order}/${place}` },
    field: "item_id",
    old: item,
    new: news[place] ?? null,
  }));
};
