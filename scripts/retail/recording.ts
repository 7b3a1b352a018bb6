/** What `calls.jsonl` holds: one proposed write call of a support agent a line, with the records as they stood before it. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

export type Tool =
  | "cancel_pending_order"
  | "modify_pending_order_address"
  | "modify_pending_order_payment"
  | "modify_pending_order_items"
  | "return_delivered_order_items"
  | "exchange_delivered_order_items"
  | "modify_user_address";

export type Origin = "ground_truth" | "agent";

export interface RecordedOrder {
  readonly order_id: string;
  readonly user_id: string;
  readonly status: string;
  readonly address: Readonly<Record<string, string>>;
  readonly items: readonly RecordedItem[];
  readonly payment_history: readonly RecordedPayment[];
}

export interface RecordedItem {
  readonly item_id: string;
  readonly product_id: string;
  readonly price: number;
  readonly options: Readonly<Record<string, string>>;
}

export interface RecordedPayment {
  readonly transaction_type: string;
  readonly amount: number;
  readonly payment_method_id: string;
}

export interface RecordedMethod {
  readonly id: string;
  readonly source: string;
  readonly balance?: number;
}

export interface RecordedVariant {
  readonly available: boolean;
  readonly price: number;
  readonly options: Readonly<Record<string, string>>;
}

export interface RecordedCall {
  readonly call_id: string;
  readonly origin: Origin;
  /** False: the earlier calls of the conversation are not all there. */
  readonly history_rules_apply: boolean;
  readonly model: string | null;
  readonly tool: Tool;
  readonly args: Readonly<Record<string, unknown>>;
  /** Wall clock of the shop (EST), without an offset. */
  readonly now: string;
  readonly facts: {
    readonly order: RecordedOrder | null;
    readonly user_id: string;
    readonly user: {
      readonly address: Readonly<Record<string, string>>;
      readonly payment_methods: Readonly<Record<string, RecordedMethod>>;
    };
    readonly products: Readonly<
      Record<string, { readonly product_id: string; readonly variants: Readonly<Record<string, RecordedVariant>> }>
    >;
    readonly authenticated_user_id: string | null;
    readonly order_was_read: boolean;
  };
  readonly prior_calls: readonly {
    readonly name: string;
    readonly args: Readonly<Record<string, unknown>>;
    /** Null: not recorded whether it worked. */
    readonly ok: boolean | null;
  }[];
  readonly last_user_message: string | null;
  /** Calls that the agent made in this turn; null: not recorded. */
  readonly parallel_total: number | null;
  readonly text_with_call: boolean | null;
}

/** The recorded calls of a folder, or null when there is no recording. */
export const readCalls = (folder: string): readonly RecordedCall[] | null => {
  const file = join(folder, "calls.jsonl");
  if (!existsSync(file)) return null;
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as RecordedCall);
};
