/** The runtime with all that can be said of a decision: what would lead to a better one, a page for people, approvals. */
import type { Context, Decision } from "./decision/documents.ts";
import { decideBy } from "./decision/generic.ts";
import { remediesOf } from "./decision/remedies/remedies.ts";
import type { Evaluator } from "./eval/evaluator.ts";

export type { BundleFault, BundleFaultCode } from "./bundle/faults.ts";
export type { Bundle } from "./bundle/format.ts";
export { type OpenedBundle, type OpenOptions, openBundle, type RefusedBundle } from "./bundle/open.ts";
export type { ChangeSet, Context, Decision, Directory, Remedy, SeatSet } from "./decision/documents.ts";
export { explain } from "./decision/explain/explain.ts";
export type * from "./decision/reviewers/question.ts";
export { reviewersSatisfied } from "./decision/reviewers/satisfied.ts";
export type { Evaluator } from "./eval/evaluator.ts";

/** Decides a change set, byte for byte as the whole package does, by the reference and so without code that is made. */
export function decide(evaluator: Evaluator, changeSet: unknown, context: Context | string | Uint8Array): Decision {
  return decideBy(evaluator, changeSet, context, remediesOf);
}
