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
import { readData } from "./decision/json/data.ts";
import type { Ways } from "./decision/read/ask.ts";
import type { Evaluator } from "./eval/evaluator.ts";

/** Without what reads texts, and what only makes reading quick: this is the small entry. */
const DATA_ALONE: Ways = { read: readData, fits: () => false };

export type { BundleFault, BundleFaultCode } from "./bundle/faults.ts";
export type { Bundle } from "./bundle/format.ts";
export { type OpenedBundle, type OpenOptions, openBundle, type RefusedBundle } from "./bundle/open.ts";
export type { ChangeSet, Context, Decision, Directory } from "./decision/documents.ts";
export type { Evaluator } from "./eval/evaluator.ts";

/**
 * Decides a change set, both documents as data (what `JSON.parse` gives; a text is a misfit here). Byte for byte the
 * decision of the whole package, but that no remedies are looked for: they are empty. `bylaw/runtime/full` looks for them,
 * and takes texts and bytes.
 */
export function decide(evaluator: Evaluator, changeSet: unknown, context: Context): Decision {
  return decideBy(evaluator, changeSet, context, DATA_ALONE, null);
}
