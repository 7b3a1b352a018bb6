/**
 * Bylaw: rules for what an agent may change in a business system, what must hold first, how risky it is, and who has to
 * agree. Everything here is pure: no files, no clock, no network.
 *
 *     const { evaluator, diagnostics } = loadPolicySet(files, { today: "2026-11-22" });
 *     if (evaluator === null) throw new Error(frame(diagnostics, files, { colour: false, width: 100 }));
 *     const decision = decide(evaluator, changeSet, { now: "2026-11-22T10:15:00Z", facts });
 */

// From a change set to a decision, to the people who agree, to a page for them.
export { decide } from "./decision/decide.ts";
export type {
  ChangeSet,
  Context,
  Decision,
  Directory,
  Misfit,
  Outcome,
  PreparedDirectory,
  Quota,
  Reason,
  Remedy,
  SeatSet,
} from "./decision/documents.ts";
export { explain } from "./decision/explain/explain.ts";
export { adopt, type Generated } from "./decision/fast/fast.ts";
export { generateModule } from "./decision/fast/module.ts";
export { prepareDirectory } from "./decision/reviewers/prepared.ts";
export type * from "./decision/reviewers/question.ts";
export { reviewersSatisfied } from "./decision/reviewers/satisfied.ts";
export { type Verdict, type VerdictOptions, verdict } from "./decision/verdict.ts";
// Faults, as data and as people and programs read them.
export type { Diagnostic, Fix, Label, Severity } from "./diagnostics/diagnostic.ts";
export { type FrameOptions, frame } from "./diagnostics/render/frame.ts";
export { type JsonReport, json } from "./diagnostics/render/json.ts";
export { type SarifOptions, sarif } from "./diagnostics/render/sarif.ts";
export { compile } from "./eval/compile.ts";
export type { Evaluator } from "./eval/evaluator.ts";
export { check } from "./model/check.ts";
export type { Model } from "./model/model.ts";
export { lower } from "./plan/lower.ts";
export type { Plan } from "./plan/plan.ts";
// From texts to an evaluator.
export { loadPolicySet, type PolicySet, type PolicySetOptions } from "./policy-set.ts";
export { applyEdits, type TextEdit } from "./source/edit.ts";
export type { SourceFile } from "./source/file.ts";
export type { Span } from "./source/span.ts";
export { parse } from "./syntax/parse.ts";
