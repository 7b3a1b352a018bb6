import type { Fault } from "./fault.ts";

/** What law 4 catches. */
export const FAULTS: readonly Fault[] = [
  {
    says: "evidence is in the order of the document",
    file: "decision/read/changeset.ts",
    find: "readable ? found.sort((a, b) => compareTexts(a.id, b.id)) : null",
    replace: "readable ? found : null",
  },
  {
    says: "entries of one instant are in the order of the document",
    file: "decision/read/order.ts",
    find: "compareTexts(a.who, b.who) || compareTexts(a.what, b.what)",
    replace: "compareTexts(a.who, b.who)",
  },
  {
    says: "history is in the order of the document",
    file: "decision/read/order.ts",
    find: ".sort((a, b) => b.at - a.at)",
    replace: "",
  },
  {
    says: "changes are in the order of the document",
    file: "decision/read/changeset.ts",
    find: "readable ? found.sort(inOrder) : null",
    replace: "readable ? found : null",
  },
  {
    says: "clauses without a name are told apart by where they stand",
    file: "model/clauses/ids.ts",
    find: "group.sort(inOrder)",
    replace: "group",
  },
];
