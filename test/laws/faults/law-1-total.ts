import type { Fault } from "./fault.ts";

/** What law 1 catches. */
export const FAULTS: readonly Fault[] = [
  {
    says: "two currencies in one sum are more than it can take",
    file: "eval/interpreter/totals.ts",
    find: "  if (met.size > 1) return unknown(",
    replace: '  if (met.size > 1) throw new RangeError("two currencies");\n  if (met.size > 1) return unknown(',
  },
  {
    says: "a division by zero is tried",
    file: "eval/interpreter/arithmetic.ts",
    find: '  if (expr.fn === "/" && isZero(b)) return byZero(expr);',
    replace: '  if (expr.fn === "/" && isZero(b)) throw new RangeError("division by zero");',
  },
  {
    says: "what is optional must be there",
    file: "decision/read/read.ts",
    find: "return json === null ? null : read(shape.of",
    replace: "return read(shape.of",
  },
  {
    says: "an empty list is none",
    file: "decision/read/read.ts",
    find: "if (!isList(json)) return misread(",
    replace: "if (!isList(json) || json.length === 0) return misread(",
  },
];
