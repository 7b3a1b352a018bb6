/** The door: an evaluator, a change set, what trusted sources say; a decision. Total: whatever comes in, one comes out. */
import type { Evaluator } from "../eval/evaluator.ts";
import { digestOf } from "./digest.ts";
import type { Context, Decision } from "./documents.ts";
import { fastOf } from "./fast/fast.ts";
import { decideBy } from "./generic.ts";
import { ALL_WAYS } from "./read/ways.ts";
import { remediesOf } from "./remedies/remedies.ts";

/**
 * Decides a change set. Both documents may come as parsed data, as JSON text, or as bytes. Never throws: a caller's mistake
 * is a misfit and a fault of the engine a warning, and both deny.
 *
 * `remedies` and `change_set_digest` are computed when they are first read: who only looks at the outcome pays neither for
 * deciding again nor for hashing.
 */
export function decide(evaluator: Evaluator, changeSet: unknown, context: Context | string | Uint8Array): Decision {
  const inFull = (): Decision => decideBy(evaluator, changeSet, context, ALL_WAYS, remediesOf);
  return quickly(evaluator, changeSet, context, inFull) ?? inFull();
}

/**
 * By generated code, where it models the action and everything is known. It keeps the documents, from which remedies and
 * the digest are found when they are first read.
 */
function quickly(evaluator: Evaluator, changeSet: unknown, context: unknown, inFull: () => Decision): Decision | null {
  if (!isRecord(changeSet) || !isRecord(context)) return null;
  let full: Decision | null = null;
  try {
    const form = fastOf(evaluator);
    if (form === null) return null;
    return form.decide(changeSet, context, {
      inFull() {
        full ??= inFull();
        return full;
      },
      // Whoever has looked for remedies has read it already.
      changeSetDigest: () => full?.change_set_digest ?? digestOf(ALL_WAYS.read(changeSet).json),
    });
  } catch {
    // A document that throws when it is read, or a fault of ours: the reference says which.
    return null;
  }
}

const isRecord = (document: unknown): document is object => typeof document === "object" && document !== null;
