import fc from "fast-check";
import type { Case } from "../change-sets.ts";
import type { PolicyDraft } from "../policies.ts";

/** One policy and some change sets for it. */
export interface World {
  readonly draft: PolicyDraft;
  readonly cases: readonly Case[];
}

/** Remedies are decisions too, and many: they are looked for in one change set of every fourth policy. */
export const withRemedies = (index: number, of: number): boolean => index === 0 && of % 4 === 1;

/** A sample with each of its change sets alone. */
export const alone = <Sample extends { readonly cases: readonly unknown[] }>(sample: Sample): readonly Sample[] =>
  sample.cases.map((one) => ({ ...sample, cases: [one] }));

/** Some of these: a failure shrinks to one. */
export const cases = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
  fc.array(one, { minLength: 1, maxLength: 24, size: "max" });
