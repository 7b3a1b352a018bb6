/** Stands in for fast-check: a mutant meets the first cases of each property only, and always the same ones. */
import fc from "fast-check";

export * from "fast-check";

/** Properties of a back end alone are cheap, and all that looks into its corners. */
const FEW = (process.env["MUTATION_BACKEND"] ?? "interpreter") === "interpreter" ? 150 : 400;

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
