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
    expect(counts(inOrder)).toMatchInlineSnapshot();
  });

  it("wait for what the recording does not show", () => {
    expect(counts(recorded)).toMatchInlineSnapshot();
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
