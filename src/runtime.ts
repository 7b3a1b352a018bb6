/**
 * What decides where no compiler is: a bundle is opened, and decides. No parser, no checker, nothing of Node, and no code is
 * made, so that it also runs under a strict content security policy.
 *
 *     const opened = openBundle(await (await fetch("policy.bundle.json")).text(), { at_least: 7 });
 *     if (!opened.ok) throw new Error(opened.faults[0].code);
 *     const decision = decide(opened.evaluator, changeSet, context);
 *
 * `bylaw/runtime/full` has the same names and more, `bylaw/runtime/verify` opens what is signed.
 */
import type { Context, Decision } from "./decision/documents.ts";
import { decideBy } from "./decision/generic.ts";
import type { Evaluator } from "./eval/evaluator.ts";

export type { BundleFault, BundleFaultCode } from "./bundle/faults.ts";
export type { Bundle } from "./bundle/format.ts";
export { type OpenedBundle, type OpenOptions, openBundle, type RefusedBundle } from "./bundle/open.ts";
export type { ChangeSet, Context, Decision, Directory } from "./decision/documents.ts";
export type { Evaluator } from "./eval/evaluator.ts";

/**
 * Decides a change set. Byte for byte the decision of the whole package, but that no remedies are looked for: they are
 * empty. `bylaw/runtime/full` looks for them.
 */
export function decide(evaluator: Evaluator, changeSet: unknown, context: Context | string | Uint8Array): Decision {
  return decideBy(evaluator, changeSet, context, null);
}
