import type { Fault } from "./fault.ts";

/** What law 8 catches. */
export const FAULTS: readonly Fault[] = [
  {
    says: "joining adds seats up",
    file: "decision/reviewers/algebra.ts",
    find: "rightRest.map((other) => larger(crew, other))",
    replace: "rightRest.map((other) => sum(crew, other))",
  },
  {
    says: "alternatives above another are kept",
    file: "decision/reviewers/algebra.ts",
    find: "    if (kept.some(covers(crew))) continue;\n",
    replace: "",
  },
  {
    says: "one person fills two seats of one requirement",
    file: "decision/reviewers/algebra.ts",
    find: "right.map((other) => sum(crew, other))",
    replace: "right.map((other) => larger(crew, other))",
  },
  {
    says: "`any` takes a role once",
    file: "decision/reviewers/algebra.ts",
    find: "return anyOf(requirement.count, distinct(requirement.roles), true);",
    replace: "return anyOf(requirement.count, distinct(requirement.roles), false);",
  },
  {
    says: "seats for anybody are not counted",
    file: "decision/reviewers/crew.ts",
    find: "  if (low.total > high.total) return false;\n",
    replace: "",
  },
];
