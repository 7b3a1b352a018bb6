/** The door: an evaluator, a change set, what trusted sources say; a decision. Total: whatever comes in, one comes out. */
import type { Evaluator } from "../eval/evaluator.ts";
import type { Context, Decision } from "./documents.ts";
import { decideBy } from "./generic.ts";
import { remediesOf } from "./remedies/remedies.ts";

/**
 * Decides a change set. Both documents may come as parsed data, as JSON text, or as bytes. Never throws: a caller's mistake
 * is a misfit and a fault of the engine a warning, and both deny.
 *
 * `remedies` and `change_set_digest` are computed when they are first read: who only looks at the outcome pays neither for
 * deciding again nor for hashing.
 */
export function decide(evaluator: Evaluator, changeSet: unknown, context: Context | string | Uint8Array): Decision {
  return decideBy(evaluator, changeSet, context, remediesOf);
}
