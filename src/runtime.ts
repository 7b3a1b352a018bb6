/**
 * What decides where no compiler is: a bundle is opened, and decides. No parser, no checker, nothing of Node; also under a
 * content security policy that lets no code be made.
 *
 *     const opened = openBundle(await (await fetch("policy.bundle.json")).text(), { at_least: 7 });
 *     if (!opened.ok) throw new Error(opened.faults[0].code);
 *     const decision = decide(opened.evaluator, changeSet, context);
 */
export type { BundleFault, BundleFaultCode } from "./bundle/faults.ts";
export type { Bundle } from "./bundle/format.ts";
export { type OpenedBundle, type OpenOptions, openBundle, type RefusedBundle } from "./bundle/open.ts";
export { decide } from "./decision/decide.ts";
export type { ChangeSet, Context, Decision, Directory } from "./decision/documents.ts";
export type * from "./decision/reviewers/question.ts";
export { reviewersSatisfied } from "./decision/reviewers/satisfied.ts";
export type { Evaluator } from "./eval/evaluator.ts";
