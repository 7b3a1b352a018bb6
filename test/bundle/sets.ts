/** Policy sets to make bundles of: the shipped rule packs, each with what it imports. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { buildBundle } from "../../src/bundle/build.ts";
import type { Bundle } from "../../src/bundle/format.ts";
import type { Evaluator } from "../../src/eval/evaluator.ts";
import { loadPolicyFolder } from "../../src/tools/files/load.ts";

export const RULES = new URL("../../rules", import.meta.url).pathname;
const TODAY = "2026-11-17";

export interface Made {
  readonly evaluator: Evaluator;
  readonly bundle: Bundle;
}

export function made(...folders: readonly string[]): Made {
  const paths = folders.map((folder) => join(RULES, folder));
  const { evaluator, files } = loadPolicyFolder(paths.length === 0 ? [RULES] : paths, TODAY);
  if (evaluator === null) throw new Error("the shipped rules have faults");
  return { evaluator, bundle: buildBundle(evaluator.plan, { files, revision: 7 }) };
}

/** What the refund pack decides by. */
export const refunds = (): Made => made("org", "change-freeze", "refunds");

/** Change sets of the examples of a pack with their contexts, as texts. */
export const examples = (folder: string): readonly string[] =>
  readdirSync(join(RULES, folder, "examples"))
    .filter((name) => name.endsWith(".context.json"))
    .map((name) => join(RULES, folder, "examples", name.replace(".context.json", "")));
