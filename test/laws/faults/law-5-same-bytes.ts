import type { Fault } from "./fault.ts";

/** What law 5 catches. */
export const FAULTS: readonly Fault[] = [
  {
    says: "a digest is taken over members as they were written",
    file: "decision/json/canonical.ts",
    find: "[...json].sort(([a], [b]) => compareTexts(a, b))",
    replace: "[...json]",
  },
  {
    says: "audits are picked by chance",
    file: "decision/sampling.ts",
    find: "return hash * rate.den < rate.num << 256n;",
    replace: "return Math.random() < 0.5;",
  },
  {
    says: "rules are named by when they were loaded",
    file: "eval/digest.ts",
    find: "sha256(canonicalText(plan, Number.POSITIVE_INFINITY) ??",
    replace: "sha256(canonicalText(plan, Number.POSITIVE_INFINITY) + Math.random() ??",
  },
  {
    says: "keys of a map are in the order of the document",
    file: "eval/interpreter/builtins.ts",
    find: "  keys: ofMap((map) => [...map.keys()].sort()),",
    replace: "  keys: ofMap((map) => [...map.keys()]),",
  },
  {
    says: "values of a map are in the order of the document",
    file: "eval/interpreter/builtins.ts",
    find: "  values: ofMap((map) => [...map.keys()].sort().map(",
    replace: "  values: ofMap((map) => [...map.keys()].map(",
  },
];
