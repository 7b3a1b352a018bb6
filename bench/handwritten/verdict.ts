/** Contract and rules: the handwritten program that answers what Bylaw's verdict answers. */

import type { ContextDocument } from "../workload/documents.ts";
import { fits } from "./contract.ts";
import { MISFIT, type Policy } from "./policy.ts";
import { rules } from "./rules.ts";

export function verdict(changeSet: unknown, context: unknown, policy: Policy): number {
  return fits(changeSet, context) ? rules(changeSet, context as ContextDocument, policy) : MISFIT | (2 << 4);
}
