import type { Evaluator } from "../../eval/evaluator.ts";
import type { Decision } from "../documents.ts";
import type { Asked } from "../read/question.ts";
import type { Parts } from "../settle.ts";

export function remediesOf(_evaluator: Evaluator, _asked: Asked, _parts: Parts): Decision["remedies"] {
  return [];
}
