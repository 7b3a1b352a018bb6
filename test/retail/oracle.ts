/**
 * The shop's rules once more, by hand and in another way than `rules/retail` says them: in whole cents, with counters instead
 * of expressions. It was written from the shop's own text before the rules were, so that the two can be held against each other.
 *
 * It gives the names of the rules that a call breaks when nothing about the conversation is in doubt.
 */
import type { RecordedCall, RecordedOrder } from "../../scripts/retail/recording.ts";

export const broken = (call: RecordedCall): readonly string[] => {
  const faults = new Set<string>();
  const { args, facts, tool } = call;
  const { order } = facts;

  if (call.history_rules_apply) {
    const customer = tool === "modify_user_address" ? args["user_id"] : order?.user_id;
    if (facts.authenticated_user_id === null) faults.add("authenticated");
    if (facts.authenticated_user_id !== customer)
      faults.add(tool === "modify_user_address" ? "own_profile" : "own_order");
    if (tool !== "modify_user_address" && !facts.order_was_read) faults.add("looked_up");
  }
  if (tool === "modify_user_address") return [...faults];
  if (order === null) return [...faults, "no order"];

  const state = tool.includes("delivered") ? "delivered" : "pending";
  if (order.status !== state) faults.add(state);

  const method = facts.user.payment_methods[String(args["payment_method_id"])];
  if ("payment_method_id" in args && method === undefined) faults.add("own_method");

  const items = args["item_ids"];
  if (Array.isArray(items)) {
    if (items.length === 0) faults.add("some");
    const left = order.items.map(({ item_id }) => item_id);
    for (const item of items) {
      const place = left.indexOf(item);
      if (place < 0) faults.add("in_order");
      else left.splice(place, 1);
    }
  }

  const news = args["new_item_ids"];
  if (Array.isArray(items) && Array.isArray(news)) {
    if (items.length !== news.length) faults.add("paired");
    else {
      const swaps = items.map((item, place) => swap(call, order, String(item), String(news[place])));
      if (swaps.some(({ fair }) => !fair)) faults.add("fair");
      const cost = swaps.reduce((total, { cents }) => total + cents, 0);
      if (method?.balance !== undefined && toCents(method.balance) < cost) faults.add("covered");
    }
  }

  const origins = order.payment_history.filter(({ transaction_type }) => transaction_type === "payment");
  const original = origins.some(({ payment_method_id }) => payment_method_id === args["payment_method_id"]);
  if (tool === "modify_pending_order_payment") {
    if (original) faults.add("another");
    const paid = order.payment_history.reduce(
      (sum, { transaction_type, amount }) => sum + (transaction_type === "refund" ? -1 : 1) * toCents(amount),
      0,
    );
    if (method?.balance !== undefined && toCents(method.balance) < paid) faults.add("covered");
  }
  if (tool === "return_delivered_order_items" && method !== undefined && method.source !== "gift_card" && !original) {
    faults.add("refund_path");
  }
  return [...faults];
};

const swap = (
  { facts }: RecordedCall,
  order: RecordedOrder,
  item: string,
  news: string,
): { readonly fair: boolean; readonly cents: number } => {
  const bought = order.items.find(({ item_id }) => item_id === item);
  if (bought === undefined) return { fair: false, cents: 0 };
  const variant = facts.products[bought.product_id]?.variants[news];
  return {
    fair: variant?.available === true && item !== news,
    cents: (variant === undefined ? 0 : toCents(variant.price)) - toCents(bought.price),
  };
};

const toCents = (dollars: number): number => Math.round(dollars * 100);
