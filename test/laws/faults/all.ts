import type { Fault } from "./fault.ts";
import { FAULTS as total } from "./law-1-total.ts";
import { FAULTS as unknown } from "./law-2-unknown.ts";
import { FAULTS as adding } from "./law-3-adding.ts";
import { FAULTS as order } from "./law-4-order.ts";
import { FAULTS as sameBytes } from "./law-5-same-bytes.ts";
import { FAULTS as explained } from "./law-6-explained.ts";
import { FAULTS as oneMeaning } from "./law-7-one-meaning.ts";
import { FAULTS as algebra } from "./law-8-algebra.ts";

/** By the number of the law that catches them. */
export const FAULTS: ReadonlyMap<number, readonly Fault[]> = new Map([
  [1, total],
  [2, unknown],
  [3, adding],
  [4, order],
  [5, sameBytes],
  [6, explained],
  [7, oneMeaning],
  [8, algebra],
]);
