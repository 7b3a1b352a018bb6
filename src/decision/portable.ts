/** The normal form of one change set: what the exported conditions of its action read. */
import type { Evaluator } from "../eval/evaluator.ts";
import { STEPS } from "../eval/interpreter/run.ts";
import type { NormalValue, PortableRules } from "../eval/portable/documents.ts";
import { normalForm } from "../eval/portable/normal-form.ts";
import type { Context, Misfit } from "./documents.ts";
import { frames, NO_RANGES, type Range } from "./frame.ts";
import { ask } from "./read/ask.ts";
import { ALL_WAYS } from "./read/ways.ts";

export interface PortableDocument {
  /** Null: the documents do not say which action is meant, or when. */
  readonly action: string | null;
  readonly document: NormalValue | null;
  /** Paths whose values have no exact form; they stand in the document as unknown. */
  readonly not_representable: readonly string[];
  /** Whatever conditions say, a change set with misfits is denied. */
  readonly misfits: readonly Misfit[];
}

/** Score and tier as far as they are found; left out, they are unknown. */
export interface PortableRanges {
  readonly score?: Range<number>;
  readonly tier?: Range<string>;
}

/** Both documents as for `decide`. Conditions are asked for the requester itself, not for whom it acts for. */
export function portableDocument(
  evaluator: Evaluator,
  rules: PortableRules,
  changeSet: unknown,
  context: Context | string | Uint8Array,
  found: PortableRanges = {},
): PortableDocument {
  const { question, misfits } = ask(evaluator.plan, changeSet, context, ALL_WAYS);
  const listed = [...misfits.list()];
  if (question === null || !Object.hasOwn(rules.actions, question.action.id))
    return { action: null, document: null, not_representable: [], misfits: listed };
  const { id } = question.action;
  const { frame } = frames(evaluator, question, question.asker, { left: STEPS });
  const ranges = { ...NO_RANGES, score: found.score ?? null, tier: found.tier ?? null };
  return { action: id, ...normalForm(evaluator, rules.actions[id]!.reads, frame(ranges)), misfits: listed };
}
