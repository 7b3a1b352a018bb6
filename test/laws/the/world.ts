import fc from "fast-check";
import type { Case } from "../change-sets.ts";
import type { PolicyDraft } from "../policies.ts";

/** One policy and some change sets for it. */
export interface World {
  readonly draft: PolicyDraft;
  readonly cases: readonly Case[];
}

/** Some of these: a failure shrinks to one. */
export const cases = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
  fc.array(one, { minLength: 1, maxLength: 24, size: "max" });
