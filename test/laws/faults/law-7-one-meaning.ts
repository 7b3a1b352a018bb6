import type { Fault } from "./fault.ts";

/** What law 7 catches. */
export const FAULTS: readonly Fault[] = [
  {
    says: "the interpreter lets `and` pass over what is unknown",
    file: "eval/interpreter/logic.ts",
    find: "    if (value instanceof Unknown) open = both(open, value);",
    replace: "",
  },
  {
    says: "the interpreter looks a value up that is absent",
    file: "eval/interpreter/branches.ts",
    find: "return value === null ? run.evaluate(expr.otherwise) : value;",
    replace: "return run.evaluate(expr.otherwise) ?? value;",
  },
  {
    says: "closures forget what left a condition open",
    file: "eval/closures/logic.ts",
    find: "open = both(open, truthOf(value, parts[i]!) as Unknown);",
    replace: "open = truthOf(value, parts[i]!) as Unknown;",
  },
  {
    says: "closures count one more than two",
    file: "eval/closures/lists.ts",
    find: "return open ?? decimalOfNumber(count) ?? ZERO;",
    replace: "return open ?? decimalOfNumber(count > 2 ? count + 1 : count) ?? ZERO;",
  },
];
