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
  {
    says: "history that nobody supplied is empty",
    file: "decision/frame.ts",
    find: 'if (question.history === null) return unknown("history", "not supplied");',
    replace: "if (question.history === null) return [];",
  },
  {
    says: "whom nobody knows is not excluded",
    file: "decision/combine/approve.ts",
    find: "else if (item instanceof Unknown) causes.push(...item.causes);",
    replace: "else if (item instanceof Unknown) continue;",
  },
  {
    says: "entries of one instant are in the order of what is known of them",
    file: "decision/read/order.ts",
    find: "entries.every((entry) => identical(entry, entry)) ? entries : blurred(entries)",
    replace: "entries",
  },
  {
    says: "nothing stands under a key that is not known",
    file: "eval/interpreter/access.ts",
    find: "  if (key === null) return missing(expr.key);",
    replace: "  if (key === null) return missing(expr.key);\n  if (key instanceof Unknown) return null;",
  },
  {
    says: "money of a hidden currency goes with any other",
    file: "decision/read/read.ts",
    find: "  if (open !== null || number === null",
    replace:
      "  if (open !== null && number !== null) return { amount: number, currency: null };\n  if (open !== null || number === null",
  },
  {
    says: "a sum passes over what is unknown",
    file: "eval/interpreter/totals.ts",
    find: "export function total(expr: PlanExpr, as: Comparable | null, items: readonly Value[]): Value {",
    replace:
      "export function total(expr: PlanExpr, as: Comparable | null, all: readonly Value[]): Value {\n  const items = all.filter((item) => !(item instanceof Unknown));",
  },
];
