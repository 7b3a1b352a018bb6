/** The retail policy, compiled from its sources. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { decide } from "../../src/decision/decide.ts";
import type { Decision } from "../../src/decision/documents.ts";
import { frame } from "../../src/diagnostics/render/frame.ts";
import { loadPolicySet } from "../../src/policy-set.ts";
import type { SourceFile } from "../../src/source/file.ts";
import { type Question, type Reading, toQuestion } from "./change-set.ts";
import type { RecordedCall } from "./recording.ts";
import { toVerdict, type Verdict } from "./table.ts";

export type Decide = (question: Question) => Decision;

/** Throws with the diagnostics when the policy has faults: the runner has nothing to run then. */
export const loadPolicy = (folder: string, today: string): Decide => {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith(".bylaw"))
    .sort();
  const files = names.map((name): SourceFile => ({ name, text: readFileSync(join(folder, name), "utf8") }));
  const { evaluator, diagnostics } = loadPolicySet(files, { today });
  if (evaluator === null) throw new Error(frame(diagnostics, files, { colour: false, width: 120 }));
  return ({ changeSet, context }) => decide(evaluator, changeSet, context);
};

export const decideAll = (calls: readonly RecordedCall[], reading: Reading, decideOne: Decide): readonly Verdict[] =>
  calls.map((call) => toVerdict(call, decideOne(toQuestion(call, reading))));
