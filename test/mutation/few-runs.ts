/** Stands in for fast-check: a mutant meets the first cases of each property only, and always the same ones. */
import fc from "fast-check";

export * from "fast-check";

const FEW = 30;

export default {
  ...fc,
  assert: ((property, given) =>
    fc.assert(property as fc.IProperty<unknown>, {
      ...(given as fc.Parameters<unknown>),
      numRuns: Math.min(given?.numRuns ?? FEW, FEW),
      seed: 5,
      // What fails is enough; nobody reads the smallest case.
      endOnFailure: true,
    })) as typeof fc.assert,
};
