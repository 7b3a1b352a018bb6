import type { Fault } from "./fault.ts";

/** What law 5 catches. */
export const FAULTS: readonly Fault[] = [
  {
    says: "the keys of a map are in the order of the document",
    file: "eval/interpreter/builtins.ts",
    find: "keys: ofMap((map) => [...map.keys()].sort())",
    replace: "keys: ofMap((map) => [...map.keys()].reverse())",
  },
  {
    says: "a digest is taken over members as they were written",
    file: "decision/json/canonical.ts",
    find: "[...json].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))",
    replace: "[...json]",
  },
  {
    says: "audits are picked by chance",
    file: "decision/sampling.ts",
    find: "return hash * rate.den < rate.num << 256n;",
    replace: "return Math.random() < 0.5;",
  },
  {
    says: "a decision says when the machine made it",
    file: "decision/decide.ts",
    find: 'asked?.now == null ? "unknown" : instantText(asked.now)',
    replace: "String(performance.now())",
  },
];
