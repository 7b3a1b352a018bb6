import type { Fault } from "./fault.ts";

/** What law 2 catches. */
export const FAULTS: readonly Fault[] = [
  {
    says: "`and` and `or` pass over what is unknown",
    file: "eval/interpreter/logic.ts",
    find: "    if (value instanceof Unknown) open = both(open, value);",
    replace: "",
  },
  {
    says: "a clause whose condition is unknown does nothing",
    file: "decision/combine/combine.ts",
    find: "  if (value === false) return;",
    replace: "  if (value !== true) return;",
  },
  {
    says: "usage that nobody supplied is none",
    file: "decision/combine/quota.ts",
    find: 'if (question.usage === null) return unknown("usage", "not supplied");',
    replace: "",
  },
  {
    says: "a table with an open row takes the first that may fit",
    file: "eval/interpreter/requirement.ts",
    find: "const rows = none === null ? found.rows : table.rows;",
    replace: "const rows = found.rows.slice(0, 1);",
  },
  {
    says: "an assumed score counts for nothing",
    file: "decision/combine/combine.ts",
    find: "      found.score.assumed = saturated(",
    replace: "      if (!assumed) found.score.assumed = saturated(",
  },
];
