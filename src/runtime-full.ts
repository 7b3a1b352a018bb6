/** The runtime with all that can be said of a decision: what would lead to a better one, a page for people, approvals. */
export type { BundleFault, BundleFaultCode } from "./bundle/faults.ts";
export type { Bundle } from "./bundle/format.ts";
export { type OpenedBundle, type OpenOptions, openBundle, type RefusedBundle } from "./bundle/open.ts";
export { decide } from "./decision/decide.ts";
export type { ChangeSet, Context, Decision, Directory, Remedy, SeatSet } from "./decision/documents.ts";
export { explain } from "./decision/explain/explain.ts";
export { adopt, type Generated } from "./decision/fast/fast.ts";
export { prepareDirectory } from "./decision/reviewers/prepared.ts";
export type * from "./decision/reviewers/question.ts";
export { reviewersSatisfied } from "./decision/reviewers/satisfied.ts";
export { type Verdict, type VerdictOptions, verdict } from "./decision/verdict.ts";
export type { Evaluator } from "./eval/evaluator.ts";
