/**
 * The recorded calls of a real support agent, decided by `rules/retail`. The recording is not part of this repository; without it
 * only the confirmation and the fixtures are tested.
 */
import { describe, expect, it } from "vitest";
import { decideAll, loadPolicy } from "../../scripts/retail/engine.ts";
import { readCalls } from "../../scripts/retail/recording.ts";
import { tabulate, type Verdict } from "../../scripts/retail/table.ts";
import { broken } from "./oracle.ts";

const calls = readCalls("../shared/data/retail");

describe.skipIf(calls === null)("the recorded retail calls", () => {
  const all = calls ?? [];
  const decide = loadPolicy("rules/retail", "2024-05-15");
  const inOrder = decideAll(all, "in_order", decide);
  const recorded = decideAll(all, "recorded", decide);

  it("are denied exactly where the hand-written rules say so, by the same rules", () => {
    const differing = all.flatMap((call, place) => {
      const byHand = [...broken(call)].sort();
      const byPolicy = rules(inOrder[place]!);
      return byHand.join() === byPolicy.join() ? [] : [{ call: call.call_id, byHand, byPolicy }];
    });
    expect(differing).toEqual([]);
  });

  it("pass or are denied when the conversation is in order", () => {
    expect(counts(inOrder)).toMatchInlineSnapshot(`
      [
        "cancel_pending_order ground_truth: allow 257, review 0, hold 0, deny 0",
        "cancel_pending_order agent: allow 88, review 0, hold 0, deny 1",
        "exchange_delivered_order_items ground_truth: allow 231, review 0, hold 0, deny 37",
        "exchange_delivered_order_items agent: allow 113, review 0, hold 0, deny 34",
        "modify_pending_order_address ground_truth: allow 121, review 0, hold 0, deny 0",
        "modify_pending_order_address agent: allow 69, review 0, hold 0, deny 12",
        "modify_pending_order_items ground_truth: allow 296, review 0, hold 0, deny 32",
        "modify_pending_order_items agent: allow 138, review 0, hold 0, deny 29",
        "modify_pending_order_payment ground_truth: allow 31, review 0, hold 0, deny 9",
        "modify_pending_order_payment agent: allow 6, review 0, hold 0, deny 2",
        "modify_user_address ground_truth: allow 33, review 0, hold 0, deny 0",
        "modify_user_address agent: allow 34, review 0, hold 0, deny 0",
        "return_delivered_order_items ground_truth: allow 274, review 0, hold 0, deny 4",
        "return_delivered_order_items agent: allow 144, review 0, hold 0, deny 10",
      ]
    `);
  });

  it("wait for what the recording does not show", () => {
    expect(counts(recorded)).toMatchInlineSnapshot(`
      [
        "cancel_pending_order ground_truth: allow 0, review 0, hold 257, deny 0",
        "cancel_pending_order agent: allow 73, review 0, hold 15, deny 1",
        "exchange_delivered_order_items ground_truth: allow 0, review 0, hold 231, deny 37",
        "exchange_delivered_order_items agent: allow 96, review 0, hold 17, deny 34",
        "modify_pending_order_address ground_truth: allow 0, review 0, hold 121, deny 0",
        "modify_pending_order_address agent: allow 55, review 0, hold 14, deny 12",
        "modify_pending_order_items ground_truth: allow 0, review 0, hold 296, deny 32",
        "modify_pending_order_items agent: allow 122, review 0, hold 16, deny 29",
        "modify_pending_order_payment ground_truth: allow 0, review 0, hold 31, deny 9",
        "modify_pending_order_payment agent: allow 5, review 0, hold 1, deny 2",
        "modify_user_address ground_truth: allow 0, review 0, hold 33, deny 0",
        "modify_user_address agent: allow 27, review 0, hold 7, deny 0",
        "return_delivered_order_items ground_truth: allow 0, review 0, hold 274, deny 4",
        "return_delivered_order_items agent: allow 124, review 0, hold 20, deny 10",
      ]
    `);
  });

  it("are never better off for what is not known", () => {
    const order = ["allow", "review", "hold", "deny"];
    const better = recorded.filter(
      ({ outcome }, place) => order.indexOf(outcome) < order.indexOf(inOrder[place]!.outcome),
    );
    expect(better).toEqual([]);
  });
});

/** The last part of each clause that denied a call. */
const rules = ({ denied_by }: Verdict): readonly string[] =>
  denied_by.map((clause) => clause.split(".").at(-1)!).sort();

const counts = (verdicts: readonly Verdict[]): readonly string[] =>
  tabulate(verdicts).map(
    ({ tool, origin, allow, review, hold, deny }) =>
      `${tool} ${origin}: allow ${allow}, review ${review}, hold ${hold}, deny ${deny}`,
  );
