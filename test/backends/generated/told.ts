/** One pair of documents, decided by generated code in each of its ways and by the reference. */
import { expect } from "vitest";
import { decide } from "../../../src/decision/decide.ts";
import type { Context } from "../../../src/decision/documents.ts";
import { type FastForm, fastOf } from "../../../src/decision/fast/fast.ts";
import type { OnDemand } from "../../../src/decision/fast/write.ts";
import type { Plan } from "../../../src/plan/plan.ts";
import { pairOf, written } from "../attack/same.ts";
import { documents, type Json } from "./hand-made.ts";

const NEVER: OnDemand = {
  inFull: () => {
    throw new Error("nobody asked");
  },
  changeSetDigest: () => "",
};

/** What each of the three ways decides; null: it gives up. */
function ways(form: FastForm, changeSet: object, context: object) {
  const short = (bits: number): string | null => (bits < 0 ? null : form.verdicts[bits]!.outcome);
  return [
    short(form.verdict(changeSet, context)),
    short(form.vouched(changeSet, context)),
    form.decide(changeSet, context, NEVER)?.outcome ?? null,
  ];
}

export type Change = Parameters<typeof documents>[0];

/** What each way decides; and that the whole decision has the reference's bytes. */
export function told(plan: Plan, change?: Change, around: Json = {}) {
  const { changeSet, context: own } = documents(change);
  const context = { ...own, ...around };
  const { generated, reference } = pairOf(plan);
  const wanted = decide(reference, changeSet, context as unknown as Context);
  const is = decide(generated, changeSet, context as unknown as Context);
  expect(written(is, false)).toBe(written(wanted, false));
  return { ways: ways(fastOf(generated)!, changeSet, context), wanted: wanted.outcome };
}
